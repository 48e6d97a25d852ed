using System.Runtime.CompilerServices;

namespace Firesteel.Formats.Parquet.Encodings;

/// <summary>
/// The RLE / bit-packing hybrid: levels, dictionary codes, truth values. Numbers of up to 32 bits.
/// The data is followed by 64 readable bytes.
/// </summary>
unsafe struct RleDecoder
{
    private byte* _next;
    private byte* _end;
    private int _width;
    private long _run;
    private bool _packed;
    private uint _value;
    private byte* _packedStart;
    private long _packedIndex;

    public void Start(byte* data, byte* end, int width)
    {
        if (width is < 0 or > 32) throw new ParquetFormatException($"A bit width of {width}.");
        _next = data;
        _end = end;
        _width = width;
        _run = 0;
        _packed = false;
    }

    /// <summary>Takes <paramref name="count"/> numbers at once where they all lie in one repeated run; else takes none.</summary>
    public bool TryTakeRun(int count, out uint value)
    {
        if (_run == 0) NextRun();
        value = _value;
        if (_packed || _run < count) return false;
        _run -= count;
        return true;
    }

    public void Read(uint* target, int count)
    {
        while (count > 0)
        {
            if (_run == 0) NextRun();
            var take = (int)Math.Min(_run, count);
            if (_packed) Unpack(target, take);
            else new Span<uint>(target, take).Fill(_value);
            _run -= take;
            target += take;
            count -= take;
        }
    }

    /// <summary>As <see cref="Read"/>, a byte each; the width is at most 8.</summary>
    public void ReadBytes(byte* target, int count)
    {
        while (count > 0)
        {
            if (_run == 0) NextRun();
            var take = (int)Math.Min(_run, count);
            if (_packed) UnpackBytes(target, take);
            else new Span<byte>(target, take).Fill((byte)_value);
            _run -= take;
            target += take;
            count -= take;
        }
    }

    public void Skip(long count)
    {
        while (count > 0)
        {
            if (_run == 0) NextRun();
            var take = Math.Min(_run, count);
            if (_packed) _packedIndex += take;
            _run -= take;
            count -= take;
        }
    }

    private void NextRun()
    {
        if (_width == 0)
        {
            // Numbers without bits are all 0, whether or not a run says so.
            (_packed, _value, _run) = (false, 0, long.MaxValue);
            return;
        }
        var head = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            if (_next >= _end) throw new ParquetFormatException("RLE data ends early.");
            if (shift > 28) throw new ParquetFormatException("An RLE run's length is too long.");
            var next = *_next++;
            head |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) break;
        }
        var length = (long)(head >> 1);
        if (length == 0) throw new ParquetFormatException("An RLE run is empty.");
        if ((head & 1) == 0)
        {
            var bytes = (_width + 7) / 8;
            if (bytes > _end - _next) throw new ParquetFormatException("RLE data ends early.");
            _value = 0;
            for (var i = 0; i < bytes; i++) _value |= (uint)*_next++ << (8 * i);
            _packed = false;
            _run = length;
            return;
        }
        _packed = true;
        _packedStart = _next;
        _packedIndex = 0;
        _run = length * 8;
        var size = length * _width;
        if (size > _end - _next)
        {
            // Some writers cut the padding of the last group.
            size = _end - _next;
            _run = size * 8 / _width;
            if (_run == 0) throw new ParquetFormatException("RLE data ends early.");
        }
        _next += size;
    }

    private void Unpack(uint* target, int count)
    {
        while (count > 0 && (_packedIndex & 7) != 0) { *target++ = One(); count--; }
        var groups = count / 8;
        if (groups > 0)
        {
            BitUnpacker.Unpack(_packedStart + _packedIndex / 8 * _width, _width, target, groups);
            _packedIndex += groups * 8;
            target += groups * 8;
            count -= groups * 8;
        }
        while (count-- > 0) *target++ = One();
    }

    private void UnpackBytes(byte* target, int count)
    {
        while (count > 0 && (_packedIndex & 7) != 0) { *target++ = (byte)One(); count--; }
        var source = _packedStart + _packedIndex / 8 * _width;
        for (; count >= 8; count -= 8)
        {
            Unsafe.WriteUnaligned(target, BitUnpacker.UnpackBytes(source, _width));
            source += _width;
            target += 8;
            _packedIndex += 8;
        }
        while (count-- > 0) *target++ = (byte)One();
    }

    private uint One()
    {
        var bit = _packedIndex++ * _width;
        return (uint)(Unsafe.ReadUnaligned<ulong>(_packedStart + (bit >> 3)) >> (int)(bit & 7)) & (uint)((1UL << _width) - 1);
    }
}
