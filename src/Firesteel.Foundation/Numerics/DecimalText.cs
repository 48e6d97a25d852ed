using System.Buffers.Text;
using System.Globalization;
using System.Numerics;

namespace Firesteel.Foundation.Numerics;

/// <summary>What became of a text that should be a number.</summary>
enum NumberParse : byte
{
    Ok,
    /// <summary>The text is no number.</summary>
    Malformed,
    /// <summary>A number that the type does not hold.</summary>
    OutOfRange,
}

/// <summary>Decimals from and to UTF-8.</summary>
static class DecimalText
{
    /// <summary>No decimal needs more bytes than this.</summary>
    public const int MaxLength = 96;

    private const int LongestShown = 1000;

    /// <summary>Writes digits, point and fraction, never an exponent.</summary>
    public static int WritePlain(Int128 unscaled, int scale, Span<byte> destination)
    {
        var at = 0;
        if (unscaled < 0) destination[at++] = (byte)'-';
        Span<byte> digits = stackalloc byte[40];
        var text = Digits(Decimals.Magnitude(unscaled), digits);
        if (scale <= 0)
        {
            text.CopyTo(destination[at..]);
            at += text.Length;
            for (; scale < 0 && unscaled != 0; scale++) destination[at++] = (byte)'0';
            return at;
        }
        var whole = text.Length - scale;
        if (whole <= 0)
        {
            destination[at++] = (byte)'0';
            destination[at++] = (byte)'.';
            for (; whole < 0; whole++) destination[at++] = (byte)'0';
            text.CopyTo(destination[at..]);
            return at + text.Length;
        }
        text[..whole].CopyTo(destination[at..]);
        at += whole;
        destination[at++] = (byte)'.';
        text[whole..].CopyTo(destination[at..]);
        return at + scale;
    }

    /// <summary>Writes as Java's <c>BigDecimal.toString</c>: with an exponent where the first digit lies more than six places after the point.</summary>
    public static int WriteScientific(Int128 unscaled, int scale, Span<byte> destination)
    {
        Span<byte> digits = stackalloc byte[40];
        var text = Digits(Decimals.Magnitude(unscaled), digits);
        var exponent = text.Length - 1 - scale;
        if (scale >= 0 && exponent >= -6) return WritePlain(unscaled, scale, destination);
        var at = 0;
        if (unscaled < 0) destination[at++] = (byte)'-';
        destination[at++] = text[0];
        if (text.Length > 1)
        {
            destination[at++] = (byte)'.';
            text[1..].CopyTo(destination[at..]);
            at += text.Length - 1;
        }
        if (exponent == 0) return at;
        destination[at++] = (byte)'E';
        if (exponent > 0) destination[at++] = (byte)'+';
        Utf8Formatter.TryFormat(exponent, destination[at..], out var length);
        return at + length;
    }

