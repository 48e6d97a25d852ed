using Firesteel.Core.Events;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Shuffle;

namespace Firesteel;

/// <summary>A stage over the partitions of an RDD.</summary>
abstract class RddComputation(RDD rdd) : StageComputation
{
    [NonSerialized] private IReadOnlyList<ShuffleDependency>? _shuffles;
    [NonSerialized] private IReadOnlyList<RddInfo>? _infos;

    public sealed override int PartitionCount { get; } = rdd.GetNumPartitions();
    public sealed override bool OneWorkerPerPartition => true;
    public sealed override bool IsBarrier { get; } = rdd.IsBarrier;

    /// <summary>The RDD whose partitions the tasks compute; on the driver only.</summary>
    public RDD Rdd => rdd;

    public sealed override IReadOnlyList<ShuffleDependency> ShuffleDependencies => _shuffles ??= RddStages.ShufflesOf(rdd);
    public sealed override IReadOnlyList<RddInfo> RddInfos => _infos ??= RddStages.InfosOf(rdd);
    public sealed override IReadOnlyList<string> PreferredLocations(int partition) => rdd.PreferredLocationsOf(partition);
    public sealed override Determinism Determinism => rdd.Determinism;

    protected static IEnumerable<T> Items<T>(RDD<T> rdd, int partition, TaskContext context) => Cancellable(rdd.Iterate(partition, context), context);

    // A killed task ends at its next item.
    private static IEnumerable<T> Cancellable<T>(IEnumerable<T> items, TaskContext context)
    {
        foreach (var item in items)
        {
            context.ThrowIfKilled();
            yield return item;
        }
    }
}

/// <summary>The tasks of an action: a function over each partition's items.</summary>
sealed class RddResultComputation<T, TResult>(RDD<T> rdd, Func<TaskContext, IEnumerable<T>, TResult> function) : RddComputation(rdd)
{
    private readonly RDD<T> _rdd = rdd;

    public override object? RunTask(int partition, TaskContext context) => function(context, Items(_rdd, partition, context));
}

/// <summary>The map side of a shuffle of pairs.</summary>
sealed class ShuffleMapComputation<TKey, TValue, TOut>(RDD<(TKey, TValue)> rdd, Partitioner partitioner, Aggregator<TValue, TOut>? combine) : RddComputation(rdd)
{
    private readonly RDD<(TKey, TValue)> _rdd = rdd;

    public override object? RunTask(int partition, TaskContext context)
    {
        var pairs = Items(_rdd, partition, context);
        if (combine is null) return Write((IEnumerable<(TKey, TOut)>)pairs, context);
        using var combined = new CombineMap<TKey, TOut>(combine.Merge, context);
        foreach (var (key, value) in pairs) combined.Insert(key, value, combine.Create, combine.Add);
        return Write(combined.Read(), context);
    }

    private IMapOutput Write(IEnumerable<(TKey, TOut)> pairs, TaskContext context)
    {
        using var writer = new ObjectMapWriter<TKey, TOut>(partitioner, context);
        foreach (var (key, value) in pairs) writer.Write(key, value);
        return writer.Finish();
    }
}
