using System.Numerics;
using System.Runtime.CompilerServices;
using Firesteel.Columnar.Memory;
using Firesteel.Formats.Parquet.Encodings;
using Firesteel.Formats.Parquet.Metadata;

namespace Firesteel.Formats.Parquet.Reading;

/// <summary>Starts the levels of version 1 pages.</summary>
static unsafe class LevelStart
{
    /// <summary>Bits that levels up to <paramref name="max"/> take.</summary>
    public static int Width(int max) => BitOperations.Log2((uint)max) + (max > 0 ? 1 : 0);

    /// <summary>Starts the decoder and returns where the levels end.</summary>
    public static byte* Version1(ref RleDecoder decoder, byte* data, byte* end, ParquetEncoding encoding, int max, int count, PageBuffers pages, MemoryAllocator allocator)
    {
        if (encoding == ParquetEncoding.BitPacked) return BitPacked(ref decoder, data, end, Width(max), count, pages, allocator);
        if (encoding != ParquetEncoding.Rle) throw new ParquetFormatException($"Levels are encoded as {encoding}.");
        if (end - data < sizeof(int)) throw new ParquetFormatException("A page ends within its levels.");
        var length = Unsafe.ReadUnaligned<uint>(data);
        data += sizeof(int);
        if (length > end - data) throw new ParquetFormatException("A page ends within its levels.");
        decoder.Start(data, data + length, Width(max));
        return data + length;
    }

    // The deprecated form packs from the highest bit down; it is rewritten as one bit-packed run of whole bytes.
    private static byte* BitPacked(ref RleDecoder decoder, byte* data, byte* end, int width, int count, PageBuffers pages, MemoryAllocator allocator)
    {
        var bytes = ((long)count * width + 7) / 8;
        if (bytes > end - data) throw new ParquetFormatException("A page ends within its levels.");
        var groups = (count + 7) / 8;
        var buffer = allocator.Allocate(groups * 8L + 8);
        pages.Keep(buffer);
        var target = buffer.Pointer;
        for (var head = (ulong)groups << 1 | 1; ; head >>= 7)
        {
            *target++ = (byte)(head & 0x7F | (head >= 0x80 ? 0x80UL : 0));
            if (head < 0x80) break;
        }
        var start = buffer.Pointer;
        new Span<byte>(target, groups * 8).Clear();
        for (long i = 0, bit = 0; i < count; i++)
        {
            var level = 0;
            for (var b = 0; b < width; b++, bit++) level = level << 1 | (data[bit >> 3] >> (7 - (int)(bit & 7)) & 1);
            target[i] = (byte)level;
        }
        decoder.Start(start, target + groups * 8, 8);
        return data + bytes;
    }
}
