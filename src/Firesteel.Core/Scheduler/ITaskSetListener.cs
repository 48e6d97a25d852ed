using Firesteel.Core.Storage;

namespace Firesteel.Core.Scheduler;

/// <summary>What the TaskScheduler reports to the DAGScheduler.</summary>
interface ITaskSetListener
{
    void TaskStarted(TaskSet taskSet, TaskInfo task);
    void TaskEnded(TaskSet taskSet, int index, TaskOutcome outcome, TaskInfo task);

    /// <summary>The task set is given up.</summary>
    void TaskSetFailed(TaskSet taskSet, string message, Exception? cause);

    /// <summary>A task failed whose attempt shares state: the stage has to run again from its input.</summary>
    /// <param name="counts">Whether this counts towards the failures after which the job is given up.</param>
    void TaskSetSpoiled(TaskSet taskSet, string message, Exception? cause, bool counts);

    /// <summary>A task asks for the right to publish its output.</summary>
    void AskToCommit(StageAttemptId stage, int partition, long taskId, Action<bool> answer);

    /// <summary>A task of a barrier stage waits for the others at a point that all of them pass.</summary>
    void SyncBarrier(BarrierRequest request, Action<BarrierAnswer> answer);

    /// <summary>No task of the set runs or will run any more.</summary>
    void TaskSetQuiet(TaskSet taskSet);

    void ExecutorAdded(ExecutorDescription executor);
    void ExecutorLost(string executorId, string reason);
}

/// <summary>What the DAGScheduler asks of the TaskScheduler.</summary>
interface ITaskScheduler
{
    void SubmitTasks(TaskSet taskSet);

    /// <summary>Starts no more tasks of any attempt of the stage and kills those that run.</summary>
    void CancelStage(int stageId, string reason);

    /// <summary>Starts no more tasks of this attempt, but lets those that run end.</summary>
    void RetireTaskSet(StageAttemptId stage);

    /// <summary>Tasks that the executors of this moment can run at one time; any thread may ask.</summary>
    int MaxConcurrentTasks { get; }

    void DiscardMapOutput(BlockManagerId location, int shuffleId, long mapId);
}
