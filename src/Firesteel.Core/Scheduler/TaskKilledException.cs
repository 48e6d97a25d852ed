namespace Firesteel.Core.Scheduler;

/// <summary>Thrown inside a task that was told to end.</summary>
sealed class TaskKilledException(string reason) : OperationCanceledException($"Task killed: {reason}")
{
    public string Reason => reason;
}
