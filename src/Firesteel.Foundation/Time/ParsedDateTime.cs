namespace Firesteel.Foundation.Time;

/// <summary>Makes a day and a time of day of the fields that a pattern read, with Spark's values for those that it lacks.</summary>
static class ParsedDateTime
{
    private const int MissingYear = 1970;

    /// <summary>Year 1970, month 1 and day 1 stand for what is missing. False where fields are out of range or contradict each other.</summary>
    public static bool TryDay(in ParsedFields fields, out long day)
    {
        day = 0;
        if (fields.Has(DateTimeField.ModifiedJulianDay)) return false;
        long year = MissingYear;
        if (fields.Has(DateTimeField.Year)) year = fields.Get(DateTimeField.Year);
        else if (fields.Has(DateTimeField.YearOfEra))
        {
            var ofEra = fields.Get(DateTimeField.YearOfEra);
            if (ofEra < 1) return false;
            year = fields.GetOr(DateTimeField.Era, 1) == 1 ? ofEra : 1 - ofEra;
        }
        if (year is < -999_999_999 or > 999_999_999) return false;
        if (fields.Has(DateTimeField.DayOfYear))
        {
            // The day of the year chooses the date; month and day may only agree with it.
            if (!Within(fields.Get(DateTimeField.DayOfYear), 1, ProlepticGregorian.IsLeapYear((int)year) ? 366 : 365, out var ofYear)) return false;
            day = ProlepticGregorian.ToEpochDay((int)year, 1, 1) + ofYear - 1;
            ProlepticGregorian.FromEpochDay(day, out _, out var itsMonth, out var itsDay);
            return fields.GetOr(DateTimeField.Month, itsMonth) == itsMonth && fields.GetOr(DateTimeField.Day, itsDay) == itsDay;
        }
        if (!Within(fields.GetOr(DateTimeField.Month, 1), 1, 12, out var month) || !Within(fields.GetOr(DateTimeField.Day, 1), 1, 31, out var dayOfMonth)) return false;
        if (!ProlepticGregorian.IsValidDate((int)year, (int)month, (int)dayOfMonth)) return false;
        day = ProlepticGregorian.ToEpochDay((int)year, (int)month, (int)dayOfMonth);
        return true;
    }

    /// <summary>Midnight stands for what is missing; an hour of a half day without its half is in the morning, a lone PM is noon.</summary>
    public static bool TryNanosOfDay(in ParsedFields fields, out long nanos)
    {
        nanos = 0;
        var half = fields.GetOr(DateTimeField.AmPm, -1);
        long hour = -1, ofHalf = -1;
        if (fields.Has(DateTimeField.ClockHourOfDay) && !Within(fields.Get(DateTimeField.ClockHourOfDay), 1, 24, out hour)) return false;
        if (hour == 24) hour = 0;
        if (fields.Has(DateTimeField.HourOfDay))
        {
            if (!Within(fields.Get(DateTimeField.HourOfDay), 0, 23, out var other) || (hour >= 0 && hour != other)) return false;
            hour = other;
        }
        if (fields.Has(DateTimeField.ClockHourOfAmPm) && !Within(fields.Get(DateTimeField.ClockHourOfAmPm), 1, 12, out ofHalf)) return false;
        if (ofHalf == 12) ofHalf = 0;
        if (fields.Has(DateTimeField.HourOfAmPm))
        {
            if (!Within(fields.Get(DateTimeField.HourOfAmPm), 0, 11, out var other) || (ofHalf >= 0 && ofHalf != other)) return false;
            ofHalf = other;
        }
        if (hour < 0) hour = ofHalf >= 0 ? ofHalf + (half == 1 ? 12 : 0) : half == 1 ? 12 : 0;
        else if ((ofHalf >= 0 && hour % 12 != ofHalf) || (half >= 0 && hour / 12 != half)) return false;
        if (!Within(fields.GetOr(DateTimeField.Minute, 0), 0, 59, out var minute) || !Within(fields.GetOr(DateTimeField.Second, 0), 0, 59, out var second)) return false;
        nanos = ((hour * 60 + minute) * 60 + second) * 1_000_000_000 + fields.GetOr(DateTimeField.Nano, 0);
        return true;
    }

    private static bool Within(long value, long min, long max, out long result)
    {
        result = value;
        return value >= min && value <= max;
    }
}
