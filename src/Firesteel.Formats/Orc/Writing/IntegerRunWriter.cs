using System.Numerics;
using Firesteel.Formats.Orc.Encodings;

namespace Firesteel.Formats.Orc.Writing;

/// <summary>
/// Integer run length encoding, version 2, a block of values at a time: constant steps as deltas without values, short repeats, and between
/// them whichever is smaller of packed values and packed deltas. Patched runs are not written.
/// </summary>
sealed unsafe class IntegerRunWriter(OrcOutput output, bool isSigned)
{
    private const int BlockSize = 512;
    private const int ShortestRepeat = 3;
    private const int LongestRepeat = 10;
    // Shorter runs of constant steps cost more to set apart than to pack with their neighbours.
    private const int ShortestStep = 12;
    private readonly long[] _values = new long[BlockSize];
    private int _count;

    public void Write(long value)
    {
        _values[_count++] = value;
        if (_count == BlockSize) Flush();
    }

    public void Write(ReadOnlySpan<long> values)
    {
        while (values.Length > 0)
        {
            var part = Math.Min(values.Length, BlockSize - _count);
            values[..part].CopyTo(_values.AsSpan(_count));
            _count += part;
            values = values[part..];
            if (_count == BlockSize) Flush();
        }
    }

    public void Flush()
    {
        fixed (long* values = _values)
        {
            var start = 0;
            for (var at = 0; at < _count;)
            {
                var run = StepRun(values + at, _count - at);
                var isRepeat = run >= ShortestRepeat && values[at] == values[at + 1];
                if (run < ShortestStep && !(isRepeat && run >= ShortestRepeat + 2))
                {
                    at += Math.Max(1, run - 1);
                    continue;
                }
                Mixed(values + start, at - start);
                if (isRepeat && run <= LongestRepeat) Repeat(values[at], run);
                else Step(values[at], unchecked(values[at + 1] - values[at]), run);
                at += run;
                start = at;
            }
            Mixed(values + start, _count - start);
        }
        _count = 0;
    }

    // How many values from the first on have the same step between them.
    private static int StepRun(long* values, int count)
    {
        if (count < 2) return count;
        var step = unchecked(values[1] - values[0]);
        // A step that overflows is no step.
        if (((values[1] ^ values[0]) & (values[1] ^ step)) < 0) return 1;
        var run = 2;
        while (run < count && unchecked(values[run] - values[run - 1]) == step && (step >= 0) == (values[run] >= values[run - 1])) run++;
        return run;
    }

    private void Repeat(long value, int count)
    {
        var bits = Fold(value);
        var bytes = Math.Max(1, (64 - BitOperations.LeadingZeroCount(bits) + 7) / 8);
        output.Append((byte)((bytes - 1) << 3 | (count - ShortestRepeat)));
        for (var i = bytes - 1; i >= 0; i--) output.Append((byte)(bits >> (8 * i)));
    }

    private void Step(long first, long step, int count)
    {
        Head(3, 0, count);
        output.Varint(Fold(first));
        output.Varint(Zigzag(step));
    }

    private void Mixed(long* values, int count)
    {
        if (count == 0) return;
        var all = 0UL;
        for (var i = 0; i < count; i++) all |= Fold(values[i]);
        var width = BitWidths.RoundUp(Math.Max(1, Bits(all)));
        if (count > 2 && TryDelta(values, count, width)) return;
        Head(1, BitWidths.Encode(width), count);
        var at = 0UL;
        var filled = 0;
        for (var i = 0; i < count; i++) Pack(Fold(values[i]), width, ref at, ref filled);
        Finish(at, filled);
    }

    private bool TryDelta(long* values, int count, int directWidth)
    {
        var first = unchecked(values[1] - values[0]);
        var isDown = first < 0;
        var all = 0UL;
        for (var i = 1; i < count; i++)
        {
            if (isDown ? values[i] > values[i - 1] : values[i] < values[i - 1]) return false;
            var step = unchecked((ulong)(isDown ? values[i - 1] - values[i] : values[i] - values[i - 1]));
            if (i > 1) all |= step;
            else if (step > long.MaxValue) return false;
        }
        var width = BitWidths.RoundUp(Math.Max(2, Bits(all)));
        // Base and first step cost about as much as four values.
        if ((long)width * (count - 2) + 72 >= (long)directWidth * count || width > 56) return false;
        Head(3, BitWidths.Encode(width), count);
        output.Varint(Fold(values[0]));
        output.Varint(Zigzag(first));
        var at = 0UL;
        var filled = 0;
        for (var i = 2; i < count; i++) Pack((ulong)(isDown ? values[i - 1] - values[i] : values[i] - values[i - 1]), width, ref at, ref filled);
        Finish(at, filled);
        return true;
    }

    private void Head(int kind, int width, int count)
    {
        output.Append((byte)(kind << 6 | width << 1 | count - 1 >> 8));
        output.Append((byte)(count - 1));
    }

    // Bits are gathered from the highest on; eight bytes go out at a time.
    private void Pack(ulong value, int width, ref ulong word, ref int filled)
    {
        var free = 64 - filled;
        if (width < free)
        {
            word |= value << (free - width);
            filled += width;
            return;
        }
        word |= value >> (width - free);
        output.Append(System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word));
        filled = width - free;
        word = filled == 0 ? 0 : value << (64 - filled);
    }

    private void Finish(ulong word, int filled)
    {
        for (; filled > 0; filled -= 8, word <<= 8) output.Append((byte)(word >> 56));
    }

    private ulong Fold(long value) => isSigned ? Zigzag(value) : (ulong)value;

    private static ulong Zigzag(long value) => (ulong)(value << 1 ^ value >> 63);

    private static int Bits(ulong value) => 64 - BitOperations.LeadingZeroCount(value);
}
