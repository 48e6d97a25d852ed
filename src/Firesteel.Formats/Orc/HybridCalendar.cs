using Firesteel.Foundation.Time;

namespace Firesteel.Formats.Orc;

/// <summary>The calendar of older writers, Julian before 1582-10-15: its days and times as those of the proleptic Gregorian one, and back.</summary>
static class HybridCalendar
{
    // 1582-10-15, the first day of both, and 1582-10-05 as the proleptic calendar has it, the first that the hybrid one leaves out.
    private const int GregorianStart = -141427;
    private const int FirstSkipped = GregorianStart - 10;
    private const int JulianEpochShift = 719470;


    public static void ToProleptic(Span<int> days)
    {
        foreach (ref var day in days)
            if (day < GregorianStart) day = FromJulian(day);
    }

    public static void ToProleptic(Span<long> micros, ZoneRules zone)
    {
        foreach (ref var value in micros)
        {
            if (value >= (GregorianStart + 2L) * Micros.PerDay) continue;
            var local = zone.UtcToLocalMicros(value);
            var day = Micros.FloorDiv(local, Micros.PerDay);
            if (day >= GregorianStart) continue;
            value = zone.LocalToUtcMicros(FromJulian((int)Math.Max(day, int.MinValue / 2)) * Micros.PerDay + (local - day * Micros.PerDay));
        }
    }

    /// <summary>The hybrid calendar's day of the same name; days that it lacks become the first one after.</summary>
    public static int ToHybrid(int day)
    {
        if (day >= GregorianStart) return day;
        if (day >= FirstSkipped) return GregorianStart;
        var (year, month, dayOfMonth) = Split(day, isJulian: false);
        return Join(year, month, dayOfMonth, isJulian: true);
    }

    public static long ToHybrid(long micros, ZoneRules zone)
    {
        if (micros >= (GregorianStart + 2L) * Micros.PerDay) return micros;
        var local = zone.UtcToLocalMicros(micros);
        var day = Micros.FloorDiv(local, Micros.PerDay);
        if (day >= GregorianStart) return micros;
        return zone.LocalToUtcMicros(ToHybrid((int)Math.Max(day, int.MinValue / 2)) * Micros.PerDay + (local - day * Micros.PerDay));
    }

    private static int FromJulian(int day)
    {
        var (year, month, dayOfMonth) = Split(day, isJulian: true);
        // A day that only the Julian calendar has, such as 1500-02-29, becomes the next.
        return Join(year, month, dayOfMonth, isJulian: false);
    }

    // Days since 1970-01-01 to a date, with years that begin in March so that leap days come last.
    private static (int Year, int Month, int Day) Split(int day, bool isJulian)
    {
        var shifted = (long)day + (isJulian ? JulianEpochShift : 719468);
        long year;
        long dayOfYear;
        if (isJulian)
        {
            var cycle = Micros.FloorDiv(shifted, 1461);
            var rest = shifted - cycle * 1461;
            var inCycle = (rest - rest / 1460) / 365;
            year = cycle * 4 + inCycle;
            dayOfYear = rest - inCycle * 365;
        }
        else
        {
            var era = Micros.FloorDiv(shifted, 146097);
            var rest = shifted - era * 146097;
            var inEra = (rest - rest / 1460 + rest / 36524 - rest / 146096) / 365;
            year = era * 400 + inEra;
            dayOfYear = rest - (inEra * 365 + inEra / 4 - inEra / 100);
        }
        var shiftedMonth = (5 * dayOfYear + 2) / 153;
        var dayOfMonth = (int)(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1);
        var month = (int)(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9);
        return ((int)(year + (month <= 2 ? 1 : 0)), month, dayOfMonth);
    }

    private static int Join(int year, int month, int day, bool isJulian)
    {
        var shiftedYear = (long)year - (month <= 2 ? 1 : 0);
        var dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        if (isJulian)
        {
            var cycle = Micros.FloorDiv(shiftedYear, 4);
            return (int)(cycle * 1461 + (shiftedYear - cycle * 4) * 365 + dayOfYear - JulianEpochShift);
        }
        var era = Micros.FloorDiv(shiftedYear, 400);
        var inEra = shiftedYear - era * 400;
        return (int)(era * 146097 + inEra * 365 + inEra / 4 - inEra / 100 + dayOfYear - 719468);
    }
}
