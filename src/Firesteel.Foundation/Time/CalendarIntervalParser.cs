using System.Text;
using Firesteel.Types;

namespace Firesteel.Foundation.Time;

/// <summary>Reads the words of the legacy interval type: <c>[interval] 1 year 2 months -3.5 seconds</c>.</summary>
static class CalendarIntervalParser
{
    private enum Unit { None, Year, Month, Week, Day, Hour, Minute, Second, Millisecond, Microsecond }

    public static bool TryParse(ReadOnlySpan<byte> text, out CalendarInterval interval)
    {
        interval = default;
        text = Utf8Blank.Trim(text);
        if (text.Length >= 8 && Ascii.EqualsIgnoreCase(text[..8], "interval"u8))
        {
            if (text.Length == 8 || !IsBlank(text[8])) return false;
            text = text[8..];
        }
        int months = 0, days = 0;
        long micros = 0;
        var at = 0;
        var parts = 0;
        try
        {
            for (Skip(text, ref at); at < text.Length; Skip(text, ref at), parts++)
            {
                if (!Value(text, ref at, out var value, out var fraction, out var hasFraction)) return false;
                var start = at;
                while (at < text.Length && !IsBlank(text[at])) at++;
                var unit = Parse(text[start..at]);
                if (unit == Unit.None || (hasFraction && unit != Unit.Second)) return false;
                checked
                {
                    switch (unit)
                    {
                        case Unit.Year: months += (int)(value * 12); break;
                        case Unit.Month: months += (int)value; break;
                        case Unit.Week: days += (int)(value * 7); break;
                        case Unit.Day: days += (int)value; break;
                        case Unit.Hour: micros += value * Micros.PerHour; break;
                        case Unit.Minute: micros += value * Micros.PerMinute; break;
                        case Unit.Second: micros += value * Micros.PerSecond + fraction; break;
                        case Unit.Millisecond: micros += value * Micros.PerMillisecond; break;
                        default: micros += value; break;
                    }
                }
            }
        }
        catch (OverflowException)
        {
            return false;
        }
        interval = new CalendarInterval(months, days, micros);
        return parts > 0;
    }

    // [sign] digits [. up to nine digits] and at least one blank.
    private static bool Value(ReadOnlySpan<byte> text, ref int at, out long value, out long micros, out bool hasFraction)
    {
        value = micros = 0;
        hasFraction = false;
        var negative = text[at] == '-';
        if (negative || text[at] == '+')
        {
            at++;
            Skip(text, ref at);
        }
        var digits = at;
        for (; at < text.Length && char.IsAsciiDigit((char)text[at]); at++) value = checked(value * 10 + (text[at] - '0'));
        digits = at - digits;
        if (at < text.Length && text[at] == '.')
        {
            hasFraction = true;
            var first = ++at;
            var unit = 100_000;
            for (; at < text.Length && char.IsAsciiDigit((char)text[at]); at++, unit /= 10) micros += (text[at] - '0') * unit;
            if (at - first > 9) return false;
            digits += at - first;
        }
        if (digits == 0 || at == text.Length || !IsBlank(text[at])) return false;
        Skip(text, ref at);
        if (negative)
        {
            value = -value;
            micros = -micros;
        }
        return at < text.Length;
    }

    private static Unit Parse(ReadOnlySpan<byte> word)
    {
        if (word.Length > 1 && (word[^1] | 0x20) == 's') word = word[..^1];
        return Ascii.EqualsIgnoreCase(word, "year"u8) ? Unit.Year
            : Ascii.EqualsIgnoreCase(word, "month"u8) ? Unit.Month
            : Ascii.EqualsIgnoreCase(word, "week"u8) ? Unit.Week
            : Ascii.EqualsIgnoreCase(word, "day"u8) ? Unit.Day
            : Ascii.EqualsIgnoreCase(word, "hour"u8) ? Unit.Hour
            : Ascii.EqualsIgnoreCase(word, "minute"u8) ? Unit.Minute
            : Ascii.EqualsIgnoreCase(word, "second"u8) ? Unit.Second
            : Ascii.EqualsIgnoreCase(word, "millisecond"u8) ? Unit.Millisecond
            : Ascii.EqualsIgnoreCase(word, "microsecond"u8) ? Unit.Microsecond
            : Unit.None;
    }

    private static bool IsBlank(byte c) => c is (byte)' ' or (>= 9 and <= 13) or (>= 28 and <= 31);

    private static void Skip(ReadOnlySpan<byte> text, ref int at)
    {
        while (at < text.Length && IsBlank(text[at])) at++;
    }
}
