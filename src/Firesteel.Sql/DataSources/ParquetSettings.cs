using System.Globalization;
using Firesteel.Formats.Parquet.Metadata;
using Firesteel.Formats.Parquet.Reading;
using Firesteel.Formats.Parquet.Schema;
using Firesteel.Formats.Parquet.Writing;
using Firesteel.Formats.Text;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Configuration;

namespace Firesteel.Sql.DataSources;

/// <summary>What the session's settings and a table's options say to Parquet's reader and writer; an option counts before the setting.</summary>
static class ParquetSettings
{
    private const string BloomPrefix = "parquet.bloom.filter.enabled#";

    public static SchemaOptions Schema(SqlConf conf) => new()
    {
        BinaryAsString = conf.Get(FileSourceConfig.ParquetBinaryAsString),
        Int96AsTimestamp = conf.Get(FileSourceConfig.ParquetInt96AsTimestamp),
        InferTimestampNtz = conf.Get(FileSourceConfig.ParquetInferTimestampNtz),
        NanosAsLong = conf.Get(FileSourceConfig.ParquetNanosAsLong),
        CaseSensitive = conf.CaseSensitive,
    };

    public static ParquetReadOptions Read(ValueMap options, SqlConf conf, int batchRows) => new()
    {
        BatchRows = batchRows,
        VerifyChecksums = Flag(options, conf, "parquet.page.verify-checksum.enabled", conf.Get(FileSourceConfig.ParquetVerifyChecksum)),
        UsePageIndex = Flag(options, conf, "parquet.filter.columnindex.enabled", true),
        UseBloomFilters = Flag(options, conf, "parquet.filter.bloom.enabled", true),
        Schema = Schema(conf),
    };

    /// <exception cref="SparkException">CODEC_NOT_AVAILABLE.</exception>
    public static ParquetWriteOptions Write(ValueMap options, SqlConf conf)
    {
        var bloom = options.Where(o => o.Key.StartsWith(BloomPrefix, StringComparison.OrdinalIgnoreCase) && o.Value.Equals("true", StringComparison.OrdinalIgnoreCase));
        return new ParquetWriteOptions
        {
            Codec = Codec(options, conf).Codec,
            RowGroupBytes = Number(options, conf, "parquet.block.size", ParquetWriteOptions.Default.RowGroupBytes),
            PageBytes = (int)Number(options, conf, "parquet.page.size", ParquetWriteOptions.Default.PageBytes),
            PageRows = (int)Number(options, conf, "parquet.page.row.count.limit", ParquetWriteOptions.Default.PageRows),
            DictionaryBytes = (int)Number(options, conf, "parquet.dictionary.page.size", ParquetWriteOptions.Default.DictionaryBytes),
            UseDictionary = Flag(options, conf, "parquet.enable.dictionary", true),
            Version2 = Text(options, conf, "parquet.writer.version")?.ToLowerInvariant() is "v2" or "parquet_2_0",
            WriteChecksums = Flag(options, conf, "parquet.page.write-checksum.enabled", true),
            Timestamps = conf.Get(FileSourceConfig.ParquetOutputTimestampType) switch
            {
                "TIMESTAMP_MICROS" => TimestampStorage.Micros,
                "TIMESTAMP_MILLIS" => TimestampStorage.Millis,
                _ => TimestampStorage.Int96,
            },
            BloomFilterColumns = bloom.Select(o => o.Key[BloomPrefix.Length..]).ToHashSet(),
            BloomFilterMaxBytes = (int)Number(options, conf, "parquet.bloom.filter.max.bytes", ParquetWriteOptions.Default.BloomFilterMaxBytes),
        };
    }

    /// <summary>What names of files end with: <c>.snappy.parquet</c>.</summary>
    public static string Suffix(ValueMap options, SqlConf conf) => Codec(options, conf).Suffix + ".parquet";

    private static (CompressionCodec Codec, string Suffix) Codec(ValueMap options, SqlConf conf)
    {
        var name = new OptionReader(options).Text("compression", "parquet.compression") ?? conf.Get(FileSourceConfig.ParquetCompression);
        return name.ToLowerInvariant() switch
        {
            "none" or "uncompressed" => (CompressionCodec.Uncompressed, ""),
            "snappy" => (CompressionCodec.Snappy, ".snappy"),
            "gzip" => (CompressionCodec.Gzip, ".gz"),
            "brotli" => (CompressionCodec.Brotli, ".br"),
            "lz4" => (CompressionCodec.Lz4, ".lz4hadoop"),
            "lz4_raw" => (CompressionCodec.Lz4Raw, ".lz4raw"),
            "zstd" => (CompressionCodec.Zstd, ".zstd"),
            "lzo" => throw new SparkException("CODEC_NOT_AVAILABLE", new Dictionary<string, string> { ["codecName"] = name }),
            _ => throw new SparkException("CODEC_NOT_AVAILABLE.WITH_AVAILABLE_CODECS_SUGGESTION", new Dictionary<string, string>
            {
                ["codecName"] = name, ["availableCodecs"] = "brotli, uncompressed, lzo, snappy, lz4_raw, none, zstd, lz4, gzip",
            }),
        };
    }

    private static string? Text(ValueMap options, SqlConf conf, string name) => new OptionReader(options).Text(name) ?? conf.GetOption(name);

    private static bool Flag(ValueMap options, SqlConf conf, string name, bool otherwise)
        => Text(options, conf, name) is { } text ? text.Equals("true", StringComparison.OrdinalIgnoreCase) : otherwise;

    private static long Number(ValueMap options, SqlConf conf, string name, long otherwise)
        => Text(options, conf, name) is not { } text ? otherwise
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : throw OptionReader.Invalid(name, text, "a whole number");
}
