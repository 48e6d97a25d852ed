using System.Buffers.Binary;
using Firesteel.Core.Scheduler;

namespace Firesteel.Python.Rdd;

/// <summary>Pairs out of items that alternate: a key of 8 bytes, big-endian, and what belongs to it.</summary>
sealed class PairwiseRDD(RDD<byte[]> parent) : RDD<(long Key, byte[] Value)>(parent.SparkContext)
{
    private readonly RDD<byte[]> _parent = parent;

    internal override int PartitionCount => _parent.GetNumPartitions();

    private protected override IReadOnlyList<Dependency> GetDependencies() => [new OneToOneDependency(_parent)];

    internal override IEnumerable<(long Key, byte[] Value)> Compute(int partition, TaskContext context)
    {
        byte[]? key = null;
        foreach (var item in _parent.Iterate(partition, context))
        {
            if (key is null)
            {
                key = item.Length == sizeof(long) ? item : throw SparkException.WithoutCondition($"PairwiseRDD: unexpected value: a key of {item.Length} bytes");
                continue;
            }
            yield return (BinaryPrimitives.ReadInt64BigEndian(key), item);
            key = null;
        }
        if (key is not null) throw SparkException.WithoutCondition("PairwiseRDD: unexpected value: a key without what belongs to it");
    }
}

/// <summary>Python has computed the partition: the key is its number. Two are equal that come of the same function.</summary>
sealed class PythonPartitioner(int partitions, long function) : Partitioner
{
    public override int NumPartitions => partitions;

    public override int GetPartition(object? key) => key is long number ? Place(number) : 0;

    internal override Func<TKey, int> For<TKey>() => typeof(TKey) == typeof(long) ? (Func<TKey, int>)(object)(Func<long, int>)Place : base.For<TKey>();

    public override bool Equals(object? obj) => obj is PythonPartitioner other && other.NumPartitions == partitions && other.Function == function;
    public override int GetHashCode() => HashCode.Combine(partitions, function);

    private long Function => function;

    private int Place(long key)
    {
        var place = unchecked((int)key) % partitions;
        return place < 0 ? place + partitions : place;
    }
}
