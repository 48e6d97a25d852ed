using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Values;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Numerics;
using Firesteel.Foundation.Time;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Dates;

/// <summary>Timestamps and times as counts of seconds, milliseconds and microseconds, and back; time_trunc, time_diff and time_bucket.</summary>
static class EpochFunctions
{
    private static readonly TypeClass Seconds = TypeClass.Numeric;

    public static FunctionDefinition[] All =>
    [
        new Scalar("timestamp_seconds", [Seconds], TimestampType.Instance, TimestampSeconds) { Throws = true, MayBeNull = true },
        new Scalar("timestamp_millis", [TypeClass.Long], TimestampType.Instance, call => Scale(call, Micros.PerMillisecond)) { Throws = true },
        new Scalar("timestamp_micros", [TypeClass.Long], TimestampType.Instance, call => Scale(call, 1)),
        new Scalar("unix_seconds", [DateArithmetic.AnyTimestamp], LongType.Instance, KernelCalls.Map<long, long, ToSeconds>),
        // A local time's seconds: the pandas API calls it.
        new Scalar("$timestamp_ntz_to_long", [TypeClass.TimestampNtz], LongType.Instance, KernelCalls.Map<long, long, ToSeconds>),
        new Scalar("unix_millis", [DateArithmetic.AnyTimestamp], LongType.Instance, KernelCalls.Map<long, long, ToMillis>),
        new Scalar("unix_micros", [DateArithmetic.AnyTimestamp], LongType.Instance, call => Scale(call, 1)),
        new Scalar("time_from_seconds", [Seconds], TimeType.Default, TimeSeconds) { Throws = true },
        new Scalar("time_from_millis", [TypeClass.Long], TimeType.Default, call => TimeOf(call, 1_000_000)) { Throws = true },
        new Scalar("time_from_micros", [TypeClass.Long], TimeType.Default, call => TimeOf(call, 1000)) { Throws = true },
        new Scalar("time_to_seconds", [TypeClass.Time], new DecimalType(14, 6), KernelCalls.Map<long, long, NanosToMicros>),
        new Scalar("time_to_millis", [TypeClass.Time], LongType.Instance, KernelCalls.Map<long, long, NanosToMillis>),
        new Scalar("time_to_micros", [TypeClass.Time], LongType.Instance, KernelCalls.Map<long, long, NanosToMicros>),
        new Scalar("time_trunc", [TypeClass.AnyString, TypeClass.Time], a => a[1].DataType, TimeTrunc) { Throws = true },
        new Scalar("time_diff", [TypeClass.AnyString, TypeClass.Time, TypeClass.Time], LongType.Instance, TimeDiff) { Throws = true },
        new Scalar("time_bucket", [TypeClass.OneOf(TypeClass.DayTimeInterval, TypeClass.YearMonthInterval), DateArithmetic.AnyTimestamp, DateArithmetic.AnyTimestamp], a => a[1].DataType, Bucket)
        {
            Defaults = [Literal.Null],
            Adapt = (c, a) => a[2] is Literal { Type: NullType } ? [a[0], a[1], Epoch(c, a[1].DataType)] : a,
            Throws = true,
            Preparation = ZonedKernel.Prepare,
        },
    ];

    private readonly struct ToSeconds : IUnary<long, long> { public static long Apply(long micros) => Micros.FloorDiv(micros, Micros.PerSecond); }
    private readonly struct ToMillis : IUnary<long, long> { public static long Apply(long micros) => Micros.FloorDiv(micros, Micros.PerMillisecond); }
    private readonly struct NanosToMicros : IUnary<long, long> { public static long Apply(long nanos) => nanos / 1000; }
    private readonly struct NanosToMillis : IUnary<long, long> { public static long Apply(long nanos) => nanos / 1_000_000; }

    // The first midnight of the epoch on the session's clock.
    private static Literal Epoch(FunctionCall call, DataType type)
        => type is TimestampNTZType ? new Literal(0L, type) : new Literal(TimeZones.Get(call.Session.TimeZone).LocalToUtcMicros(0), TimestampType.Instance);

