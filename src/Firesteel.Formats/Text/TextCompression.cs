using System.IO.Compression;
using Firesteel.Formats.Compression;

namespace Firesteel.Formats.Text;

/// <summary>Compression of text files that are written, by the codec's short name.</summary>
static class TextCompression
{
    private const string Available = "bzip2, deflate, uncompressed, snappy, none, lz4, gzip";

    /// <summary>What the name of a file ends with: <c>.gz</c>, or nothing.</summary>
    /// <exception cref="SparkException">CODEC_NOT_AVAILABLE.</exception>
    public static string Suffix(string? codec) => codec?.ToLowerInvariant() switch
    {
        null or "" or "none" or "uncompressed" => "",
        "gzip" => ".gz",
        "deflate" => ".deflate",
        "snappy" => ".snappy",
        _ => throw Unknown(codec),
    };

    /// <exception cref="SparkException">CODEC_NOT_AVAILABLE.</exception>
    public static Stream Wrap(Stream stream, string? codec) => Suffix(codec) switch
    {
        "" => stream,
        ".gz" => new GZipStream(stream, CompressionLevel.Optimal),
        ".deflate" => new ZLibStream(stream, CompressionLevel.Optimal),
        ".snappy" => new HadoopBlockWriter(stream, SnappyCodec.Instance),
        _ => throw Unknown(codec!),
    };

    private static SparkException Unknown(string codec)
        => new("CODEC_NOT_AVAILABLE.WITH_AVAILABLE_CODECS_SUGGESTION", new Dictionary<string, string> { ["codecName"] = codec, ["availableCodecs"] = Available });
}
