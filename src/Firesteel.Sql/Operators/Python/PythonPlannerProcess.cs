using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Firesteel.Sql.Execution.Python;

namespace Firesteel.Sql.Operators.Python;

/// <summary>What a module of PySpark's planner helpers raised.</summary>
sealed class PythonPlannerException(string message) : Exception(message);

/// <summary>
/// Runs one of PySpark's helpers for planning (pyspark.sql.worker.*) in a process of its own: it connects to a port of ours with a secret, reads
/// what it is asked, answers and ends.
/// </summary>
static class PythonPlannerProcess
{
    private const int ExceptionThrown = -2, EndOfStream = -4;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <exception cref="PythonPlannerException">What Python raised, or that it could not be run.</exception>
    public static T Run<T>(string module, PythonSettings settings, Catalyst.Expressions.Python.PythonFunction function, Action<PythonWriter> ask, Func<PlannerReader, T> read)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(1);
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        using var process = Start(module, settings, function, ((IPEndPoint)listener.LocalEndpoint).Port, secret);
        try
        {
            var errors = process.StandardError.ReadToEndAsync();
            _ = settings.Environment.Get(PythonLogs.Variable) is { } session ? PythonLogs.Read(session, process.StandardOutput.BaseStream, static _ => { }) : process.StandardOutput.ReadToEndAsync();
            using var client = Accept(listener, process, errors);
            using var stream = new BufferedStream(client.GetStream(), 64 << 10);
            var reader = new PlannerReader(stream);
            if (reader.Text() != secret) throw new PythonPlannerException("A stranger answered in place of the Python process.");
            var writer = new PythonWriter(stream);
            writer.WriteUtf8("ok");
            stream.Flush();
            reader.Int();
            writer.WriteUtf8(function.Version);
            writer.WriteUtf8(settings.Environment.Get(PythonEnvironment.FilesFolder) ?? "");
            writer.WriteInt(function.Includes.Count);
            foreach (var include in function.Includes) writer.WriteUtf8(include);
            writer.WriteBool(false);
            writer.WriteInt(0);
            writer.WriteInt(0);
            ask(writer);
            writer.WriteInt(EndOfStream);
            stream.Flush();
            return read(reader);
        }
        catch (IOException e)
        {
            throw new PythonPlannerException($"The Python process ended or did not answer: {e.Message}");
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(string module, PythonSettings settings, Catalyst.Expressions.Python.PythonFunction function, int port, string secret)
    {
        var executable = function.Executable ?? settings.Executable;
        var start = new ProcessStartInfo(executable, ["-m", module]) { RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (var (key, value) in settings.Environment.Concat(function.Environment)) start.Environment[key] = value;
        start.Environment["PYTHON_WORKER_FACTORY_PORT"] = port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        start.Environment["PYTHON_WORKER_FACTORY_SECRET"] = secret;
        start.Environment["PYTHONUNBUFFERED"] = "YES";
        start.Environment["SPARK_PYTHON_RUNTIME"] = "PYTHON_WORKER";
        if (PythonFiles.ModulePath(start.Environment.TryGetValue("PYTHONPATH", out var path) ? path : null) is { } modules) start.Environment["PYTHONPATH"] = modules;
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new PythonPlannerException($"{executable} cannot be run: {e.Message}. Set spark.pyspark.python or PYSPARK_PYTHON to a Python with PySpark.");
        }
    }

    private static TcpClient Accept(TcpListener listener, Process process, Task<string> errors)
    {
        var accept = listener.AcceptTcpClientAsync();
        var exit = process.WaitForExitAsync();
        var first = Task.WaitAny([accept, exit], Patience);
        if (first == 0)
        {
            var client = accept.Result;
            client.ReceiveTimeout = client.SendTimeout = (int)Patience.TotalMilliseconds;
            return client;
        }
        throw new PythonPlannerException(first == 1 ? $"The Python process ended at once: {errors.Result.Trim()}" : "The Python process did not connect in time.");
    }

    /// <summary>Reads answers; what Python raised is thrown.</summary>
    internal sealed class PlannerReader(Stream input)
    {
        public int Int()
        {
            Span<byte> bytes = stackalloc byte[4];
            input.ReadExactly(bytes);
            return BinaryPrimitives.ReadInt32BigEndian(bytes);
        }

        public byte[] Bytes()
        {
            var length = Int();
            if (length == ExceptionThrown) throw new PythonPlannerException(Encoding.UTF8.GetString(Bytes()));
            if (length is < 0 or > (1 << 30)) throw new PythonPlannerException("The Python process answered in an unknown form.");
            var bytes = new byte[length];
            input.ReadExactly(bytes);
            return bytes;
        }

        /// <summary>A number that is not negative; what Python raised in its place is thrown.</summary>
        public int Status()
        {
            var status = Int();
            return status == ExceptionThrown ? throw new PythonPlannerException(Encoding.UTF8.GetString(Bytes())) : status;
        }

        public string Text() => Encoding.UTF8.GetString(Bytes());
    }
}

/// <summary>Where Python finds PySpark.</summary>
static class PythonFiles
{
    /// <summary>The module path with PySpark of SPARK_HOME in front; null where there is nothing to say.</summary>
    public static string? ModulePath(string? inherited)
    {
        var home = Environment.GetEnvironmentVariable("SPARK_HOME");
        var library = home == null ? null : Path.Combine(home, "python", "lib");
        var parts = library != null && Directory.Exists(library) ? Directory.GetFiles(library, "*.zip").Order(StringComparer.Ordinal).ToList() : [];
        if (!string.IsNullOrEmpty(inherited)) parts.Add(inherited);
        return parts.Count == 0 ? null : string.Join(Path.PathSeparator, parts);
    }
}
