using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Firesteel.Core.Rpc;
using Firesteel.Core.Scheduler;
using Firesteel.Deploy.Standalone.Client;
using Firesteel.Foundation.Configuration;
using Firesteel.Foundation.Logging;

namespace Firesteel.Deploy.Standalone;

/// <summary>Runs applications on <c>spark://host:port</c> and on <c>local-cluster[executors,cores,memory]</c>.</summary>
sealed partial class StandaloneClusterManager : IClusterManager
{
    /// <summary>Variable with the level of an executor's log lines.</summary>
    public const string LogLevelVariable = "FIRESTEEL_LOG_LEVEL";

    /// <summary>Variable with an executor's <c>spark.executor.extraJavaOptions</c>.</summary>
    public const string JavaOptionsVariable = "FIRESTEEL_JAVA_OPTIONS";

    [GeneratedRegex(@"^local-cluster\[\s*([0-9]+)\s*,\s*([0-9]+)\s*,\s*([0-9]+)\s*\]$")]
    private static partial Regex LocalCluster();

    public bool CanRun(string master) => master.StartsWith("spark://", StringComparison.Ordinal) || master.StartsWith("local-cluster", StringComparison.Ordinal);

    public ClusterConnection Connect(ClusterRequest request)
    {
        SecuritySettings.RequireHonoured(request.Settings);
        var setting = (string key) => request.Settings.GetValueOrDefault(key);
        return request.Master.StartsWith("spark://", StringComparison.Ordinal) ? Standalone(request, setting) : OnThisMachine(request, setting);
    }

    private static ClusterConnection Standalone(ClusterRequest request, Func<string, string?> setting)
    {
        int? Number(string key, int least)
        {
            if (setting(key) is not { } text) return null;
            return ConfigText.Int(key, text) is var number && number >= least ? number : throw SparkException.WithoutCondition($"{key} should be {least} or more, and is {number}.");
        }

        var masters = MasterAddress.ParseAll(request.Master);
        var options = new StandaloneOptions(
            masters, ClusterSecret.Find(setting, create: false), request.AppName, setting("spark.driver.host") is { } host and not "localhost" ? host : LocalHost(masters))
        {
            BindAddress = setting("spark.driver.bindAddress"),
            DriverPort = Number("spark.driver.port", least: 0) ?? 0,
            PortRetries = Number("spark.port.maxRetries", least: 0) ?? 16,
            BlockPort = Number("spark.blockManager.port", least: 0) ?? 0,
            DriverBlockPort = Number("spark.driver.blockManager.port", least: 0),
            MaxCores = Number("spark.cores.max", least: 1),
            CoresPerExecutor = Number("spark.executor.cores", least: 1),
            Executors = Number("spark.executor.instances", least: 1),
            MemoryPerExecutorMb = MemoryMb(setting("spark.executor.memory")),
            Environment = ExecutorVariables(request.Settings),
            HeartbeatInterval = Duration(setting("spark.executor.heartbeatInterval"), "spark.executor.heartbeatInterval", TimeUnit.MILLISECONDS, TimeSpan.FromSeconds(10)),
            HeartbeatTimeout = Duration(setting("spark.network.timeout"), "spark.network.timeout", TimeUnit.SECONDS, TimeSpan.FromSeconds(120)),
        };
        var backend = new StandaloneSchedulerBackend(options, request.Codec, TimeProvider.System);
        return new ClusterConnection(backend, () => backend.ApplicationId, options.MaxCores ?? options.DefaultParallelism);
    }

    private static Dictionary<string, string> ExecutorVariables(IReadOnlyDictionary<string, string> settings)
    {
        var variables = settings.Where(s => s.Key.StartsWith("spark.executorEnv.", StringComparison.Ordinal)).ToDictionary(s => s.Key["spark.executorEnv.".Length..], s => s.Value);
        foreach (var (key, variable) in (ReadOnlySpan<(string, string)>)
                 [("spark.blockManager.port", ExecutorEnvironment.BlockPortKey), ("spark.port.maxRetries", ExecutorEnvironment.PortRetriesKey), ("spark.executor.extraJavaOptions", JavaOptionsVariable)])
            if (settings.TryGetValue(key, out var value)) variables[variable] = value;
        return variables;
    }

    private static ClusterConnection OnThisMachine(ClusterRequest request, Func<string, string?> setting)
    {
        var match = LocalCluster().Match(request.Master);
        if (!match.Success || !int.TryParse(match.Groups[1].Value, out var executors) || !int.TryParse(match.Groups[2].Value, out var cores) || executors == 0 || cores == 0 || !int.TryParse(match.Groups[3].Value, out var memory))
            throw SparkException.WithoutCondition($"The master {request.Master} is not of the form local-cluster[executors,cores,memory in MiB].");
        var options = new ProcessBackendOptions(executors, cores, () =>
        {
            var command = EngineCommand.Find();
            var start = new ProcessStartInfo(command[0]);
            foreach (var argument in command.Skip(1).Append("executor")) start.ArgumentList.Add(argument);
            // Their lines come between the driver's own: no more of them than of those.
            start.Environment[LogLevelVariable] = Logger.Level.ToString();
            start.Environment[ExecutorMemory.Variable] = memory.ToString(CultureInfo.InvariantCulture);
            return start;
        })
        {
            HeartbeatTimeout = Duration(setting("spark.network.timeout"), "spark.network.timeout", TimeUnit.SECONDS, TimeSpan.FromSeconds(120)),
        };
        return new ClusterConnection(new ProcessSchedulerBackend(options, request.Codec, TimeProvider.System), () => null, executors * cores);
    }

    // Executors on other machines must be able to connect; on the Master's own loopback they need not.
    private static string LocalHost(IReadOnlyList<MasterAddress> masters) => masters.All(m => m.Host is "127.0.0.1" or "localhost") ? "127.0.0.1" : HostAddress.Local();

    private static int MemoryMb(string? text) => text is null ? 1024
        : ConfigText.Bytes("spark.executor.memory", text, ByteUnit.MiB) >> 20 is > 0 and <= int.MaxValue and var megabytes ? (int)megabytes
        : throw SparkException.WithoutCondition($"spark.executor.memory should be at least 1m, and is {text}.");

    private static TimeSpan Duration(string? text, string key, TimeUnit unit, TimeSpan otherwise) => text is null ? otherwise : TimeSpan.FromMilliseconds(ConfigText.Duration(key, text, unit));
}
