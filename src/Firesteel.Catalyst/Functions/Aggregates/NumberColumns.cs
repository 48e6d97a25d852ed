using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Numerics;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Aggregates;

/// <summary>Numbers, dates, timestamps and intervals of any width as doubles and back.</summary>
static class NumberColumns
{
    public static double ToDouble(ColumnVector vector, int row) => vector.Type switch
    {
        DecimalType d => JavaDouble.FromDecimal(DecimalVectors.Read(vector, row), d.Scale),
        ByteType => vector.Get<sbyte>(row),
        ShortType => vector.Get<short>(row),
        FloatType => vector.Get<float>(row),
        DoubleType => vector.Get<double>(row),
        _ when vector.Physical == PhysicalType.Int32 => vector.Get<int>(row),
        _ => vector.Get<long>(row),
    };

    public static void FromDouble(ColumnVector flat, int row, double value)
    {
        switch (flat.Type)
        {
            case DecimalType d:
                if (JavaDouble.TryToDecimal(value, d.Precision, d.Scale, out var unscaled)) DecimalVectors.Write(flat, row, unscaled); else flat.SetNull(row);
                break;
            case ByteType: flat.Set(row, (sbyte)value); break;
            case ShortType: flat.Set(row, (short)value); break;
            case FloatType: flat.Set(row, (float)value); break;
            case DoubleType: flat.Set(row, value); break;
            default:
                if (flat.Physical == PhysicalType.Int32) flat.Set(row, JavaDouble.ToInt(value)); else flat.Set(row, JavaDouble.ToLong(value));
                break;
        }
    }
}
