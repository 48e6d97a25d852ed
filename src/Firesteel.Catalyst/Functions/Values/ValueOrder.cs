using Firesteel.Columnar.Vectors;

namespace Firesteel.Catalyst.Functions.Values;

/// <summary>
/// Order and equality of single values of any type, as SQL has them: NaN equals itself and is above all numbers, the two zeros are equal,
/// nulls inside nested values come first and are equal. Positions are in flat memory; the values themselves are not null.
/// </summary>
static unsafe class ValueOrder
{
    public static bool Equal(ColumnVector a, int i, ColumnVector b, int j)
    {
        switch (a.Physical)
        {
            case PhysicalType.String: return a.Values<StringView>()[i].Equals(b.Values<StringView>()[j]);
            case PhysicalType.Array or PhysicalType.Map:
                var (x, y) = (a.Values<ListEntry>()[i], b.Values<ListEntry>()[j]);
                if (x.Length != y.Length) return false;
                for (var c = 0; c < a.Children.Length; c++)
                    for (var k = 0; k < x.Length; k++)
                        if (!EqualOrBothNull(a.Children[c], x.Offset + k, b.Children[c], y.Offset + k)) return false;
                return true;
            case PhysicalType.Struct:
                for (var c = 0; c < a.Children.Length; c++)
                    if (!EqualOrBothNull(a.Children[c], i, b.Children[c], j)) return false;
                return true;
            default: return Compare(a, i, b, j) == 0;
        }
    }

    public static bool EqualOrBothNull(ColumnVector a, int i, ColumnVector b, int j)
    {
        var (x, y) = (IsNull(a, i), IsNull(b, j));
        return x || y ? x && y : Equal(a, i, b, j);
    }

    public static bool IsNull(ColumnVector vector, int position) => vector.Physical == PhysicalType.Null || vector.IsNull(position);

    public static int Compare(ColumnVector a, int i, ColumnVector b, int j)
    {
        switch (a.Physical)
        {
            case PhysicalType.Null: return 0;
            case PhysicalType.Bool or PhysicalType.Int8: return a.Values<sbyte>()[i].CompareTo(b.Values<sbyte>()[j]);
            case PhysicalType.Int16: return a.Values<short>()[i].CompareTo(b.Values<short>()[j]);
            case PhysicalType.Int32: return a.Values<int>()[i].CompareTo(b.Values<int>()[j]);
            case PhysicalType.Int64: return a.Values<long>()[i].CompareTo(b.Values<long>()[j]);
            case PhysicalType.Int128: return a.Values<Int128>()[i].CompareTo(b.Values<Int128>()[j]);
            case PhysicalType.Float32: return CompareFloating(a.Values<float>()[i], b.Values<float>()[j]);
            case PhysicalType.Float64: return CompareFloating(a.Values<double>()[i], b.Values<double>()[j]);
            case PhysicalType.String: return a.Values<StringView>()[i].CompareTo(b.Values<StringView>()[j]);
            case PhysicalType.Array: return CompareArrays(a, i, b, j);
            case PhysicalType.Struct:
                for (var c = 0; c < a.Children.Length; c++)
                {
                    var order = CompareNullable(a.Children[c], i, b.Children[c], j);
                    if (order != 0) return order;
                }
                return 0;
            default: return new ReadOnlySpan<byte>(a.Data + (long)i * a.ElementSize, a.ElementSize).SequenceCompareTo(new(b.Data + (long)j * b.ElementSize, b.ElementSize));
        }
    }

    public static int CompareNullable(ColumnVector a, int i, ColumnVector b, int j)
    {
        var (x, y) = (IsNull(a, i), IsNull(b, j));
        if (x || y) return x == y ? 0 : x ? -1 : 1;
        return Compare(a, i, b, j);
    }

    private static int CompareArrays(ColumnVector a, int i, ColumnVector b, int j)
    {
        var (x, y) = (a.Values<ListEntry>()[i], b.Values<ListEntry>()[j]);
        var common = Math.Min(x.Length, y.Length);
        for (var k = 0; k < common; k++)
        {
            var order = CompareNullable(a.Children[0], x.Offset + k, b.Children[0], y.Offset + k);
            if (order != 0) return order;
        }
        return x.Length.CompareTo(y.Length);
    }

    // CompareTo puts NaN below all; here it is above.
    private static int CompareFloating(double x, double y) => x < y ? -1 : x > y ? 1 : x == y ? 0 : double.IsNaN(x) ? double.IsNaN(y) ? 0 : 1 : -1;
}
