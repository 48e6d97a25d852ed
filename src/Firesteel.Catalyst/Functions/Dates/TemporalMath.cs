using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Time;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Dates;

/// <summary>Sums of points in time and intervals, for one value.</summary>
static class TemporalMath
{
    /// <summary>An instant moved by months, then days, then microseconds, by the zone's clock.</summary>
    /// <exception cref="OverflowException">The result leaves the range of timestamps.</exception>
    public static long AddToTimestamp(long micros, int months, long days, long rest, ZoneRules zone)
    {
        if (months == 0 && days == 0) return checked(micros + rest);
        var offset = zone.OffsetSeconds(Micros.FloorDiv(micros, Micros.PerSecond));
        var local = checked(micros + offset * Micros.PerSecond);
        var day = Micros.FloorDiv(local, Micros.PerDay);
        var time = local - day * Micros.PerDay;
        day = checked((months == 0 ? day : ProlepticGregorian.AddMonths(day, months)) + days);
        return checked(zone.LocalToUtcMicros(checked(day * Micros.PerDay + time), offset) + rest);
    }

    /// <summary>Microseconds between two instants as the zone's clock shows them.</summary>
    public static long Between(long end, long start, ZoneRules zone) => checked(zone.UtcToLocalMicros(end) - zone.UtcToLocalMicros(start));

    /// <summary>Months, days and microseconds of an interval of any kind.</summary>
    public static CalendarInterval Parts(ColumnVector vector, int at, bool isNegative)
    {
        var parts = vector.Type switch
        {
            YearMonthIntervalType => new CalendarInterval(vector.Get<int>(at), 0, 0),
            CalendarIntervalType => vector.Get<CalendarInterval>(at),
            _ => Split(vector.Get<long>(at)),
        };
        return isNegative ? -parts : parts;
    }

    private static CalendarInterval Split(long micros) => new(0, (int)(micros / Micros.PerDay), micros % Micros.PerDay);

    public static SparkRuntimeException Overflow(KernelCall call, string operation) => call.Error("DATETIME_OVERFLOW", ("operation", operation));
}
