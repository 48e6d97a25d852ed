namespace Firesteel.Core.Scheduler;

/// <summary>One task attempt on its way to an executor.</summary>
sealed record TaskDescription(long TaskId, int AttemptNumber, string ExecutorId, int Index, TaskSet TaskSet)
{
    public int PartitionId => TaskSet.Partitions[Index];

    /// <summary>Hosts of all tasks of a barrier stage by partition; empty for other stages.</summary>
    public IReadOnlyList<string> BarrierHosts { get; init; } = [];

    /// <summary>The name that logs use: <c>task 0.0 in stage 0.0 (TID 0)</c>.</summary>
    public string Name => $"task {Index}.{AttemptNumber} in stage {TaskSet.Stage} (TID {TaskId})";
}
