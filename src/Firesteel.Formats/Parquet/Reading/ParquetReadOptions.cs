using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Parquet.Schema;

namespace Firesteel.Formats.Parquet.Reading;

/// <summary>The session settings that a scan obeys.</summary>
sealed record ParquetReadOptions
{
    public static readonly ParquetReadOptions Default = new();

    /// <summary>Rows of a batch: spark.sql.parquet.columnarReaderBatchSize.</summary>
    public int BatchRows { get; init; } = ColumnarBatch.DefaultRows;

    /// <summary>parquet.page.verify-checksum.enabled</summary>
    public bool VerifyChecksums { get; init; }

    /// <summary>parquet.filter.columnindex.enabled</summary>
    public bool UsePageIndex { get; init; } = true;

    /// <summary>parquet.filter.bloom.enabled</summary>
    public bool UseBloomFilters { get; init; } = true;

    public SchemaOptions Schema { get; init; } = SchemaOptions.Default;
}
