namespace Firesteel.Formats.Compression;

/// <summary>
/// Compresses and decompresses blocks: pages, chunks of streams. Both buffers are followed by 64 bytes that may be read and, behind the target, written,
/// so that copies need not stop at the exact end. Implementations are stateless.
/// </summary>
unsafe interface IBlockCodec
{
    /// <summary>Fills exactly <paramref name="targetLength"/> bytes.</summary>
    /// <exception cref="InvalidDataException">The input is not what the codec writes, or has another length.</exception>
    void Decompress(byte* source, int sourceLength, byte* target, int targetLength);

    /// <summary>Compresses to <paramref name="target"/>, which has room for <see cref="MaxCompressedLength"/> bytes; returns the length.</summary>
    int Compress(byte* source, int sourceLength, byte* target, int targetCapacity);

    int MaxCompressedLength(int sourceLength);
}
