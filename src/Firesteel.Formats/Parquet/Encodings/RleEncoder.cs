using System.Runtime.CompilerServices;
using Firesteel.Formats.Buffers;
using Firesteel.Formats.Parquet.Writing;

namespace Firesteel.Formats.Parquet.Encodings;

/// <summary>Writes the RLE / bit-packing hybrid: repeats of eight and more as runs, the rest in groups of eight.</summary>
static unsafe class RleEncoder
{
    private const int Group = 8;

    public static void Write(uint* values, int count, int width, GrowingBuffer output)
    {
        var packedFrom = 0;
        for (var i = 0; i < count;)
        {
            var value = values[i];
            var end = i + 1;
            while (end < count && values[end] == value) end++;
            // A run may only start where the packed numbers before it fill their groups.
            var aligned = packedFrom + (i - packedFrom + Group - 1) / Group * Group;
            if (end - aligned >= Group)
            {
                Pack(values + packedFrom, aligned - packedFrom, aligned - packedFrom, width, output);
                Repeat(value, end - aligned, width, output);
                packedFrom = end;
            }
            i = end;
        }
        Pack(values + packedFrom, count - packedFrom, (count - packedFrom + Group - 1) / Group * Group, width, output);
    }

    private static void Repeat(uint value, int count, int width, GrowingBuffer output)
    {
        Varint((ulong)count << 1, output);
        for (var bits = 0; bits < width; bits += 8) output.Append((byte)(value >> bits));
    }

    // The last group is filled with zeros.
    private static void Pack(uint* values, int count, int padded, int width, GrowingBuffer output)
    {
        if (count == 0) return;
        Varint((ulong)(padded / Group) << 1 | 1, output);
        var size = (long)padded * width / 8;
        var target = output.Reserve(size);
        var (bits, filled) = (0UL, 0);
        for (var i = 0; i < padded; i++)
        {
            bits |= (ulong)(i < count ? values[i] : 0) << filled;
            filled += width;
            if (filled < 32) continue;
            Unsafe.WriteUnaligned(target, (uint)bits);
            target += sizeof(uint);
            bits >>= 32;
            filled -= 32;
        }
        for (; filled > 0; filled -= 8, bits >>= 8) *target++ = (byte)bits;
        output.Advance((int)size);
    }

    private static void Varint(ulong value, GrowingBuffer output)
    {
        for (; value >= 0x80; value >>= 7) output.Append((byte)(value | 0x80));
        output.Append((byte)value);
    }
}
