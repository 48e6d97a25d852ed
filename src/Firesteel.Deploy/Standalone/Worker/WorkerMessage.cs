using Firesteel.Deploy.Standalone.Protocol;

namespace Firesteel.Deploy.Standalone.Worker;

/// <summary>Everything that the Worker's loop reacts to.</summary>
abstract record WorkerMessage
{
    public sealed record Connected(IPeer Master) : WorkerMessage;

    /// <param name="Hopeless">Whether another attempt would end in the same way.</param>
    public sealed record ConnectFailed(string Reason, bool Hopeless) : WorkerMessage;

    public sealed record Received(IPeer From, DeployMessage Message) : WorkerMessage;
    public sealed record Disconnected(IPeer Peer) : WorkerMessage;
    public sealed record ExecutorExited(string AppId, int ExecutorId, ProcessEnd End) : WorkerMessage;
    public sealed record DriverExited(string DriverId, ProcessEnd End) : WorkerMessage;
    public sealed record Connect : WorkerMessage;
    public sealed record Beat : WorkerMessage;
    public sealed record CleanUp : WorkerMessage;

    /// <summary>A process was asked to end and its time is over.</summary>
    public sealed record GraceOver(IChildProcess Process) : WorkerMessage;

    /// <summary>A supervised driver's pause is over.</summary>
    public sealed record RestartDriver(string DriverId) : WorkerMessage;

    public sealed record Look(Action<WorkerState> Viewer) : WorkerMessage;
    public sealed record Stop(Action Done) : WorkerMessage;
}

/// <summary>How a process ended.</summary>
/// <param name="Description">For users: the code, the signal behind it, what else is known.</param>
sealed record ProcessEnd(int ExitCode, string Description);
