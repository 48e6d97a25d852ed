using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Numerics;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Aggregates;

/// <summary>The hash that Scala's collections give a value of SQL, which the order of a map's keys follows.</summary>
static class ScalaHash
{
    private const int TextSeed = 42;

    public static int Of(ColumnVector flat, int row) => flat.Physical switch
    {
        PhysicalType.Bool => flat.Get<bool>(row) ? 1231 : 1237,
        PhysicalType.Int8 => flat.Get<sbyte>(row),
        PhysicalType.Int16 => flat.Get<short>(row),
        PhysicalType.Int32 => flat.Get<int>(row),
        PhysicalType.Int64 when flat.Type is DecimalType d => OfDecimal(flat.Get<long>(row), d.Scale),
        PhysicalType.Int64 => OfLong(flat.Get<long>(row)),
        PhysicalType.Int128 when flat.Type is DecimalType d => OfDecimal(flat.Get<Int128>(row), d.Scale),
        PhysicalType.Float32 => OfFloat(flat.Get<float>(row)),
        PhysicalType.Float64 => OfDouble(flat.Get<double>(row)),
        PhysicalType.String => Murmur3.HashBytes(flat.Get<StringView>(row).Span, TextSeed),
        // Values of several fields: any order of their own will do.
        _ => (int)KeyHash.HashOne(flat, row),
    };

    // A number that has a whole value hashes as that, whatever its type.

    private static int OfLong(long value) => (int)value == value ? (int)value : Folded(value);

    private static int OfDouble(double value)
    {
        var (whole, wide) = (JavaDouble.ToInt(value), JavaDouble.ToLong(value));
        if (whole == value) return whole;
        if (wide == value) return Folded(wide);
        var narrow = (float)value;
        return narrow == value ? BitConverter.SingleToInt32Bits(narrow) : Folded(BitConverter.DoubleToInt64Bits(double.IsNaN(value) ? double.NaN : value));
    }

    private static int OfFloat(float value)
    {
        var (whole, wide) = (JavaDouble.ToInt(value), JavaDouble.ToLong(value));
        if (whole == value) return whole;
        return wide == value ? Folded(wide) : BitConverter.SingleToInt32Bits(value);
    }

    private static int OfDecimal(Int128 unscaled, int scale)
    {
        var divisor = Int128.One;
        for (var i = 0; i < scale; i++) divisor *= 10;
        var (whole, rest) = Int128.DivRem(unscaled, divisor);
        if (rest == 0 && whole >= long.MinValue && whole <= long.MaxValue) return OfLong((long)whole);
        return OfDouble((double)unscaled / (double)divisor);
    }

    private static int Folded(long value) => (int)(value ^ value >>> 32);
}
