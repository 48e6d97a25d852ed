using System.IO.Compression;

namespace Firesteel.Formats.Compression;

/// <summary>Gzip, one or more members a page; a zlib stream is accepted in its place.</summary>
sealed unsafe class GzipCodec(CompressionLevel level) : IBlockCodec
{
    private const int StoredOverhead = 64;

    public void Decompress(byte* source, int sourceLength, byte* target, int targetLength)
    {
        var isGzip = sourceLength >= 2 && source[0] == 0x1F && source[1] == 0x8B;
        try
        {
            using var input = new UnmanagedMemoryStream(source, sourceLength);
            using Stream inflater = isGzip ? new GZipStream(input, CompressionMode.Decompress) : new ZLibStream(input, CompressionMode.Decompress);
            var read = inflater.ReadAtLeast(new Span<byte>(target, targetLength), targetLength, throwOnEndOfStream: false);
            if (read != targetLength) throw new InvalidDataException($"A gzip page holds {read} bytes where it should have {targetLength}.");
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException("A gzip page is corrupt.", e);
        }
    }

    public int MaxCompressedLength(int sourceLength) => sourceLength + sourceLength / 1000 + StoredOverhead;

    public int Compress(byte* source, int sourceLength, byte* target, int targetCapacity)
    {
        using var output = new UnmanagedMemoryStream(target, 0, targetCapacity, FileAccess.Write);
        using (var deflater = new GZipStream(output, level, leaveOpen: true)) deflater.Write(new ReadOnlySpan<byte>(source, sourceLength));
        return (int)output.Length;
    }
}
