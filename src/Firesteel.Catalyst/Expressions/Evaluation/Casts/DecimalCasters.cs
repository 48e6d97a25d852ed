using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Numerics;
using Firesteel.Foundation.Time;
using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions.Evaluation.Casts;

/// <summary>Whole numbers, booleans and timestamps (in seconds) to decimal.</summary>
sealed class ToDecimalCaster(Cast cast, DataType from, DecimalType to) : Caster(cast, from, to)
{
    private static int ScaleOf(DataType type) => type is DecimalType d ? d.Scale : type is TimestampType ? 6 : 0;

    private static Int128 Read(ColumnVector flat, int at) => flat.Physical switch
    {
        PhysicalType.Bool => flat.Get<byte>(at),
        PhysicalType.Int8 => flat.Get<sbyte>(at),
        PhysicalType.Int16 => flat.Get<short>(at),
        PhysicalType.Int32 => flat.Get<int>(at),
        PhysicalType.Int64 => flat.Get<long>(at),
        _ => flat.Get<Int128>(at),
    };

    protected override bool TryConvert(ColumnVector flat, int at, ColumnVector result, int row)
    {
        if (!Decimals.TryRescale(Read(flat, at), ScaleOf(From), to.Scale, to.Precision, out var value)) return false;
        DecimalVectors.Write(result, row, value);
        return true;
    }

    protected override SparkRuntimeException Error(ColumnVector flat, int at)
        => EvaluationErrors.DecimalOutOfRange(EvaluationErrors.Plain(Read(flat, at), ScaleOf(From)), to.Precision, to.Scale, Context);

    // Growing in scale by a factor that the precision has room for needs no check.
    public override unsafe void Many(ColumnVector input, Selection rows, ColumnVector result)
    {
        var digits = From is DecimalType d ? d.Precision : From switch { ByteType => 3, ShortType => 5, IntegerType => 10, BooleanType => 1, _ => 19 };
        var up = to.Scale - ScaleOf(From);
        if (From is TimestampType || up < 0 || digits + up > to.Precision || to.Precision > DecimalType.MaxLongPrecision)
        {
            base.Many(input, rows, result);
            return;
        }
        var factor = Decimals.LongPowerOfTen(up);
        switch (input.Physical)
        {
            case PhysicalType.Int8: Scale<sbyte>(input, rows, result, factor); break;
            case PhysicalType.Int16: Scale<short>(input, rows, result, factor); break;
            case PhysicalType.Int32: Scale<int>(input, rows, result, factor); break;
            case PhysicalType.Int64: Scale<long>(input, rows, result, factor); break;
            default: base.Many(input, rows, result); break;
        }
    }

    private static unsafe void Scale<T>(ColumnVector input, Selection rows, ColumnVector result, long factor) where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        var x = input.Values<T>();
        var y = result.Values<long>();
        for (var k = 0; k < rows.Count; k++) { var row = rows[k]; y[row] = long.CreateTruncating(x[row]) * factor; }
    }
}

/// <summary>Floating point to decimal, by the digits that it prints as. What is not finite has none: null in every mode.</summary>
sealed class FloatingToDecimalCaster(Cast cast, DataType from, DecimalType to) : Caster(cast, from, to)
{
    private static double Read(ColumnVector flat, int at) => flat.Physical == PhysicalType.Float32 ? FromFloat(flat.Get<float>(at)) : flat.Get<double>(at);
    private static double FromFloat(float value) => value;

    protected override bool TryConvert(ColumnVector flat, int at, ColumnVector result, int row)
    {
        var value = Read(flat, at);
        if (!double.IsFinite(value)) { result.SetNull(row); return true; }
        if (!JavaDouble.TryToDecimal(value, to.Precision, to.Scale, out var unscaled)) return false;
        DecimalVectors.Write(result, row, unscaled);
        return true;
    }

    protected override SparkRuntimeException Error(ColumnVector flat, int at)
        => EvaluationErrors.DecimalOutOfRange(SqlValueText.PlainDouble(Read(flat, at)), to.Precision, to.Scale, Context);
}

/// <summary>Decimal to a whole number, towards zero.</summary>
sealed class DecimalToWholeCaster<T>(Cast cast, DecimalType from, DataType to) : Caster(cast, from, to) where T : unmanaged, System.Numerics.IBinaryInteger<T>
{
    protected override bool TryConvert(ColumnVector flat, int at, ColumnVector result, int row)
    {
        var whole = Decimals.Truncate(DecimalVectors.Read(flat, at), from.Scale);
        var value = T.CreateTruncating(whole);
        if (!IsLegacy && Int128.CreateTruncating(value) != whole) return false;
        result.Set(row, value);
        return true;
    }
}

/// <summary>Decimal to floating point.</summary>
sealed class DecimalToFloatingCaster(Cast cast, DecimalType from, DataType to) : Caster(cast, from, to)
{
    protected override bool TryConvert(ColumnVector flat, int at, ColumnVector result, int row)
    {
        var value = DecimalVectors.Read(flat, at);
        if (result.Physical == PhysicalType.Float32) result.Set(row, JavaDouble.FloatFromDecimal(value, from.Scale));
        else result.Set(row, JavaDouble.FromDecimal(value, from.Scale));
        return true;
    }
}

/// <summary>Decimal to boolean and to timestamp (seconds).</summary>
sealed class DecimalToOtherCaster(Cast cast, DecimalType from, DataType to) : Caster(cast, from, to)
{
    protected override bool TryConvert(ColumnVector flat, int at, ColumnVector result, int row)
    {
        var value = DecimalVectors.Read(flat, at);
        if (To is BooleanType) { result.Set(row, value != 0); return true; }
        var micros = from.Scale <= 6 ? value * Decimals.PowerOfTen(6 - from.Scale) : Decimals.DropDigits(value, from.Scale - 6, RoundingMode.Down);
        // Seconds beyond the range wrap, as Spark has it in every mode.
        result.Set(row, unchecked((long)micros));
        return true;
    }
}
