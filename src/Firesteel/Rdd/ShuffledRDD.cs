using Firesteel.Core.Scheduler;

namespace Firesteel;

/// <summary>The reduce side of a shuffle: pairs as they come, brought together by key, or sorted by key.</summary>
/// <typeparam name="TWritten">The values that the map side wrote.</typeparam>
sealed class ShuffledRDD<TKey, TWritten, TOut> : RDD<(TKey Key, TOut Value)>
{
    [NonSerialized] private readonly RddShuffle _shuffle;
    private readonly int _shuffleId;
    private readonly int _partitions;
    private readonly Aggregator<TWritten, TOut>? _combine;
    private readonly IComparer<TKey>? _order;

    /// <param name="combine">How values of a key are brought together; null to keep the pairs as they are.</param>
    /// <param name="order">The order of keys within a partition; null for none.</param>
    public ShuffledRDD(RddShuffle shuffle, Partitioner partitioner, Aggregator<TWritten, TOut>? combine, IComparer<TKey>? order) : base(shuffle.Rdd.SparkContext)
    {
        (_shuffle, _shuffleId, _partitions, _combine, _order) = (shuffle, shuffle.Shuffle.ShuffleId, partitioner.NumPartitions, combine, order);
        SetPartitioner(partitioner);
    }

    internal override int PartitionCount => _partitions;

    // Blocks come in the order of the maps; only keys that were brought together through the disk come in another order.
    private protected override Determinism FindDeterminism() => base.FindDeterminism() is var parent && parent == Determinism.Determinate && _combine is not null && _order is null ? Determinism.Unordered : parent;

    private protected override IReadOnlyList<Dependency> GetDependencies() => [_shuffle];

    internal override IEnumerable<(TKey Key, TOut Value)> Compute(int partition, TaskContext context)
    {
        var written = ObjectShuffle.Read<TKey, TWritten>(context, _shuffleId, partition);
        if (_combine is null) return Sorted((IEnumerable<(TKey, TOut)>)written, context);
        var combined = new CombineMap<TKey, TOut>(_combine.Merge, context);
        foreach (var (key, value) in written) combined.Insert(key, value, _combine.Create, _combine.Add);
        return Sorted(combined.Read(), context);
    }

    private IEnumerable<(TKey, TOut)> Sorted(IEnumerable<(TKey, TOut)> pairs, TaskContext context) =>
        _order is null ? pairs : new ExternalSorter<TKey, TOut>(_order, context).Sort(pairs);
}
