using System.Text.Json.Serialization;

namespace Firesteel.Deploy.Standalone.Protocol;

/// <summary>
/// What Master, workers, applications and submitting clients tell each other. Every message may come twice or late: who
/// receives it compares ids, and epochs where it comes from a Master.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(RegisterWorker), nameof(RegisterWorker))]
[JsonDerivedType(typeof(WorkerHeartbeat), nameof(WorkerHeartbeat))]
[JsonDerivedType(typeof(ExecutorStateChanged), nameof(ExecutorStateChanged))]
[JsonDerivedType(typeof(DriverStateChanged), nameof(DriverStateChanged))]
[JsonDerivedType(typeof(RegisteredWorker), nameof(RegisteredWorker))]
[JsonDerivedType(typeof(RegistrationRefused), nameof(RegistrationRefused))]
[JsonDerivedType(typeof(LaunchExecutor), nameof(LaunchExecutor))]
[JsonDerivedType(typeof(KillExecutor), nameof(KillExecutor))]
[JsonDerivedType(typeof(LaunchDriver), nameof(LaunchDriver))]
[JsonDerivedType(typeof(KillDriver), nameof(KillDriver))]
[JsonDerivedType(typeof(ApplicationFinished), nameof(ApplicationFinished))]
[JsonDerivedType(typeof(ReconnectWorker), nameof(ReconnectWorker))]
[JsonDerivedType(typeof(RegisterApplication), nameof(RegisterApplication))]
[JsonDerivedType(typeof(UnregisterApplication), nameof(UnregisterApplication))]
[JsonDerivedType(typeof(RequestExecutors), nameof(RequestExecutors))]
[JsonDerivedType(typeof(KillExecutors), nameof(KillExecutors))]
[JsonDerivedType(typeof(RegisteredApplication), nameof(RegisteredApplication))]
[JsonDerivedType(typeof(ExecutorAdded), nameof(ExecutorAdded))]
[JsonDerivedType(typeof(ExecutorUpdated), nameof(ExecutorUpdated))]
[JsonDerivedType(typeof(ExecutorsInForce), nameof(ExecutorsInForce))]
[JsonDerivedType(typeof(ApplicationRemoved), nameof(ApplicationRemoved))]
[JsonDerivedType(typeof(ApplicationWaits), nameof(ApplicationWaits))]
[JsonDerivedType(typeof(SubmitDriver), nameof(SubmitDriver))]
[JsonDerivedType(typeof(RequestKillDriver), nameof(RequestKillDriver))]
[JsonDerivedType(typeof(RequestDriverStatus), nameof(RequestDriverStatus))]
[JsonDerivedType(typeof(DriverResponse), nameof(DriverResponse))]
[JsonDerivedType(typeof(StoreBundlePart), nameof(StoreBundlePart))]
[JsonDerivedType(typeof(FetchBundlePart), nameof(FetchBundlePart))]
[JsonDerivedType(typeof(BundlePart), nameof(BundlePart))]
abstract record DeployMessage;

// Worker to Master.

/// <summary>A worker offers itself, or comes back; it tells what runs on it, whatever the Master remembers.</summary>
/// <param name="Epoch">Of the last Master that it has heard of: one with a lower epoch is out of date.</param>
sealed record RegisterWorker(
    string WorkerId, string Host, int Port, int Cores, int MemoryMb, string WebUiUrl, long Epoch, IReadOnlyList<ExecutorReport> Executors, IReadOnlyList<string> Drivers) : DeployMessage
{
    /// <summary>The Workers whose place this one has taken, which are no more.</summary>
    public IReadOnlyList<string> Replaces { get; init; } = [];
}

sealed record WorkerHeartbeat(string WorkerId) : DeployMessage;
sealed record ExecutorStateChanged(string AppId, int ExecutorId, ExecutorState State, string? Message, int? ExitStatus) : DeployMessage;
sealed record DriverStateChanged(string DriverId, DriverState State, string? Message, int? ExitCode = null) : DeployMessage;

// Master to worker.

sealed record RegisteredWorker(string MasterUrl, string MasterWebUiUrl, long Epoch, long HeartbeatIntervalMs) : DeployMessage;

/// <summary>A worker or an application is not taken; it makes no sense to try again.</summary>
sealed record RegistrationRefused(string Reason) : DeployMessage;

sealed record LaunchExecutor(long Epoch, string AppId, int ExecutorId, ApplicationDescription Application, int Cores, int MemoryMb) : DeployMessage;
sealed record KillExecutor(long Epoch, string AppId, int ExecutorId) : DeployMessage;
sealed record LaunchDriver(long Epoch, string DriverId, DriverDescription Driver) : DeployMessage;
sealed record KillDriver(long Epoch, string DriverId) : DeployMessage;

/// <summary>Nothing of the application runs any more: its folder may go when its time has come.</summary>
sealed record ApplicationFinished(long Epoch, string AppId) : DeployMessage;

/// <summary>The Master does not know the worker that it heard from: register again.</summary>
sealed record ReconnectWorker(long Epoch) : DeployMessage;

// Application to Master.

/// <summary>An application asks for executors, or comes back to a Master that was away.</summary>
/// <param name="AppId">Null the first time.</param>
/// <param name="LastExecutorId">The highest id of an executor that it has heard of.</param>
sealed record RegisterApplication(ApplicationDescription Application, string? AppId, long Epoch, int LastExecutorId) : DeployMessage;

sealed record UnregisterApplication(string AppId) : DeployMessage;
sealed record RequestExecutors(string AppId, int Total) : DeployMessage;
sealed record KillExecutors(string AppId, IReadOnlyList<int> ExecutorIds) : DeployMessage;

// Master to application.

sealed record RegisteredApplication(string AppId, string MasterUrl, long Epoch) : DeployMessage;
sealed record ExecutorAdded(int ExecutorId, string WorkerId, string HostPort, int Cores, int MemoryMb) : DeployMessage;
sealed record ExecutorUpdated(int ExecutorId, ExecutorState State, string? Message, int? ExitStatus, bool WorkerLost) : DeployMessage;

/// <summary>All executors of an application that is back: it has missed the end of any other.</summary>
sealed record ExecutorsInForce(IReadOnlyList<int> ExecutorIds) : DeployMessage;

sealed record ApplicationRemoved(string Reason) : DeployMessage;

/// <summary>No worker could run an executor of it, however long it waits.</summary>
sealed record ApplicationWaits(string Reason) : DeployMessage;

// Submitting client and Master.

sealed record SubmitDriver(DriverDescription Driver) : DeployMessage;
sealed record RequestKillDriver(string DriverId) : DeployMessage;
sealed record RequestDriverStatus(string DriverId) : DeployMessage;
sealed record DriverResponse(bool Success, string Message, string? DriverId = null, DriverState? State = null, string? WorkerId = null, string? WorkerHostPort = null, string? Exception = null, int? ExitCode = null) : DeployMessage;

/// <summary>A part of a program that is to run in cluster mode.</summary>
/// <param name="Hash">SHA-256 of the whole.</param>
sealed record StoreBundlePart(string Hash, long Offset, byte[] Bytes, bool Last) : DeployMessage;

/// <summary>From the machine that runs the driver.</summary>
sealed record FetchBundlePart(string Hash, long Offset) : DeployMessage;

/// <summary>The answer to both.</summary>
/// <param name="Complete">Whether the Master has all of it.</param>
sealed record BundlePart(long Total, byte[] Bytes, string? Error, bool Complete = false) : DeployMessage;
