using System.Runtime.CompilerServices;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Formats.Parquet.Encodings;

/// <summary>PLAIN numbers: INT32, INT64, INT96, FLOAT, DOUBLE.</summary>
sealed unsafe class PlainFixedDecoder(int size) : ValueDecoder
{
    private byte* _next;
    private byte* _end;

    public override void Start(byte* data, byte* end, int count)
    {
        _next = data;
        _end = end;
    }

    public override void Read(byte* target, int count)
    {
        var from = TryTake(count);
        Unsafe.CopyBlockUnaligned(target, from, (uint)(count * size));
    }

    public override void Skip(int count) => TryTake(count);

    public override byte* TryTake(int count)
    {
        var result = _next;
        if ((long)count * size > _end - _next) throw Short();
        _next += (long)count * size;
        return result;
    }
}

/// <summary>PLAIN truth values: a bit each.</summary>
sealed unsafe class PlainBooleanDecoder : ValueDecoder
{
    private byte* _data;
    private long _index;
    private long _count;

    public override void Start(byte* data, byte* end, int count)
    {
        _data = data;
        _index = 0;
        _count = (end - data) * 8;
    }

    public override void Read(byte* target, int count)
    {
        if (count > _count - _index) throw Short();
        var i = 0;
        for (; i < count && (_index & 7) != 0; i++, _index++) target[i] = (byte)(_data[_index >> 3] >> (int)(_index & 7) & 1);
        for (; i + 8 <= count; i += 8, _index += 8) Unsafe.WriteUnaligned(target + i, BitUnpacker.UnpackBytes(_data + (_index >> 3), 1));
        for (; i < count; i++, _index++) target[i] = (byte)(_data[_index >> 3] >> (int)(_index & 7) & 1);
    }

    public override void Skip(int count)
    {
        if (count > _count - _index) throw Short();
        _index += count;
    }
}

/// <summary>PLAIN byte arrays: four bytes of length, then the bytes. The views point into the page.</summary>
sealed unsafe class PlainByteArrayDecoder : ValueDecoder
{
    private byte* _next;
    private byte* _end;

    public override void Start(byte* data, byte* end, int count)
    {
        _next = data;
        _end = end;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Read(byte* target, int count)
    {
        var views = (StringView*)target;
        var next = _next;
        var end = _end;
        for (var i = 0; i < count; i++)
        {
            long length = Unsafe.ReadUnaligned<uint>(next);
            if (next > end || length + 4 > end - next) throw Short();
            views[i] = new StringView(next + 4, (int)length);
            next += length + 4;
        }
        _next = next;
    }

    public override void Skip(int count)
    {
        var next = _next;
        var end = _end;
        for (var i = 0; i < count; i++)
        {
            long length = Unsafe.ReadUnaligned<uint>(next);
            if (length + 4 > end - next) throw Short();
            next += length + 4;
        }
        _next = next;
    }
}

/// <summary>PLAIN fixed-length byte arrays, as views into the page.</summary>
sealed unsafe class PlainFixedByteArrayDecoder(int length) : ValueDecoder
{
    private byte* _next;
    private byte* _end;

    public override void Start(byte* data, byte* end, int count)
    {
        _next = data;
        _end = end;
    }

    public override void Read(byte* target, int count)
    {
        if ((long)count * length > _end - _next) throw Short();
        var views = (StringView*)target;
        for (var i = 0; i < count; i++, _next += length) views[i] = new StringView(_next, length);
    }

    public override void Skip(int count)
    {
        if ((long)count * length > _end - _next) throw Short();
        _next += (long)count * length;
    }
}
