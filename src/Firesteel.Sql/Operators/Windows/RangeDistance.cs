using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Sql.Operators.Windows;

/// <summary>Compares an order key with another one moved by a distance, in the direction of the order.</summary>
static class RangeDistance
{
    /// <summary>The order of the key at <paramref name="row"/> against the key at <paramref name="current"/> plus the distance (minus it where the order descends).</summary>
    public static int Compare(ColumnVector key, int row, int current, object distance, bool ascending)
    {
        var order = key.Physical switch
        {
            PhysicalType.Int8 => Compare(key.Get<sbyte>(row), key.Get<sbyte>(current), distance, ascending),
            PhysicalType.Int16 => Compare(key.Get<short>(row), key.Get<short>(current), distance, ascending),
            PhysicalType.Int32 => Compare(key.Get<int>(row), key.Get<int>(current), distance, ascending),
            PhysicalType.Int64 => Compare(key.Get<long>(row), key.Get<long>(current), distance, ascending),
            PhysicalType.Int128 => Compare(key.Get<Int128>(row), key.Get<Int128>(current), distance, ascending),
            PhysicalType.Float32 => Compare(key.Get<float>(row), key.Get<float>(current), Convert.ToDouble(distance, System.Globalization.CultureInfo.InvariantCulture), ascending),
            PhysicalType.Float64 => Compare(key.Get<double>(row), key.Get<double>(current), Convert.ToDouble(distance, System.Globalization.CultureInfo.InvariantCulture), ascending),
            _ => throw new SparkException("INTERNAL_ERROR", new Dictionary<string, string> { ["message"] = $"RANGE over {key.Type.SimpleString} with a distance" }),
        };
        return ascending ? order : -order;
    }

    private static int Compare(Int128 value, Int128 current, object distance, bool ascending)
    {
        var by = distance switch
        {
            sbyte v => v,
            short v => v,
            int v => v,
            long v => v,
            Int128 v => v,
            _ => throw new SparkException("INTERNAL_ERROR", new Dictionary<string, string> { ["message"] = $"RANGE distance of type {distance.GetType().Name}" }),
        };
        return value.CompareTo(ascending ? current + by : current - by);
    }

    private static int Compare(double value, double current, double distance, bool ascending) => value.CompareTo(ascending ? current + distance : current - distance);
}
