using System.Buffers.Text;

namespace Firesteel.Foundation.Time;

/// <summary>Appends to a span of UTF-8 that is known to be large enough.</summary>
ref struct Utf8Cursor(Span<byte> destination)
{
    private readonly Span<byte> _destination = destination;

    public int Length { get; private set; }

    /// <summary>Takes back what was appended beyond a length.</summary>
    public void Truncate(int length) => Length = length;

    public void Append(byte value) => _destination[Length++] = value;

    public void Append(scoped ReadOnlySpan<byte> text)
    {
        text.CopyTo(_destination[Length..]);
        Length += text.Length;
    }

    public void Append(long value)
    {
        Utf8Formatter.TryFormat(value, _destination[Length..], out var written);
        Length += written;
    }

    /// <summary>A number that is not negative, with zeros in front up to a width.</summary>
    public void AppendPadded(long value, int width)
    {
        var digits = 1;
        for (var rest = value / 10; rest > 0; rest /= 10) digits++;
        for (var i = digits; i < width; i++) _destination[Length++] = (byte)'0';
        for (var i = digits - 1; i >= 0; i--)
        {
            _destination[Length + i] = (byte)('0' + value % 10);
            value /= 10;
        }
        Length += digits;
    }

    /// <summary>A point and the digits of a fraction without trailing zeros.</summary>
    public void AppendFraction(int fraction, int digits) => Length += DateTimeText.WriteFraction(fraction, digits, _destination[Length..]);
}
