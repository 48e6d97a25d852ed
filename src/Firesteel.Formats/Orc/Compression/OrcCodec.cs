using System.IO.Compression;
using Firesteel.Formats.Orc.Metadata;
using Firesteel.Formats.Parquet;
using Firesteel.Formats.Compression;

namespace Firesteel.Formats.Orc.Compression;

/// <summary>Compresses and decompresses the chunks of streams, which do not say how long their content is. Buffers are padded as <see cref="IBlockCodec"/> says.</summary>
sealed unsafe class OrcCodec
{
    /// <summary>Bytes before each chunk: its length, and whether it is stored as it is.</summary>
    public const int HeadSize = 3;

    private const int ZstdLevel = 3;
    private readonly OrcCompression _kind;
    private readonly ZstdCodec _zstd = new(ZstdLevel);

    private OrcCodec(OrcCompression kind) => _kind = kind;

    /// <summary>Null where streams are not compressed.</summary>
    public static OrcCodec? Get(OrcCompression kind) => kind switch
    {
        OrcCompression.None => null,
        OrcCompression.Lzo => throw new OrcFormatException($"The file is compressed with {kind.ToString().ToUpperInvariant()}, which is not supported."),
        _ => new OrcCodec(kind),
    };

    /// <summary>Returns how long the content is.</summary>
    /// <exception cref="OrcFormatException">The chunk is damaged or longer than there is room.</exception>
    public int Decompress(byte* source, int length, byte* target, int capacity)
    {
        var size = _kind switch
        {
            OrcCompression.Zlib => Inflate(source, length, target, capacity),
            OrcCompression.Snappy => DecompressSnappy(source, length, target, capacity),
            OrcCompression.Lz4 => Lz4Block.Decompress(source, length, target, capacity),
            OrcCompression.Zstd => DecompressZstd(source, length, target, capacity),
            _ => BrotliDecoder.TryDecompress(new ReadOnlySpan<byte>(source, length), new Span<byte>(target, capacity), out var written) ? written : -1,
        };
        return size >= 0 ? size : throw new OrcFormatException($"A {_kind.ToString().ToLowerInvariant()} chunk is damaged.");
    }

    public int MaxCompressedLength(int length) => _kind switch
    {
        OrcCompression.Zlib => length + length / 1000 + 64,
        OrcCompression.Snappy => SnappyCodec.Instance.MaxCompressedLength(length),
        OrcCompression.Lz4 => Lz4Block.MaxCompressedLength(length),
        OrcCompression.Zstd => _zstd.MaxCompressedLength(length),
        _ => BrotliEncoder.GetMaxCompressedLength(length),
    };

    public int Compress(byte* source, int length, byte* target, int capacity)
    {
        switch (_kind)
        {
            case OrcCompression.Zlib:
                using (var output = new UnmanagedMemoryStream(target, 0, capacity, FileAccess.Write))
                {
                    using (var deflater = new DeflateStream(output, CompressionLevel.Optimal, leaveOpen: true)) deflater.Write(new ReadOnlySpan<byte>(source, length));
                    return (int)output.Length;
                }
            case OrcCompression.Snappy: return SnappyCodec.Instance.Compress(source, length, target, capacity);
            case OrcCompression.Lz4: return Lz4Block.Compress(source, length, target);
            case OrcCompression.Zstd: return _zstd.Compress(source, length, target, capacity);
            default: return BrotliCodec.Instance.Compress(source, length, target, capacity);
        }
    }

    private static int Inflate(byte* source, int length, byte* target, int capacity)
    {
        try
        {
            using var input = new UnmanagedMemoryStream(source, length);
            using var inflater = new DeflateStream(input, CompressionMode.Decompress);
            var read = inflater.ReadAtLeast(new Span<byte>(target, capacity), capacity, throwOnEndOfStream: false);
            return read == capacity && inflater.ReadByte() >= 0 ? -1 : read;
        }
        catch (InvalidDataException)
        {
            return -1;
        }
    }

    private static int DecompressSnappy(byte* source, int length, byte* target, int capacity)
    {
        var size = 0L;
        for (var i = 0; i < length && i < 5; i++)
        {
            size |= (long)(source[i] & 0x7F) << (7 * i);
            if (source[i] >= 0x80) continue;
            if (size > capacity) return -1;
            try
            {
                SnappyCodec.Instance.Decompress(source, length, target, (int)size);
                return (int)size;
            }
            catch (InvalidDataException)
            {
                return -1;
            }
        }
        return -1;
    }

    private static int DecompressZstd(byte* source, int length, byte* target, int capacity)
    {
        try
        {
            return ZstdCodec.DecompressUpTo(source, length, target, capacity);
        }
        catch (InvalidDataException e)
        {
            throw new OrcFormatException(e.Message, e);
        }
    }
}
