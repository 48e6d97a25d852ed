namespace Firesteel.Core.Scheduler;

/// <summary>A node of the tree by which slots are shared: a pool, or a task set as its leaf.</summary>
interface ISchedulable
{
    string Name { get; }
    int Weight { get; }
    int MinShare { get; }
    int Priority { get; }
    int StageId { get; }
    int RunningTasks { get; }

    /// <summary>Adds the task sets below that may still start tasks, in the order in which they should get slots.</summary>
    void CollectTaskSets(List<TaskSetManager> into);
}
