using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Kernels;
using Firesteel.Foundation.Time;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Dates;

/// <summary>Fields of intervals.</summary>
static class IntervalFields
{
    private static readonly Scalar Years = new("interval_years", [TypeClass.YearMonthInterval], IntegerType.Instance, KernelCalls.Map<int, int, YearsOp>);
    private static readonly Scalar Months = new("interval_months", [TypeClass.YearMonthInterval], ByteType.Instance, KernelCalls.Map<int, sbyte, MonthsOp>);
    private static readonly Scalar Days = new("interval_days", [TypeClass.DayTimeInterval], IntegerType.Instance, KernelCalls.Map<long, int, DaysOp>);
    private static readonly Scalar Hours = new("interval_hours", [TypeClass.DayTimeInterval], ByteType.Instance, KernelCalls.Map<long, sbyte, HoursOp>);
    private static readonly Scalar Minutes = new("interval_minutes", [TypeClass.DayTimeInterval], ByteType.Instance, KernelCalls.Map<long, sbyte, MinutesOp>);
    private static readonly Scalar Seconds = new("interval_seconds", [TypeClass.DayTimeInterval], new DecimalType(8, 6), KernelCalls.Map<long, long, SecondsOp>);
    private static readonly Scalar CalendarYears = new("interval_years", [TypeClass.CalendarInterval], IntegerType.Instance, KernelCalls.Map<CalendarInterval, int, CalendarYearsOp>);
    private static readonly Scalar CalendarMonths = new("interval_months", [TypeClass.CalendarInterval], ByteType.Instance, KernelCalls.Map<CalendarInterval, sbyte, CalendarMonthsOp>);
    private static readonly Scalar CalendarDays = new("interval_days", [TypeClass.CalendarInterval], IntegerType.Instance, KernelCalls.Map<CalendarInterval, int, CalendarDaysOp>);
    private static readonly Scalar CalendarHours = new("interval_hours", [TypeClass.CalendarInterval], ByteType.Instance, KernelCalls.Map<CalendarInterval, sbyte, CalendarHoursOp>);
    private static readonly Scalar CalendarMinutes = new("interval_minutes", [TypeClass.CalendarInterval], ByteType.Instance, KernelCalls.Map<CalendarInterval, sbyte, CalendarMinutesOp>);
    private static readonly Scalar CalendarSeconds = new("interval_seconds", [TypeClass.CalendarInterval], new DecimalType(8, 6), KernelCalls.Map<CalendarInterval, long, CalendarSecondsOp>);

    /// <summary>The field, or null where such intervals have no such field.</summary>
    public static Expression? Extract(string field, Expression source)
    {
        var (months, micros) = (source.DataType is YearMonthIntervalType, source.DataType is DayTimeIntervalType);
        var function = field.ToUpperInvariant() switch
        {
            "YEAR" or "Y" or "YEARS" or "YR" or "YRS" => months ? Years : micros ? null : CalendarYears,
            "MONTH" or "MON" or "MONS" or "MONTHS" => months ? Months : micros ? null : CalendarMonths,
            "DAY" or "D" or "DAYS" => micros ? Days : months ? null : CalendarDays,
            "HOUR" or "H" or "HOURS" or "HR" or "HRS" => micros ? Hours : months ? null : CalendarHours,
            "MINUTE" or "M" or "MIN" or "MINS" or "MINUTES" => micros ? Minutes : months ? null : CalendarMinutes,
            "SECOND" or "S" or "SEC" or "SECONDS" or "SECS" => micros ? Seconds : months ? null : CalendarSeconds,
            _ => null,
        };
        return function?.Call(source);
    }

    private readonly struct YearsOp : IUnary<int, int> { public static int Apply(int months) => months / 12; }
    private readonly struct MonthsOp : IUnary<int, sbyte> { public static sbyte Apply(int months) => (sbyte)(months % 12); }
    private readonly struct DaysOp : IUnary<long, int> { public static int Apply(long micros) => (int)(micros / Micros.PerDay); }
    private readonly struct HoursOp : IUnary<long, sbyte> { public static sbyte Apply(long micros) => (sbyte)(micros % Micros.PerDay / Micros.PerHour); }
    private readonly struct MinutesOp : IUnary<long, sbyte> { public static sbyte Apply(long micros) => (sbyte)(micros % Micros.PerHour / Micros.PerMinute); }
    private readonly struct SecondsOp : IUnary<long, long> { public static long Apply(long micros) => micros % Micros.PerMinute; }
    private readonly struct CalendarYearsOp : IUnary<CalendarInterval, int> { public static int Apply(CalendarInterval i) => i.Months / 12; }
    private readonly struct CalendarMonthsOp : IUnary<CalendarInterval, sbyte> { public static sbyte Apply(CalendarInterval i) => (sbyte)(i.Months % 12); }
    private readonly struct CalendarDaysOp : IUnary<CalendarInterval, int> { public static int Apply(CalendarInterval i) => i.Days + (int)(i.Microseconds / Micros.PerDay); }
    private readonly struct CalendarHoursOp : IUnary<CalendarInterval, sbyte> { public static sbyte Apply(CalendarInterval i) => HoursOp.Apply(i.Microseconds); }
    private readonly struct CalendarMinutesOp : IUnary<CalendarInterval, sbyte> { public static sbyte Apply(CalendarInterval i) => MinutesOp.Apply(i.Microseconds); }
    private readonly struct CalendarSecondsOp : IUnary<CalendarInterval, long> { public static long Apply(CalendarInterval i) => SecondsOp.Apply(i.Microseconds); }
}
