using Firesteel.Core.Scheduler;
using Firesteel.Core.Shuffle;

namespace Firesteel;

/// <summary>A dependency across a shuffle. When nobody holds it any more, what the shuffle left on executors is removed.</summary>
abstract class RddShuffle(RDD rdd, DriverRuntime runtime) : Dependency(rdd)
{
    /// <summary>The shuffle as the scheduler knows it.</summary>
    public abstract ShuffleDependency Shuffle { get; }

    ~RddShuffle()
    {
        // A constructor that failed leaves nothing to remove.
        if (Shuffle is { ShuffleId: var id }) runtime.InBackground(() => runtime.RemoveShuffle(id));
    }
}

/// <summary>Pairs that are parted by their keys.</summary>
/// <typeparam name="TValue">The values that the map side gets.</typeparam>
/// <typeparam name="TOut">The values that it writes: combined ones where it combines.</typeparam>
sealed class RddShuffle<TKey, TValue, TOut> : RddShuffle
{
    /// <param name="combine">How the map side brings the values of a key together; null to write them as they are.</param>
    public RddShuffle(RDD<(TKey, TValue)> parent, Partitioner partitioner, Aggregator<TValue, TOut>? combine) : base(parent, parent.SparkContext.Engine.Runtime)
        => Shuffle = new ShuffleDependency(new ShuffleMapComputation<TKey, TValue, TOut>(parent, partitioner, combine), partitioner.NumPartitions);

    public override ShuffleDependency Shuffle { get; }
}
