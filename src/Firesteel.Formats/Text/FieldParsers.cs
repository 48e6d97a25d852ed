using System.Numerics;
using System.Runtime.CompilerServices;
using Firesteel.Foundation.Numerics;
using Firesteel.Foundation.Time;

namespace Firesteel.Formats.Text;

/// <summary>Reads the text of one value, all of it. Implemented by structs, so that each column has a loop of its own.</summary>
interface IFieldParser<T> where T : unmanaged
{
    bool TryParse(ReadOnlySpan<byte> text, out T value);
}

/// <summary>Whole numbers as Java's <c>parseInt</c> and its kin take them: a sign and digits, nothing around.</summary>
readonly struct WholeParser<T> : IFieldParser<T> where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryParse(ReadOnlySpan<byte> text, out T value)
    {
        value = default;
        if (text.IsEmpty) return false;
        var negative = text[0] == '-';
        var at = negative || text[0] == '+' ? 1 : 0;
        if (at == text.Length || text.Length - at > 18) return Long(text, out value);
        var magnitude = 0L;
        for (; at < text.Length; at++)
        {
            var digit = (uint)(text[at] - '0');
            if (digit > 9) return false;
            magnitude = magnitude * 10 + digit;
        }
        if (negative) magnitude = -magnitude;
        value = T.CreateTruncating(magnitude);
        return long.CreateTruncating(value) == magnitude;
    }

    // Many digits: leading zeros, or a number near the end of long's range.
    private static bool Long(ReadOnlySpan<byte> text, out T value)
    {
        value = default;
        if (text[0] <= ' ' || text[^1] <= ' ' || text[^1] == 0x7f) return false;
        return NumberText.TryParse(text, allowFraction: false, out value);
    }
}

/// <summary>Doubles as Java's <c>parseDouble</c> takes them, and the options' words for those that are no numbers.</summary>
readonly struct DoubleParser(byte[] nan, byte[] positiveInfinity, byte[] negativeInfinity) : IFieldParser<double>
{
    public bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        if (!text.IsEmpty && text[^1] <= '9' && NumberText.TryParseDouble(text, out value)) return true;
        return TryWord(text, out value) || NumberText.TryParseDouble(text, out value) && IsJavas(text, value);
    }

    private bool TryWord(ReadOnlySpan<byte> text, out double value)
    {
        value = text.SequenceEqual(nan) ? double.NaN : text.SequenceEqual(positiveInfinity) ? double.PositiveInfinity : double.NegativeInfinity;
        return double.IsNaN(value) || value > 0 || text.SequenceEqual(negativeInfinity);
    }

    // Java spells its words in one way only.
    internal static bool IsJavas(ReadOnlySpan<byte> text, double value)
    {
        if (double.IsFinite(value)) return true;
        text = Utf8Blank.Trim(text);
        if (!text.IsEmpty && text[0] is (byte)'+' or (byte)'-') text = text[1..];
        return text.SequenceEqual("NaN"u8) || text.SequenceEqual("Infinity"u8) || !text.IsEmpty && text[0] is (>= (byte)'0' and <= (byte)'9') or (byte)'.';
    }
}

/// <summary>As <see cref="DoubleParser"/> for floats.</summary>
readonly struct FloatParser(byte[] nan, byte[] positiveInfinity, byte[] negativeInfinity) : IFieldParser<float>
{
    public bool TryParse(ReadOnlySpan<byte> text, out float value)
    {
        value = text.SequenceEqual(nan) ? float.NaN : text.SequenceEqual(positiveInfinity) ? float.PositiveInfinity : float.NegativeInfinity;
        if (float.IsNaN(value) || value > 0 || text.SequenceEqual(negativeInfinity)) return true;
        return NumberText.TryParseFloat(text, out value) && DoubleParser.IsJavas(text, value);
    }
}

/// <summary>true or false in any case.</summary>
readonly struct BooleanParser : IFieldParser<byte>
{
    public bool TryParse(ReadOnlySpan<byte> text, out byte value)
    {
        value = System.Text.Ascii.EqualsIgnoreCase(text, "true"u8) ? (byte)1 : (byte)0;
        return value == 1 || System.Text.Ascii.EqualsIgnoreCase(text, "false"u8);
    }
}

