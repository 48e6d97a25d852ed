using System.Runtime.CompilerServices;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Columnar.Kernels;

/// <summary>Compares single values of vectors of one type, in any encoding: nested ones element by element, with null before any value.</summary>
static unsafe class ValueComparer
{
    /// <summary>Where a row's value lies: the flat vector and the position in it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ColumnVector Locate(ColumnVector vector, ref int row)
    {
        if (vector.Encoding == VectorEncoding.Flat) return vector;
        if (vector.Encoding == VectorEncoding.Constant) { row = 0; return vector; }
        row = vector.Codes[row];
        return vector.Dictionary!;
    }

    /// <summary>Order of two rows where null comes first.</summary>
    public static int CompareNullsFirst(ColumnVector a, int rowA, ColumnVector b, int rowB)
    {
        var (nullA, nullB) = (IsNull(a, rowA), IsNull(b, rowB));
        if (nullA || nullB) return nullA == nullB ? 0 : nullA ? -1 : 1;
        return Compare(a, rowA, b, rowB);
    }

    /// <summary>Whether two rows hold the same value, or both none.</summary>
    public static bool EqualOrBothNull(ColumnVector a, int rowA, ColumnVector b, int rowB)
    {
        var (nullA, nullB) = (IsNull(a, rowA), IsNull(b, rowB));
        return nullA || nullB ? nullA == nullB : Equal(a, rowA, b, rowB);
    }

    public static bool IsNull(ColumnVector vector, int row) => vector.Physical == PhysicalType.Null || vector.IsNull(row);

    /// <summary>Order of two values that are not null.</summary>
    public static int Compare(ColumnVector a, int rowA, ColumnVector b, int rowB)
    {
        a = Locate(a, ref rowA);
        b = Locate(b, ref rowB);
        return a.Physical switch
        {
            PhysicalType.Bool => Fixed<byte, NumberOrder<byte>>(a, rowA, b, rowB),
            PhysicalType.Int8 => Fixed<sbyte, NumberOrder<sbyte>>(a, rowA, b, rowB),
            PhysicalType.Int16 => Fixed<short, NumberOrder<short>>(a, rowA, b, rowB),
            PhysicalType.Int32 => Fixed<int, NumberOrder<int>>(a, rowA, b, rowB),
            PhysicalType.Int64 => Fixed<long, NumberOrder<long>>(a, rowA, b, rowB),
            PhysicalType.Int128 => Fixed<Int128, NumberOrder<Int128>>(a, rowA, b, rowB),
            PhysicalType.Float32 => Fixed<float, FloatingOrder<float>>(a, rowA, b, rowB),
            PhysicalType.Float64 => Fixed<double, FloatingOrder<double>>(a, rowA, b, rowB),
            PhysicalType.String => Fixed<StringView, BytesOrder>(a, rowA, b, rowB),
            PhysicalType.Interval => CompareIntervals(a, rowA, b, rowB),
            PhysicalType.Array => CompareArrays(a, rowA, b, rowB),
            PhysicalType.Map => CompareMaps(a, rowA, b, rowB),
            PhysicalType.Struct => CompareStructs(a, rowA, b, rowB),
            _ => 0,
        };
    }

    /// <summary>Whether two values that are not null are the same.</summary>
    public static bool Equal(ColumnVector a, int rowA, ColumnVector b, int rowB)
    {
        a = Locate(a, ref rowA);
        b = Locate(b, ref rowB);
        switch (a.Physical)
        {
            case PhysicalType.String: return a.Values<StringView>()[rowA].Equals(b.Values<StringView>()[rowB]);
            case PhysicalType.Int32: return a.Values<int>()[rowA] == b.Values<int>()[rowB];
            case PhysicalType.Int64: return a.Values<long>()[rowA] == b.Values<long>()[rowB];
            default: return Compare(a, rowA, b, rowB) == 0;
        }
    }

    private static int Fixed<T, TOrder>(ColumnVector a, int rowA, ColumnVector b, int rowB) where T : unmanaged where TOrder : struct, IOrder<T>
        => TOrder.Compare(a.Values<T>()[rowA], b.Values<T>()[rowB]);

    // Calendar intervals have equality only; any fixed order will do for grouping.
    private static int CompareIntervals(ColumnVector a, int rowA, ColumnVector b, int rowB)
    {
        var (x, y) = (a.Values<Int128>()[rowA], b.Values<Int128>()[rowB]);
        return x < y ? -1 : x > y ? 1 : 0;
    }

    private static int CompareArrays(ColumnVector a, int rowA, ColumnVector b, int rowB)
    {
        var (x, y) = (a.Values<ListEntry>()[rowA], b.Values<ListEntry>()[rowB]);
        for (var i = 0; i < Math.Min(x.Length, y.Length); i++)
        {
            var order = CompareNullsFirst(a.Children[0], x.Offset + i, b.Children[0], y.Offset + i);
            if (order != 0) return order;
        }
        return x.Length.CompareTo(y.Length);
    }

    // Maps are compared entry by entry in their order; the planner sorts the entries of maps that are grouped by.
    private static int CompareMaps(ColumnVector a, int rowA, ColumnVector b, int rowB)
    {
        var (x, y) = (a.Values<ListEntry>()[rowA], b.Values<ListEntry>()[rowB]);
        for (var i = 0; i < Math.Min(x.Length, y.Length); i++)
            for (var c = 0; c < 2; c++)
            {
                var order = CompareNullsFirst(a.Children[c], x.Offset + i, b.Children[c], y.Offset + i);
                if (order != 0) return order;
            }
        return x.Length.CompareTo(y.Length);
    }

    private static int CompareStructs(ColumnVector a, int rowA, ColumnVector b, int rowB)
    {
        for (var c = 0; c < a.Children.Length; c++)
        {
            var order = CompareNullsFirst(a.Children[c], rowA, b.Children[c], rowB);
            if (order != 0) return order;
        }
        return 0;
    }
}
