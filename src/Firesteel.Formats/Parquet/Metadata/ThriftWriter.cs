using System.Buffers;
using System.Text;

namespace Firesteel.Formats.Parquet.Metadata;

/// <summary>Writes Thrift's compact protocol.</summary>
sealed class ThriftWriter(IBufferWriter<byte> output)
{
    private readonly Stack<int> _outer = new();
    private int _last;

    public void StructBegin(int field) { Head(field, ThriftType.Struct); ElementBegin(); }

    /// <summary>A struct that is the message itself or a list's element.</summary>
    public void ElementBegin() { _outer.Push(_last); _last = 0; }

    public void StructEnd() { Byte(0); _last = _outer.Pop(); }

    public void I32(int field, int value) { Head(field, ThriftType.I32); ZigZag(value); }
    public void I64(int field, long value) { Head(field, ThriftType.I64); ZigZag(value); }
    public void I16(int field, short value) { Head(field, ThriftType.I16); ZigZag(value); }
    public void I8(int field, byte value) { Head(field, ThriftType.Byte); Byte(value); }
    public void Bool(int field, bool value) => Head(field, value ? ThriftType.True : ThriftType.False);
    public void Binary(int field, ReadOnlySpan<byte> value) { Head(field, ThriftType.Binary); BinaryElement(value); }
    public void String(int field, string value) => Binary(field, Encoding.UTF8.GetBytes(value));

    /// <summary>A struct without fields, as unions hold for a choice that says all.</summary>
    public void Empty(int field) { StructBegin(field); StructEnd(); }

    public void ListBegin(int field, ThriftType element, int count)
    {
        Head(field, ThriftType.List);
        if (count < 15) Byte((byte)(count << 4 | (int)element));
        else { Byte((byte)(0xF0 | (int)element)); Varint((ulong)count); }
    }

    public void I32Element(int value) => ZigZag(value);
    public void I64Element(long value) => ZigZag(value);
    public void BoolElement(bool value) => Byte(value ? (byte)1 : (byte)2);
    public void StringElement(string value) => BinaryElement(Encoding.UTF8.GetBytes(value));

    public void BinaryElement(ReadOnlySpan<byte> value)
    {
        Varint((ulong)value.Length);
        output.Write(value);
    }

    private void Head(int field, ThriftType type)
    {
        var delta = field - _last;
        if (delta is > 0 and < 16) Byte((byte)(delta << 4 | (int)type));
        else { Byte((byte)type); ZigZag(field); }
        _last = field;
    }

    private void ZigZag(long value) => Varint((ulong)(value << 1 ^ value >> 63));

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7) Byte((byte)(value | 0x80));
        Byte((byte)value);
    }

    private void Byte(byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }
}
