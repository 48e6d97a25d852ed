using Firesteel.Columnar.Vectors;

namespace Firesteel.Catalyst.Expressions.Evaluation;

/// <summary>Single decimals of vectors whichever layout their precision gives them.</summary>
static class DecimalVectors
{
    public static Int128 Read(ColumnVector vector, int row) => vector.Physical == PhysicalType.Int64 ? vector.Get<long>(row) : vector.Get<Int128>(row);

    public static void Write(ColumnVector flat, int row, Int128 value)
    {
        if (flat.Physical == PhysicalType.Int64) flat.Set(row, (long)value);
        else flat.Set(row, value);
    }
}
