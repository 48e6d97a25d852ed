using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Firesteel.Core.Files;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Logging;
using Firesteel.Sql.Execution.Python;

namespace Firesteel.Python.Workers;

/// <summary>
/// One process of <c>pyspark.daemon</c>: it forks a worker for each connection, kills one when it is told the process
/// id, and ends with its standard input. Whatever it and its workers print goes to this process's standard error.
/// </summary>
sealed class PythonDaemon : IDisposable
{
    private const string SupportedVersion = "4.3";
    private const string DaemonModule = "pyspark.daemon";
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan WorkerTimeout = TimeSpan.FromSeconds(30);
    private static readonly Lazy<string> StartProgram = new(ReadStartProgram);
    private static readonly Logger Log = Logger.For("PythonWorkerFactory");

    private readonly Process _process;
    private readonly string _secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
    private readonly string _executable;
    private readonly OutputTail _errors = new();
    private readonly Task _said;
    private readonly Lock _gate = new();
    private readonly EndPoint _address;
    private readonly string? _faults;
    private readonly string? _socketFolder;
    private readonly bool _sharesMemory;
    private bool _disposed;

    public PythonDaemon(string executable, ValueMap environment)
    {
        _executable = executable;
        UsesUnixSocket = string.Equals(environment.Get(PythonEnvironment.UnixSockets), "true", StringComparison.OrdinalIgnoreCase);
        _sharesMemory = UsesUnixSocket && WorkerMemory.IsSupported && environment.Get(PythonEnvironment.DaemonModule) is null or DaemonModule;
        // A folder that is its owner's alone: connections over Unix sockets say no secret.
        if (UsesUnixSocket) _socketFolder = Directory.CreateTempSubdirectory("pyspark-").FullName;
        if (environment.ContainsKey(PythonEnvironment.FaultHandler)) _faults = Directory.CreateTempSubdirectory("pyspark-faults-").FullName;
        _process = Start(executable, environment);
        _said = _errors.Pump(_process.StandardError.BaseStream);
        try
        {
            _address = ReadAddress();
        }
        catch
        {
            Dispose();
            throw;
        }
        _errors.PassOn();
        _ = _errors.Pump(_process.StandardOutput.BaseStream);
        if (Log.IsEnabled(LogLevel.Info)) Log.Info($"Started a Python daemon of {executable} as process {_process.Id}");
    }

    public bool UsesUnixSocket { get; }
    public bool IsAlive => !_disposed && !_process.HasExited;

    /// <summary>A new worker, forked and authenticated.</summary>
    public PythonWorker NewWorker(int bufferSize)
    {
        var socket = UsesUnixSocket ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) : new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Connect(_address);
            socket.ReceiveTimeout = (int)WorkerTimeout.TotalMilliseconds;
            var pid = ReadInt(socket);
            if (pid < 0) throw SparkException.WithoutCondition($"The Python daemon could not fork a worker: error {-pid}.");
            if (!UsesUnixSocket) Authenticate(socket);
            var memory = _sharesMemory ? ShareMemory(socket) : null;
            socket.ReceiveTimeout = 0;
            return new PythonWorker(this, socket, memory, pid, bufferSize);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Ends a worker that does not end by itself.</summary>
    public void Kill(int workerPid)
    {
        Span<byte> message = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(message, workerPid);
        lock (_gate)
        {
            if (_disposed) return;
            try
            {
                _process.StandardInput.BaseStream.Write(message);
                _process.StandardInput.BaseStream.Flush();
            }
            catch (IOException)
            {
                // The daemon is gone, and its workers with it.
            }
        }
    }

    /// <summary>What Python's fault handler wrote when a worker was ended by a signal; empty where it wrote nothing or is off.</summary>
    public string LastWords(int workerPid)
    {
        if (_faults is null) return "";
        var file = Path.Combine(_faults, $"{workerPid}");
        try
        {
            return File.Exists(file) ? File.ReadAllText(file) : "";
        }
        catch (IOException)
        {
            return "";
        }
    }

    public void Dispose() => End(waits: true);

    /// <summary>Tells the process to end; at the end of this one nobody need wait for it.</summary>
    public void End(bool waits)
    {
        lock (_gate)
        {
            if (_disposed) return;
            _disposed = true;
        }
        try
        {
            _process.StandardInput.Close();
            if (waits && !_process.WaitForExit(2000)) _process.Kill();
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // It has ended already.
        }
        _process.Dispose();
        Delete(_faults);
        Delete(_socketFolder);
    }

