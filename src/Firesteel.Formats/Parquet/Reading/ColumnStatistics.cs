using Firesteel.Formats.Parquet.Metadata;
using Firesteel.Formats.Parquet.Schema;
using Firesteel.Formats.Predicates;
using Firesteel.Types;

namespace Firesteel.Formats.Parquet.Reading;

/// <summary>What a file's metadata tell about a column as a whole; null where they do not.</summary>
/// <param name="DistinctEstimate">The largest dictionary of the row groups looked at: a lower bound for columns that have one.</param>
sealed record ColumnStatistics(long RowCount, long? NullCount, ColumnValue? Min, ColumnValue? Max, long CompressedBytes, long UncompressedBytes, long? DistinctEstimate)
{
    private const int DictionariesLookedAt = 4;

    /// <summary>Adds up a leaf's row groups.</summary>
    public static ColumnStatistics Collect(ParquetFile file, ParquetNode leaf, DataType type)
    {
        var (rows, nulls, compressed, uncompressed) = (0L, (long?)0, 0L, 0L);
        ColumnValue? min = null, max = null;
        var bounded = true;
        foreach (var group in file.MetaData.RowGroups)
        {
            rows += group.NumRows;
            if (group.Columns[leaf.LeafIndex].MetaData is not { } chunk) return new ColumnStatistics(file.RowCount, null, null, null, 0, 0, null);
            compressed += chunk.TotalCompressedSize;
            uncompressed += chunk.TotalUncompressedSize;
            var facts = Facts(file.MetaData, leaf, type, chunk);
            nulls += facts.NullCount;
            if (facts.NullCount == facts.ValueCount) continue;
            bounded &= facts.Min is not null && facts.Max is not null;
            if (!bounded) continue;
            if (min is null || facts.Min!.Value.CompareTo(min.Value) < 0) min = facts.Min;
            if (max is null || facts.Max!.Value.CompareTo(max.Value) > 0) max = facts.Max;
        }
        return new ColumnStatistics(rows, nulls, bounded ? min : null, bounded ? max : null, compressed, uncompressed, EstimateDistinct(file, leaf));
    }

    /// <summary>The facts of one chunk, bounds in the form of a Spark type.</summary>
    public static ValueFacts Facts(FileMetaData metaData, ParquetNode leaf, DataType type, ColumnMetaData chunk)
    {
        if (chunk.Statistics is not { } statistics) return new ValueFacts(null, null, null, chunk.NumValues);
        var (min, max) = Bounds(metaData, leaf, statistics);
        var bounds = min is not null && max is not null && PlainOrder.IsDefined(leaf.Element);
        return new ValueFacts(bounds ? StoredBound.Decode(leaf, type, min!) : null, bounds ? StoredBound.Decode(leaf, type, max!) : null, statistics.NullCount, chunk.NumValues);
    }

    private static (byte[]? Min, byte[]? Max) Bounds(FileMetaData metaData, ParquetNode leaf, Statistics statistics)
    {
        if (statistics.MinValue is not null && statistics.MaxValue is not null)
        {
            var orders = metaData.TypeDefinedOrder;
            return orders is null || leaf.LeafIndex < orders.Count && orders[leaf.LeafIndex] ? (statistics.MinValue, statistics.MaxValue) : (null, null);
        }
        // The older fields were written in signed order, which is right for signed numbers only.
        var isSigned = leaf.Element.Type is ParquetType.Boolean or ParquetType.Int32 or ParquetType.Int64 or ParquetType.Float or ParquetType.Double
            && PrimitiveTypes.Annotation(leaf.Element) is not { Kind: LogicalKind.Integer, IsSigned: false };
        return isSigned ? (statistics.LegacyMin, statistics.LegacyMax) : (null, null);
    }

    private static long? EstimateDistinct(ParquetFile file, ParquetNode leaf)
    {
        long? result = null;
        var groups = file.MetaData.RowGroups;
        var step = Math.Max(1, groups.Count / DictionariesLookedAt);
        for (var i = 0; i < groups.Count; i += step)
        {
            if (groups[i].Columns[leaf.LeafIndex].MetaData is not { } chunk) continue;
            var count = chunk.Statistics?.DistinctCount ?? ParquetIndexes.ReadDictionaryCount(file.File, chunk);
            if (count is null) return null;
            result = Math.Max(result ?? 0, count.Value);
        }
        return result;
    }
}
