using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Firesteel.Formats.Compression;

/// <summary>Snappy's raw block format (its format description, without framing).</summary>
sealed unsafe class SnappyCodec : IBlockCodec
{
    public static readonly SnappyCodec Instance = new();
    private const int FastMargin = 72;
    private static readonly ushort* Copies = BuildCopies();

    public void Decompress(byte* source, int sourceLength, byte* target, int targetLength)
    {
        var end = source + sourceLength;
        var length = 0L;
        for (var shift = 0; ; shift += 7)
        {
            if (source >= end || shift > 28) throw Corrupt();
            var next = *source++;
            length |= (long)(next & 0x7F) << shift;
            if (next < 0x80) break;
        }
        if (length != targetLength) throw new InvalidDataException($"A Snappy block holds {length} bytes where its page has {targetLength}.");
        Decode(source, end, target, target + targetLength);
    }

    // Far enough from both ends nothing needs a check but the offsets: a tag makes at most 64 bytes of 61.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Decode(byte* ip, byte* end, byte* target, byte* opEnd)
    {
        var op = target;
        var ipFast = end - FastMargin;
        var opFast = opEnd - FastMargin;
        while (ip < ipFast && op < opFast)
        {
            uint tag = *ip++;
            nint length;
            if ((tag & 3) == 0)
            {
                length = (nint)(tag >> 2) + 1;
                if (length > 60)
                {
                    if (!TryLongLiteral(ref ip, end, ref op, opEnd, (int)length - 60)) throw Corrupt();
                    continue;
                }
                Vector128.Store(Vector128.Load(ip), op);
                if (length > 16)
                {
                    Vector256.Store(Vector256.Load(ip + 16), op + 16);
                    Vector128.Store(Vector128.Load(ip + 48), op + 48);
                }
                ip += length;
                op += length;
                continue;
            }
            uint entry = Copies[tag];
            var type = (int)(tag & 3);
            // One, two or four bytes of offset follow; a copy of the first kind has three more bits in its tag.
            var trailer = Unsafe.ReadUnaligned<uint>(ip) & (uint)(0xFFFFFFFFFFUL >> TrailerShift(type));
            ip += type + (type + 1 >> 2);
            length = (nint)(entry & 0xFF);
            var offset = (nint)((entry & 0x700) + trailer);
            if ((nuint)(offset - 1) >= (nuint)(op - target)) throw Corrupt();
            Copy(op - offset, op, offset, length);
            op += length;
        }
        DecodeEnd(ip, end, target, op, opEnd);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int TrailerShift(int type) => 40 - 8 * (type + (type + 1 >> 2));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(byte* from, byte* op, nint offset, nint length)
    {
        if (offset < 16)
        {
            Repeat(from, op, (int)offset, length);
            return;
        }
        Vector128.Store(Vector128.Load(from), op);
        if (length <= 16) return;
        Vector128.Store(Vector128.Load(from + 16), op + 16);
        if (length <= 32) return;
        Vector128.Store(Vector128.Load(from + 32), op + 32);
        Vector128.Store(Vector128.Load(from + 48), op + 48);
    }

    private static void DecodeEnd(byte* ip, byte* end, byte* target, byte* op, byte* opEnd)
    {
        while (ip < end)
        {
            uint tag = *ip++;
            nint length = (nint)(tag >> 2) + 1;
            if ((tag & 3) == 0)
            {
                if (length > 60)
                {
                    if (!TryLongLiteral(ref ip, end, ref op, opEnd, (int)length - 60)) throw Corrupt();
                    continue;
                }
                if (length > end - ip || length > opEnd - op) throw Corrupt();
                CopyLiteral(ip, op, length);
                ip += length;
                op += length;
                continue;
            }
            uint entry = Copies[tag];
            var type = (int)(tag & 3);
            var offset = (nint)((entry & 0x700) + (Unsafe.ReadUnaligned<uint>(ip) & (uint)(0xFFFFFFFFFFUL >> TrailerShift(type))));
            ip += type + (type + 1 >> 2);
            length = (nint)(entry & 0xFF);
            if ((nuint)(offset - 1) >= (nuint)(op - target) || length > opEnd - op) throw Corrupt();
            Copy(op - offset, op, offset, length);
            op += length;
        }
        if (ip != end || op != opEnd) throw Corrupt();
    }

    private static bool TryLongLiteral(ref byte* ip, byte* end, ref byte* op, byte* opEnd, int lengthBytes)
    {
        nint length = (nint)(Unsafe.ReadUnaligned<uint>(ip) & (uint)(0xFFFFFFFFUL >> (32 - 8 * lengthBytes))) + 1;
        ip += lengthBytes;
        if (length > end - ip || length > opEnd - op) return false;
        CopyLiteral(ip, op, length);
        ip += length;
        op += length;
        return true;
    }

    // Of each tag of a copy: its length, and the high bits of its offset.
    private static ushort* BuildCopies()
    {
        var table = (ushort*)NativeMemory.AlignedAlloc(256 * sizeof(ushort), 64);
        for (var tag = 0; tag < 256; tag++) table[tag] = (ushort)((tag & 3) == 1 ? (tag >> 2 & 7) + 4 | tag >> 5 << 8 : (tag >> 2) + 1);
        return table;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyLiteral(byte* from, byte* to, nint length)
    {
        if (length > 512)
        {
            Unsafe.CopyBlockUnaligned(to, from, (uint)length);
            return;
        }
        for (nint i = 0; i < length; i += 32) Vector256.Store(Vector256.Load(from + i), to + i);
    }

    // A copy that overlaps itself repeats its first bytes: spread them over a register and store whole periods.
    private static void Repeat(byte* from, byte* to, int period, nint length)
    {
        var pattern = Vector128.Shuffle(Vector128.Load(from), Vector128.Load(Periods.Mask(period)));
        nint step = 16 - 16 % period;
        for (nint i = 0; i < length; i += step) Vector128.Store(pattern, to + i);
    }

    public int MaxCompressedLength(int sourceLength) => 32 + sourceLength + sourceLength / 6;

    public int Compress(byte* source, int sourceLength, byte* target, int targetCapacity) => SnappyEncoder.Encode(source, sourceLength, target);

    private static InvalidDataException Corrupt() => new("A Snappy block is corrupt.");
}
