using Firesteel.Core.Scheduler;
using Firesteel.Core.Storage;

namespace Firesteel;

/// <summary>A collection in partitions, computed by tasks when an action asks for it. Transformations only describe.</summary>
public abstract partial class RDD<T> : RDD
{
    private RDD<T>? _checkpointed;

    internal RDD(SparkContext context) : base(context) { }

    // The same RDD in another form.
    private protected RDD(RDD<T> other) : base(other) { }

    /// <summary>The items of a partition, computed; <see cref="Iterate"/> is what readers call.</summary>
    internal abstract IEnumerable<T> Compute(int partition, TaskContext context);

    internal sealed override RDD? Checkpointed => _checkpointed;

    /// <summary>The items of a partition, from where they are kept or computed.</summary>
    internal IEnumerable<T> Iterate(int partition, TaskContext context) =>
        StorageLevel.IsValid && context.Blocks is { } blocks
            ? blocks.GetOrCompute(new RddBlockId(Id, partition), StorageLevel, context, () => ComputeOrReadCheckpoint(partition, context))
            : ComputeOrReadCheckpoint(partition, context);

    private IEnumerable<T> ComputeOrReadCheckpoint(int partition, TaskContext context) =>
        _checkpointed is { } kept ? kept.Iterate(partition, context) : Compute(partition, context);

    public RDD<T> SetName(string name)
    {
        Name = name;
        return this;
    }

    /// <summary>Keeps the items in memory once they have been computed.</summary>
    public RDD<T> Cache() => Persist(StorageLevel.MemoryOnly);

    public RDD<T> Persist() => Persist(StorageLevel.MemoryOnly);

    /// <summary>Keeps the items once they have been computed.</summary>
    /// <exception cref="NotSupportedException">They are kept under another level already.</exception>
    public RDD<T> Persist(StorageLevel level)
    {
        SetStorageLevel(level);
        return this;
    }

    /// <summary>Drops what is kept.</summary>
    public RDD<T> Unpersist(bool blocking = false)
    {
        DropBlocks(blocking);
        return this;
    }

    // What was written to files is read from there: nothing of the lineage before it travels.
    private protected override RDD ForTasks => _checkpointed is CheckpointRDD<T> written && !StorageLevel.IsValid ? written : this;

    internal void ReplaceLineage(RDD<T> kept) => _checkpointed = kept;
}
