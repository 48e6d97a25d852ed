using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Values;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Time;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Dates;

/// <summary>Dates, timestamps, times and intervals put together from numbers.</summary>
static unsafe class MakeFunctions
{
    private static readonly DecimalType SecondsType = new(16, 6);
    private static readonly DecimalType IntervalSecondsType = new(18, 6);
    private static readonly Literal ZeroSeconds = new((Int128)0, IntervalSecondsType);

    public static FunctionDefinition[] All =>
    [
        new Scalar("make_date", [TypeClass.Int, TypeClass.Int, TypeClass.Int], DateType.Instance, MakeDate) { MayBeNull = true, Throws = true, StateOf = c => c.Session.Ansi },
        new Scalar("make_time", [TypeClass.Int, TypeClass.Int, SecondsType], TimeType.Default, MakeTime) { Throws = true },
        Timestamps("make_timestamp", TimestampType.Instance, false), Timestamps("make_timestamp_ltz", TimestampType.Instance, false), Timestamps("make_timestamp_ntz", TimestampNTZType.Instance, false),
        Timestamps("try_make_timestamp", TimestampType.Instance, true), Timestamps("try_make_timestamp_ltz", TimestampType.Instance, true), Timestamps("try_make_timestamp_ntz", TimestampNTZType.Instance, true),
        Interval("make_interval", false), Interval("try_make_interval", true),
        new Scalar("make_dt_interval", [TypeClass.Int, TypeClass.Int, TypeClass.Int, IntervalSecondsType], DayTimeIntervalType.Default, MakeDayTime)
        {
            Defaults = [Literal.Of(0), Literal.Of(0), Literal.Of(0), ZeroSeconds],
            Throws = true,
        },
        new Scalar("make_ym_interval", [TypeClass.Int, TypeClass.Int], YearMonthIntervalType.Default, MakeYearMonth) { Defaults = [Literal.Of(0), Literal.Of(0)], Throws = true },
    ];

    private static string? Invalid(int year, int month, int day)
    {
        if (year is < -999999999 or > 999999999) return $"Invalid value for Year (valid values -999999999 - 999999999): {year}";
        if (month is < 1 or > 12) return $"Invalid value for MonthOfYear (valid values 1 - 12): {month}";
        if (day is < 1 or > 31) return $"Invalid value for DayOfMonth (valid values 1 - 28/31): {day}";
        if (day <= ProlepticGregorian.DaysInMonth(year, month)) return null;
        return day == 29 ? $"Invalid date 'February 29' as '{year}' is not a leap year" : $"Invalid date '{MonthName(month)} {day}'";
    }

    private static string MonthName(int month) => System.Globalization.CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(month).ToUpperInvariant();

    private static SparkRuntimeException OutOfBounds(KernelCall call, string message) => call.Error("DATETIME_FIELD_OUT_OF_BOUNDS.WITHOUT_SUGGESTION", ("rangeMessage", message));

