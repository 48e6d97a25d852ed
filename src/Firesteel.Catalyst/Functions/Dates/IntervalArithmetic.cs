using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Values;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Numerics;
using Firesteel.Foundation.Time;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Dates;

/// <summary>What the operators mean on dates, timestamps, times and intervals. The analyzer calls them; their names are not SQL's.</summary>
static unsafe class IntervalArithmetic
{
    private static readonly TypeClass AnyInterval = TypeClass.OneOf(TypeClass.YearMonthInterval, TypeClass.DayTimeInterval, TypeClass.CalendarInterval);
    private static readonly TypeClass AnsiInterval = TypeClass.OneOf(TypeClass.YearMonthInterval, TypeClass.DayTimeInterval);
    private static readonly TypeClass Moment = TypeClass.OneOf(TypeClass.Date, TypeClass.Timestamp, TypeClass.TimestampNtz);

    public static FunctionDefinition[] All =>
    [
        new Rewrite("$date_add_days", 2, 2, c => MoveDays(c, 1)) { IsTransparent = true },
        new Rewrite("$date_sub_days", 2, 2, c => MoveDays(c, -1)) { IsTransparent = true },
        new Rewrite("$timestamp_add_interval", 2, 2, c => Move(c, 1)) { IsTransparent = true },
        new Rewrite("$timestamp_sub_interval", 2, 2, c => Move(c, -1)) { IsTransparent = true },
        new Scalar("$subtract_dates", [TypeClass.Date, TypeClass.Date], new DayTimeIntervalType(DayTimeField.Day, DayTimeField.Day), SubtractDates),
        new Rewrite("$subtract_timestamps", 2, 2, SubtractTimestamps) { IsTransparent = true },
        Sum("$add_intervals", 1), Sum("$subtract_intervals", -1),
        new Scalar("$multiply_interval", [AnyInterval, TypeClass.Numeric], a => Widest(a[0].DataType), call => Scale(call, false)) { Throws = true, Adapt = (c, a) => a[1].DataType is StringType ? [a[0], Operands.CastTo(c, a[1], DoubleType.Instance)] : a },
        new Scalar("$divide_interval", [AnyInterval, TypeClass.Numeric], a => Widest(a[0].DataType), call => Scale(call, true)) { Throws = true, Adapt = (c, a) => a[1].DataType is StringType ? [a[0], Operands.CastTo(c, a[1], DoubleType.Instance)] : a },
        new Scalar("$div_interval", [AnsiInterval, AnsiInterval], LongType.Instance, Ratio) { Throws = true },
        MoveTime("$time_add_interval", 1), MoveTime("$time_sub_interval", -1),
        new Scalar("$subtract_times", [TypeClass.Time, TypeClass.Time], new DayTimeIntervalType(DayTimeField.Hour, DayTimeField.Second), SubtractTimes),
    ];

    private static DataType Widest(DataType interval) => interval switch { YearMonthIntervalType => YearMonthIntervalType.Default, DayTimeIntervalType => DayTimeIntervalType.Default, _ => interval };

    private static Expression MoveDays(FunctionCall call, int sign) => (sign > 0 ? AddDays : SubtractDays).Call(Operands.Fit(call, 0, TypeClass.Date), call.Arguments[1]);

    private static readonly Scalar AddDays = Days("date_add", 1);
    private static readonly Scalar SubtractDays = Days("date_sub", -1);

