using System.Buffers.Binary;
using System.Text;
using Firesteel.Foundation.Configuration;
using Firesteel.Foundation.Logging;
using Firesteel.Python.Gateway;
using Firesteel.Python.Gateway.Protocol;
using Firesteel.Python.Workers;

namespace Firesteel.Cli.Python;

/// <summary><c>pyspark-shell</c>: the gateway for a Python program that has started this process. Ends when its standard input does.</summary>
static class PySparkGateway
{
    /// <summary>The file that says port and secret; PySpark waits for it.</summary>
    private const string ConnectionFile = "_PYSPARK_DRIVER_CONN_INFO_PATH";

    public static int Run(Dictionary<string, string> settings)
    {
        var file = Environment.GetEnvironmentVariable(ConnectionFile);
        if (file is not { Length: > 0 }) throw new UsageException($"pyspark-shell is started by PySpark, which names a file in {ConnectionFile}: start bin/pyspark, or a Python program with SPARK_HOME set.");
        settings.TryAdd("spark.submit.pyFiles", "");
        settings.TryAdd("spark.app.submitTime", $"{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}");
        SubmittedProperties.Install(settings);
        FirstWorkers.Prepare(new SparkConf());
        using var gateway = new PythonGateway(Rooms.Table);
        gateway.Start();
        Write(file, gateway.Port, gateway.Secret);
        WaitForEnd();
        EndOfProcess.Within(EndOfProcess.Killed, 1);
        SparkSession.GetDefaultSession()?.Stop();
        return 0;
    }

    // Python reads the file as soon as it exists, so it must appear complete.
    private static void Write(string path, int port, string secret)
    {
        var text = Encoding.UTF8.GetBytes(secret);
        var bytes = new byte[8 + text.Length];
        BinaryPrimitives.WriteInt32BigEndian(bytes, port);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), text.Length);
        text.CopyTo(bytes, 8);
        var beside = $"{path}.{Environment.ProcessId}";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            // Only the user may read the secret.
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var stream = new FileStream(beside, options)) stream.Write(bytes);
            File.Move(beside, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The file {path} for the gateway's port cannot be written: {e.Message}");
        }
    }

    private static void WaitForEnd()
    {
        using var input = Console.OpenStandardInput();
        var buffer = new byte[256];
        try
        {
            while (input.Read(buffer) > 0)
            {
            }
        }
        catch (IOException e)
        {
            Logger.For("PySparkGateway").Debug($"Standard input ended: {e.Message}");
        }
    }
}
