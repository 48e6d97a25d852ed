using Firesteel.Columnar.Vectors;

namespace Firesteel.Catalyst.Functions.Values;

/// <summary>Decimals of either width, read and written as 128-bit integers.</summary>
static unsafe class DecimalValues
{
    public static Int128 Get(ColumnVector vector, int position)
        => vector.Physical == PhysicalType.Int64 ? vector.Values<long>()[position] : vector.Values<Int128>()[position];

    public static void Set(ColumnVector vector, int position, Int128 value)
    {
        if (vector.Physical == PhysicalType.Int64) vector.Values<long>()[position] = (long)value;
        else vector.Values<Int128>()[position] = value;
    }
}
