using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Time;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Dates;

/// <summary>
/// What <c>+</c> and <c>-</c> mean where a date, a time or a timestamp stands on one side. The analyzer calls these; their names begin
/// with a dollar sign, which no query can write without quotes.
/// </summary>
static class TemporalOperators
{
    public static void Register(FunctionRegistry registry)
    {
        registry.Register(
            new Scalar("$date_add_days", [TypeClass.Date, TypeClass.DayTimeInterval], DateType.Instance, c => AddDays(c, 1)) { Throws = true },
            new Scalar("$date_sub_days", [TypeClass.Date, TypeClass.DayTimeInterval], DateType.Instance, c => AddDays(c, -1)) { Throws = true },
            Move("$timestamp_add_interval", false),
            Move("$timestamp_sub_interval", true),
            new Scalar("$subtract_dates", [TypeClass.Date, TypeClass.Date], new DayTimeIntervalType(DayTimeField.Day, DayTimeField.Day), SubtractDates),
            new Scalar("$subtract_timestamps", [TypeClass.Timestamps, TypeClass.Timestamps], DayTimeIntervalType.Default, SubtractTimestamps) { Throws = true, StateOf = c => c.Session.TimeZone, Adapt = OneKind },
            new Scalar("$subtract_times", [TypeClass.Time, TypeClass.Time], new DayTimeIntervalType(DayTimeField.Hour, DayTimeField.Second), SubtractTimes),
            new Scalar("$time_add_interval", [TypeClass.Time, TypeClass.DayTimeInterval], a => TimeSum(a), c => AddToTime(c, 1)) { Throws = true },
            new Scalar("$time_sub_interval", [TypeClass.Time, TypeClass.DayTimeInterval], a => TimeSum(a), c => AddToTime(c, -1)) { Throws = true });
    }

    // A string is read as a timestamp; a date keeps being one where the interval has no time of day.
    private static Scalar Move(string name, bool isNegative) => new(name, [TypeClass.Any, TypeClass.Any], a => a[0].DataType, c => AddInterval(c, isNegative))
    {
        Throws = true,
        StateOf = c => new MoveSettings(c.Session.TimeZone, c.Session.Ansi),
        Adapt = (call, a) => a[0].DataType is StringType or NullType || a[0].DataType is DateType && a[1].DataType is DayTimeIntervalType
            ? [Operands.CastTo(call, a[0], TimestampType.Instance), a[1]] : a,
    };

    private static ValueList<Expression> OneKind(FunctionCall call, ValueList<Expression> arguments)
    {
        DataType type = arguments.All(a => a.DataType is TimestampNTZType) ? TimestampNTZType.Instance
            : arguments.Any(a => a.DataType is TimestampNTZType) && arguments.All(a => a.DataType is not TimestampType) ? TimestampNTZType.Instance : TimestampType.Instance;
        return Operands.Cast(call, arguments, type);
    }

    // The result is as precise as its operands.
    private static DataType TimeSum(ValueList<Expression> arguments)
    {
        var precision = ((TimeType)arguments[0].DataType).Precision;
        return ((DayTimeIntervalType)arguments[1].DataType).End == DayTimeField.Second ? new TimeType(Math.Max(precision, TimeType.DefaultPrecision)) : arguments[0].DataType;
    }

    private static void AddDays(KernelCall call, int sign)
    {
        var (dates, intervals, rows) = (call.In<int>(0), call.In<long>(1), call.Selection);
        for (var k = 0; k < rows.Count; k++)
        {
            var i = rows[k];
            call.Result.Set(i, (int)(dates[i] + sign * (intervals[i] / Micros.PerDay)));
        }
    }

    private static void AddInterval(KernelCall call, bool isNegative)
    {
        var (zoneId, isAnsi) = (MoveSettings)call.Call.State!;
        var (points, intervals) = (call.Arguments[0], call.Arguments[1]);
        var zone = points.Type is TimestampType ? TimeZones.Get(zoneId) : TimeZones.Utc;
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var at = points.Position(row);
            try
            {
                var interval = TemporalMath.Parts(intervals, intervals.Position(row), isNegative);
                if (points.Type is DateType)
                {
                    if (interval.Microseconds != 0 && isAnsi) throw call.Error("INVALID_INTERVAL_WITH_MICROSECONDS_ADDITION");
                    var days = checked((int)ProlepticGregorian.AddMonths(points.Get<int>(at), interval.Months) + interval.Days);
                    call.Result.Set(row, checked(days + (int)Micros.FloorDiv(interval.Microseconds, Micros.PerDay)));
                }
                else call.Result.Set(row, TemporalMath.AddToTimestamp(points.Get<long>(at), interval.Months, interval.Days, interval.Microseconds, zone));
            }
            catch (OverflowException) { throw TemporalMath.Overflow(call, $"add an interval to a {points.Type.SimpleString}"); }
        }
    }

    private static void SubtractDates(KernelCall call)
    {
        var (a, b, rows) = (call.In<int>(0), call.In<int>(1), call.Selection);
        for (var k = 0; k < rows.Count; k++)
        {
            var i = rows[k];
            call.Result.Set(i, ((long)a[i] - b[i]) * Micros.PerDay);
        }
    }

    private static void SubtractTimestamps(KernelCall call)
    {
        var (a, b, rows) = (call.In<long>(0), call.In<long>(1), call.Selection);
        var zone = call.Arguments[0].Type is TimestampType ? TimeZones.Get((string)call.Call.State!) : TimeZones.Utc;
        for (var k = 0; k < rows.Count; k++)
        {
            var i = rows[k];
            try { call.Result.Set(i, TemporalMath.Between(a[i], b[i], zone)); }
            catch (OverflowException) { throw TemporalMath.Overflow(call, "subtract timestamps"); }
        }
    }

    private static void SubtractTimes(KernelCall call)
    {
        var (a, b, rows) = (call.In<long>(0), call.In<long>(1), call.Selection);
        for (var k = 0; k < rows.Count; k++)
        {
            var i = rows[k];
            call.Result.Set(i, (a[i] - b[i]) / 1000);
        }
    }

    private static void AddToTime(KernelCall call, int sign)
    {
        const long nanosPerDay = Micros.PerDay * 1000;
        var (times, intervals, rows) = (call.In<long>(0), call.In<long>(1), call.Selection);
        for (var k = 0; k < rows.Count; k++)
        {
            var i = rows[k];
            var sum = (Int128)times[i] + sign * (Int128)intervals[i] * 1000;
            if (sum < 0 || sum >= nanosPerDay) throw TemporalMath.Overflow(call, "add an interval to a time");
            call.Result.Set(i, (long)sum);
        }
    }
}

/// <summary>What adding an interval to a point in time goes by. It travels with the call to executors.</summary>
sealed record MoveSettings(string TimeZone, bool IsAnsi);