    private static Scalar Days(string name, int sign) => new(name, [TypeClass.Date, TypeClass.DayTimeInterval], DateType.Instance, call =>
    {
        var (dates, intervals) = (call.In<int>(0), call.In<long>(1));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            call.Result.Set(row, dates[row] + sign * (int)(intervals[row] / Micros.PerDay));
        }
    });

    /// <summary>A date keeps its type with whole months; with time it becomes a timestamp.</summary>
    private static Expression Move(FunctionCall call, int sign)
    {
        var (moment, interval) = (call.Arguments[0], call.Arguments[1]);
        if (moment.DataType is StringType or NullType) moment = Operands.CastTo(call, moment, TimestampType.Instance);
        if (moment.DataType is DateType && interval.DataType is DayTimeIntervalType) moment = Operands.CastTo(call, moment, TimestampType.Instance);
        return (ScalarCall)(sign > 0 ? Add : Subtract).Call(moment, interval) with { State = call.Session.Ansi };
    }

    private static readonly Scalar Add = Moved("timestamp_add_interval", 1);
    private static readonly Scalar Subtract = Moved("timestamp_sub_interval", -1);

    private static Scalar Moved(string name, int sign) => new(name, [Moment, AnyInterval], a => a[0].DataType, call => MoveKernel(call, sign)) { Throws = true, Preparation = ZonedKernel.Prepare };

    private static void MoveKernel(KernelCall call, int sign)
    {
        var (moments, intervals) = (call.Arguments[0], call.Arguments[1]);
        var zone = ZonedKernel.ZoneFor(call, moments.Type);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var (i, j) = (moments.Position(row), intervals.Position(row));
            var (months, days, micros) = intervals.Physical switch
            {
                PhysicalType.Int32 => (sign * intervals.Values<int>()[j], 0, 0L),
                PhysicalType.Int64 => (0, 0, sign * intervals.Values<long>()[j]),
                _ => intervals.Values<CalendarInterval>()[j] is var c ? (sign * c.Months, sign * c.Days, sign * c.Microseconds) : default,
            };
            try
            {
                if (moments.Physical == PhysicalType.Int32)
                {
                    if (micros != 0)
                    {
                        if (call.Call.State is true) throw call.Error("INVALID_INTERVAL_WITH_MICROSECONDS_ADDITION", ("ansiConfig", "\"spark.sql.ansi.enabled\""));
                        call.Result.Set(row, (int)Micros.FloorDiv(TimestampArithmetic.AddInterval(moments.Values<int>()[i] * Micros.PerDay, months, days, micros, TimeZones.Utc), Micros.PerDay));
                    }
                    else call.Result.Set(row, checked((int)(ProlepticGregorian.AddMonths(moments.Values<int>()[i], months) + days)));
                }
                else if (intervals.Physical == PhysicalType.Int64) call.Result.Set(row, TimestampArithmetic.AddDayTime(moments.Values<long>()[i], micros, zone));
                else call.Result.Set(row, TimestampArithmetic.AddInterval(moments.Values<long>()[i], months, days, micros, zone));
            }
            catch (OverflowException)
            {
                throw call.Error("DATETIME_OVERFLOW", ("operation", "add an interval to a timestamp"));
            }
        }
    }

    private static void SubtractDates(KernelCall call)
    {
        var (ends, starts) = (call.In<int>(0), call.In<int>(1));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            call.Result.Set(row, ((long)ends[row] - starts[row]) * Micros.PerDay);
        }
    }

    private static Expression SubtractTimestamps(FunctionCall call)
    {
        // Two local timestamps stay local; else both become instants.
        var local = call.Arguments.All(a => a.DataType is TimestampNTZType or NullType or DateType) && call.Arguments.Any(a => a.DataType is TimestampNTZType);
        DataType type = local ? TimestampNTZType.Instance : TimestampType.Instance;
        return Elapsed.Call(Operands.CastTo(call, call.Arguments[0], type), Operands.CastTo(call, call.Arguments[1], type));
    }

    private static readonly Scalar Elapsed = new("timestampdiff", [DateArithmetic.AnyTimestamp, DateArithmetic.AnyTimestamp], DayTimeIntervalType.Default, call =>
    {
        var (ends, starts) = (call.In<long>(0), call.In<long>(1));
        var zone = ZonedKernel.ZoneFor(call, call.Arguments[0].Type);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            // Days are the calendar's: the difference of local times.
            call.Result.Set(row, zone.UtcToLocalMicros(ends[row]) - zone.UtcToLocalMicros(starts[row]));
        }
    }) { Preparation = ZonedKernel.Prepare };

    private static Scalar Sum(string name, int sign) => new(name, [AnyInterval, AnyInterval], a => TypeCoercion.TightestCommonType(a[0].DataType, a[1].DataType, true) ?? a[0].DataType, call =>
    {
        var (left, right) = (call.Arguments[0], call.Arguments[1]);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var (i, j) = (left.Position(row), right.Position(row));
            try
            {
                switch (left.Physical)
                {
                    case PhysicalType.Int32: call.Result.Set(row, checked(left.Values<int>()[i] + sign * right.Values<int>()[j])); break;
                    case PhysicalType.Int64: call.Result.Set(row, sign > 0 ? checked(left.Values<long>()[i] + right.Values<long>()[j]) : checked(left.Values<long>()[i] - right.Values<long>()[j])); break;
                    default:
                        var (a, b) = (left.Values<CalendarInterval>()[i], right.Values<CalendarInterval>()[j]);
                        call.Result.Set(row, checked(new CalendarInterval(a.Months + sign * b.Months, a.Days + sign * b.Days, a.Microseconds + sign * b.Microseconds)));
                        break;
                }
            }
            catch (OverflowException) { throw Overflow(call, sign > 0 ? "`try_add`" : "`try_subtract`"); }
        }
    }) { Throws = true };

    internal static SparkRuntimeException Overflow(KernelCall call, string? instead = null) => instead == null
        ? call.Error("INTERVAL_ARITHMETIC_OVERFLOW.WITHOUT_SUGGESTION")
        : call.Error("INTERVAL_ARITHMETIC_OVERFLOW.WITH_SUGGESTION", ("functionName", instead));

    private static void Scale(KernelCall call, bool divide)
    {
        var (intervals, numbers) = (call.Arguments[0], call.Arguments[1]);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var (i, j) = (intervals.Position(row), numbers.Position(row));
            var real = Real(numbers, j);
            if (divide && real == 0) throw call.Error("INTERVAL_DIVIDED_BY_ZERO");
            try
            {
                if (intervals.Physical == PhysicalType.Interval)
                {
                    var interval = intervals.Values<CalendarInterval>()[i];
                    call.Result.Set(row, divide ? interval.Divide(real) : interval.Multiply(real));
                    continue;
                }
                Int128 count = intervals.Physical == PhysicalType.Int32 ? intervals.Values<int>()[i] : intervals.Values<long>()[i];
                var scaled = Scaled(count, numbers, j, real, divide);
                if (intervals.Physical == PhysicalType.Int32) call.Result.Set(row, checked((int)scaled));
                else call.Result.Set(row, checked((long)scaled));
            }
            catch (OverflowException) { throw Overflow(call, divide ? "`try_divide`" : "`try_multiply`"); }
        }
    }

    private static Int128 Scaled(Int128 count, ColumnVector numbers, int at, double real, bool divide)
    {
        if (numbers.Type is FractionalType)
        {
            var product = divide ? (double)count / real : (double)count * real;
            if (!double.IsFinite(product)) throw new OverflowException();
            return checked((Int128)Math.Round(product, MidpointRounding.AwayFromZero));
        }
        Int128 value = numbers.Type switch
        {
            DecimalType => DecimalValues.Get(numbers, at),
            ByteType => numbers.Values<sbyte>()[at],
            ShortType => numbers.Values<short>()[at],
            IntegerType => numbers.Values<int>()[at],
            _ => numbers.Values<long>()[at],
        };
        var scale = numbers.Type is DecimalType d ? d.Scale : 0;
        if (!divide) return Decimals.DropDigits(checked(count * value), scale, RoundingMode.HalfUp);
        // The quotient with one digit more than is kept rounds by that digit and what is left.
        var dividend = checked(count * Decimals.PowerOfTen(scale));
        var quotient = dividend / value;
        var rest = dividend - quotient * value;
        if (Int128.Abs(rest) * 2 >= Int128.Abs(value)) quotient += (dividend < 0) == (value < 0) ? 1 : -1;
        return quotient;
    }

    private static double Real(ColumnVector vector, int at) => vector.Type switch
    {
        DoubleType => vector.Values<double>()[at],
        FloatType => vector.Values<float>()[at],
        DecimalType d => JavaDouble.FromDecimal(DecimalValues.Get(vector, at), d.Scale),
        ByteType => vector.Values<sbyte>()[at],
        ShortType => vector.Values<short>()[at],
        IntegerType => vector.Values<int>()[at],
        _ => vector.Values<long>()[at],
    };

    private static void Ratio(KernelCall call)
    {
        var (left, right) = (call.Arguments[0], call.Arguments[1]);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            long a = left.Physical == PhysicalType.Int32 ? left.Values<int>()[left.Position(row)] : left.Values<long>()[left.Position(row)];
            long b = right.Physical == PhysicalType.Int32 ? right.Values<int>()[right.Position(row)] : right.Values<long>()[right.Position(row)];
            if (b == 0) throw call.Error("INTERVAL_DIVIDED_BY_ZERO");
            if (a == long.MinValue && b == -1) throw Maths.Rounding.Overflow(call);
            call.Result.Set(row, a / b);
        }
    }

    private static Scalar MoveTime(string name, int sign) => new(name, [TypeClass.Time, TypeClass.DayTimeInterval], a => TimeResult(a[0].DataType, a[1].DataType), call =>
    {
        var (times, intervals) = (call.In<long>(0), call.In<long>(1));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var moved = (Int128)times[row] + sign * (Int128)intervals[row] * 1000;
            if (moved < 0 || moved >= (Int128)Micros.PerDay * 1000) throw call.Error("DATETIME_OVERFLOW", ("operation", "add an interval to a time"));
            call.Result.Set(row, (long)moved);
        }
    }) { Throws = true };

    // Seconds in the interval may bring microseconds into the time.
    private static DataType TimeResult(DataType time, DataType interval) => interval is DayTimeIntervalType { End: DayTimeField.Second } ? TimeType.Default : time;

    private static void SubtractTimes(KernelCall call)
    {
        var (ends, starts) = (call.In<long>(0), call.In<long>(1));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            call.Result.Set(row, (ends[row] - starts[row]) / 1000);
        }
    }
}
