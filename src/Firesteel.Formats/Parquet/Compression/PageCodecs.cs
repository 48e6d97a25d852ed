using Firesteel.Formats.Parquet.Metadata;

namespace Firesteel.Formats.Parquet.Compression;

/// <summary>The codec that each of the format's names stands for.</summary>
static class PageCodecs
{
    /// <summary>Null for uncompressed pages.</summary>
    public static IPageCodec? Get(CompressionCodec codec) => codec switch
    {
        CompressionCodec.Uncompressed => null,
        CompressionCodec.Snappy => SnappyCodec.Instance,
        _ => throw new ParquetFormatException($"Pages are compressed with {codec.ToString().ToUpperInvariant()}, which is not supported."),
    };
}
