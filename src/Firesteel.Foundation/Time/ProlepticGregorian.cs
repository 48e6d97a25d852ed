namespace Firesteel.Foundation.Time;

/// <summary>The proleptic Gregorian calendar on days since 1970-01-01, for every day that an <see cref="int"/> can count.</summary>
static class ProlepticGregorian
{
    public const int DaysPerEra = 146097;
    public const int YearsPerEra = 400;
    private const int DaysToEpoch = 719468;

    public static bool IsLeapYear(int year) => (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);

    public static int DaysInMonth(int year, int month) => month == 2 ? (IsLeapYear(year) ? 29 : 28) : 30 + ((month + (month >> 3)) & 1);

    public static bool IsValidDate(int year, int month, int day) => (uint)(month - 1) < 12 && day >= 1 && (day <= 28 || day <= DaysInMonth(year, month));

    /// <summary>Day number of a valid date. The result is wider than <see cref="int"/> for years beyond some 5.8 million.</summary>
    public static long ToEpochDay(int year, int month, int day)
    {
        // Years start in March, so that the leap day is the last of its year.
        long y = month <= 2 ? year - 1L : year;
        var era = y >= 0 ? y / YearsPerEra : (y - (YearsPerEra - 1)) / YearsPerEra;
        var yearOfEra = (int)(y - era * YearsPerEra);
        var dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        return era * DaysPerEra + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - DaysToEpoch;
    }

    public static void FromEpochDay(long epochDay, out int year, out int month, out int day)
    {
        var shifted = epochDay + DaysToEpoch;
        var era = shifted >= 0 ? shifted / DaysPerEra : (shifted - (DaysPerEra - 1)) / DaysPerEra;
        // Neri and Schneider, "Euclidean affine functions and their application to calendar algorithms", within one era.
        var n1 = 4 * (uint)(shifted - era * DaysPerEra) + 3;
        var century = n1 / DaysPerEra;
        var n2 = n1 % DaysPerEra | 3;
        var p2 = 2939745UL * n2;
        var yearOfCentury = (uint)(p2 >> 32);
        var dayOfYear = (uint)p2 / 2939745 / 4;
        var n3 = 2141 * dayOfYear + 197913;
        var afterDecember = dayOfYear >= 306 ? 1 : 0;
        year = (int)(era * YearsPerEra) + (int)(100 * century + yearOfCentury) + afterDecember;
        month = (int)(n3 >> 16) - 12 * afterDecember;
        day = (int)((n3 & 0xffff) / 2141) + 1;
    }

    public static int Year(int epochDay) { FromEpochDay(epochDay, out var year, out _, out _); return year; }

    public static int Month(int epochDay) { FromEpochDay(epochDay, out _, out var month, out _); return month; }

    public static int DayOfMonth(int epochDay) { FromEpochDay(epochDay, out _, out _, out var day); return day; }

    public static int Quarter(int epochDay) => (Month(epochDay) + 2) / 3;

    /// <summary>ISO day of the week: Monday is 1, Sunday is 7.</summary>
    public static int DayOfWeek(long epochDay)
    {
        var day = (int)((epochDay + 3) % 7);
        return (day < 0 ? day + 7 : day) + 1;
    }

    public static int DayOfYear(int epochDay)
    {
        FromEpochDay(epochDay, out var year, out _, out _);
        return (int)(epochDay - ToEpochDay(year, 1, 1)) + 1;
    }

    /// <summary>ISO 8601 week of the week-based year.</summary>
    public static int WeekOfYear(int epochDay)
    {
        var thursday = epochDay - DayOfWeek(epochDay) + 4L;
        FromEpochDay(thursday, out var year, out _, out _);
        return (int)(thursday - ToEpochDay(year, 1, 1)) / 7 + 1;
    }

    /// <summary>ISO 8601 week-based year.</summary>
    public static int WeekYear(int epochDay)
    {
        FromEpochDay(epochDay - DayOfWeek(epochDay) + 4L, out var year, out _, out _);
        return year;
    }

    public static int LastDayOfMonth(int epochDay)
    {
        FromEpochDay(epochDay, out var year, out var month, out var day);
        return epochDay + DaysInMonth(year, month) - day;
    }

    /// <summary>The same day of another month, or that month's last day where it has no such day.</summary>
    public static long AddMonths(long epochDay, long months)
    {
        FromEpochDay(epochDay, out var year, out var month, out var day);
        var total = year * 12L + (month - 1) + months;
        var newYear = (int)Math.DivRem(total, 12, out var newMonth);
        if (newMonth < 0) { newMonth += 12; newYear--; }
        return ToEpochDay(newYear, (int)newMonth + 1, Math.Min(day, DaysInMonth(newYear, (int)newMonth + 1)));
    }

    /// <summary>The first day after <paramref name="epochDay"/> that falls on an ISO day of the week.</summary>
    public static int NextDay(int epochDay, int dayOfWeek) => epochDay + 1 + (dayOfWeek - DayOfWeek(epochDay + 1L) + 7) % 7;

    /// <summary>First day of the week, month, quarter or year that holds the day; <paramref name="level"/> is one of those.</summary>
    public static int Truncate(int epochDay, TruncLevel level)
    {
        FromEpochDay(epochDay, out var year, out var month, out var day);
        return level switch
        {
            TruncLevel.Week => epochDay - (DayOfWeek(epochDay) - 1),
            TruncLevel.Month => epochDay - (day - 1),
            TruncLevel.Quarter => (int)ToEpochDay(year, (month - 1) / 3 * 3 + 1, 1),
            TruncLevel.Year => (int)ToEpochDay(year, 1, 1),
            _ => epochDay,
        };
    }
}
