using System.Globalization;
using Firesteel.Formats.Orc.Metadata;
using Firesteel.Formats.Orc.Writing;
using Firesteel.Formats.Text;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Configuration;

namespace Firesteel.Sql.DataSources;

/// <summary>What the session's settings and a table's options say to ORC's writer; an option counts before the setting.</summary>
static class OrcSettings
{
    private const string AvailableCodecs = "brotli, uncompressed, lz4, lzo, snappy, zlib, none, zstd";
    private const int SmallestBlock = 1 << 10;

    /// <exception cref="SparkException">CODEC_NOT_AVAILABLE.</exception>
    public static OrcWriteOptions Write(ValueMap options, SqlConf conf) => new()
    {
        Compression = Codec(options, conf).Codec,
        StripeBytes = Number(options, conf, "orc.stripe.size") ?? OrcWriteOptions.Default.StripeBytes,
        BlockSize = (int)Math.Clamp(Number(options, conf, "orc.compress.size") ?? OrcWriteOptions.Default.BlockSize, SmallestBlock, PostScript.LargestBlock),
        DictionaryThreshold = Text(options, conf, "orc.dictionary.key.threshold") is not { } text ? OrcWriteOptions.Default.DictionaryThreshold
            : double.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : throw OptionReader.Invalid("orc.dictionary.key.threshold", text, "a number"),
    };

    /// <summary>What names of files end with: <c>.zstd.orc</c>.</summary>
    public static string Suffix(ValueMap options, SqlConf conf) => Codec(options, conf).Suffix + ".orc";

    private static (OrcCompression Codec, string Suffix) Codec(ValueMap options, SqlConf conf)
    {
        var name = new OptionReader(options).Text("compression", "orc.compress") ?? conf.Get(FileSourceConfig.OrcCompression);
        return name.ToLowerInvariant() switch
        {
            "none" or "uncompressed" => (OrcCompression.None, ""),
            "snappy" => (OrcCompression.Snappy, ".snappy"),
            "zlib" => (OrcCompression.Zlib, ".zlib"),
            "lz4" => (OrcCompression.Lz4, ".lz4"),
            "zstd" => (OrcCompression.Zstd, ".zstd"),
            "brotli" => (OrcCompression.Brotli, ".brotli"),
            "lzo" => throw new SparkException("CODEC_NOT_AVAILABLE", new Dictionary<string, string> { ["codecName"] = name }),
            _ => throw new SparkException("CODEC_NOT_AVAILABLE.WITH_AVAILABLE_CODECS_SUGGESTION", new Dictionary<string, string> { ["codecName"] = name, ["availableCodecs"] = AvailableCodecs }),
        };
    }

    private static string? Text(ValueMap options, SqlConf conf, string name) => new OptionReader(options).Text(name) ?? conf.GetOption(name);

    private static long? Number(ValueMap options, SqlConf conf, string name)
        => Text(options, conf, name) is not { } text ? null
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : throw OptionReader.Invalid(name, text, "a whole number");
}
