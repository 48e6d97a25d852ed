using System.Buffers.Binary;

namespace Firesteel.Columnar.Arrow;

/// <summary>
/// Reads LZ4 frames (the format of lz4's own files) into a target of known length. Blocks may refer to those before them. Checksums are
/// passed over: the transport has its own.
/// </summary>
static class Lz4Frame
{
    private const uint Magic = 0x184D2204, Uncompressed = 0x80000000;
    private const int MinMatch = 4;

    /// <exception cref="FormatException">It is no such frame, or not of that length.</exception>
    public static void Decompress(ReadOnlySpan<byte> frame, Span<byte> target)
    {
        try
        {
            var at = 0;
            if (BinaryPrimitives.ReadUInt32LittleEndian(frame) != Magic) throw Broken();
            var flags = frame[4];
            // Magic, flags and block size; then the content's size and a dictionary's id where the flags say so, and a checksum of it all.
            at = 6 + ((flags & 0x08) != 0 ? 8 : 0) + ((flags & 0x01) != 0 ? 4 : 0) + 1;
            var written = 0;
            while (true)
            {
                var size = BinaryPrimitives.ReadUInt32LittleEndian(frame[at..]);
                at += 4;
                if (size == 0) break;
                var length = (int)(size & ~Uncompressed);
                var block = frame.Slice(at, length);
                at += length + ((flags & 0x10) != 0 ? 4 : 0);
                if ((size & Uncompressed) != 0)
                {
                    block.CopyTo(target[written..]);
                    written += length;
                }
                else written = Block(block, target, written);
            }
            if (written != target.Length) throw Broken();
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or ArgumentException or IndexOutOfRangeException)
        {
            throw new FormatException("An lz4 buffer of an Arrow batch is corrupt.", e);
        }
    }

    // Sequences of literals and a match in what was written before.
    private static int Block(ReadOnlySpan<byte> block, Span<byte> target, int written)
    {
        var at = 0;
        while (true)
        {
            var token = block[at++];
            var literals = Length(block, ref at, token >> 4);
            block.Slice(at, literals).CopyTo(target[written..]);
            at += literals;
            written += literals;
            if (at == block.Length) return written;
            var offset = BinaryPrimitives.ReadUInt16LittleEndian(block[at..]);
            at += 2;
            var length = Length(block, ref at, token & 15) + MinMatch;
            if (offset == 0 || offset > written) throw Broken();
            if (offset >= length) target.Slice(written - offset, length).CopyTo(target[written..]);
            else
                for (var i = 0; i < length; i++) target[written + i] = target[written + i - offset];
            written += length;
        }
    }

    private static int Length(ReadOnlySpan<byte> block, ref int at, int length)
    {
        if (length < 15) return length;
        byte more;
        do
        {
            more = block[at++];
            length = checked(length + more);
        }
        while (more == 255);
        return length;
    }

    private static FormatException Broken() => new("An lz4 buffer of an Arrow batch is corrupt.");
}
