using Firesteel.Core.Events;
using Firesteel.Core.Shuffle;

namespace Firesteel.Core.Scheduler;

/// <summary>How far a second run of a computation gives the same output as the first.</summary>
enum Determinism
{
    /// <summary>Same rows in the same order.</summary>
    Determinate,

    /// <summary>Same rows, perhaps in another order.</summary>
    Unordered,

    /// <summary>Other rows: after a loss the stage runs again whole.</summary>
    Indeterminate,
}

/// <summary>
/// What the tasks of one stage run: everything between two shuffles, a task a partition. Plans and RDDs compile to it;
/// the scheduler knows nothing else of them. Tasks of one stage run at the same time on one instance, so what they
/// change lives in their contexts or in the shared state.
/// </summary>
abstract class StageComputation
{
    public abstract int PartitionCount { get; }

    /// <summary>Name of the stage in pages and logs, such as <c>count at Program.cs:7</c>; the job's call site if null.</summary>
    public virtual string? Name => null;

    /// <summary>Longer description, a stack trace or a plan.</summary>
    public virtual string Details => "";

    /// <summary>The shuffles that tasks read; each of their maps is finished before the first task starts.</summary>
    public virtual IReadOnlyList<ShuffleDependency> ShuffleDependencies => [];

    /// <summary>Hosts, or executors as <c>executor_HOST_ID</c>, near the partition's input.</summary>
    public virtual IReadOnlyList<string> PreferredLocations(int partition) => [];

    public virtual Determinism Determinism => Determinism.Determinate;

    /// <summary>
    /// Whether all tasks run at the same time and may wait for each other: they start together or not at all, and when
    /// one fails the stage runs again as a whole.
    /// </summary>
    public virtual bool IsBarrier => false;

    /// <summary>Whether only the task's own worker may run its code: user code, order-dependent functions, writes.</summary>
    public virtual bool OneWorkerPerPartition => false;

    /// <summary>
    /// Whether a task takes less than a switch to another thread would: a scheduler in the same process runs it where it is. Nothing that runs
    /// code of users, reads files or waits is brief.
    /// </summary>
    public virtual bool IsBrief => false;

    /// <summary>Accumulators whose updates remote tasks send back.</summary>
    public virtual IReadOnlyList<Metrics.AccumulatorV2> Accumulators => [];

    /// <summary>The RDDs that the stage page and the event log list.</summary>
    public virtual IReadOnlyList<RddInfo> RddInfos => [];

    /// <summary>
    /// State that the tasks of one stage attempt share inside one process, or null. It is disposed when the attempt has
    /// ended and none of its tasks runs any more, so a map output that needs some of it must own that. Where there is
    /// one, a failed task fails its attempt, and the stage runs again from its input.
    /// </summary>
    public virtual IDisposable? CreateSharedState(StageAttemptId attempt) => null;

    /// <summary>Whether <see cref="CreateSharedState"/> returns something.</summary>
    public virtual bool HasSharedState => false;

    /// <summary>Runs one task. The result of a shuffle's map side is an <see cref="IMapOutput"/>.</summary>
    public abstract object? RunTask(int partition, TaskContext context);
}

/// <summary>One attempt of one stage.</summary>
readonly record struct StageAttemptId(int StageId, int Attempt)
{
    public override string ToString() => $"{StageId}.{Attempt}";
}
