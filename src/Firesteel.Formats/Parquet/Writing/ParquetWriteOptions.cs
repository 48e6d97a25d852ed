using Firesteel.Formats.Parquet.Metadata;

namespace Firesteel.Formats.Parquet.Writing;

/// <summary>How instants are stored: spark.sql.parquet.outputTimestampType.</summary>
enum TimestampStorage { Int96, Micros, Millis }

/// <summary>The settings that decide how files are laid out; defaults are Spark's.</summary>
sealed record ParquetWriteOptions
{
    public static readonly ParquetWriteOptions Default = new();

    /// <summary>spark.sql.parquet.compression.codec</summary>
    public CompressionCodec Codec { get; init; } = CompressionCodec.Snappy;

    /// <summary>parquet.block.size: bytes after which a row group ends.</summary>
    public long RowGroupBytes { get; init; } = 128L << 20;

    /// <summary>parquet.page.size</summary>
    public int PageBytes { get; init; } = 1 << 20;

    /// <summary>parquet.page.row.count.limit</summary>
    public int PageRows { get; init; } = 20_000;

    /// <summary>parquet.dictionary.page.size</summary>
    public int DictionaryBytes { get; init; } = 1 << 20;

    /// <summary>parquet.enable.dictionary</summary>
    public bool UseDictionary { get; init; } = true;

    /// <summary>parquet.writer.version = PARQUET_2_0: data pages of version 2.</summary>
    public bool Version2 { get; init; }

    /// <summary>parquet.page.write-checksum.enabled</summary>
    public bool WriteChecksums { get; init; } = true;

    /// <summary>spark.sql.parquet.outputTimestampType</summary>
    public TimestampStorage Timestamps { get; init; } = TimestampStorage.Int96;

    /// <summary>Columns (paths joined by dots) that get a Bloom filter: parquet.bloom.filter.enabled#column.</summary>
    public IReadOnlySet<string> BloomFilterColumns { get; init; } = new HashSet<string>();

    /// <summary>parquet.bloom.filter.fpp</summary>
    public double BloomFilterFalsePositives { get; init; } = 0.01;

    /// <summary>parquet.bloom.filter.max.bytes</summary>
    public int BloomFilterMaxBytes { get; init; } = 1 << 20;

    /// <summary>Further free-form properties of the file.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();
}