    private static void MakeDate(KernelCall call)
    {
        var (years, months, days) = (call.In<int>(0), call.In<int>(1), call.In<int>(2));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            if (Invalid(years[row], months[row], days[row]) is { } problem)
            {
                if (call.Call.State is true) throw OutOfBounds(call, problem);
                call.Result.SetNull(row);
            }
            else call.Result.Set(row, (int)ProlepticGregorian.ToEpochDay(years[row], months[row], days[row]));
        }
    }

    private static void MakeTime(KernelCall call)
    {
        var (hours, minutes, seconds) = (call.In<int>(0), call.In<int>(1), call.In<long>(2));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var problem = hours[row] is < 0 or > 23 ? $"Invalid value for HourOfDay (valid values 0 - 23): {hours[row]}"
                : minutes[row] is < 0 or > 59 ? $"Invalid value for MinuteOfHour (valid values 0 - 59): {minutes[row]}"
                : seconds[row] is < 0 or >= Micros.PerMinute ? $"Invalid value for SecondOfMinute (valid values 0 - 59): {seconds[row] / Micros.PerSecond}" : null;
            if (problem != null) throw OutOfBounds(call, problem);
            call.Result.Set(row, (hours[row] * Micros.PerHour + minutes[row] * Micros.PerMinute + seconds[row]) * 1000);
        }
    }

    /// <summary>From six numbers and perhaps a zone, or from a date, perhaps a time and a zone.</summary>
    private static Rewrite Timestamps(string name, DataType type, bool isTry)
    {
        var fields = new Scalar(name, [TypeClass.Int, TypeClass.Int, TypeClass.Int, TypeClass.Int, TypeClass.Int, SecondsType], type, call => FromFields(call, isTry))
        {
            Rest = TypeClass.AnyString,
            MayBeNull = true,
            Throws = !isTry,
            StateOf = c => c.Session.Ansi,
            Preparation = ZonedKernel.Prepare,
            Text = name == "try_make_timestamp" ? (c, s) => $"{c.Name}({string.Join(", ", c.Arguments.Take(6).Select(a => a.ToSql(s)))})" : null,
        };
        var shown = name is "make_timestamp_ltz" or "try_make_timestamp_ltz" ? "make_timestamp" : name;
        var parts = new Scalar(shown, [TypeClass.Date, TypeClass.Time], type, FromDateTime) { Rest = TypeClass.AnyString, KeepsName = true, MayBeNull = isTry, Preparation = ZonedKernel.Prepare };
        return new Rewrite(name, 1, 7, call =>
        {
            switch (call.Arguments.Count)
            {
                case 1:
                    return new Replaced(call.Name.ToLowerInvariant(), call.Arguments, Operands.CastTo(call, Operands.Fit(call, 0, TypeClass.Date), type));
                case 2 or 3: return parts.Bind(call);
                case 6 or 7: return fields.Bind(call);
                default: throw ArgumentChecks.WrongCount(call, type is TimestampNTZType ? "[2, 6]" : "[2, 3, 6, 7]");
            }
        }) { IsTransparent = true };
    }

    private static ZoneRules ZoneOf(KernelCall call, int argument, int row)
    {
        if (call.Result.Type is TimestampNTZType) return TimeZones.Utc;
        if (call.Arguments.Length <= argument) return ZonedKernel.Zone(call);
        return ZoneFunctions.Parse(call, call.In<StringView>(argument)[row]);
    }

    private static void FromFields(KernelCall call, bool isTry)
    {
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var (year, month, day) = (call.In<int>(0)[row], call.In<int>(1)[row], call.In<int>(2)[row]);
            var (hour, minute, micros) = (call.In<int>(3)[row], call.In<int>(4)[row], call.In<long>(5)[row]);
            var problem = Invalid(year, month, day)
                ?? (hour is < 0 or > 23 ? $"Invalid value for HourOfDay (valid values 0 - 23): {hour}"
                : minute is < 0 or > 59 ? $"Invalid value for MinuteOfHour (valid values 0 - 59): {minute}"
                : micros is < 0 or > Micros.PerMinute ? $"Invalid value for SecondOfMinute (valid values 0 - 59): {micros / Micros.PerSecond}" : null);
            if (problem != null)
            {
                if (!isTry && call.Call.State is true)
                    throw micros > Micros.PerMinute && micros < 61 * Micros.PerSecond ? call.Error("INVALID_FRACTION_OF_SECOND", ("secAndMicros", $"{micros / 1e6}")) : OutOfBounds(call, problem);
                call.Result.SetNull(row);
                continue;
            }
            // Second 60 is the first of the next minute.
            var local = ProlepticGregorian.ToEpochDay(year, month, day) * Micros.PerDay + hour * Micros.PerHour + minute * Micros.PerMinute + micros;
            call.Result.Set(row, call.Result.Type is TimestampNTZType ? local : ZoneOf(call, 6, row).LocalToUtcMicros(local));
        }
    }

    private static void FromDateTime(KernelCall call)
    {
        var (dates, times) = (call.In<int>(0), call.In<long>(1));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var local = dates[row] * Micros.PerDay + times[row] / 1000;
            call.Result.Set(row, call.Result.Type is TimestampNTZType ? local : ZoneOf(call, 2, row).LocalToUtcMicros(local));
        }
    }

    private static Scalar Interval(string name, bool isTry) => new(name,
        [TypeClass.Int, TypeClass.Int, TypeClass.Int, TypeClass.Int, TypeClass.Int, TypeClass.Int, IntervalSecondsType], CalendarIntervalType.Instance, call =>
        {
            for (var k = 0; k < call.Selection.Count; k++)
            {
                var row = call.Selection[k];
                try
                {
                    call.Result.Set(row, checked(new CalendarInterval(call.In<int>(0)[row] * 12 + call.In<int>(1)[row], call.In<int>(2)[row] * 7 + call.In<int>(3)[row],
                        call.In<int>(4)[row] * Micros.PerHour + call.In<int>(5)[row] * Micros.PerMinute + call.In<long>(6)[row])));
                }
                catch (OverflowException)
                {
                    if (!isTry && call.Call.State is true) throw Maths.Rounding.Overflow(call);
                    call.Result.SetNull(row);
                }
            }
        })
    {
        Defaults = [Literal.Of(0), Literal.Of(0), Literal.Of(0), Literal.Of(0), Literal.Of(0), Literal.Of(0), ZeroSeconds],
        MayBeNull = true,
        Throws = !isTry,
        StateOf = c => c.Session.Ansi,
    };

    private static void MakeDayTime(KernelCall call)
    {
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            try { call.Result.Set(row, checked(call.In<int>(0)[row] * Micros.PerDay + call.In<int>(1)[row] * Micros.PerHour + call.In<int>(2)[row] * Micros.PerMinute + call.In<long>(3)[row])); }
            catch (OverflowException) { throw call.Error("INTERVAL_ARITHMETIC_OVERFLOW.WITHOUT_SUGGESTION"); }
        }
    }

    private static void MakeYearMonth(KernelCall call)
    {
        var (years, months) = (call.In<int>(0), call.In<int>(1));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            try { call.Result.Set(row, checked(years[row] * 12 + months[row])); }
            catch (OverflowException) { throw call.Error("INTERVAL_ARITHMETIC_OVERFLOW.WITHOUT_SUGGESTION"); }
        }
    }
}
