using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Columnar.Kernels;

/// <summary>Arithmetic on two flat or constant vectors. Rows are computed whether null or not; overflow counts at rows that are not null in the result.</summary>
static unsafe class ArithmeticKernels
{
    /// <summary>Wraps on overflow.</summary>
    public static void Wrap<T, TOp>(ColumnVector left, ColumnVector right, Selection selection, ColumnVector result)
        where T : unmanaged where TOp : struct, IArithmetic<T> => Compute<T, TOp, Unchecked>(left, right, selection, result);

    /// <summary>Returns the first selected row that overflowed and is not null, or -1.</summary>
    public static int Checked<T, TOp>(ColumnVector left, ColumnVector right, Selection selection, ColumnVector result)
        where T : unmanaged where TOp : struct, IArithmetic<T>
        => Compute<T, TOp, WithCheck>(left, right, selection, result) ? Find<T, TOp>(left, right, selection, result, nullOnOverflow: false) : -1;

    /// <summary>Makes rows null that overflowed.</summary>
    public static void NullOnOverflow<T, TOp>(ColumnVector left, ColumnVector right, Selection selection, ColumnVector result)
        where T : unmanaged where TOp : struct, IArithmetic<T>
    {
        if (Compute<T, TOp, WithCheck>(left, right, selection, result)) Find<T, TOp>(left, right, selection, result, nullOnOverflow: true);
    }

    private interface IMode { static abstract bool Checks { get; } }
    private readonly struct Unchecked : IMode { public static bool Checks => false; }
    private readonly struct WithCheck : IMode { public static bool Checks => true; }

    /// <summary>True where some row, perhaps a null one, overflowed.</summary>
    private static bool Compute<T, TOp, TMode>(ColumnVector left, ColumnVector right, Selection selection, ColumnVector result)
        where T : unmanaged where TOp : struct, IArithmetic<T> where TMode : struct, IMode
    {
        var a = left.Values<T>();
        var b = right.Values<T>();
        var y = result.Values<T>();
        if (selection.IsDense)
            return (left.IsConstant, right.IsConstant) switch
            {
                (false, false) => Dense<T, TOp, TMode, Each, Each>(a, b, y, selection.Count),
                (false, true) => Dense<T, TOp, TMode, Each, Same>(a, b, y, selection.Count),
                (true, false) => Dense<T, TOp, TMode, Same, Each>(a, b, y, selection.Count),
                _ => Dense<T, TOp, TMode, Same, Same>(a, b, y, selection.Count),
            };
        var (stepA, stepB) = (left.IsConstant ? 0 : 1, right.IsConstant ? 0 : 1);
        var overflow = false;
        for (var k = 0; k < selection.Count; k++)
        {
            int i = selection.Indices[k];
            T x = a[i * stepA], z = b[i * stepB];
            var value = TOp.Apply(x, z);
            y[i] = value;
            if (TMode.Checks) overflow |= TOp.Overflows(x, z, value);
        }
        return overflow;
    }

    private interface IStep { static abstract bool IsSame { get; } }
    private readonly struct Each : IStep { public static bool IsSame => false; }
    private readonly struct Same : IStep { public static bool IsSame => true; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool Dense<T, TOp, TMode, TLeft, TRight>(T* a, T* b, T* y, int count)
        where T : unmanaged where TOp : struct, IArithmetic<T> where TMode : struct, IMode where TLeft : struct, IStep where TRight : struct, IStep
    {
        var i = 0;
        var overflow = false;
        if (TOp.IsVectorised && Vector256.IsHardwareAccelerated)
        {
            var seen = Vector256<T>.Zero;
            var sameA = TLeft.IsSame ? Vector256.Create(*a) : default;
            var sameB = TRight.IsSame ? Vector256.Create(*b) : default;
            for (; i <= count - Vector256<T>.Count; i += Vector256<T>.Count)
            {
                var x = TLeft.IsSame ? sameA : Vector256.Load(a + i);
                var z = TRight.IsSame ? sameB : Vector256.Load(b + i);
                var value = TOp.Apply(x, z);
                value.Store(y + i);
                if (TMode.Checks) seen |= TOp.OverflowMask(x, z, value);
            }
            if (TMode.Checks) overflow = seen.ExtractMostSignificantBits() != 0;
        }
        for (; i < count; i++)
        {
            T x = TLeft.IsSame ? *a : a[i], z = TRight.IsSame ? *b : b[i];
            var value = TOp.Apply(x, z);
            y[i] = value;
            if (TMode.Checks) overflow |= TOp.Overflows(x, z, value);
        }
        return overflow;
    }

    private static int Find<T, TOp>(ColumnVector left, ColumnVector right, Selection selection, ColumnVector result, bool nullOnOverflow)
        where T : unmanaged where TOp : struct, IArithmetic<T>
    {
        var (stepA, stepB) = (left.IsConstant ? 0 : 1, right.IsConstant ? 0 : 1);
        for (var k = 0; k < selection.Count; k++)
        {
            var i = selection[k];
            T x = left.Values<T>()[i * stepA], z = right.Values<T>()[i * stepB];
            if (!TOp.Overflows(x, z, TOp.Apply(x, z)) || result.IsNull(i)) continue;
            if (!nullOnOverflow) return i;
            result.SetNull(i);
        }
        return -1;
    }
}
