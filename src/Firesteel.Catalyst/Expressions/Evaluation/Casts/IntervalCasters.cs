using System.Numerics;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Numerics;
using Firesteel.Foundation.Time;
using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions.Evaluation.Casts;

/// <summary>The length of an interval type's last field, in the unit that its values are counted in.</summary>
static class IntervalUnits
{
    public static long OfLastField(DataType type) => type switch
    {
        YearMonthIntervalType y => y.End == YearMonthField.Year ? 12 : 1,
        DayTimeIntervalType d => OfField(d.End),
        _ => 1,
    };

    public static long OfField(DayTimeField field) => field switch
    {
        DayTimeField.Day => Micros.PerDay,
        DayTimeField.Hour => Micros.PerHour,
        DayTimeField.Minute => Micros.PerMinute,
        _ => Micros.PerSecond,
    };

    public static long Read(ColumnVector flat, int at) => flat.Physical == PhysicalType.Int32 ? flat.Get<int>(at) : flat.Get<long>(at);
}

/// <summary>Between intervals of one family: what is below the target's last field is dropped.</summary>
sealed class BetweenIntervalsCaster(Cast cast, DataType from, DataType to) : Caster(cast, from, to)
{
    private readonly long _unit = to is DayTimeIntervalType { End: DayTimeField.Second } ? 1 : IntervalUnits.OfLastField(to);

    protected override bool TryConvert(ColumnVector flat, int at, ColumnVector result, int row)
    {
        var value = IntervalUnits.Read(flat, at);
        value -= value % _unit;
        if (result.Physical == PhysicalType.Int32) result.Set(row, (int)value);
        else result.Set(row, value);
        return true;
    }
}

/// <summary>Intervals to whole numbers of their last field.</summary>
sealed class IntervalToWholeCaster<T>(Cast cast, DataType from, DataType to) : Caster(cast, from, to) where T : unmanaged, IBinaryInteger<T>
{
    protected override bool AlwaysThrows => true;
    private readonly long _unit = IntervalUnits.OfLastField(from);

    protected override bool TryConvert(ColumnVector flat, int at, ColumnVector result, int row)
    {
        var whole = IntervalUnits.Read(flat, at) / _unit;
        var value = T.CreateTruncating(whole);
        if (long.CreateTruncating(value) != whole) return false;
        result.Set(row, value);
        return true;
    }
}

/// <summary>Intervals to decimals of their last field.</summary>
sealed class IntervalToDecimalCaster(Cast cast, DataType from, DecimalType to) : Caster(cast, from, to)
{
    protected override bool AlwaysThrows => true;
    private readonly long _unit = IntervalUnits.OfLastField(from);

    protected override bool TryConvert(ColumnVector flat, int at, ColumnVector result, int row)
    {
        if (!Decimals.TryDivide(IntervalUnits.Read(flat, at), 0, _unit, 0, to.Precision, to.Scale, out var value)) return false;
        DecimalVectors.Write(result, row, value);
        return true;
    }

    protected override SparkRuntimeException Error(ColumnVector flat, int at)
        => EvaluationErrors.DecimalOutOfRange((IntervalUnits.Read(flat, at) / _unit).ToString(System.Globalization.CultureInfo.InvariantCulture), to.Precision, to.Scale, Context);
}

/// <summary>Numbers to intervals, counted in the last field.</summary>
sealed class NumberToIntervalCaster(Cast cast, DataType from, DataType to) : Caster(cast, from, to)
{
    protected override bool AlwaysThrows => true;
    private readonly long _unit = IntervalUnits.OfLastField(to);
    private readonly int _scale = from is DecimalType d ? d.Scale : 0;

    private static Int128 Read(ColumnVector flat, int at) => flat.Physical switch
    {
        PhysicalType.Int8 => flat.Get<sbyte>(at),
        PhysicalType.Int16 => flat.Get<short>(at),
        PhysicalType.Int32 => flat.Get<int>(at),
        PhysicalType.Int64 => flat.Get<long>(at),
        _ => flat.Get<Int128>(at),
    };

    protected override bool TryConvert(ColumnVector flat, int at, ColumnVector result, int row)
    {
        if (!Decimals.TryMultiply(Read(flat, at), _scale, _unit, 0, 38, 0, out var value)) return false;
        // What is below the last field is dropped, after rounding in the smallest unit.
        if (To is not DayTimeIntervalType { End: DayTimeField.Second }) value -= value % _unit;
        if (result.Physical == PhysicalType.Int32)
        {
            if (value > int.MaxValue || value < int.MinValue) return false;
            result.Set(row, (int)value);
            return true;
        }
        if (value > long.MaxValue || value < long.MinValue) return false;
        result.Set(row, (long)value);
        return true;
    }
}
