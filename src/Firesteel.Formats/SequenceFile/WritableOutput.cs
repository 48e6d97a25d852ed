using System.Buffers.Binary;
using System.Text;

namespace Firesteel.Formats.SequenceFile;

/// <summary>Memory that grows, written as Hadoop's DataOutput writes.</summary>
sealed class WritableOutput
{
    private byte[] _bytes = new byte[256];

    public int Length { get; private set; }
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void Byte(byte value) => Reserve(1)[0] = value;
    public void Bytes(ReadOnlySpan<byte> value) => value.CopyTo(Reserve(value.Length));
    public void Int16(short value) => BinaryPrimitives.WriteInt16BigEndian(Reserve(2), value);
    public void Int32(int value) => BinaryPrimitives.WriteInt32BigEndian(Reserve(4), value);
    public void Int64(long value) => BinaryPrimitives.WriteInt64BigEndian(Reserve(8), value);
    public void Double(double value) => BinaryPrimitives.WriteDoubleBigEndian(Reserve(8), value);

    public void VLong(long value)
    {
        if (value is >= -112 and <= 127)
        {
            Byte((byte)value);
            return;
        }
        var (first, rest) = value < 0 ? (-120, ~value) : (-112, value);
        var count = (71 - System.Numerics.BitOperations.LeadingZeroCount((ulong)rest)) / 8;
        Byte((byte)(first - count));
        var target = Reserve(count);
        for (var i = count - 1; i >= 0; i--, rest >>= 8) target[i] = (byte)rest;
    }

    /// <summary>Text with its length in front, as class names and metadata are written.</summary>
    public void Text(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        VLong(utf8.Length);
        Bytes(utf8);
    }

    private Span<byte> Reserve(int count)
    {
        if (_bytes.Length - Length < count) Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(_bytes.Length * 2L, Length + (long)count)));
        var span = _bytes.AsSpan(Length, count);
        Length += count;
        return span;
    }
}
