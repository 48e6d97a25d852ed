using System.Buffers.Binary;

namespace Firesteel.Formats.Compression;

/// <summary>LZ4_RAW: one LZ4 block a page.</summary>
sealed unsafe class Lz4RawCodec : IBlockCodec
{
    public static readonly Lz4RawCodec Instance = new();

    public void Decompress(byte* source, int sourceLength, byte* target, int targetLength)
    {
        if (!Lz4Block.TryDecompress(source, sourceLength, target, targetLength)) throw new InvalidDataException("An LZ4 block is corrupt.");
    }

    public int MaxCompressedLength(int sourceLength) => Lz4Block.MaxCompressedLength(sourceLength);
    public int Compress(byte* source, int sourceLength, byte* target, int targetCapacity) => Lz4Block.Compress(source, sourceLength, target);
}

/// <summary>
/// The older LZ4: Hadoop's frames, each the big-endian lengths of its content and of its block, then the block.
/// Some writers left the frames out, so a page that has none is read as one block.
/// </summary>
sealed unsafe class Lz4HadoopCodec : IBlockCodec
{
    public static readonly Lz4HadoopCodec Instance = new();
    private const int FrameHead = 8;

    public void Decompress(byte* source, int sourceLength, byte* target, int targetLength)
    {
        if (!TryFrames(source, sourceLength, target, targetLength)) Lz4RawCodec.Instance.Decompress(source, sourceLength, target, targetLength);
    }

    public int MaxCompressedLength(int sourceLength) => FrameHead + Lz4Block.MaxCompressedLength(sourceLength);

    public int Compress(byte* source, int sourceLength, byte* target, int targetCapacity)
    {
        var length = Lz4Block.Compress(source, sourceLength, target + FrameHead);
        BinaryPrimitives.WriteInt32BigEndian(new Span<byte>(target, 4), sourceLength);
        BinaryPrimitives.WriteInt32BigEndian(new Span<byte>(target + 4, 4), length);
        return FrameHead + length;
    }

    private static bool TryFrames(byte* source, int sourceLength, byte* target, int targetLength)
    {
        while (sourceLength >= FrameHead)
        {
            var content = BinaryPrimitives.ReadUInt32BigEndian(new ReadOnlySpan<byte>(source, 4));
            var block = BinaryPrimitives.ReadUInt32BigEndian(new ReadOnlySpan<byte>(source + 4, 4));
            source += FrameHead;
            sourceLength -= FrameHead;
            if (block > sourceLength || content > targetLength) return false;
            if (!Lz4Block.TryDecompress(source, (int)block, target, (int)content)) return false;
            source += block;
            sourceLength -= (int)block;
            target += content;
            targetLength -= (int)content;
        }
        return sourceLength == 0 && targetLength == 0;
    }
}
