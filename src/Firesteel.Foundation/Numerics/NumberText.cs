using System.Globalization;
using System.Numerics;
using Firesteel.Foundation.Time;

namespace Firesteel.Foundation.Numerics;

/// <summary>Spark's casts from text to whole numbers, floating-point numbers and booleans.</summary>
static class NumberText
{
    /// <summary>Reads a whole number between blanks. With <paramref name="allowFraction"/> (casts outside ANSI mode) a fraction of digits is dropped.</summary>
    /// <returns>False for what is no number or does not fit.</returns>
    public static bool TryParse<T>(ReadOnlySpan<byte> text, bool allowFraction, out T value) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        value = default;
        if (!TryParseLong(text, allowFraction, out var wide)) return false;
        value = T.CreateTruncating(wide);
        return long.CreateTruncating(value) == wide;
    }

    /// <inheritdoc cref="TryParse{T}(ReadOnlySpan{byte}, bool, out T)"/>
    public static bool TryParseLong(ReadOnlySpan<byte> text, bool allowFraction, out long value)
    {
        value = 0;
        text = Utf8Blank.Trim(text);
        if (text.IsEmpty) return false;
        var negative = text[0] == '-';
        var at = negative || text[0] == '+' ? 1 : 0;
        if (at == text.Length) return false;
        ulong magnitude = 0;
        for (; at < text.Length; at++)
        {
            var digit = (uint)(text[at] - '0');
            if (digit > 9) break;
            // One more digit than 18 may pass the range: checked once there.
            if (magnitude > 922_337_203_685_477_580UL) return false;
            magnitude = magnitude * 10 + digit;
        }
        if (at < text.Length)
        {
            if (!allowFraction || text[at] != '.' || text[(at + 1)..].ContainsAnyExceptInRange((byte)'0', (byte)'9')) return false;
        }
        if (magnitude > (negative ? 1UL << 63 : long.MaxValue)) return false;
        value = negative ? -(long)magnitude : (long)magnitude;
        return true;
    }

    /// <summary>Reads a double as Java does (blanks around, a suffix d or f, hexadecimal digits), or <c>inf</c>, <c>infinity</c>, <c>nan</c> in any case.</summary>
    public static bool TryParseDouble(ReadOnlySpan<byte> text, out double value)
    {
        if (TryParseSimple(text, out value)) return true;
        if (JavaForm(text, out var body)) return double.TryParse(body, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        return HexFloat.TryParse(text, out value) || TryParseSpecial(text, out value);
    }

    /// <summary>As <see cref="TryParseDouble"/> for a float.</summary>
    public static bool TryParseFloat(ReadOnlySpan<byte> text, out float value)
    {
        if (JavaForm(text, out var body)) return float.TryParse(body, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        var found = HexFloat.TryParse(text, out var wide) || TryParseSpecial(text, out wide);
        value = (float)wide;
        return found;
    }

    /// <summary>Reads t, true, y, yes, 1, f, false, n, no or 0 in any case between blanks.</summary>
    public static bool TryParseBoolean(ReadOnlySpan<byte> text, out bool value)
    {
        value = false;
        text = Utf8Blank.Trim(text);
        if (text.Length is 0 or > 5) return false;
        Span<byte> lower = stackalloc byte[5];
        for (var i = 0; i < text.Length; i++) lower[i] = text[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(text[i] | 0x20) : text[i];
        lower = lower[..text.Length];
        value = lower.SequenceEqual("true"u8) || lower.SequenceEqual("t"u8) || lower.SequenceEqual("1"u8) || lower.SequenceEqual("yes"u8) || lower.SequenceEqual("y"u8);
        return value || lower.SequenceEqual("false"u8) || lower.SequenceEqual("f"u8) || lower.SequenceEqual("0"u8) || lower.SequenceEqual("no"u8) || lower.SequenceEqual("n"u8);
    }

    // Up to 15 digits and a power of ten that a double holds exactly make one exact division: by far the most texts.
    private static bool TryParseSimple(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        if (text.Length is 0 or > 17) return false;
        var negative = text[0] == '-';
        ulong digits = 0;
        int count = 0, fraction = -1;
        for (var at = negative ? 1 : 0; at < text.Length; at++)
        {
            var digit = (uint)(text[at] - '0');
            if (digit <= 9)
            {
                digits = digits * 10 + digit;
                count++;
                if (fraction >= 0) fraction++;
            }
            else if (text[at] == '.' && fraction < 0)
            {
                fraction = 0;
            }
            else
            {
                return false;
            }
        }
        if (count is 0 or > 15) return false;
        value = fraction > 0 ? JavaDouble.Scale(digits, -fraction) : digits;
        if (negative) value = -value;
        return true;
    }

    // Decimal digits in Java's syntax; body is what is left without blanks and suffix.
    private static bool JavaForm(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> body)
    {
        while (!text.IsEmpty && text[0] <= ' ') text = text[1..];
        while (!text.IsEmpty && text[^1] <= ' ') text = text[..^1];
        if (!text.IsEmpty && (text[^1] | 0x20) is 'd' or 'f') text = text[..^1];
        body = text;
        var at = !text.IsEmpty && text[0] is (byte)'+' or (byte)'-' ? 1 : 0;
        int digits = 0, points = 0;
        for (; at < text.Length && (char.IsAsciiDigit((char)text[at]) || text[at] == '.'); at++)
            if (text[at] == '.') points++; else digits++;
        if (digits == 0 || points > 1) return false;
        if (at == text.Length) return true;
        if ((text[at++] | 0x20) != 'e') return false;
        if (at < text.Length && text[at] is (byte)'+' or (byte)'-') at++;
        return at < text.Length && !text[at..].ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }

    private static bool TryParseSpecial(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        while (!text.IsEmpty && text[0] <= ' ') text = text[1..];
        while (!text.IsEmpty && text[^1] <= ' ') text = text[..^1];
        var negative = !text.IsEmpty && text[0] == '-';
        var signed = negative || (!text.IsEmpty && text[0] == '+');
        if (signed) text = text[1..];
        if (System.Text.Ascii.EqualsIgnoreCase(text, "inf"u8) || System.Text.Ascii.EqualsIgnoreCase(text, "infinity"u8))
        {
            value = negative ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }
        // Java reads a signed NaN where it is spelt in its own way.
        if (signed ? !text.SequenceEqual("NaN"u8) : !System.Text.Ascii.EqualsIgnoreCase(text, "nan"u8)) return false;
        value = double.NaN;
        return true;
    }
}
