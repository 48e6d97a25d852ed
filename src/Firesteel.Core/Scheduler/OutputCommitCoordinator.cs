namespace Firesteel.Core.Scheduler;

/// <summary>
/// Grants one attempt of each partition the right to publish its output, so that a late or repeated attempt never
/// publishes twice. A failed attempt gives the right back. Part of the DAGScheduler's loop.
/// </summary>
sealed class OutputCommitCoordinator
{
    private readonly Dictionary<int, Dictionary<int, long>> _committers = [];

    public bool Ask(int stageId, int partition, long taskId)
    {
        if (!_committers.TryGetValue(stageId, out var byPartition)) _committers.Add(stageId, byPartition = []);
        return byPartition.TryAdd(partition, taskId) || byPartition[partition] == taskId;
    }

    public void TaskFailed(int stageId, int partition, long taskId)
    {
        if (_committers.TryGetValue(stageId, out var byPartition) && byPartition.GetValueOrDefault(partition, -1) == taskId) byPartition.Remove(partition);
    }

    public void StageEnded(int stageId) => _committers.Remove(stageId);
}

/// <summary>Asks the driver, from a running task, whether it may publish its output; blocks for the answer.</summary>
interface ICommitPermission
{
    bool Ask(StageAttemptId stage, int partition, long taskId);
}

/// <summary>Another attempt of the partition has the right to publish its output.</summary>
sealed class CommitDeniedException() : Exception("Driver denied task commit");
