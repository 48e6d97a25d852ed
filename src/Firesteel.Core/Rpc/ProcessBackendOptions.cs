using System.Diagnostics;

namespace Firesteel.Core.Rpc;

/// <summary>How a driver runs executors as processes of this machine.</summary>
/// <param name="Executors">Processes to keep running.</param>
/// <param name="CoresPerExecutor">Tasks that each runs at one time.</param>
/// <param name="Command">What starts an executor; the backend adds what it needs to know to the environment.</param>
sealed record ProcessBackendOptions(int Executors, int CoresPerExecutor, Func<ProcessStartInfo> Command)
{
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>How long an executor may be silent before it counts as lost (<c>spark.network.timeout</c>).</summary>
    public TimeSpan HeartbeatTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Lost executors that are replaced before the backend gives up.</summary>
    public int MaxReplacements { get; init; } = 10;
}
