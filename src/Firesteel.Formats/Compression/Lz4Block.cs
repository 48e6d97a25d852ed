using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Firesteel.Formats.Compression;

/// <summary>LZ4's block format: sequences of a token, literals and a match.</summary>
static unsafe class Lz4Block
{
    private const int HashBits = 14;
    private const int MinMatch = 4;
    // The format wants the last match to start 12 bytes before the end at the latest and the last 5 bytes to be literals.
    private const int MatchMargin = 12;
    private const int LiteralTail = 5;
    [ThreadStatic] private static int[]? _table;

    public static int MaxCompressedLength(int sourceLength) => sourceLength + sourceLength / 255 + 16;

    /// <summary>Decompresses a block of known length. False where it is not one. Buffers are padded as <see cref="IBlockCodec"/> says.</summary>
    public static bool TryDecompress(byte* source, int sourceLength, byte* target, int targetLength)
        => Decompress(source, sourceLength, target, targetLength) == targetLength;

    /// <summary>Decompresses a block of unknown length to a target with so much room. Returns the length, -1 where it is no block or too long.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Decompress(byte* source, int sourceLength, byte* target, int capacity)
    {
        byte* ip = source, end = source + sourceLength, op = target, opEnd = target + capacity;
        while (ip < end)
        {
            uint token = *ip++;
            nint length = (nint)(token >> 4);
            if (length == 15 && !TryExtend(ref ip, end, ref length)) return -1;
            if (length > end - ip || length > opEnd - op) return -1;
            Copy(ip, op, length);
            ip += length;
            op += length;
            if (ip == end) return (int)(op - target);
            if (end - ip < 2) return -1;
            nint offset = Unsafe.ReadUnaligned<ushort>(ip);
            ip += 2;
            length = (nint)(token & 15);
            if (length == 15 && !TryExtend(ref ip, end, ref length)) return -1;
            length += MinMatch;
            if (offset == 0 || offset > op - target || length > opEnd - op) return -1;
            var from = op - offset;
            if (offset >= 16)
            {
                for (nint i = 0; i < length; i += 16) Vector128.Store(Vector128.Load(from + i), op + i);
            }
            else
            {
                var pattern = Vector128.Shuffle(Vector128.Load(from), Vector128.Load(Periods.Mask((int)offset)));
                nint step = 16 - 16 % offset;
                for (nint i = 0; i < length; i += step) Vector128.Store(pattern, op + i);
            }
            op += length;
        }
        return sourceLength == 0 ? 0 : -1;
    }

    /// <summary>How many bytes a block holds, by its own lengths; -1 if they are more than <paramref name="most"/> or no block's.</summary>
    public static int ContentLength(byte* source, int sourceLength, int most)
    {
        byte* ip = source, end = source + sourceLength;
        var content = 0L;
        while (ip < end)
        {
            uint token = *ip++;
            nint length = (nint)(token >> 4);
            if (length == 15 && !TryExtend(ref ip, end, ref length)) return -1;
            if (length > end - ip) return -1;
            ip += length;
            content += length;
            if (ip == end || content > most) break;
            if (end - ip < 2) return -1;
            ip += 2;
            length = (nint)(token & 15);
            if (length == 15 && !TryExtend(ref ip, end, ref length)) return -1;
            content += length + MinMatch;
        }
        return content <= most ? (int)content : -1;
    }

    /// <summary>Compresses greedily to <paramref name="target"/>, which has room for <see cref="MaxCompressedLength"/>.</summary>
    public static int Compress(byte* source, int length, byte* target)
    {
        var table = _table ??= new int[1 << HashBits];
        Array.Fill(table, -1);
        byte* op = target, ip = source, literal = source, end = source + length;
        if (length > MatchMargin)
        {
            var limit = end - MatchMargin;
            var misses = 64;
            while (ip < limit)
            {
                var current = Unsafe.ReadUnaligned<uint>(ip);
                var slot = current * 2654435761u >> (32 - HashBits);
                var position = table[slot];
                table[slot] = (int)(ip - source);
                if (position < 0 || ip - source - position > ushort.MaxValue || Unsafe.ReadUnaligned<uint>(source + position) != current)
                {
                    ip += misses++ >> 6;
                    continue;
                }
                misses = 64;
                var match = source + position;
                var matched = MinMatch + MatchLength(match + MinMatch, ip + MinMatch, end - LiteralTail);
                op = Sequence(literal, (int)(ip - literal), (int)(ip - match), matched, op);
                ip += matched;
                literal = ip;
            }
        }
        return (int)(Sequence(literal, (int)(end - literal), 0, 0, op) - target);
    }

    private static bool TryExtend(ref byte* ip, byte* end, ref nint length)
    {
        while (ip < end)
        {
            var next = *ip++;
            length += next;
            if (next != 255) return true;
        }
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(byte* from, byte* to, nint length)
    {
        if (length > 512) Unsafe.CopyBlockUnaligned(to, from, (uint)length);
        else for (nint i = 0; i < length; i += 16) Vector128.Store(Vector128.Load(from + i), to + i);
    }

    private static int MatchLength(byte* match, byte* ip, byte* limit)
    {
        var start = ip;
        while (ip + 8 <= limit)
        {
            var difference = Unsafe.ReadUnaligned<ulong>(match) ^ Unsafe.ReadUnaligned<ulong>(ip);
            if (difference != 0) return (int)(ip - start) + BitOperations.TrailingZeroCount(difference) / 8;
            match += 8;
            ip += 8;
        }
        while (ip < limit && *match == *ip) { match++; ip++; }
        return (int)(ip - start);
    }

    // A match of length 0 is none: the block's last literals.
    private static byte* Sequence(byte* literal, int literals, int offset, int matched, byte* op)
    {
        var token = op++;
        *token = (byte)(Math.Min(literals, 15) << 4);
        if (literals >= 15) op = Extend(literals - 15, op);
        Unsafe.CopyBlockUnaligned(op, literal, (uint)literals);
        op += literals;
        if (matched == 0) return op;
        Unsafe.WriteUnaligned(op, (ushort)offset);
        op += 2;
        *token |= (byte)Math.Min(matched - MinMatch, 15);
        return matched - MinMatch >= 15 ? Extend(matched - MinMatch - 15, op) : op;
    }

    private static byte* Extend(int length, byte* op)
    {
        for (; length >= 255; length -= 255) *op++ = 255;
        *op++ = (byte)length;
        return op;
    }
}
