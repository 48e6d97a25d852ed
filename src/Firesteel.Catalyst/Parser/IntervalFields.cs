using Firesteel.Types;

namespace Firesteel.Catalyst.Parser;

/// <summary>The unit words of intervals and the types that they make.</summary>
static class IntervalFields
{
    /// <summary>Type of an interval of these fields, or null where they do not go together.</summary>
    public static DataType? TypeOf(string from, string to)
    {
        if (YearMonth(from) is { } startMonth && YearMonth(to) is { } endMonth) return startMonth <= endMonth ? new YearMonthIntervalType(startMonth, endMonth) : null;
        if (DayTime(from) is { } startDay && DayTime(to) is { } endDay) return startDay <= endDay ? new DayTimeIntervalType(startDay, endDay) : null;
        return null;
    }

    public static YearMonthField? YearMonth(string unit) => unit.ToUpperInvariant() switch
    {
        "YEAR" => YearMonthField.Year,
        "MONTH" => YearMonthField.Month,
        _ => null,
    };

    public static DayTimeField? DayTime(string unit) => unit.ToUpperInvariant() switch
    {
        "DAY" => DayTimeField.Day,
        "HOUR" => DayTimeField.Hour,
        "MINUTE" => DayTimeField.Minute,
        "SECOND" => DayTimeField.Second,
        _ => null,
    };

    /// <summary>A unit in the singular, upper case, where the word is one: <c>days</c> is <c>DAY</c>.</summary>
    public static string? Unit(string? word)
    {
        if (word == null) return null;
        var unit = word.ToUpperInvariant();
        if (unit.EndsWith('S')) unit = unit[..^1];
        return unit is "YEAR" or "MONTH" or "WEEK" or "DAY" or "HOUR" or "MINUTE" or "SECOND" or "MILLISECOND" or "MICROSECOND" or "NANOSECOND" ? unit : null;
    }
}
