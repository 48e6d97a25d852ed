using Firesteel.Formats.Orc.Metadata;
using Firesteel.Formats.Orc.Reading;

namespace Firesteel.Formats.Orc.Encodings;

/// <summary>Integer run length encoding of both versions (ORC specification, "Run Length Encoding").</summary>
sealed unsafe class IntegerRuns(OrcInput input, bool isSigned)
{
    private const int LongestRun = 512;
    // The longest head with its base, the packed values and the patches, and what unpacking may read behind.
    private const int LargestRunBytes = 4 + 16 + LongestRun * 8 + 32 * 8 + 8;
    private readonly long[] _run = GC.AllocateArray<long>(LongestRun, pinned: true);
    private int _at;
    private int _count;
    private bool _isV2;

    public void Start(bool isV2) => (_isV2, _at, _count) = (isV2, 0, 0);

    public void Read(long* target, int count)
    {
        fixed (long* run = _run)
        {
            while (count > 0)
            {
                if (_at == _count)
                {
                    // A run that is wanted whole goes where it is wanted.
                    if (count >= LongestRun)
                    {
                        var direct = Decode(target);
                        target += direct;
                        count -= direct;
                        continue;
                    }
                    (_at, _count) = (0, Decode(run));
                }
                var part = Math.Min(count, _count - _at);
                Buffer.MemoryCopy(run + _at, target, part * 8L, part * 8L);
                _at += part;
                target += part;
                count -= part;
            }
        }
    }

    private int Decode(long* target)
    {
        input.Want(LargestRunBytes);
        return _isV2 ? DecodeV2(target) : DecodeV1(target);
    }

    private int DecodeV1(long* target)
    {
        var control = (sbyte)input.ReadByte();
        if (control < 0)
        {
            for (var i = 0; i < -control; i++) target[i] = Varint(isSigned);
            return -control;
        }
        var count = control + 3;
        var delta = (sbyte)input.ReadByte();
        var value = Varint(isSigned);
        for (var i = 0; i < count; i++) target[i] = unchecked(value + i * (long)delta);
        return count;
    }

    private int DecodeV2(long* target)
    {
        int head = input.ReadByte();
        return (head >> 6) switch
        {
            0 => ShortRepeat(head, target),
            1 => Direct(head, target),
            2 => PatchedBase(head, target),
            _ => Delta(head, target),
        };
    }

    private int ShortRepeat(int head, long* target)
    {
        var value = Big((head >> 3 & 7) + 1);
        if (isSigned) value = ProtoReader.Zigzag((ulong)value);
        var count = (head & 7) + 3;
        new Span<long>(target, count).Fill(value);
        return count;
    }

    private int Direct(int head, long* target)
    {
        var width = BitWidths.Decode(head >> 1);
        var count = ((head & 1) << 8 | input.ReadByte()) + 1;
        Packed(width, target, count);
        if (isSigned)
            for (var i = 0; i < count; i++) target[i] = ProtoReader.Zigzag((ulong)target[i]);
        return count;
    }

    private int PatchedBase(int head, long* target)
    {
        var width = BitWidths.Decode(head >> 1);
        var count = ((head & 1) << 8 | input.ReadByte()) + 1;
        int third = input.ReadByte(), fourth = input.ReadByte();
        var baseBytes = (third >> 5) + 1;
        var patchWidth = BitWidths.Decode(third);
        var gapWidth = (fourth >> 5) + 1;
        var patches = fourth & 31;
        var origin = Big(baseBytes);
        // The highest bit is the sign, the others the magnitude.
        var sign = 1L << (baseBytes * 8 - 1);
        if ((origin & sign) != 0) origin = -(origin & ~sign);
        Packed(width, target, count);
        var list = stackalloc long[32];
        Packed(BitWidths.RoundUp(patchWidth + gapWidth), list, patches);
        var at = 0L;
        var patchMask = patchWidth >= 64 ? -1L : (1L << patchWidth) - 1;
        for (var i = 0; i < patches; i++)
        {
            at += (long)((ulong)list[i] >> patchWidth & 0xFF);
            var patch = list[i] & patchMask;
            // A gap too wide for its bits is made of several, without patches but for the last.
            if (patch == 0 && (long)((ulong)list[i] >> patchWidth) == 255) continue;
            if (at >= count) throw new OrcFormatException("A patch lies outside of its run.");
            target[at] |= width >= 64 ? 0 : patch << width;
        }
        for (var i = 0; i < count; i++) target[i] = unchecked(target[i] + origin);
        return count;
    }

    private int Delta(int head, long* target)
    {
        var code = head >> 1 & 31;
        var width = code == 0 ? 0 : BitWidths.Decode(code);
        var count = ((head & 1) << 8 | input.ReadByte()) + 1;
        var value = Varint(isSigned);
        var delta = Varint(true);
        target[0] = value;
        if (width == 0)
        {
            for (var i = 1; i < count; i++) target[i] = value = unchecked(value + delta);
            return count;
        }
        if (count < 2) return count;
        target[1] = value = unchecked(value + delta);
        Packed(width, target + 2, count - 2);
        if (delta < 0)
            for (var i = 2; i < count; i++) target[i] = value = unchecked(value - target[i]);
        else
            for (var i = 2; i < count; i++) target[i] = value = unchecked(value + target[i]);
        return count;
    }

    private void Packed(int width, long* target, int count)
    {
        if (count == 0) return;
        var bytes = BigEndianBits.Bytes(width, count);
        input.Need(bytes);
        BigEndianBits.Unpack(input.Next, width, target, count);
        input.Advance(bytes);
    }

    private long Big(int bytes)
    {
        input.Need(bytes);
        var value = 0L;
        for (var i = 0; i < bytes; i++) value = value << 8 | input.Next[i];
        input.Advance(bytes);
        return value;
    }

    private long Varint(bool zigzag)
    {
        var value = 0UL;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var next = input.ReadByte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return zigzag ? ProtoReader.Zigzag(value) : (long)value;
        }
        throw new OrcFormatException("A number does not end.");
    }
}
