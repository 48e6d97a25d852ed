using System.Numerics;

namespace Firesteel;

/// <summary>A collection of the program, cut into slices of neighbours.</summary>
sealed class ParallelCollectionRDD<T> : RDD<T>
{
    private readonly IReadOnlyList<T> _items;
    private readonly int _slices;

    public ParallelCollectionRDD(SparkContext context, IEnumerable<T> items, int slices) : base(context)
    {
        if (slices < 1) throw new ArgumentException("Positive number of partitions required", nameof(slices));
        _items = items as IReadOnlyList<T> ?? [.. items];
        _slices = slices;
    }

    internal override int PartitionCount => _slices;

    internal override IEnumerable<T> Compute(int partition)
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

    internal override IEnumerable<long> Compute(int partition)
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

/// <summary>The lines of text files, a partition a file.</summary>
sealed class TextFileRDD : RDD<string>
{
    private readonly string[] _files;

    public TextFileRDD(SparkContext context, string path) : base(context)
    {
        var found = Foundation.FileSystems.FileSystemRegistry.Resolve(path).Path;
        _files = Directory.Exists(found) ? [.. Directory.EnumerateFiles(found).Where(f => Path.GetFileName(f)[0] is not ('_' or '.')).Order(StringComparer.Ordinal)]
            : File.Exists(found) ? [found] : throw new FileNotFoundException($"Input path does not exist: file:{found}", found);
    }

    internal override int PartitionCount => _files.Length;
    internal override IEnumerable<string> Compute(int partition) => File.ReadLines(_files[partition]);
}