    private static void Scale(KernelCall call, long factor)
    {
        var values = call.In<long>(0);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            try { call.Result.Set(row, checked(values[row] * factor)); }
            catch (OverflowException) { throw call.Error("ARITHMETIC_OVERFLOW", ("message", "long overflow"), ("alternative", ""), ("config", "\"spark.sql.ansi.enabled\"")); }
        }
    }

    /// <summary>Seconds of any number type as microseconds; false where there is no such moment.</summary>
    private static bool TryMicros(ColumnVector vector, int at, out Int128 micros)
    {
        switch (vector.Type)
        {
            case DecimalType d:
                var value = DecimalValues.Get(vector, at);
                micros = d.Scale <= 6 ? value * Decimals.PowerOfTen(6 - d.Scale) : Decimals.DropDigits(value, d.Scale - 6, RoundingMode.Down);
                return true;
            case FloatType or DoubleType:
                var real = vector.Type is FloatType ? vector.Get<float>(at) : vector.Get<double>(at);
                micros = double.IsFinite(real) ? (Int128)(real * 1e6) : 0;
                return double.IsFinite(real);
            default:
                micros = (Int128)(vector.Type switch { ByteType => vector.Get<sbyte>(at), ShortType => vector.Get<short>(at), IntegerType => vector.Get<int>(at), _ => vector.Get<long>(at) }) * Micros.PerSecond;
                return true;
        }
    }

    private static void TimestampSeconds(KernelCall call)
    {
        var argument = call.Arguments[0];
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            if (!TryMicros(argument, argument.Position(row), out var micros)) { call.Result.SetNull(row); continue; }
            if (micros < long.MinValue || micros > long.MaxValue) throw call.Error("ARITHMETIC_OVERFLOW", ("message", "long overflow"), ("alternative", ""), ("config", "\"spark.sql.ansi.enabled\""));
            call.Result.Set(row, (long)micros);
        }
    }

    private static void TimeSeconds(KernelCall call)
    {
        var argument = call.Arguments[0];
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            if (!TryMicros(argument, argument.Position(row), out var micros) || micros < 0 || micros >= Micros.PerDay) throw OutOfDay(call, argument.Type is DecimalType ? $"{micros / 1_000_000}" : $"{micros}");
            call.Result.Set(row, (long)micros * 1000);
        }
    }

    private static SparkRuntimeException OutOfDay(KernelCall call, string value)
        => call.Error("DATETIME_FIELD_OUT_OF_BOUNDS.WITHOUT_SUGGESTION", ("rangeMessage", $"Invalid value for the time of a day: {value}"));

    private static void TimeOf(KernelCall call, long nanos)
    {
        var values = call.In<long>(0);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var time = (Int128)values[row] * nanos;
            if (time < 0 || time >= (Int128)Micros.PerDay * 1000) throw OutOfDay(call, $"{values[row]}");
            call.Result.Set(row, (long)time);
        }
    }

    private static long UnitNanos(KernelCall call, StringView name, string parameter)
    {
        var text = System.Text.Encoding.UTF8.GetString(name.Span);
        return text.ToUpperInvariant() switch
        {
            "HOUR" => Micros.PerHour * 1000,
            "MINUTE" => Micros.PerMinute * 1000,
            "SECOND" => Micros.PerSecond * 1000,
            "MILLISECOND" => 1_000_000,
            "MICROSECOND" => 1000,
            _ => throw call.Error("INVALID_PARAMETER_VALUE.TIME_UNIT", ("functionName", $"`{call.Call.Name}`"), ("parameter", parameter), ("invalidValue", $"'{text}'")),
        };
    }

    private static void TimeTrunc(KernelCall call)
    {
        var (units, times) = (call.In<StringView>(0), call.In<long>(1));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var unit = UnitNanos(call, units[row], "`unit`");
            call.Result.Set(row, times[row] / unit * unit);
        }
    }

    private static void TimeDiff(KernelCall call)
    {
        var (units, starts, ends) = (call.In<StringView>(0), call.In<long>(1), call.In<long>(2));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            call.Result.Set(row, (ends[row] - starts[row]) / UnitNanos(call, units[row], "`unit`"));
        }
    }

    private static void Bucket(KernelCall call)
    {
        var (times, origins) = (call.In<long>(1), call.In<long>(2));
        var zone = ZonedKernel.ZoneFor(call, call.Arguments[1].Type);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            if (call.Arguments[0].Physical == PhysicalType.Int64)
            {
                var size = call.In<long>(0)[row];
                call.Result.Set(row, origins[row] + Micros.FloorDiv(times[row] - origins[row], size) * size);
                continue;
            }
            var months = call.In<int>(0)[row];
            var between = TimestampArithmetic.Difference(TimestampUnit.Month, origins[row], times[row], zone);
            var start = TimestampArithmetic.AddMonths(origins[row], (int)(Micros.FloorDiv(between, months) * months), zone);
            if (start > times[row]) start = TimestampArithmetic.AddMonths(origins[row], (int)((Micros.FloorDiv(between, months) - 1) * months), zone);
            call.Result.Set(row, start);
        }
    }
}
