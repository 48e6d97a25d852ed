using System.IO.Compression;
using Firesteel.Formats.Compression;
using Firesteel.Formats.Parquet.Metadata;

namespace Firesteel.Formats.Parquet;

/// <summary>The codec that each of the format's names stands for.</summary>
static class PageCodecs
{
    private const int DefaultZstdLevel = 3;
    private static readonly GzipCodec Gzip = new(CompressionLevel.Optimal);
    private static readonly ZstdCodec Zstd = new(DefaultZstdLevel);

    /// <summary>Null for uncompressed pages.</summary>
    public static IBlockCodec? Get(CompressionCodec codec) => codec switch
    {
        CompressionCodec.Uncompressed => null,
        CompressionCodec.Snappy => SnappyCodec.Instance,
        CompressionCodec.Gzip => Gzip,
        CompressionCodec.Brotli => BrotliCodec.Instance,
        CompressionCodec.Zstd => Zstd,
        CompressionCodec.Lz4 => Lz4HadoopCodec.Instance,
        CompressionCodec.Lz4Raw => Lz4RawCodec.Instance,
        _ => throw new ParquetFormatException($"Pages are compressed with {codec.ToString().ToUpperInvariant()}, which is not supported."),
    };
}
