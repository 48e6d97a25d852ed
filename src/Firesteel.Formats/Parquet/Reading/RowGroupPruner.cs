using System.Buffers.Binary;
using Firesteel.Formats.Parquet.Encodings;
using Firesteel.Formats.Parquet.Metadata;
using Firesteel.Formats.Parquet.Schema;
using Firesteel.Formats.Predicates;
using Firesteel.Types;

namespace Firesteel.Formats.Parquet.Reading;

/// <summary>Finds the rows of a row group that predicates may let pass: by the chunk's bounds, then its Bloom filter, then the bounds of its pages.</summary>
sealed class RowGroupPruner
{
    private readonly ParquetFile _file;
    private readonly ParquetReadOptions _options;
    private readonly List<Target> _targets = [];

    /// <summary>A predicate and the leaf that it is about.</summary>
    private sealed record Target(ColumnPredicate Predicate, ParquetNode Leaf, DataType Type)
    {
        public bool IsFloating => Type is FloatType or DoubleType;
    }

    public RowGroupPruner(ParquetFile file, StructType requested, IReadOnlyList<ColumnPredicate> predicates, ParquetReadOptions options)
    {
        (_file, _options) = (file, options);
        foreach (var predicate in predicates)
        {
            var ordinal = requested.IndexOf(predicate.Column, options.Schema.CaseSensitive);
            if (ordinal < 0) continue;
            // A column that the file lacks is null in every row.
            if (file.Find(predicate.Column, options.Schema.CaseSensitive) is not { } column) AlwaysNull |= predicate.Comparison != ColumnComparison.IsNull;
            else if (column.IsPrimitive && column.Node is { RepetitionLevel: 0 } leaf) _targets.Add(new Target(predicate, leaf, requested[ordinal].DataType));
        }
    }

    /// <summary>Whether some predicate fails on every row since its column is missing.</summary>
    public bool AlwaysNull { get; }

    /// <summary>Rows that may pass; none where the whole group is ruled out.</summary>
    public RowRanges Select(RowGroup group)
    {
        if (AlwaysNull) return new RowRanges();
        foreach (var target in _targets)
        {
            if (group.Columns[target.Leaf.LeafIndex].MetaData is not { } chunk) continue;
            if (!target.Predicate.MayPass(ColumnStatistics.Facts(_file.MetaData, target.Leaf, target.Type, chunk), target.IsFloating)) return new RowRanges();
            if (_options.UseBloomFilters && !BloomMayPass(target, chunk)) return new RowRanges();
        }
        var ranges = RowRanges.All(group.NumRows);
        if (!_options.UsePageIndex) return ranges;
        foreach (var target in _targets)
        {
            if (SelectPages(target, group) is { } pages) ranges = ranges.Intersect(pages);
            if (ranges.Count == 0) break;
        }
        return ranges;
    }

    private RowRanges? SelectPages(Target target, RowGroup group)
    {
        var chunk = group.Columns[target.Leaf.LeafIndex];
        if (ParquetIndexes.ReadColumnIndex(_file.File, chunk) is not { } index || ParquetIndexes.ReadOffsetIndex(_file.File, chunk) is not { } offsets) return null;
        var pages = offsets.Pages;
        if (pages.Count != index.NullPages.Count || !PlainOrder.IsDefined(target.Leaf.Element)) return null;
        var result = new RowRanges();
        for (var page = 0; page < pages.Count; page++)
        {
            var end = page + 1 < pages.Count ? pages[page + 1].FirstRow : group.NumRows;
            var rows = end - pages[page].FirstRow;
            var isNull = index.NullPages[page];
            var facts = new ValueFacts(
                isNull ? null : StoredBound.Decode(target.Leaf, target.Type, index.MinValues[page]),
                isNull ? null : StoredBound.Decode(target.Leaf, target.Type, index.MaxValues[page]),
                isNull ? rows : index.NullCounts?[page],
                rows);
            if (target.Predicate.MayPass(facts, target.IsFloating)) result.Add(pages[page].FirstRow, end);
        }
        return result;
    }

    private bool BloomMayPass(Target target, ColumnMetaData chunk)
    {
        if (target.Predicate.Comparison is not (ColumnComparison.Equal or ColumnComparison.In) || chunk.BloomFilterOffset is null) return true;
        var hashes = new List<ulong>();
        foreach (var value in target.Predicate.Values)
        {
            if (Hash(target, value) is not { } hash) return true;
            hashes.Add(hash);
        }
        if (ParquetIndexes.ReadBloomFilter(_file.File, chunk) is not { } filter) return true;
        foreach (var hash in hashes)
            if (filter.MayContain(hash)) return true;
        return false;
    }

    // The hash of the literal as the file would store it; null where that is not certain.
    private static ulong? Hash(Target target, ColumnValue value)
    {
        Span<byte> plain = stackalloc byte[8];
        switch (target.Leaf.Element.Type)
        {
            case ParquetType.ByteArray when value.Bytes is { } bytes:
                return XxHash64.Hash(bytes);
            case ParquetType.Int32 when target.Type is ByteType or ShortType or IntegerType or DateType && value.Integer >= int.MinValue && value.Integer <= int.MaxValue:
                BinaryPrimitives.WriteInt32LittleEndian(plain, (int)value.Integer);
                return XxHash64.Hash(plain[..4]);
            case ParquetType.Int64 when ValueConverters.TryGet(target.Leaf, target.Type, out var converter) && converter is null:
                BinaryPrimitives.WriteInt64LittleEndian(plain, (long)value.Integer);
                return XxHash64.Hash(plain);
            default:
                return null;
        }
    }
}
