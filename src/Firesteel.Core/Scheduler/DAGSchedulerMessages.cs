using Firesteel.Core.Shuffle;

namespace Firesteel.Core.Scheduler;

/// <summary>Everything that the DAGScheduler's loop reacts to.</summary>
abstract record DAGSchedulerMessage
{
    public sealed record JobSubmitted(
        StageComputation Computation, IReadOnlyList<int> Partitions, JobWaiter Waiter, CallSite CallSite, LocalProperties Properties, int FailedChecks = 0) : DAGSchedulerMessage;

    public sealed record MapStageSubmitted(ShuffleDependency Dependency, JobWaiter Waiter, CallSite CallSite, LocalProperties Properties) : DAGSchedulerMessage;

    public sealed record CancelJob(int JobId, string? Reason) : DAGSchedulerMessage;
    public sealed record CancelJobGroup(string GroupId, bool CancelFutureJobs, string? Reason) : DAGSchedulerMessage;
    public sealed record CancelJobsWithTag(string Tag, string? Reason) : DAGSchedulerMessage;
    public sealed record CancelAllJobs(string? Reason) : DAGSchedulerMessage;
    public sealed record CancelStage(int StageId, string? Reason) : DAGSchedulerMessage;
    public sealed record TaskStarted(TaskSet TaskSet, TaskInfo Task) : DAGSchedulerMessage;
    public sealed record TaskEnded(TaskSet TaskSet, int Index, TaskOutcome Outcome, TaskInfo Task) : DAGSchedulerMessage;
    public sealed record TaskSetFailed(TaskSet TaskSet, string Message, Exception? Cause) : DAGSchedulerMessage;
    public sealed record TaskSetSpoiled(TaskSet TaskSet, string Message, Exception? Cause, bool Counts) : DAGSchedulerMessage;
    public sealed record TaskSetQuiet(TaskSet TaskSet) : DAGSchedulerMessage;
    public sealed record AskToCommit(StageAttemptId Stage, int Partition, long TaskId, Action<bool> Answer) : DAGSchedulerMessage;
    public sealed record SyncBarrier(BarrierRequest Request, Action<BarrierAnswer> Answer) : DAGSchedulerMessage;
    public sealed record BarrierTimedOut(StageAttemptId Stage, int Round) : DAGSchedulerMessage;
    public sealed record AnnounceExecutors : DAGSchedulerMessage;
    public sealed record ExecutorAdded(ExecutorDescription Executor) : DAGSchedulerMessage;
    public sealed record ExecutorLost(string ExecutorId, string Reason) : DAGSchedulerMessage;
    public sealed record Stop : DAGSchedulerMessage;
    public sealed record ResubmitFailedStages : DAGSchedulerMessage;
}
