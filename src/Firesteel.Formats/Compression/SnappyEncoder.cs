using System.Numerics;
using System.Runtime.CompilerServices;

namespace Firesteel.Formats.Compression;

/// <summary>Greedy Snappy compression: blocks of 64 KB, one hash table of positions, skipping faster where nothing matches.</summary>
static unsafe class SnappyEncoder
{
    private const int BlockSize = 1 << 16;
    private const int HashBits = 14;
    private const int Margin = 15;
    [ThreadStatic] private static ushort[]? _table;

    public static int Encode(byte* source, int length, byte* target)
    {
        var op = target;
        var left = (uint)length;
        for (; left >= 0x80; left >>= 7) *op++ = (byte)(left | 0x80);
        *op++ = (byte)left;
        var table = _table ??= new ushort[1 << HashBits];
        fixed (ushort* positions = table)
        {
            for (var start = 0; start < length; start += BlockSize)
            {
                new Span<ushort>(positions, 1 << HashBits).Clear();
                op = EncodeBlock(source + start, Math.Min(BlockSize, length - start), op, positions);
            }
        }
        return (int)(op - target);
    }

    private static byte* EncodeBlock(byte* block, int length, byte* op, ushort* positions)
    {
        var literal = block;
        var end = block + length;
        if (length > Margin)
        {
            var limit = end - Margin;
            var ip = block + 1;
            var misses = 32;
            while (ip < limit)
            {
                var current = Unsafe.ReadUnaligned<uint>(ip);
                var slot = Hash(current);
                var candidate = block + positions[slot];
                positions[slot] = (ushort)(ip - block);
                if (Unsafe.ReadUnaligned<uint>(candidate) != current || candidate >= ip)
                {
                    ip += misses++ >> 5;
                    continue;
                }
                misses = 32;
                op = Literal(literal, (int)(ip - literal), op);
                var matched = 4 + MatchLength(candidate + 4, ip + 4, end);
                op = Copy((int)(ip - candidate), matched, op);
                ip += matched;
                literal = ip;
                if (ip < limit) positions[Hash(Unsafe.ReadUnaligned<uint>(ip - 1))] = (ushort)(ip - 1 - block);
            }
        }
        return literal < end ? Literal(literal, (int)(end - literal), op) : op;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(uint value) => value * 0x1E35A7BD >> (32 - HashBits);

    private static int MatchLength(byte* candidate, byte* ip, byte* end)
    {
        var start = ip;
        while (ip + 8 <= end)
        {
            var difference = Unsafe.ReadUnaligned<ulong>(candidate) ^ Unsafe.ReadUnaligned<ulong>(ip);
            if (difference != 0) return (int)(ip - start) + BitOperations.TrailingZeroCount(difference) / 8;
            candidate += 8;
            ip += 8;
        }
        while (ip < end && *candidate == *ip) { candidate++; ip++; }
        return (int)(ip - start);
    }

    private static byte* Literal(byte* from, int length, byte* op)
    {
        if (length == 0) return op;
        var n = length - 1;
        if (n < 60) *op++ = (byte)(n << 2);
        else if (n < 1 << 8) { *op++ = 60 << 2; *op++ = (byte)n; }
        else { *op++ = 61 << 2; Unsafe.WriteUnaligned(op, (ushort)n); op += 2; }
        Unsafe.CopyBlockUnaligned(op, from, (uint)length);
        return op + length;
    }

    private static byte* Copy(int offset, int length, byte* op)
    {
        while (length >= 68) { op = LongCopy(offset, 64, op); length -= 64; }
        if (length > 64) { op = LongCopy(offset, 60, op); length -= 60; }
        if (length >= 12 || offset >= 2048) return LongCopy(offset, length, op);
        *op++ = (byte)(1 | length - 4 << 2 | offset >> 8 << 5);
        *op++ = (byte)offset;
        return op;
    }

    private static byte* LongCopy(int offset, int length, byte* op)
    {
        *op = (byte)(2 | length - 1 << 2);
        Unsafe.WriteUnaligned(op + 1, (ushort)offset);
        return op + 3;
    }
}
