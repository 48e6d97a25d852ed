using System.Numerics;

namespace Firesteel;

/// <summary>A collection of the program, cut into slices of neighbours.</summary>
sealed class ParallelCollectionRDD<T> : RDD<T>
{
    private readonly IReadOnlyList<T> _items;
    private readonly int _slices;
    [NonSerialized] private ParallelCollectionRDD<T>? _travelling;

    public ParallelCollectionRDD(SparkContext context, IEnumerable<T> items, int slices) : base(context)
    {
        if (slices < 1) throw new ArgumentException("Positive number of partitions required", nameof(slices));
        _items = items as IReadOnlyList<T> ?? items.ToArray();
        _slices = slices;
    }

    private ParallelCollectionRDD(ParallelCollectionRDD<T> other) : base(other) => (_items, _slices) = (other._items.ToArray(), other._slices);

    internal override int PartitionCount => _slices;

    // The items travel as an array, whatever kind of list the program gave.
    private protected override RDD ForTasks => _items is T[] or List<T> ? this : _travelling ??= new ParallelCollectionRDD<T>(this);

    internal override IEnumerable<T> Compute(int partition, TaskContext context)
    {
        var (start, end) = ((int)((long)partition * _items.Count / _slices), (int)((partition + 1L) * _items.Count / _slices));
        for (var i = start; i < end; i++) yield return _items[i];
    }
}

/// <summary>Whole numbers, made where they are needed.</summary>
sealed class RangeRDD(SparkContext context, long start, long end, long step, int slices) : RDD<long>(context)
{
    private readonly BigInteger _count = BigInteger.Max(0, step > 0 ? ((BigInteger)end - start + step - 1) / step : ((BigInteger)start - end - step - 1) / -step);

    internal override int PartitionCount => slices;

    internal override IEnumerable<long> Compute(int partition, TaskContext context)
    {
        var (first, last) = (_count * partition / slices, _count * (partition + 1) / slices);
        var value = (long)(start + first * step);
        for (var left = last - first; left > 0; left--)
        {
            yield return value;
            value = unchecked(value + step);
        }
    }
}

/// <summary>No items and no partitions.</summary>
sealed class EmptyRDD<T>(SparkContext context) : RDD<T>(context)
{
    internal override int PartitionCount => 0;
    internal override IEnumerable<T> Compute(int partition, TaskContext context) => throw new NotSupportedException("empty RDD");
}
