using Firesteel.Types;

namespace Firesteel.Foundation.Time;

/// <summary>Intervals in UTF-8 as Spark prints them: casts print ANSI literals, the SQL shell prints Hive's form.</summary>
static class IntervalText
{
    /// <summary>No interval needs more bytes than this.</summary>
    public const int MaxLength = 160;

    /// <summary>Writes an ANSI literal such as <c>INTERVAL '1-2' YEAR TO MONTH</c>.</summary>
    public static int WriteYearMonth(int months, YearMonthField start, YearMonthField end, Span<byte> destination)
    {
        var text = new Utf8Cursor(destination);
        text.Append("INTERVAL '"u8);
        var magnitude = Math.Abs((long)months);
        if (months < 0) text.Append((byte)'-');
        if (start != end)
        {
            text.Append(magnitude / 12);
            text.Append((byte)'-');
            text.Append(magnitude % 12);
            text.Append("' YEAR TO MONTH"u8);
        }
        else
        {
            text.Append(start == YearMonthField.Year ? magnitude / 12 : magnitude);
            text.Append(start == YearMonthField.Year ? "' YEAR"u8 : "' MONTH"u8);
        }
        return text.Length;
    }

    /// <summary>Writes an ANSI literal such as <c>INTERVAL '1 02:03:04.5' DAY TO SECOND</c>.</summary>
    public static int WriteDayTime(long micros, DayTimeField start, DayTimeField end, Span<byte> destination)
    {
        var text = new Utf8Cursor(destination);
        text.Append("INTERVAL '"u8);
        var rest = Magnitude(micros);
        if (micros < 0) text.Append((byte)'-');
        for (var field = start; field <= end; field++)
        {
            var unit = Unit(field);
            var value = (long)(rest / unit);
            rest %= unit;
            if (field > start) text.Append(field == DayTimeField.Hour ? (byte)' ' : (byte)':');
            if (field == DayTimeField.Day) text.Append(value); else text.AppendPadded(value, 2);
        }
        if (end == DayTimeField.Second && rest != 0) text.AppendFraction((int)rest, 6);
        text.Append("' "u8);
        text.Append(Name(start));
        if (start != end)
        {
            text.Append(" TO "u8);
            text.Append(Name(end));
        }
        return text.Length;
    }

    /// <summary>Writes <c>1-2</c>, as Hive does.</summary>
    public static int WriteYearMonthHive(int months, Span<byte> destination)
    {
        var text = new Utf8Cursor(destination);
        var magnitude = Math.Abs((long)months);
        if (months < 0) text.Append((byte)'-');
        text.Append(magnitude / 12);
        text.Append((byte)'-');
        text.Append(magnitude % 12);
        return text.Length;
    }

    /// <summary>Writes <c>1 02:03:04.500000000</c>, as Hive does.</summary>
    public static int WriteDayTimeHive(long micros, Span<byte> destination)
    {
        var text = new Utf8Cursor(destination);
        var rest = Magnitude(micros);
        if (micros < 0) text.Append((byte)'-');
        text.Append((long)(rest / Micros.PerDay));
        text.Append((byte)' ');
        text.AppendPadded((long)(rest / Micros.PerHour % 24), 2);
        text.Append((byte)':');
        text.AppendPadded((long)(rest / Micros.PerMinute % 60), 2);
        text.Append((byte)':');
        text.AppendPadded((long)(rest / Micros.PerSecond % 60), 2);
        text.Append((byte)'.');
        text.AppendPadded((long)(rest % Micros.PerSecond) * 1000, 9);
        return text.Length;
    }

    /// <summary>Writes the units that are not zero: <c>1 years 2 months -3 days 4 hours 5.5 seconds</c>.</summary>
    public static int WriteCalendar(CalendarInterval interval, Span<byte> destination)
    {
        if (interval == default)
        {
            "0 seconds"u8.CopyTo(destination);
            return 9;
        }
        var text = new Utf8Cursor(destination);
        Part(ref text, interval.Months / 12, " years"u8);
        Part(ref text, interval.Months % 12, " months"u8);
        Part(ref text, interval.Days, " days"u8);
        var rest = interval.Microseconds;
        Part(ref text, rest / Micros.PerHour, " hours"u8);
        rest %= Micros.PerHour;
        Part(ref text, rest / Micros.PerMinute, " minutes"u8);
        rest %= Micros.PerMinute;
        if (rest != 0)
        {
            if (text.Length > 0) text.Append((byte)' ');
            if (rest < 0) text.Append((byte)'-');
            text.Append(Math.Abs(rest) / Micros.PerSecond);
            if (rest % Micros.PerSecond != 0) text.AppendFraction((int)Math.Abs(rest % Micros.PerSecond), 6);
            text.Append(" seconds"u8);
        }
        return text.Length;
    }

    internal static ulong Unit(DayTimeField field) => field switch
    {
        DayTimeField.Day => (ulong)Micros.PerDay,
        DayTimeField.Hour => (ulong)Micros.PerHour,
        DayTimeField.Minute => (ulong)Micros.PerMinute,
        _ => (ulong)Micros.PerSecond,
    };

    internal static ReadOnlySpan<byte> Name(DayTimeField field) => field switch
    {
        DayTimeField.Day => "DAY"u8,
        DayTimeField.Hour => "HOUR"u8,
        DayTimeField.Minute => "MINUTE"u8,
        _ => "SECOND"u8,
    };

    private static ulong Magnitude(long value) => value < 0 ? (ulong)-(value + 1) + 1 : (ulong)value;

    private static void Part(ref Utf8Cursor text, long value, ReadOnlySpan<byte> unit)
    {
        if (value == 0) return;
        if (text.Length > 0) text.Append((byte)' ');
        text.Append(value);
        text.Append(unit);
    }
}
