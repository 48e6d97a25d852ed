using Firesteel.Columnar.Vectors;

namespace Firesteel.Columnar.Kernels;

/// <summary>Compares keys of batch rows with keys that a hash table stored in flat vectors.</summary>
static unsafe class KeyMatch
{
    /// <summary>Whether all key columns of two rows are equal; nulls equal each other.</summary>
    public static bool Rows(ColumnVector[] left, int leftRow, ColumnVector[] right, int rightRow)
    {
        for (var c = 0; c < left.Length; c++)
            if (!ValueComparer.EqualOrBothNull(left[c], leftRow, right[c], rightRow)) return false;
        return true;
    }

    /// <summary>
    /// Clears <c>matches[k]</c> where the k-th selected row of <paramref name="probe"/> differs from row <c>storedRows[k]</c> of the flat <paramref name="stored"/>.
    /// </summary>
    public static void And(ColumnVector probe, Selection selection, ColumnVector stored, int* storedRows, byte* matches)
    {
        if (probe.Encoding == VectorEncoding.Flat && !probe.HasNulls && !stored.HasNulls)
        {
            switch (probe.Physical)
            {
                case PhysicalType.Int32: Fixed<int, NumberOrder<int>>(probe, selection, stored, storedRows, matches); return;
                case PhysicalType.Int64: Fixed<long, NumberOrder<long>>(probe, selection, stored, storedRows, matches); return;
                case PhysicalType.String: Fixed<StringView, BytesOrder>(probe, selection, stored, storedRows, matches); return;
            }
        }
        for (var k = 0; k < selection.Count; k++)
            if (matches[k] != 0 && !ValueComparer.EqualOrBothNull(probe, selection[k], stored, storedRows[k])) matches[k] = 0;
    }

    private static void Fixed<T, TOrder>(ColumnVector probe, Selection selection, ColumnVector stored, int* storedRows, byte* matches)
        where T : unmanaged where TOrder : struct, IOrder<T>
    {
        var x = probe.Values<T>();
        var y = stored.Values<T>();
        for (var k = 0; k < selection.Count; k++)
            if (matches[k] != 0 && !TOrder.Equal(x[selection[k]], y[storedRows[k]])) matches[k] = 0;
    }
}
