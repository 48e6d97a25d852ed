using System.IO.Compression;

namespace Firesteel.Formats.Compression;

/// <summary>Brotli, by the runtime's own implementation.</summary>
sealed unsafe class BrotliCodec : IBlockCodec
{
    public static readonly BrotliCodec Instance = new();
    private const int Quality = 1;
    private const int Window = 22;

    public void Decompress(byte* source, int sourceLength, byte* target, int targetLength)
    {
        if (!BrotliDecoder.TryDecompress(new ReadOnlySpan<byte>(source, sourceLength), new Span<byte>(target, targetLength), out var written) || written != targetLength)
            throw new InvalidDataException("A Brotli page is corrupt.");
    }

    public int MaxCompressedLength(int sourceLength) => BrotliEncoder.GetMaxCompressedLength(sourceLength);

    public int Compress(byte* source, int sourceLength, byte* target, int targetCapacity)
    {
        if (!BrotliEncoder.TryCompress(new ReadOnlySpan<byte>(source, sourceLength), new Span<byte>(target, targetCapacity), out var written, Quality, Window))
            throw new InvalidOperationException("Brotli ran out of room.");
        return written;
    }
}
