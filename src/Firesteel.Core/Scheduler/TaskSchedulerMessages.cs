namespace Firesteel.Core.Scheduler;

/// <summary>Everything that the TaskScheduler's loop reacts to.</summary>
abstract record TaskSchedulerMessage
{
    public sealed record SubmitTasks(TaskSet TaskSet) : TaskSchedulerMessage;
    public sealed record CancelStage(int StageId, string Reason) : TaskSchedulerMessage;
    public sealed record RetireTaskSet(StageAttemptId Stage) : TaskSchedulerMessage;
    public sealed record KillTask(long TaskId, string Reason) : TaskSchedulerMessage;
    public sealed record ExecutorRegistered(ExecutorDescription Executor) : TaskSchedulerMessage;
    public sealed record ExecutorLost(string ExecutorId, string Reason, bool CausedByApp) : TaskSchedulerMessage;
    public sealed record StatusUpdate(long TaskId, TaskOutcome Outcome) : TaskSchedulerMessage;
    public sealed record BackendGaveUp(string Reason) : TaskSchedulerMessage;

    /// <summary>No task of the set can ever run.</summary>
    public sealed record AbortTaskSet(StageAttemptId Stage, string Reason, Exception Cause) : TaskSchedulerMessage;

    public sealed record ReviveOffers : TaskSchedulerMessage;

    /// <summary>Time to look for slow tasks.</summary>
    public sealed record CheckSpeculation : TaskSchedulerMessage;

    /// <summary>Time to say that no executor has taken a task yet.</summary>
    public sealed record CheckStarvation : TaskSchedulerMessage;

    /// <summary>A set has had a task that no executor may run for too long.</summary>
    public sealed record CheckUnschedulable(StageAttemptId Stage) : TaskSchedulerMessage;
}
