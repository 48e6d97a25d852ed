namespace Firesteel.Foundation.Time;

/// <summary>Units of <c>timestampadd</c> and <c>timestampdiff</c>.</summary>
enum TimestampUnit : byte { Microsecond, Millisecond, Second, Minute, Hour, Day, Week, Month, Quarter, Year }

/// <summary>The words and lengths of <see cref="TimestampUnit"/>.</summary>
static class TimestampUnits
{
    /// <summary>Reads a unit in any case; <c>DAYOFYEAR</c> is a day.</summary>
    public static bool TryParse(string text, out TimestampUnit unit)
    {
        if (string.Equals(text, "DAYOFYEAR", StringComparison.OrdinalIgnoreCase)) { unit = TimestampUnit.Day; return true; }
        return Enum.TryParse(text, ignoreCase: true, out unit) && !char.IsAsciiDigit(text[0]);
    }

    /// <summary>Microseconds of a unit of fixed length.</summary>
    public static long Length(TimestampUnit unit) => unit switch
    {
        TimestampUnit.Microsecond => 1,
        TimestampUnit.Millisecond => Micros.PerMillisecond,
        TimestampUnit.Second => Micros.PerSecond,
        TimestampUnit.Minute => Micros.PerMinute,
        TimestampUnit.Hour => Micros.PerHour,
        TimestampUnit.Day => Micros.PerDay,
        TimestampUnit.Week => 7 * Micros.PerDay,
        _ => throw new ArgumentOutOfRangeException(nameof(unit)),
    };
}
