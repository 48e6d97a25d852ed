using Firesteel.Columnar.Vectors;

namespace Firesteel.Columnar.Kernels;

/// <summary>Compares keys of batch rows with keys that a hash table stored in flat vectors.</summary>
static unsafe class KeyMatch
{
    private const int Stretch = 256;

    /// <summary>Whether all key columns of two rows are equal; nulls equal each other.</summary>
    public static bool Rows(ColumnVector[] left, int leftRow, ColumnVector[] right, int rightRow)
    {
        for (var c = 0; c < left.Length; c++)
            if (!ValueComparer.EqualOrBothNull(left[c], leftRow, right[c], rightRow)) return false;
        return true;
    }

    /// <summary>The place in the selection behind the last of the rows from a place on that have equal keys; nulls equal each other.</summary>
    public static int RunEnd(ColumnVector[] keys, Selection selection, int from)
    {
        // A stretch at a time: a column with long runs is not read to their end for each short run of the next.
        for (var at = from + 1; at < selection.Count;)
        {
            var stretch = Math.Min(selection.Count, at + Stretch);
            var end = stretch;
            foreach (var key in keys) end = EqualEnd(key, selection, from, at, end);
            if (end < stretch) return end;
            at = end;
        }
        return selection.Count;
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

    // The first place from at on, and before end, whose value is not that of the place from.
    private static int EqualEnd(ColumnVector key, Selection selection, int from, int at, int end)
    {
        if (key.Encoding == VectorEncoding.Flat && !key.HasNulls)
        {
            switch (key.Physical)
            {
                case PhysicalType.Int32: return EqualEnd<int, NumberOrder<int>>(key, selection, from, at, end);
                case PhysicalType.Int64: return EqualEnd<long, NumberOrder<long>>(key, selection, from, at, end);
                case PhysicalType.String: return EqualEnd<StringView, BytesOrder>(key, selection, from, at, end);
            }
        }
        while (at < end && ValueComparer.EqualOrBothNull(key, selection[from], key, selection[at])) at++;
        return at;
    }

    private static int EqualEnd<T, TOrder>(ColumnVector key, Selection selection, int from, int at, int end)
        where T : unmanaged where TOrder : struct, IOrder<T>
    {
        var values = key.Values<T>();
        var value = values[selection[from]];
        if (selection.IsDense) while (at < end && TOrder.Equal(values[at], value)) at++;
        else while (at < end && TOrder.Equal(values[selection[at]], value)) at++;
        return at;
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
