namespace Firesteel;

/// <summary>Says which partition a key belongs to. Partitioners that are equal place keys alike.</summary>
public abstract class Partitioner
{
    public abstract int NumPartitions { get; }

    /// <summary>A number from 0 to <see cref="NumPartitions"/>, exclusive.</summary>
    public abstract int GetPartition(object? key);

    /// <summary>As <see cref="GetPartition"/>, for keys whose type is known: nothing is boxed where a partitioner says how.</summary>
    internal virtual Func<TKey, int> For<TKey>() => key => GetPartition(key);

    /// <summary>The partitioner of one of these RDDs, if it has enough partitions, or a hash partitioner.</summary>
    internal static Partitioner Default(RDD rdd, params ReadOnlySpan<RDD> others)
    {
        List<RDD> all = [rdd, .. others];
        var parallelism = rdd.SparkContext.HasDefaultParallelism ? rdd.SparkContext.DefaultParallelism : all.Max(r => r.GetNumPartitions());
        var known = all.Where(r => r.Partitioner is { NumPartitions: > 0 }).MaxBy(r => r.GetNumPartitions());
        if (known is not null && (IsEligible(known, all) || parallelism <= known.GetNumPartitions())) return known.Partitioner!;
        return new HashPartitioner(parallelism);
    }

    // Within one order of magnitude of the widest.
    private static bool IsEligible(RDD known, List<RDD> all) => Math.Log10(all.Max(r => r.GetNumPartitions())) - Math.Log10(known.GetNumPartitions()) < 1;
}

/// <summary>Places keys by their hash, as Spark does: numbers, text and tuples hash as they do in Java and Scala, so that they lie in the same partitions as there.</summary>
public sealed class HashPartitioner : Partitioner
{
    private readonly int _partitions;

    public HashPartitioner(int partitions)
    {
        if (partitions < 0) throw new ArgumentException($"Number of partitions ({partitions}) cannot be negative.", nameof(partitions));
        _partitions = partitions;
    }

    public override int NumPartitions => _partitions;

    public override int GetPartition(object? key) => key is null ? 0 : Place(PortableHash.Of(key));

    internal override Func<TKey, int> For<TKey>()
    {
        var hash = PortableHash.For<TKey>();
        return key => key is null ? 0 : Place(hash(key));
    }

    public override bool Equals(object? obj) => obj is HashPartitioner other && other._partitions == _partitions;
    public override int GetHashCode() => _partitions;

    private int Place(int hash)
    {
        var place = hash % _partitions;
        return place < 0 ? place + _partitions : place;
    }
}

/// <summary>Places keys by ranges of about the same size, found by a sample of the keys, so that partitions are in order.</summary>
sealed class RangePartitioner<TKey>(TKey[] bounds, IComparer<TKey> comparer, bool ascending) : Partitioner
{
    public override int NumPartitions => bounds.Length + 1;

    public override int GetPartition(object? key) => Place((TKey)key!);

    internal override Func<TOther, int> For<TOther>() => typeof(TOther) == typeof(TKey) ? (Func<TOther, int>)(object)(Func<TKey, int>)Place : base.For<TOther>();

    public override bool Equals(object? obj) => obj is RangePartitioner<TKey> other && other.Bounds.AsSpan().SequenceEqual(bounds) && other.Ascending == ascending;
    public override int GetHashCode() => HashCode.Combine(bounds.Length, ascending);

    private TKey[] Bounds => bounds;
    private bool Ascending => ascending;

    private int Place(TKey key)
    {
        // The first bound that is not below the key.
        var (low, high) = (0, bounds.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (comparer.Compare(key, bounds[middle]) > 0) low = middle + 1;
            else high = middle;
        }
        return ascending ? low : bounds.Length - low;
    }
}
