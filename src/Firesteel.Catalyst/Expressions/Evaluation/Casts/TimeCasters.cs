using System.Numerics;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Numerics;
using Firesteel.Foundation.Time;
using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions.Evaluation.Casts;

/// <summary>Between dates, timestamps and times.</summary>
sealed class BetweenTimesCaster(Cast cast, DataType from, DataType to, ZoneRules zone) : Caster(cast, from, to)
{
    private readonly int _today = zone.LocalDay((DateTime.UtcNow - DateTime.UnixEpoch).Ticks / 10);

    protected override bool TryConvert(ColumnVector flat, int at, ColumnVector result, int row)
    {
        if (To is DateType)
        {
            var micros = flat.Get<long>(at);
            result.Set(row, From is TimestampType ? zone.LocalDay(micros) : (int)Micros.FloorDiv(micros, Micros.PerDay));
            return true;
        }
        if (To is TimeType time)
        {
            var nanos = From switch
            {
                TimeType => flat.Get<long>(at),
                TimestampType => Micros.FloorMod(zone.UtcToLocalMicros(flat.Get<long>(at)), Micros.PerDay) * 1000,
                _ => Micros.FloorMod(flat.Get<long>(at), Micros.PerDay) * 1000,
            };
            result.Set(row, nanos - nanos % (long)Decimals.PowerOfTen(9 - time.Precision));
            return true;
        }
        var local = From switch
        {
            DateType => flat.Get<int>(at) * (Int128)Micros.PerDay,
            TimeType => _today * (Int128)Micros.PerDay + flat.Get<long>(at) / 1000,
            _ => flat.Get<long>(at),
        };
        if (local > long.MaxValue || local < long.MinValue) return false;
        result.Set(row, From switch
        {
            DateType when To is TimestampType => zone.StartOfDayMicros(flat.Get<int>(at)),
            TimestampType => zone.UtcToLocalMicros((long)local),
            _ when To is TimestampType => zone.LocalToUtcMicros((long)local),
            _ => (long)local,
        });
        return true;
    }

    protected override SparkRuntimeException Error(ColumnVector flat, int at) => EvaluationErrors.Overflow(Context, message: "long overflow");
}

/// <summary>Timestamps and times of day to numbers: seconds.</summary>
sealed class TimeToNumberCaster<T>(Cast cast, DataType from, DataType to) : Caster(cast, from, to) where T : unmanaged, IBinaryInteger<T>
{
    protected override bool TryConvert(ColumnVector flat, int at, ColumnVector result, int row)
    {
        var seconds = Micros.FloorDiv(flat.Get<long>(at), From is TimeType ? 1_000_000_000 : Micros.PerSecond);
        var value = T.CreateTruncating(seconds);
        if (long.CreateTruncating(value) != seconds) return false;
        result.Set(row, value);
        return true;
    }
}

/// <summary>Timestamps to floating point and booleans.</summary>
sealed class TimestampToFloatingCaster(Cast cast, DataType from, DataType to) : Caster(cast, from, to)
{
    protected override bool TryConvert(ColumnVector flat, int at, ColumnVector result, int row)
    {
        var seconds = From is TimeType ? flat.Get<long>(at) / 1e9 : flat.Get<long>(at) / 1e6;
        if (result.Physical == PhysicalType.Bool) result.Set(row, seconds != 0);
        else if (result.Physical == PhysicalType.Float32) result.Set(row, (float)seconds);
        else result.Set(row, seconds);
        return true;
    }
}

/// <summary>Times of day to decimal seconds.</summary>
sealed class TimeToDecimalCaster(Cast cast, DataType from, DecimalType to) : Caster(cast, from, to)
{
    protected override bool TryConvert(ColumnVector flat, int at, ColumnVector result, int row)
    {
        if (!Decimals.TryRescale(flat.Get<long>(at), 9, to.Scale, to.Precision, out var value)) return false;
        DecimalVectors.Write(result, row, value);
        return true;
    }

    protected override SparkRuntimeException Error(ColumnVector flat, int at)
        => EvaluationErrors.DecimalOutOfRange(EvaluationErrors.Plain(flat.Get<long>(at), 9), to.Precision, to.Scale, Context);
}

/// <summary>Numbers to timestamps: seconds; whole ones stop at the ends of the range.</summary>
sealed class WholeToTimestampCaster<T>(Cast cast, DataType from, DataType to) : Caster(cast, from, to) where T : unmanaged, IBinaryInteger<T>
{
    protected override bool TryConvert(ColumnVector flat, int at, ColumnVector result, int row)
    {
        var micros = (Int128)long.CreateTruncating(flat.Get<T>(at)) * Micros.PerSecond;
        result.Set(row, (long)Int128.Clamp(micros, long.MinValue, long.MaxValue));
        return true;
    }
}

/// <summary>Booleans to timestamps: that many microseconds.</summary>
sealed class BooleanToTimestampCaster(Cast cast, DataType from, DataType to) : Caster(cast, from, to)
{
    protected override bool TryConvert(ColumnVector flat, int at, ColumnVector result, int row)
    {
        result.Set(row, (long)flat.Get<byte>(at));
        return true;
    }
}

/// <summary>Floating point seconds to timestamps.</summary>
sealed class FloatingToTimestampCaster(Cast cast, DataType from, DataType to) : Caster(cast, from, to)
{
    private static double Read(ColumnVector flat, int at) => flat.Physical == PhysicalType.Float32 ? flat.Get<float>(at) : flat.Get<double>(at);

    protected override bool TryConvert(ColumnVector flat, int at, ColumnVector result, int row)
    {
        var seconds = Read(flat, at);
        if (!double.IsFinite(seconds))
        {
            if (IsAnsi) return false;
            result.SetNull(row);
            return true;
        }
        var micros = seconds * Micros.PerSecond;
        if (!IsLegacy && !(Math.Floor(micros) <= long.MaxValue && Math.Ceiling(micros) >= long.MinValue)) return false;
        result.Set(row, JavaDouble.ToLong(micros));
        return true;
    }

    protected override SparkRuntimeException Error(ColumnVector flat, int at)
    {
        var value = Read(flat, at);
        return double.IsFinite(value)
            ? EvaluationErrors.CastOverflow(SqlValueText.PlainDouble(value * Micros.PerSecond) + "D", DoubleType.Instance, LongType.Instance, Context)
            : EvaluationErrors.InvalidInput(SqlValueText.PlainDouble(value), From, To, Context);
    }
}

/// <summary>Values that no cast has: null for every row, as legacy mode answers for dates as numbers.</summary>
sealed class AlwaysNullCaster(Cast cast, DataType from, DataType to) : Caster(cast, from, to)
{
    protected override bool TryConvert(ColumnVector flat, int at, ColumnVector result, int row)
    {
        result.SetNull(row);
        return true;
    }
}
