namespace Firesteel.Deploy.Standalone.Protocol;

/// <summary>What an application asks of the Master.</summary>
/// <param name="MaxCores">Cores of all its executors together; null for the Master's default.</param>
/// <param name="CoresPerExecutor">Null for all that a worker gives.</param>
/// <param name="DriverHost">Where executors connect to.</param>
/// <param name="SecretSalt">What the driver's and its executors' own secret is derived with; not secret itself.</param>
/// <param name="Environment">Variables of the executors' processes.</param>
sealed record ApplicationDescription(
    string Name, int? MaxCores, int MemoryPerExecutorMb, int? CoresPerExecutor, string User, string DriverHost, int DriverPort, string SecretSalt, long HeartbeatIntervalMs,
    IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>How many executors it wants at most; null for as many as fit.</summary>
    public int? ExecutorLimit { get; init; }

    /// <summary>Address of the application's pages; empty where it has none.</summary>
    public string UiUrl { get; init; } = "";
}

/// <summary>A program whose driver runs on a worker.</summary>
/// <param name="Arguments">What follows <c>spark-submit</c> on the command line.</param>
/// <param name="Supervise">Whether it is started again when it fails.</param>
sealed record DriverDescription(string Program, IReadOnlyList<string> Arguments, int Cores, int MemoryMb, bool Supervise, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>The program with its files, by the name that the Master holds it under; null where it lies on the Worker already.</summary>
    public string? Bundle { get; init; }
}

/// <summary>An executor as a worker reports it.</summary>
sealed record ExecutorReport(string AppId, int ExecutorId, int Cores, int MemoryMb, ExecutorState State);

/// <summary>Where an executor is in its life; the names are Spark's.</summary>
enum ExecutorState { LAUNCHING, RUNNING, KILLED, FAILED, LOST, EXITED }

/// <summary>Where a driver of cluster mode is in its life; the names are Spark's.</summary>
enum DriverState { SUBMITTED, RUNNING, FINISHED, RELAUNCHING, UNKNOWN, KILLED, FAILED, ERROR }

static class StateExtensions
{
    public static bool IsFinished(this ExecutorState state) => state is ExecutorState.KILLED or ExecutorState.FAILED or ExecutorState.LOST or ExecutorState.EXITED;

    public static bool IsFinished(this DriverState state) => state is DriverState.FINISHED or DriverState.KILLED or DriverState.FAILED or DriverState.ERROR;
}
