using System.Collections.Concurrent;
using Firesteel.Catalyst.Catalog;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Parquet.Reading;
using Firesteel.Formats.Parquet.Schema;
using Firesteel.Formats.Predicates;
using Firesteel.Types;

namespace Firesteel.Sql.DataSources;

/// <summary>What the footers of Parquet files tell of a table. Distinct values are guessed from dictionaries' sizes and the bounds of whole numbers.</summary>
sealed class ParquetStatistics(IReadOnlyList<FileEntry> files, StructType schema) : ITableStatistics
{
    // Of very many files only some are looked at.
    private const int FilesLookedAt = 64;

    // Below this part of a row group's rows a dictionary is taken to hold all values of the column.
    private const double FewValues = 0.05;

    private readonly ConcurrentDictionary<string, Catalyst.Catalog.ColumnStatistics?> _columns = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lazy<long> _rows = new(() => CountRows(files));

    public long? SizeInBytes => files.Sum(f => f.Length);
    public long? RowCount => _rows.Value;
    public Catalyst.Catalog.ColumnStatistics? Column(string name) => _columns.GetOrAdd(name, Collect);

    private static long CountRows(IReadOnlyList<FileEntry> files)
    {
        var step = Math.Max(1, files.Count / FilesLookedAt);
        long rows = 0, bytes = 0;
        for (var i = 0; i < files.Count; i += step)
        {
            rows += ParquetFormat.Footers.Get(files[i], SchemaOptions.Default).RowCount;
            bytes += files[i].Length;
        }
        return step == 1 || bytes == 0 ? rows : (long)(rows * (files.Sum(f => (double)f.Length) / bytes));
    }

    private Catalyst.Catalog.ColumnStatistics? Collect(string name)
    {
        if (schema.IndexOf(name) is var index && index < 0) return null;
        var (minimum, maximum) = ((object?)null, (object?)null);
        var (nulls, distinct, bounded) = ((long?)0, 0.0, true);
        var step = Math.Max(1, files.Count / FilesLookedAt);
        for (var i = 0; i < files.Count; i += step)
        {
            var file = ParquetFormat.Footers.Get(files[i], SchemaOptions.Default);
            if (file.RowCount == 0) continue;
            if (file.Statistics(name) is not { } one) return null;
            nulls += one.NullCount;
            bounded &= one.Min != null && one.Max != null;
            if (bounded)
            {
                minimum = Lesser(minimum, Bound(one.Min!.Value, schema[index].DataType), true);
                maximum = Lesser(maximum, Bound(one.Max!.Value, schema[index].DataType), false);
            }
            var groupRows = (double)file.RowCount / Math.Max(1, file.RowGroupCount);
            distinct = one.DistinctEstimate is not { } found ? distinct + file.RowCount
                : found < FewValues * groupRows ? Math.Max(distinct, found) : distinct + file.RowCount * Math.Min(1, found / groupRows);
        }
        distinct *= step;
        return new Catalyst.Catalog.ColumnStatistics(bounded ? minimum : null, bounded ? maximum : null, nulls * step, Math.Max(1, (long)distinct), null);
    }

    private static object? Bound(ColumnValue value, DataType type) => PhysicalTypes.Of(type) switch
    {
        PhysicalType.Int8 => (sbyte)value.Integer,
        PhysicalType.Int16 => (short)value.Integer,
        PhysicalType.Int32 => (int)value.Integer,
        PhysicalType.Int64 when type is not DecimalType => (long)value.Integer,
        PhysicalType.Int64 or PhysicalType.Int128 => value.Integer,
        PhysicalType.Float32 => (float)value.Number,
        PhysicalType.Float64 => value.Number,
        _ => null,
    };

    private static object? Lesser(object? a, object? b, bool least) => a == null ? b : b == null ? a : Comparer<object>.Default.Compare(a, b) < 0 == least ? a : b;
}
