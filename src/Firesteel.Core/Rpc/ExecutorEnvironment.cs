using System.Diagnostics;
using System.Globalization;

namespace Firesteel.Core.Rpc;

/// <summary>What a driver tells an executor process that it starts, by the environment: a command line is for all to see, and the secret is not.</summary>
sealed record ExecutorEnvironment(string DriverHost, int DriverPort, string ExecutorId, int Cores, byte[] Secret)
{
    private const string HostKey = "FIRESTEEL_DRIVER_HOST";
    private const string PortKey = "FIRESTEEL_DRIVER_PORT";
    private const string ExecutorKey = "FIRESTEEL_EXECUTOR_ID";
    private const string CoresKey = "FIRESTEEL_EXECUTOR_CORES";
    private const string HostNameKey = "FIRESTEEL_EXECUTOR_HOST";
    private const string ApplicationKey = "FIRESTEEL_APP_ID";
    private const string HeartbeatKey = "FIRESTEEL_HEARTBEAT_MS";
    private const string WorkerKey = "FIRESTEEL_WORKER_URL";
    private const string SecretKey = "_SPARK_AUTH_SECRET";

    /// <summary>Variables that an application may add for all its executors.</summary>
    public const string BlockPortKey = "FIRESTEEL_BLOCK_PORT";

    /// <inheritdoc cref="BlockPortKey"/>
    public const string PortRetriesKey = "FIRESTEEL_PORT_RETRIES";

    /// <summary>Where blocks are served; 0 for any free port.</summary>
    public int BlockPort { get; init; }

    /// <summary>How many ports after that one are tried.</summary>
    public int PortRetries { get; init; } = 16;

    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Where this executor serves its blocks; between processes of one machine on the driver's address.</summary>
    public string Host { get; init; } = DriverHost;

    public string ApplicationId { get; init; } = "";

    /// <summary>The Worker whose end is this process's end too; empty where the driver started it.</summary>
    public string WorkerUrl { get; init; } = "";

    public void WriteTo(ProcessStartInfo start)
    {
        start.Environment[HostNameKey] = Host;
        start.Environment[ApplicationKey] = ApplicationId;
        start.Environment[WorkerKey] = WorkerUrl;
        start.Environment[HeartbeatKey] = ((long)HeartbeatInterval.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        start.Environment[HostKey] = DriverHost;
        start.Environment[PortKey] = DriverPort.ToString(CultureInfo.InvariantCulture);
        start.Environment[ExecutorKey] = ExecutorId;
        start.Environment[CoresKey] = Cores.ToString(CultureInfo.InvariantCulture);
        start.Environment[SecretKey] = Convert.ToHexString(Secret);
    }

    /// <summary>What this process was told; the secret does not stay in its environment for its own children to inherit.</summary>
    public static ExecutorEnvironment FromProcess()
    {
        var environment = new ExecutorEnvironment(
            Required(HostKey), int.Parse(Required(PortKey), CultureInfo.InvariantCulture), Required(ExecutorKey), int.Parse(Required(CoresKey), CultureInfo.InvariantCulture),
            Convert.FromHexString(Required(SecretKey)))
        {
            Host = Required(HostNameKey),
            ApplicationId = Environment.GetEnvironmentVariable(ApplicationKey) ?? "",
            WorkerUrl = Environment.GetEnvironmentVariable(WorkerKey) ?? "",
            BlockPort = Number(BlockPortKey) ?? 0,
            PortRetries = Number(PortRetriesKey) ?? 16,
            HeartbeatInterval = TimeSpan.FromMilliseconds(long.Parse(Required(HeartbeatKey), CultureInfo.InvariantCulture)),
        };
        Environment.SetEnvironmentVariable(SecretKey, null);
        return environment;
    }

    private static int? Number(string key) => int.TryParse(Environment.GetEnvironmentVariable(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Required(string key) =>
        Environment.GetEnvironmentVariable(key) ?? throw new InvalidOperationException($"An executor is started by its driver: {key} is not set");
}
