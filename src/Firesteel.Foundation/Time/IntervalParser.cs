using System.Text;
using Firesteel.Types;

namespace Firesteel.Foundation.Time;

/// <summary>Spark's casts from text to the ANSI intervals: the bare value (<c>1-2</c>) or a whole literal (<c>INTERVAL '1-2' YEAR TO MONTH</c>).</summary>
static class IntervalParser
{
    /// <summary>Reads months. Accepts the fields of the type only.</summary>
    public static bool TryParseYearMonth(ReadOnlySpan<byte> text, YearMonthField start, YearMonthField end, out int months)
    {
        months = 0;
        var range = start != end ? "YEAR TO MONTH"u8 : start == YearMonthField.Year ? "YEAR"u8 : "MONTH"u8;
        if (!Body(text, range, out var body, out var negative)) return false;
        var at = 0;
        if (!Number(body, ref at, 18, out var value)) return false;
        if (start == YearMonthField.Year) value *= 12;
        if (start != end)
        {
            if (at == body.Length || body[at++] != '-' || !Number(body, ref at, 18, out var month) || month > 11) return false;
            value += month;
        }
        if (at != body.Length) return false;
        if (negative) value = -value;
        months = (int)value;
        return months == value;
    }

    /// <summary>Reads microseconds. Accepts the fields of the type only; digits beyond microseconds are dropped.</summary>
    public static bool TryParseDayTime(ReadOnlySpan<byte> text, DayTimeField start, DayTimeField end, out long micros)
    {
        micros = 0;
        Span<byte> range = stackalloc byte[32];
        var name = new Utf8Cursor(range);
        name.Append(IntervalText.Name(start));
        if (start != end)
        {
            name.Append(" TO "u8);
            name.Append(IntervalText.Name(end));
        }
        if (!Body(text, range[..name.Length], out var body, out var negative)) return false;
        var at = 0;
        Int128 total = 0;
        for (var field = start; field <= end; field++)
        {
            long value;
            if (field == start)
            {
                if (!Number(body, ref at, LeadingDigits(field), out value)) return false;
            }
            else
            {
                var separator = field == DayTimeField.Hour ? (byte)' ' : (byte)':';
                if (at == body.Length || body[at++] != separator || !Number(body, ref at, 2, out value)) return false;
                if (value > (field == DayTimeField.Hour ? 23 : 59)) return false;
            }
            total += value * (Int128)IntervalText.Unit(field);
        }
        if (end == DayTimeField.Second && at < body.Length)
        {
            var first = ++at;
            if (body[first - 1] != '.' || !Number(body, ref at, 9, out _)) return false;
            var unit = 100_000;
            for (var i = first; i < at && unit > 0; i++, unit /= 10) total += (body[i] - '0') * unit;
        }
        if (at != body.Length) return false;
        if (negative) total = -total;
        micros = (long)total;
        // One field alone wraps around where it is too large, as in Spark; seconds and several fields fail.
        return micros == total || (start == end && end != DayTimeField.Second);
    }

    /// <summary>The error of a cast to a year-month interval.</summary>
    public static SparkRuntimeException Unmatched(string input, YearMonthIntervalType type)
    {
        var format = type.Start != type.End ? "y-m" : type.Start == YearMonthField.Year ? "y" : "m";
        return Unmatched("INVALID_INTERVAL_FORMAT.UNMATCHED_FORMAT_STRING", input, "year-month", format, type.SimpleString);
    }

    /// <summary>The error of a cast to a day-time interval.</summary>
    public static SparkRuntimeException Unmatched(string input, DayTimeIntervalType type)
    {
        var format = new StringBuilder();
        for (var field = type.Start; field <= type.End; field++)
        {
            if (field > type.Start) format.Append(field == DayTimeField.Hour ? ' ' : ':');
            format.Append(field switch { DayTimeField.Day => "d", DayTimeField.Hour => "h", DayTimeField.Minute => "m", _ => "s.n" });
        }
        return Unmatched("INVALID_INTERVAL_FORMAT.UNMATCHED_FORMAT_STRING_WITH_NOTICE", input, "day-time", format.ToString(), type.SimpleString);
    }

    private static SparkRuntimeException Unmatched(string condition, string input, string kind, string format, string type) => new(condition, new Dictionary<string, string>
    {
        ["input"] = input,
        ["intervalStr"] = kind,
        ["supportedFormat"] = $"`[+|-]{format}`, `INTERVAL [+|-]'[+|-]{format}' {type["interval ".Length..].ToUpperInvariant()}`",
        ["typeName"] = type,
    });

    // Digits of the largest value that a leading field may have.
    private static int LeadingDigits(DayTimeField field) => field switch { DayTimeField.Day => 9, DayTimeField.Hour => 10, DayTimeField.Minute => 12, _ => 13 };

    // What stands for the value: the text itself, or what a literal of that range of fields quotes.
    private static bool Body(ReadOnlySpan<byte> text, ReadOnlySpan<byte> range, out ReadOnlySpan<byte> body, out bool negative)
    {
        text = Utf8Blank.Trim(text);
        negative = false;
        body = text;
        if (text.Length > 8 && Ascii.EqualsIgnoreCase(text[..8], "INTERVAL"u8))
        {
            text = text[8..];
            if (!Blanks(ref text)) return false;
            negative = Sign(ref text);
            if (text.IsEmpty || text[0] != '\'') return false;
            var close = text[1..].IndexOf((byte)'\'');
            if (close < 0) return false;
            body = text.Slice(1, close);
            text = text[(close + 2)..];
            foreach (var word in new RangeWords(range))
            {
                if (!Blanks(ref text) || text.Length < word.Length || !Ascii.EqualsIgnoreCase(text[..word.Length], word)) return false;
                text = text[word.Length..];
            }
            if (!text.IsEmpty) return false;
        }
        negative ^= Sign(ref body);
        return true;
    }

    private static bool Sign(ref ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] is not ((byte)'+' or (byte)'-')) return false;
        var negative = text[0] == '-';
        text = text[1..];
        return negative;
    }

    private static bool Blanks(ref ReadOnlySpan<byte> text)
    {
        var length = text.Length;
        while (!text.IsEmpty && text[0] is (byte)' ' or (>= 9 and <= 13)) text = text[1..];
        return text.Length < length;
    }

    private static bool Number(ReadOnlySpan<byte> text, ref int at, int maxDigits, out long value)
    {
        value = 0;
        var start = at;
        while (at < text.Length && char.IsAsciiDigit((char)text[at]))
        {
            value = value * 10 + (text[at++] - '0');
            if (at - start > maxDigits || value > 100_000_000_000_000_000) return false;
        }
        return at > start;
    }

    private ref struct RangeWords(ReadOnlySpan<byte> range)
    {
        private ReadOnlySpan<byte> _rest = range;

        public ReadOnlySpan<byte> Current { get; private set; }

        public readonly RangeWords GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_rest.IsEmpty) return false;
            var blank = _rest.IndexOf((byte)' ');
            Current = blank < 0 ? _rest : _rest[..blank];
            _rest = blank < 0 ? default : _rest[(blank + 1)..];
            return true;
        }
    }
}
