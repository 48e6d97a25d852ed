using Firesteel.Columnar.Blocks;
using Firesteel.Core.Rpc;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Storage;
using Firesteel.Deploy.Standalone;
using Firesteel.Foundation.Configuration;
using Firesteel.Foundation.Logging;

namespace Firesteel.Deploy.Commands;

/// <summary>The process that a Worker, or the driver of a local cluster, starts for an executor.</summary>
static class ExecutorCommand
{
    private static readonly Logger Log = Logger.For("CoarseGrainedExecutorBackend");

    /// <param name="readProperties">Reads a file of log levels.</param>
    public static int Run(ITaskPayloadCodec codec, Func<string, IReadOnlyDictionary<string, string>> readProperties)
    {
        var environment = ExecutorEnvironment.FromProcess();
        ExecutorMemory.Apply();
        SpillFile.FoldersOfProcess = LocalDirectories.RootsOfEnvironment();
        if (Enum.TryParse<LogLevel>(Environment.GetEnvironmentVariable(StandaloneClusterManager.LogLevelVariable), out var level)) Logger.Level = level;
        if (Environment.GetEnvironmentVariable(StandaloneClusterManager.JavaOptionsVariable) is { Length: > 0 } text)
        {
            var options = JavaOptions.Parse(text);
            foreach (var (key, value) in options.Properties) AppContext.SetData(key, value);
            LogSettings.Apply(options, readProperties);
            if (options.Ignored.Count > 0) Log.Info($"spark.executor.extraJavaOptions: there is no JVM here, passed over {string.Join(' ', options.Ignored)}");
        }
        Log.Info($"Started executor {environment.ExecutorId} of {environment.ApplicationId} as process {Environment.ProcessId}; connecting to driver {environment.DriverHost}:{environment.DriverPort}");
        try { ExecutorProcess.Run(environment, codec); }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException or System.Security.Authentication.AuthenticationException)
        {
            Log.Error($"The driver {environment.DriverHost}:{environment.DriverPort} cannot be reached: {e.Message}");
            return 1;
        }
        return 0;
    }
}