    private static void Delete(string? folder)
    {
        if (folder is null) return;
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // It goes with the machine's temporary files.
        }
    }

    private Process Start(string executable, ValueMap environment)
    {
        var start = new ProcessStartInfo(Located(executable)) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        // Functions on executors find the application's files where they stand.
        if (FetchedFiles.Current is not null) start.WorkingDirectory = FilesFolder.Path;
        foreach (var (key, value) in environment) start.Environment[key] = value;
        start.Environment["PYTHONUNBUFFERED"] = "YES";
        start.Environment["SPARK_PYTHON_RUNTIME"] = "PYTHON_WORKER";
        start.Environment.TryAdd("SPARK_LOCAL_DIRS", Path.GetTempPath());
        if (_faults is not null) start.Environment["PYTHON_FAULTHANDLER_DIR"] = _faults;
        if (PythonPath() is { Length: > 0 } path) start.Environment["PYTHONPATH"] = path;
        if (UsesUnixSocket) start.Environment["PYTHON_WORKER_FACTORY_SOCK_DIR"] = _socketFolder;
        else start.Environment["PYTHON_WORKER_FACTORY_SECRET"] = _secret;
        foreach (var argument in (string[])["-c", StartProgram.Value, environment.Get(PythonEnvironment.DaemonModule) ?? DaemonModule, environment.Get(PythonEnvironment.WorkerModule) ?? "pyspark.worker", SupportedVersion, _sharesMemory ? "memory" : "socket"])
            start.ArgumentList.Add(argument);
        try
        {
            return Process.Start(start) ?? throw new InvalidOperationException("no process");
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            throw SparkException.WithoutCondition($"Cannot run the Python interpreter \"{executable}\": {e.Message}. Set PYSPARK_PYTHON or spark.pyspark.python to one that is there.", e);
        }
    }

    // An interpreter that came in an archive lies among the application's files: ./environment/bin/python of --archives env.tar.gz#environment.
    private static string Located(string executable)
    {
        if (Path.IsPathRooted(executable) || !executable.Contains('/') || File.Exists(executable)) return executable;
        var sent = Path.GetFullPath(executable, FilesFolder.Path);
        return File.Exists(sent) ? sent : executable;
    }

    // PySpark beside the engine comes first, then what the environment names; else the interpreter has it.
    private static string PythonPath()
    {
        var parts = new List<string>();
        if (Environment.GetEnvironmentVariable("SPARK_HOME") is { Length: > 0 } home && Directory.Exists(Path.Combine(home, "python", "lib")))
            parts.AddRange(Directory.GetFiles(Path.Combine(home, "python", "lib"), "*.zip").Order(StringComparer.Ordinal));
        if (Environment.GetEnvironmentVariable("PYTHONPATH") is { Length: > 0 } inherited) parts.Add(inherited);
        return string.Join(Path.PathSeparator, parts);
    }

    private EndPoint ReadAddress()
    {
        var read = Task.Run(() =>
        {
            var output = _process.StandardOutput.BaseStream;
            var number = new byte[4];
            output.ReadExactly(number);
            var value = BinaryPrimitives.ReadInt32BigEndian(number);
            if (!UsesUnixSocket) return (EndPoint)new IPEndPoint(IPAddress.Loopback, value);
            var path = new byte[value is > 0 and < 4096 ? value : throw new InvalidDataException()];
            output.ReadExactly(path);
            return new UnixDomainSocketEndPoint(Encoding.UTF8.GetString(path));
        });
        try
        {
            if (read.Wait(StartTimeout)) return read.Result;
        }
        catch (AggregateException)
        {
            // It printed something else, or ended.
        }
        // What it said last may still be on its way when its output has ended.
        if (_process.WaitForExit(5000)) _said.Wait(TimeSpan.FromSeconds(5));
        throw SparkException.WithoutCondition($"The Python interpreter \"{_executable}\" started no workers. It said: {_errors.Text()} PYTHONPATH was: {PythonPath()}");
    }

    // A worker that cannot open it (another user's, say) is talked to through the socket.
    private static WorkerMemory? ShareMemory(Socket socket)
    {
        var memory = WorkerMemory.TryCreate();
        try
        {
            var path = Encoding.UTF8.GetBytes(memory?.Path ?? "");
            var message = new byte[4 + path.Length];
            BinaryPrimitives.WriteInt32BigEndian(message, path.Length);
            path.CopyTo(message, 4);
            socket.Send(message);
            Span<byte> isOpen = [0];
            Receive(socket, isOpen);
            memory?.Close();
            if (isOpen[0] != 0) return memory;
            memory?.Dispose();
            return null;
        }
        catch
        {
            memory?.Dispose();
            throw;
        }
    }

    private static string ReadStartProgram()
    {
        using var program = new StreamReader(typeof(PythonDaemon).Assembly.GetManifestResourceStream("start_daemon.py") ?? throw new InvalidOperationException("start_daemon.py is missing"));
        return program.ReadToEnd();
    }

    private void Authenticate(Socket socket)
    {
        var secret = Encoding.ASCII.GetBytes(_secret);
        var message = new byte[4 + secret.Length];
        BinaryPrimitives.WriteInt32BigEndian(message, secret.Length);
        secret.CopyTo(message, 4);
        socket.Send(message);
        var answer = new byte[ReadInt(socket) is 2 ? 2 : throw SparkException.WithoutCondition("The Python worker refused its secret.")];
        Receive(socket, answer);
        if (!answer.AsSpan().SequenceEqual("ok"u8)) throw SparkException.WithoutCondition("The Python worker refused its secret.");
    }

    private static int ReadInt(Socket socket)
    {
        Span<byte> bytes = stackalloc byte[4];
        Receive(socket, bytes);
        return BinaryPrimitives.ReadInt32BigEndian(bytes);
    }

    private static void Receive(Socket socket, Span<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var count = socket.Receive(bytes);
            if (count == 0) throw new IOException("The Python daemon closed a connection.");
            bytes = bytes[count..];
        }
    }
}
