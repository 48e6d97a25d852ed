using System.Buffers.Binary;

namespace Firesteel.Formats.SequenceFile;

/// <summary>Reads what Hadoop's DataOutput wrote from a piece of memory, and never past its end.</summary>
struct WritableInput(byte[] bytes, int start, int length)
{
    private readonly int _end = start + length;
    private int _at = start;

    public readonly int Left => _end - _at;

    public byte Byte()
    {
        if (_at >= _end) throw Short();
        return bytes[_at++];
    }

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _end - _at) throw Short();
        var span = bytes.AsSpan(_at, count);
        _at += count;
        return span;
    }

    public Pickle.PickleValue Slice(Pickle.PickleKind kind, int count)
    {
        var start = _at;
        Take(count);
        return Pickle.PickleValue.Slice(kind, bytes, start, count);
    }

    public short Int16() => BinaryPrimitives.ReadInt16BigEndian(Take(2));
    public int Int32() => BinaryPrimitives.ReadInt32BigEndian(Take(4));
    public long Int64() => BinaryPrimitives.ReadInt64BigEndian(Take(8));
    public float Single() => BinaryPrimitives.ReadSingleBigEndian(Take(4));
    public double Double() => BinaryPrimitives.ReadDoubleBigEndian(Take(8));

    /// <summary>A number in one byte, or in as many as the first one says.</summary>
    public long VLong()
    {
        var first = (sbyte)Byte();
        if (first >= -112) return first;
        var (count, negative) = first < -120 ? (-120 - first, true) : (-112 - first, false);
        var value = 0L;
        foreach (var b in Take(count)) value = value << 8 | b;
        return negative ? ~value : value;
    }

    public int VInt() => VLong() is >= int.MinValue and <= int.MaxValue and var value ? (int)value : throw new InvalidDataException("a number is out of bounds");

    /// <summary>How many bytes or items follow.</summary>
    public int VLength() => VInt() is >= 0 and var length ? length : throw new InvalidDataException("a length is negative");

    private static InvalidDataException Short() => new("a value ends early");
}
