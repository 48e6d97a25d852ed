using System.Buffers.Binary;
using System.Text;

namespace Firesteel.Formats.Orc.Metadata;

/// <summary>Writes the fields of a Protocol Buffers message.</summary>
sealed class ProtoWriter
{
    private byte[] _bytes = new byte[256];
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public ProtoWriter Unsigned(int field, ulong value)
    {
        Varint((ulong)field << 3);
        Varint(value);
        return this;
    }

    public ProtoWriter Length(int field, long value) => Unsigned(field, (ulong)value);

    public ProtoWriter Signed(int field, long value) => Unsigned(field, (ulong)(value << 1 ^ value >> 63));

    public ProtoWriter Double(int field, double value)
    {
        Varint((ulong)field << 3 | 1);
        BinaryPrimitives.WriteDoubleLittleEndian(Reserve(8), value);
        _length += 8;
        return this;
    }

    public ProtoWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        Varint((ulong)field << 3 | 2);
        Varint((ulong)value.Length);
        value.CopyTo(Reserve(value.Length));
        _length += value.Length;
        return this;
    }

    public ProtoWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public ProtoWriter Message(int field, ProtoWriter message) => Bytes(field, message.Written);

    public ProtoWriter Packed(int field, IEnumerable<ulong> values)
    {
        var packed = new ProtoWriter();
        foreach (var value in values) packed.Varint(value);
        return packed._length == 0 ? this : Message(field, packed);
    }

    private void Varint(ulong value)
    {
        var target = Reserve(10);
        var at = 0;
        for (; value >= 0x80; value >>= 7) target[at++] = (byte)(value | 0x80);
        target[at++] = (byte)value;
        _length += at;
    }

    private Span<byte> Reserve(int count)
    {
        if (_bytes.Length < _length + count) Array.Resize(ref _bytes, Math.Max(_length + count, _bytes.Length * 2));
        return _bytes.AsSpan(_length);
    }
}
