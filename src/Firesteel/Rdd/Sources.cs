using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using Firesteel.Core.Serialization;
using Firesteel.Core.Storage;

namespace Firesteel;

/// <summary>A collection of the program, cut into slices of neighbours. Tasks of other processes fetch each its own slice from the driver.</summary>
sealed class ParallelCollectionRDD<T> : RDD<T>
{
    private readonly IReadOnlyList<T> _items;
    private readonly int _slices;
    private SlicedRDD<T>? _travelling;

    public ParallelCollectionRDD(SparkContext context, IEnumerable<T> items, int slices) : base(context)
    {
        if (slices < 1) throw new ArgumentException("Positive number of partitions required", nameof(slices));
        _items = items as IReadOnlyList<T> ?? items.ToArray();
        _slices = slices;
    }

    public IReadOnlyList<T> Items => _items;

    internal override long? OwnBytes => _items is IReadOnlyList<byte[]> blobs ? blobs.Sum(b => (long)b.Length) : _items.Count == 0 ? 0 : _items.Count * ObjectSize.Of(_items[0]);

    internal override int PartitionCount => _slices;

    private protected override RDD ForTasks => LazyInitializer.EnsureInitialized(ref _travelling, () => new SlicedRDD<T>(this, _items, _slices));

    internal override IEnumerable<T> Compute(int partition, TaskContext context) => Slice(_items, partition, _slices);

    public static (int Start, int End) Bounds(int count, int partition, int slices) => ((int)((long)partition * count / slices), (int)((partition + 1L) * count / slices));

    public static IEnumerable<T> Slice(IReadOnlyList<T> items, int partition, int slices)
    {
        var (start, end) = Bounds(items.Count, partition, slices);
        for (var i = start; i < end; i++) yield return items[i];
    }
}

/// <summary>The slices of a collection as tasks of other processes see them: blocks of the driver.</summary>
sealed class SlicedRDD<T> : RDD<T>
{
    // What is fetched at a time, about.
    private const int PieceBytes = 4 << 20;

    private readonly int _slices;
    private readonly string _prefix;
    [NonSerialized] private readonly BlockManager _driver;

    public SlicedRDD(RDD<T> origin, IReadOnlyList<T> items, int slices) : base(origin)
    {
        (_slices, _prefix, _driver) = (slices, $"slices_{origin.Id}_", origin.SparkContext.Engine.Runtime.Blocks);
        _driver.OfferFamily(_prefix, place => Piece(items, place, slices));
    }

    // The driver's end; there is none where tasks run.
    ~SlicedRDD() => _driver?.Remove(_prefix);

    internal override int PartitionCount => _slices;

    internal override IEnumerable<T> Compute(int partition, TaskContext context)
    {
        var blocks = context.Blocks ?? throw new InvalidOperationException("A process without blocks runs no tasks of others");
        return Fetch(blocks, partition);
    }

    // Behind each piece stands how many items it has, negative where they are the last ones.
    private IEnumerable<T> Fetch(BlockManager blocks, int partition)
    {
        for (var next = 0; ;)
        {
            var piece = blocks.GetFrom(blocks.Driver, string.Create(CultureInfo.InvariantCulture, $"{_prefix}{partition}_{next}"));
            var count = BinaryPrimitives.ReadInt32LittleEndian(piece.AsSpan(piece.Length - sizeof(int)));
            next += Math.Abs(count);
            foreach (var item in ItemBlocks.Read<T>(piece.AsMemory(0, piece.Length - sizeof(int)))) yield return item;
            if (count <= 0) yield break;
        }
    }

    private static ReadOnlyMemory<byte> Piece(IReadOnlyList<T> items, string place, int slices)
    {
        var at = place.IndexOf('_', StringComparison.Ordinal);
        var (slice, first) = (int.Parse(place.AsSpan(0, at), CultureInfo.InvariantCulture), int.Parse(place.AsSpan(at + 1), CultureInfo.InvariantCulture));
        var (start, end) = ParallelCollectionRDD<T>.Bounds(items.Count, slice, slices);
        var (output, codec, count) = (new ObjectOutput(), Codec<T>.Declared, 0);
        for (var i = start + first; i < end && output.Position < PieceBytes; i++, count++) ItemBlocks.Write(items[i], codec, output);
        if (start + first + count >= end) count = -count;
        var bytes = new byte[output.Position + sizeof(int)];
        output.Written.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(bytes.Length - sizeof(int)), count);
        return bytes;
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
