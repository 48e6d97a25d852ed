using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Firesteel.Formats.Parquet.Compression;

/// <summary>Snappy's raw block format (its format description, without framing).</summary>
sealed unsafe class SnappyCodec : IPageCodec
{
    public static readonly SnappyCodec Instance = new();

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
        if (length != targetLength) throw new ParquetFormatException($"A Snappy block holds {length} bytes where its page has {targetLength}.");
        Decode(source, end, target, target + targetLength);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Decode(byte* ip, byte* end, byte* target, byte* opEnd)
    {
        var op = target;
        while (ip < end)
        {
            uint tag = *ip++;
            nint length;
            nint offset;
            if ((tag & 3) == 0)
            {
                length = (nint)(tag >> 2) + 1;
                if (length <= 16)
                {
                    if (length > end - ip || length > opEnd - op) throw Corrupt();
                    Vector128.Store(Vector128.Load(ip), op);
                    ip += length;
                    op += length;
                    continue;
                }
                if (length > 60)
                {
                    var extra = (int)length - 60;
                    length = (nint)(Unsafe.ReadUnaligned<uint>(ip) & (uint)(0xFFFFFFFFUL >> (32 - 8 * extra))) + 1;
                    ip += extra;
                }
                if (length > end - ip || length > opEnd - op) throw Corrupt();
                CopyLiteral(ip, op, length);
                ip += length;
                op += length;
                continue;
            }
            if ((tag & 3) == 1)
            {
                length = (nint)(tag >> 2 & 7) + 4;
                offset = (nint)((tag >> 5 << 8) | *ip);
                ip++;
            }
            else if ((tag & 3) == 2)
            {
                length = (nint)(tag >> 2) + 1;
                offset = Unsafe.ReadUnaligned<ushort>(ip);
                ip += 2;
            }
            else
            {
                length = (nint)(tag >> 2) + 1;
                offset = (nint)Unsafe.ReadUnaligned<uint>(ip);
                ip += 4;
            }
            if ((nuint)(offset - 1) >= (nuint)(op - target) || length > opEnd - op) throw Corrupt();
            var from = op - offset;
            if (offset >= 16)
            {
                Vector128.Store(Vector128.Load(from), op);
                if (length > 16)
                {
                    Vector128.Store(Vector128.Load(from + 16), op + 16);
                    if (length > 32)
                    {
                        Vector128.Store(Vector128.Load(from + 32), op + 32);
                        Vector128.Store(Vector128.Load(from + 48), op + 48);
                    }
                }
            }
            else
            {
                Repeat(from, op, (int)offset, length);
            }
            op += length;
        }
        if (ip != end || op != opEnd) throw Corrupt();
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

    private static ParquetFormatException Corrupt() => new("A Snappy block is corrupt.");
}
