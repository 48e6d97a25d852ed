using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Columnar.Kernels;

/// <summary>Ranges of 64-bit values in a batch, and arithmetic that the ranges prove to fit.</summary>
static unsafe class Int64Bounds
{
    // A range of all positions, rubbish at unselected and null ones included, is good enough as long as it is this narrow.
    private const long Plausible = 1L << 40;

    /// <summary>
    /// A range that holds the values of a flat or constant vector's selected rows that are not null; false when there are none.
    /// It is the smallest such range unless a wider one comes cheaper.
    /// </summary>
    /// <param name="rowCount">Positions in the vector, selected or not.</param>
    public static bool Of(ColumnVector vector, Selection selection, int rowCount, out long min, out long max)
    {
        var values = vector.Values<long>();
        if (!vector.IsConstant && (!selection.IsDense || vector.HasNulls) && selection.Count * 4L >= rowCount && selection.Count >= 32
            && Exact(values, null, new Selection(rowCount), out min, out max) && min > -Plausible && max < Plausible) return true;
        if (!vector.IsConstant) return Exact(values, vector.Nulls, selection, out min, out max);
        (min, max) = (long.MaxValue, long.MinValue);
        if (vector.IsNull(0) || selection.Count == 0) return false;
        min = max = values[0];
        return true;
    }

    private static bool Exact(long* values, byte* nulls, Selection selection, out long min, out long max)
    {
        (min, max) = (long.MaxValue, long.MinValue);
        var k = 0;
        if (selection.IsDense && nulls == null && Vector256.IsHardwareAccelerated && selection.Count >= 8)
        {
            var (low, high) = (Vector256.Create(long.MaxValue), Vector256.Create(long.MinValue));
            var (low2, high2) = (low, high);
            for (; k <= selection.Count - 8; k += 8)
            {
                var (x, y) = (Vector256.Load(values + k), Vector256.Load(values + k + 4));
                low = Vector256.Min(low, x);
                high = Vector256.Max(high, x);
                low2 = Vector256.Min(low2, y);
                high2 = Vector256.Max(high2, y);
            }
            low = Vector256.Min(low, low2);
            high = Vector256.Max(high, high2);
            for (var lane = 0; lane < 4; lane++) (min, max) = (Math.Min(min, low[lane]), Math.Max(max, high[lane]));
        }
        for (; k < selection.Count; k++)
        {
            var row = selection[k];
            if (nulls != null && nulls[row] != 0) continue;
            var value = values[row];
            if (value < min) min = value;
            if (value > max) max = value;
        }
        return min <= max;
    }

    /// <summary>Products that are known to fit; <paramref name="narrow"/> says that all factors fit in 32 bits.</summary>
    public static void Multiply(long* a, bool constantA, long* b, bool constantB, Selection selection, long* result, bool narrow)
    {
        var k = 0;
        if (selection.IsDense && narrow && Avx2.IsSupported)
        {
            var (sameA, sameB) = (Vector256.Create(a[0]), Vector256.Create(b[0]));
            for (; k <= selection.Count - 4; k += 4)
            {
                var x = constantA ? sameA : Vector256.Load(a + k);
                var y = constantB ? sameB : Vector256.Load(b + k);
                Avx2.Multiply(x.AsInt32(), y.AsInt32()).Store(result + k);
            }
        }
        var (stepA, stepB) = (constantA ? 0 : 1, constantB ? 0 : 1);
        if (selection.IsDense)
            for (; k < selection.Count; k++) result[k] = a[k * stepA] * b[k * stepB];
        else
            for (; k < selection.Count; k++) { int row = selection.Indices[k]; result[row] = a[row * stepA] * b[row * stepB]; }
    }

    /// <summary>Extends to 128 bits.</summary>
    public static void Widen(long* values, Selection selection, Int128* result)
    {
        if (!selection.IsDense)
        {
            for (var k = 0; k < selection.Count; k++) { int row = selection.Indices[k]; result[row] = values[row]; }
            return;
        }
        var output = (long*)result;
        var i = 0;
        if (Avx2.IsSupported)
            for (; i <= selection.Count - 4; i += 4)
            {
                var x = Vector256.Load(values + i);
                var sign = Vector256.LessThan(x, Vector256<long>.Zero);
                var (even, odd) = (Avx2.UnpackLow(x, sign), Avx2.UnpackHigh(x, sign));
                Avx2.Permute2x128(even, odd, 0x20).Store(output + 2 * i);
                Avx2.Permute2x128(even, odd, 0x31).Store(output + 2 * i + 4);
            }
        for (; i < selection.Count; i++)
        {
            output[2 * i] = values[i];
            output[2 * i + 1] = values[i] >> 63;
        }
    }
}