    /// <summary>Reads <c>[+-]digits[.digits][e[+-]digits]</c> between blanks and rounds it half up to a type.</summary>
    public static NumberParse Parse(ReadOnlySpan<byte> text, int precision, int scale, out Int128 unscaled)
    {
        unscaled = 0;
        while (!text.IsEmpty && text[0] <= ' ') text = text[1..];
        while (!text.IsEmpty && text[^1] <= ' ') text = text[..^1];
        var negative = !text.IsEmpty && text[0] == '-';
        if (negative || (!text.IsEmpty && text[0] == '+')) text = text[1..];
        var mantissa = text.IndexOfAny((byte)'e', (byte)'E') is var e and >= 0 ? text[..e] : text;
        if (!Exponent(text[mantissa.Length..], out var exponent)) return NumberParse.Malformed;
        var point = mantissa.IndexOf((byte)'.');
        var whole = point < 0 ? mantissa : mantissa[..point];
        var fraction = point < 0 ? default : mantissa[(point + 1)..];
        if (whole.Length + fraction.Length == 0 || whole.ContainsAnyExceptInRange((byte)'0', (byte)'9') || fraction.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return NumberParse.Malformed;
        // Java's own limit on the scale of the number as written.
        if (exponent - fraction.Length is < -int.MaxValue or > int.MaxValue) return NumberParse.Malformed;
        // Digits kept are those before place "kept" of whole and fraction read as one; the next one rounds.
        var kept = whole.Length + exponent + scale;
        var count = whole.Length + fraction.Length;
        var first = FirstDigit(whole, fraction);
        if (first == count) return NumberParse.Ok;
        if (kept - first > Decimals.MaxPrecision) return NumberParse.OutOfRange;
        UInt128 magnitude = 0;
        for (long i = first; i < kept; i++) magnitude = magnitude * 10 + (uint)(i < count ? Digit(whole, fraction, (int)i) : 0);
        if (kept >= 0 && kept < count && Digit(whole, fraction, (int)kept) >= 5) magnitude++;
        if (magnitude >= (UInt128)Decimals.PowerOfTen(precision)) return NumberParse.OutOfRange;
        unscaled = negative ? -(Int128)magnitude : (Int128)magnitude;
        return NumberParse.Ok;
    }

    private static bool Exponent(ReadOnlySpan<byte> text, out long exponent)
    {
        exponent = 0;
        if (text.IsEmpty) return true;
        text = text[1..];
        var negative = !text.IsEmpty && text[0] == '-';
        if (negative || (!text.IsEmpty && text[0] == '+')) text = text[1..];
        if (text.IsEmpty) return false;
        while (text.Length > 10 && text[0] == '0') text = text[1..];
        if (text.Length > 10) return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit((char)c)) return false;
            exponent = exponent * 10 + (c - '0');
        }
        if (negative) exponent = -exponent;
        return true;
    }

    private static int FirstDigit(ReadOnlySpan<byte> whole, ReadOnlySpan<byte> fraction)
    {
        var at = whole.IndexOfAnyExcept((byte)'0');
        if (at >= 0) return at;
        at = fraction.IndexOfAnyExcept((byte)'0');
        return at >= 0 ? whole.Length + at : whole.Length + fraction.Length;
    }

    private static int Digit(ReadOnlySpan<byte> whole, ReadOnlySpan<byte> fraction, int index) =>
        (index < whole.Length ? whole[index] : fraction[index - whole.Length]) - '0';

    private static ReadOnlySpan<byte> Digits(UInt128 magnitude, Span<byte> buffer)
    {
        int length;
        if (magnitude <= ulong.MaxValue)
        {
            Utf8Formatter.TryFormat((ulong)magnitude, buffer, out length);
            return buffer[..length];
        }
        var high = magnitude / 10_000_000_000_000_000_000UL;
        var low = (ulong)(magnitude - high * 10_000_000_000_000_000_000UL);
        if (high > ulong.MaxValue) { magnitude.TryFormat(buffer, out length); return buffer[..length]; }
        Utf8Formatter.TryFormat((ulong)high, buffer, out length);
        Utf8Formatter.TryFormat(low, buffer[length..], out _, new System.Buffers.StandardFormat('D', 19));
        return buffer[..(length + 19)];
    }

    /// <summary>A number of any length, rounded half up to so many digits behind the point; as it stands where its exponent is out of all reason.</summary>
    public static string Rounded(string text, int scale)
    {
        var end = text.AsSpan().IndexOfAny('e', 'E');
        var mantissa = end < 0 ? text : text[..end];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        if (!BigInteger.TryParse(mantissa.Replace(".", ""), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var digits)) return text;
        var power = 0;
        if (end >= 0 && !int.TryParse(text.AsSpan(end + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out power)) return text;
        var exponent = (long)power - (point < 0 ? 0 : mantissa.Length - point - 1) + scale;
        if (Math.Abs(exponent) > LongestShown) return text;
        var unit = BigInteger.Pow(10, (int)Math.Abs(exponent));
        var rounded = exponent >= 0 ? digits * unit : (BigInteger.Abs(digits) * 2 + unit) / (unit * 2) * digits.Sign;
        var whole = BigInteger.Abs(rounded).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return $"{(rounded.Sign < 0 ? "-" : "")}{(scale == 0 ? whole : whole.Insert(whole.Length - scale, "."))}";
    }
}
