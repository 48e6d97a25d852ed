using System.Runtime.CompilerServices;

namespace Firesteel.Formats.Parquet.Encodings;

/// <summary>
/// The numbers of a DELTA_BINARY_PACKED run, a miniblock at a time: a first value, then blocks of a least delta and bit-packed rests.
/// Sums wrap, so 32-bit columns take the low half.
/// </summary>
sealed unsafe class DeltaReader
{
    private const int MaxMiniblock = 1 << 16;
    private byte* _next;
    private byte* _end;
    private byte* _widths;
    private int _miniblocks;
    private int _miniblockSize;
    private int _miniblock;
    private long _minDelta;
    private long _last;
    private int _left;
    private bool _first;
    private long[] _values = [];
    private uint[] _packed = [];
    private int _at;
    private int _buffered;

    /// <summary>Numbers of the run not read yet.</summary>
    public int Left => _left + _buffered;

    /// <summary>Where the run ends; right once all of it was read.</summary>
    public byte* Position => _next;

    public void Start(byte* data, byte* end, int maxCount)
    {
        _next = data;
        _end = end;
        (_at, _buffered) = (0, 0);
        var blockSize = Varint();
        var miniblocks = Varint();
        var count = Varint();
        _last = ZigZag();
        if (miniblocks == 0 || blockSize % miniblocks != 0 || blockSize / miniblocks is 0 or > MaxMiniblock || blockSize / miniblocks % 8 != 0)
            throw new ParquetFormatException($"Delta blocks of {blockSize} numbers in {miniblocks} parts.");
        if (count > (ulong)maxCount) throw new ParquetFormatException("A delta run has more numbers than its page.");
        (_miniblocks, _miniblockSize) = ((int)miniblocks, (int)(blockSize / miniblocks));
        (_left, _first, _miniblock) = ((int)count, true, _miniblocks);
        if (_values.Length < _miniblockSize)
        {
            _values = new long[_miniblockSize];
            _packed = new uint[_miniblockSize];
        }
    }

    /// <summary>The next numbers, at least one and at most <paramref name="max"/>, without copying them.</summary>
    public ReadOnlySpan<long> Take(int max)
    {
        if (_buffered == 0) Fill();
        var result = _values.AsSpan(_at, Math.Min(max, _buffered));
        _at += result.Length;
        _buffered -= result.Length;
        return result;
    }

    private void Fill()
    {
        if (_left == 0) throw new ParquetFormatException("A page has fewer values than it says.");
        _at = 0;
        if (_first)
        {
            _first = false;
            _values[0] = _last;
            (_buffered, _left) = (1, _left - 1);
            return;
        }
        if (_miniblock == _miniblocks) StartBlock();
        int width = _widths[_miniblock++];
        if (width > 64) throw new ParquetFormatException($"Deltas of {width} bits.");
        var count = Math.Min(_left, _miniblockSize);
        var size = (long)_miniblockSize * width / 8;
        if (size > _end - _next)
        {
            // Some writers cut the padding of the last part.
            if (((long)count * width + 7) / 8 > _end - _next) throw new ParquetFormatException("Delta data ends early.");
            FillScalar(_next, width, count);
            _next = _end;
        }
        else
        {
            if (width <= 32) FillPacked(_next, width, count);
            else FillScalar(_next, width, count);
            _next += size;
        }
        (_buffered, _left) = (count, _left - count);
    }

    private void StartBlock()
    {
        _minDelta = ZigZag();
        if (_end - _next < _miniblocks) throw new ParquetFormatException("Delta data ends early.");
        _widths = _next;
        _next += _miniblocks;
        _miniblock = 0;
    }

    private void FillPacked(byte* data, int width, int count)
    {
        fixed (uint* packed = _packed) BitUnpacker.Unpack(data, width, packed, _miniblockSize / 8);
        var last = _last;
        for (var i = 0; i < count; i++) _values[i] = last = unchecked(last + _minDelta + _packed[i]);
        _last = last;
    }

    private void FillScalar(byte* data, int width, int count)
    {
        var mask = width == 64 ? ulong.MaxValue : (1UL << width) - 1;
        var last = _last;
        for (var i = 0; i < count; i++)
        {
            var bit = (long)i * width;
            var shift = (int)(bit & 7);
            var value = Unsafe.ReadUnaligned<ulong>(data + (bit >> 3)) >> shift;
            if (shift + width > 64) value |= (ulong)data[(bit >> 3) + 8] << (64 - shift);
            _values[i] = last = unchecked(last + _minDelta + (long)(value & mask));
        }
        _last = last;
    }

    private ulong Varint()
    {
        var result = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (_next >= _end) throw new ParquetFormatException("Delta data ends early.");
            var next = *_next++;
            result |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return result;
        }
        throw new ParquetFormatException("A delta number is too long.");
    }

    private long ZigZag()
    {
        var raw = Varint();
        return (long)(raw >> 1) ^ -(long)(raw & 1);
    }
}
