using Firesteel.Foundation.Numerics;

namespace Firesteel.Foundation.Time;

/// <summary>Moving, cutting and comparing instants on the local calendar of a time zone. Use <see cref="TimeZones.Utc"/> for timestamps without zone.</summary>
/// <remarks>Results that leave the range of <see cref="long"/> throw <see cref="OverflowException"/>.</remarks>
static class TimestampArithmetic
{
    /// <summary>Adds months and days on the local calendar, then microseconds on the time line.</summary>
    public static long AddInterval(long micros, int months, int days, long microseconds, ZoneRules zone)
    {
        if (months != 0) micros = MoveLocal(micros, zone, months, 0);
        if (days != 0) micros = MoveLocal(micros, zone, 0, days);
        return checked(micros + microseconds);
    }

    public static long AddMonths(long micros, int months, ZoneRules zone) => MoveLocal(micros, zone, months, 0);

    /// <summary>Adds a day-time interval: its whole days on the local calendar, the rest on the time line.</summary>
    public static long AddDayTime(long micros, long dayTime, ZoneRules zone)
    {
        var (days, rest) = Math.DivRem(dayTime, Micros.PerDay);
        return checked(MoveLocal(micros, zone, 0, days) + rest);
    }

    /// <summary>Start of the unit that holds the instant.</summary>
    public static long Truncate(long micros, TruncLevel level, ZoneRules zone)
    {
        switch (level)
        {
            case TruncLevel.Microsecond: return micros;
            case TruncLevel.Millisecond: return micros - Micros.FloorMod(micros, Micros.PerMillisecond);
            case TruncLevel.Second: return micros - Micros.FloorMod(micros, Micros.PerSecond);
            case TruncLevel.Minute: return TruncateLocal(micros, Micros.PerMinute, zone);
            case TruncLevel.Hour: return TruncateLocal(micros, Micros.PerHour, zone);
            case TruncLevel.Day: return TruncateLocal(micros, Micros.PerDay, zone);
            default: return zone.StartOfDayMicros(ProlepticGregorian.Truncate(zone.LocalDay(micros), level));
        }
    }

    /// <summary>Spark's <c>months_between</c>: whole months where the days agree or both are last of their month, else 31sts of a month.</summary>
    public static double MonthsBetween(long first, long second, bool roundOff, ZoneRules zone)
    {
        int day1 = zone.LocalDay(first), day2 = zone.LocalDay(second);
        ProlepticGregorian.FromEpochDay(day1, out var year1, out var month1, out var dayOfMonth1);
        ProlepticGregorian.FromEpochDay(day2, out var year2, out var month2, out var dayOfMonth2);
        double months = year1 * 12 + month1 - (year2 * 12 + month2);
        if (dayOfMonth1 == dayOfMonth2) return months;
        if (dayOfMonth1 == ProlepticGregorian.DaysInMonth(year1, month1) && dayOfMonth2 == ProlepticGregorian.DaysInMonth(year2, month2)) return months;
        // Seconds since midnight, cut towards zero.
        var seconds1 = (first - zone.StartOfDayMicros(day1)) / Micros.PerSecond;
        var seconds2 = (second - zone.StartOfDayMicros(day2)) / Micros.PerSecond;
        var seconds = (dayOfMonth1 - dayOfMonth2) * (long)Micros.SecondsPerDay + seconds1 - seconds2;
        var between = months + seconds / (31.0 * Micros.SecondsPerDay);
        return roundOff ? JavaDouble.RoundToLong(between * 1e8) / 1e8 : between;
    }

    /// <summary>Adds a quantity of a unit, as <c>timestampadd</c> does.</summary>
    public static long Add(TimestampUnit unit, long quantity, long micros, ZoneRules zone) => unit switch
    {
        TimestampUnit.Month => AddMonths(micros, checked((int)quantity), zone),
        TimestampUnit.Quarter => AddMonths(micros, checked((int)(quantity * 3)), zone),
        TimestampUnit.Year => AddMonths(micros, checked((int)(quantity * 12)), zone),
        TimestampUnit.Day or TimestampUnit.Week => MoveLocal(micros, zone, 0, checked(quantity * (unit == TimestampUnit.Week ? 7 : 1))),
        _ => checked(micros + quantity * TimestampUnits.Length(unit)),
    };

    /// <summary>Whole units between two local times, as <c>timestampdiff</c> counts them.</summary>
    public static long Difference(TimestampUnit unit, long start, long end, ZoneRules zone)
    {
        var (from, to) = (zone.UtcToLocalMicros(start), zone.UtcToLocalMicros(end));
        return unit switch
        {
            TimestampUnit.Month => WholeMonths(from, to),
            TimestampUnit.Quarter => WholeMonths(from, to) / 3,
            TimestampUnit.Year => WholeMonths(from, to) / 12,
            _ => (long)(((Int128)to - from) / TimestampUnits.Length(unit)),
        };
    }

    private static long WholeMonths(long from, long to)
    {
        var (day1, day2) = (Micros.FloorDiv(from, Micros.PerDay), Micros.FloorDiv(to, Micros.PerDay));
        var (time1, time2) = (from - day1 * Micros.PerDay, to - day2 * Micros.PerDay);
        // A last day that is not whole does not count.
        if (day2 > day1 && time2 < time1) day2--;
        else if (day2 < day1 && time2 > time1) day2++;
        ProlepticGregorian.FromEpochDay(day1, out var year1, out var month1, out var dayOfMonth1);
        ProlepticGregorian.FromEpochDay(day2, out var year2, out var month2, out var dayOfMonth2);
        var months = (year2 - year1) * 12L + month2 - month1;
        if (months > 0 && dayOfMonth2 < dayOfMonth1) months--;
        else if (months < 0 && dayOfMonth2 > dayOfMonth1) months++;
        return months;
    }

    private static long MoveLocal(long micros, ZoneRules zone, long months, long days)
    {
        var offset = zone.OffsetSeconds(Micros.FloorDiv(micros, Micros.PerSecond));
        var local = checked(micros + offset * Micros.PerSecond);
        var day = Micros.FloorDiv(local, Micros.PerDay);
        var time = local - day * Micros.PerDay;
        day = months != 0 ? ProlepticGregorian.AddMonths(day, months) : day + days;
        return zone.LocalToUtcMicros(checked(day * Micros.PerDay + time), offset);
    }

    private static long TruncateLocal(long micros, long unit, ZoneRules zone)
    {
        var offset = zone.OffsetSeconds(Micros.FloorDiv(micros, Micros.PerSecond));
        var local = checked(micros + offset * Micros.PerSecond);
        return zone.LocalToUtcMicros(local - Micros.FloorMod(local, unit), offset);
    }
}
