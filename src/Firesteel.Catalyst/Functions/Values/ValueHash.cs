using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Numerics;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Values;

/// <summary>Spark's hash of a value of any type, chained through the seed; nulls leave the seed as it is.</summary>
interface IValueHash<THash> where THash : unmanaged
{
    static abstract THash OfInt(int value, THash seed);
    static abstract THash OfLong(long value, THash seed);
    static abstract THash OfDouble(double value, THash seed);
    static abstract THash OfFloat(float value, THash seed);
    static abstract THash OfBytes(ReadOnlySpan<byte> value, THash seed);
    static abstract THash OfDecimal(Int128 unscaled, int precision, THash seed);
}

readonly struct Murmur3Hash : IValueHash<int>
{
    public static int OfInt(int value, int seed) => Murmur3.HashInt(value, seed);
    public static int OfLong(long value, int seed) => Murmur3.HashLong(value, seed);
    public static int OfDouble(double value, int seed) => Murmur3.HashDouble(value, seed);
    public static int OfFloat(float value, int seed) => Murmur3.HashFloat(value, seed);
    public static int OfBytes(ReadOnlySpan<byte> value, int seed) => Murmur3.HashBytes(value, seed);
    public static int OfDecimal(Int128 unscaled, int precision, int seed) => Murmur3.HashDecimal(unscaled, precision, seed);
}

readonly struct XxHash64Hash : IValueHash<long>
{
    public static long OfInt(int value, long seed) => XxHash64.HashInt(value, seed);
    public static long OfLong(long value, long seed) => XxHash64.HashLong(value, seed);
    public static long OfDouble(double value, long seed) => XxHash64.HashDouble(value, seed);
    public static long OfFloat(float value, long seed) => XxHash64.HashFloat(value, seed);
    public static long OfBytes(ReadOnlySpan<byte> value, long seed) => XxHash64.HashBytes(value, seed);
    public static long OfDecimal(Int128 unscaled, int precision, long seed) => XxHash64.HashDecimal(unscaled, precision, seed);
}

/// <summary>Walks a value of any type with a hash function.</summary>
static unsafe class ValueHash
{
    public static THash Of<THash, TOp>(ColumnVector vector, int position, THash seed) where THash : unmanaged where TOp : struct, IValueHash<THash>
    {
        if (ValueOrder.IsNull(vector, position)) return seed;
        switch (vector.Physical)
        {
            case PhysicalType.Bool or PhysicalType.Int8: return TOp.OfInt(vector.Values<sbyte>()[position], seed);
            case PhysicalType.Int16: return TOp.OfInt(vector.Values<short>()[position], seed);
            case PhysicalType.Int32: return TOp.OfInt(vector.Values<int>()[position], seed);
            case PhysicalType.Int64: return TOp.OfLong(vector.Values<long>()[position], seed);
            case PhysicalType.Float32: return TOp.OfFloat(vector.Values<float>()[position], seed);
            case PhysicalType.Float64: return TOp.OfDouble(vector.Values<double>()[position], seed);
            case PhysicalType.Int128: return TOp.OfDecimal(vector.Values<Int128>()[position], ((DecimalType)vector.Type).Precision, seed);
            case PhysicalType.String: return TOp.OfBytes(vector.Values<StringView>()[position].Span, seed);
            case PhysicalType.Interval:
                var interval = vector.Values<CalendarInterval>()[position];
                return TOp.OfInt(interval.Months, TOp.OfInt(interval.Days, TOp.OfLong(interval.Microseconds, seed)));
            case PhysicalType.Array or PhysicalType.Map:
                var entry = vector.Values<ListEntry>()[position];
                for (var k = 0; k < entry.Length; k++)
                    foreach (var child in vector.Children) seed = Of<THash, TOp>(child, entry.Offset + k, seed);
                return seed;
            case PhysicalType.Struct:
                foreach (var child in vector.Children) seed = Of<THash, TOp>(child, position, seed);
                return seed;
            default: return seed;
        }
    }
}