/// <summary>Decimals up to 18 digits, rounded half up to their scale.</summary>
readonly struct ShortDecimalParser(int precision, int scale) : IFieldParser<long>
{
    public bool TryParse(ReadOnlySpan<byte> text, out long value)
    {
        if (TrySimple(text, out value)) return true;
        var found = new LongDecimalParser(precision, scale).TryParse(text, out var wide);
        value = (long)wide;
        return found;
    }

    // Digits with a point that need no rounding: by far the most.
    private bool TrySimple(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        if (text.Length is 0 or > 18) return false;
        var at = text[0] == '-' ? 1 : 0;
        var fraction = -1;
        var digits = 0;
        for (; at < text.Length; at++)
        {
            var digit = (uint)(text[at] - '0');
            if (digit <= 9)
            {
                value = value * 10 + digit;
                digits++;
                if (fraction >= 0) fraction++;
            }
            else if (text[at] == '.' && fraction < 0) fraction = 0;
            else return false;
        }
        fraction = Math.Max(fraction, 0);
        var more = scale - fraction;
        if (more < 0 || digits == 0 || more + digits > 18) return false;
        value *= Decimals.LongPowerOfTen(more);
        if (value >= Decimals.LongPowerOfTen(precision)) return false;
        if (text[0] == '-') value = -value;
        return true;
    }
}

/// <summary>Decimals of any width.</summary>
readonly struct LongDecimalParser(int precision, int scale) : IFieldParser<Int128>
{
    public bool TryParse(ReadOnlySpan<byte> text, out Int128 value)
    {
        value = 0;
        if (text.IsEmpty || text[0] <= ' ' || text[^1] <= ' ') return false;
        return DecimalText.Parse(text, precision, scale, out value) == NumberParse.Ok;
    }
}

/// <summary>Dates by a pattern, or as casts read them where there is none.</summary>
readonly struct DateFieldParser(DateTimeFormatter? format) : IFieldParser<int>
{
    public bool TryParse(ReadOnlySpan<byte> text, out int value)
        => format == null ? DateParser.TryParse(text, out value) : format.TryParseDate(text, out value);
}

/// <summary>Instants by a pattern, or as casts read them where there is none.</summary>
readonly struct TimestampFieldParser(DateTimeFormatter? format, ZoneRules zone) : IFieldParser<long>
{
    public bool TryParse(ReadOnlySpan<byte> text, out long value)
        => format == null ? TimestampParser.TryParse(text, zone, out value) : format.TryParse(text, zone, out value);
}

/// <summary>Timestamps without time zone.</summary>
readonly struct TimestampNtzFieldParser(DateTimeFormatter? format) : IFieldParser<long>
{
    public bool TryParse(ReadOnlySpan<byte> text, out long value)
        => format == null ? TimestampParser.TryParseLocal(text, out value, allowZone: false) : format.TryParseLocal(text, out value, allowZone: false);
}

/// <summary>Times of day.</summary>
readonly struct TimeFieldParser : IFieldParser<long>
{
    public bool TryParse(ReadOnlySpan<byte> text, out long value) => TimestampParser.TryParseTime(text, out value);
}

/// <summary>Year-month intervals.</summary>
readonly struct YearMonthFieldParser(Firesteel.Types.YearMonthIntervalType type) : IFieldParser<int>
{
    public bool TryParse(ReadOnlySpan<byte> text, out int value) => IntervalParser.TryParseYearMonth(text, type.Start, type.End, out value);
}

/// <summary>Day-time intervals.</summary>
readonly struct DayTimeFieldParser(Firesteel.Types.DayTimeIntervalType type) : IFieldParser<long>
{
    public bool TryParse(ReadOnlySpan<byte> text, out long value) => IntervalParser.TryParseDayTime(text, type.Start, type.End, out value);
}

/// <summary>Calendar intervals.</summary>
readonly struct CalendarIntervalFieldParser : IFieldParser<Firesteel.Types.CalendarInterval>
{
    public bool TryParse(ReadOnlySpan<byte> text, out Firesteel.Types.CalendarInterval value) => CalendarIntervalParser.TryParse(text, out value);
}
