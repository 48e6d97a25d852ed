using System.Runtime.CompilerServices;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Columnar.Kernels;

/// <summary>A function of one value; a struct type argument of <see cref="Elementwise"/>, so that each instance compiles to its own loop.</summary>
interface IUnary<TIn, TOut> where TIn : unmanaged where TOut : unmanaged
{
    static abstract TOut Apply(TIn value);
}

/// <summary>A function of two values.</summary>
interface IBinary<TLeft, TRight, TOut> where TLeft : unmanaged where TRight : unmanaged where TOut : unmanaged
{
    static abstract TOut Apply(TLeft left, TRight right);
}

/// <summary>A function of one value that may fail: false where it does.</summary>
interface ITryUnary<TIn, TOut> where TIn : unmanaged where TOut : unmanaged
{
    static abstract bool TryApply(TIn value, out TOut result);
}

/// <summary>A function of two values that may fail: false where it does.</summary>
interface ITryBinary<TLeft, TRight, TOut> where TLeft : unmanaged where TRight : unmanaged where TOut : unmanaged
{
    static abstract bool TryApply(TLeft left, TRight right, out TOut result);
}

/// <summary>
/// Loops over flat or constant vectors that write a flat result position by position. Null handling is the caller's:
/// the infallible loops run over null rows too (their values are undefined but harmless), the fallible ones get a selection without them.
/// </summary>
static unsafe class Elementwise
{
    public static void Unary<TIn, TOut, TOp>(ColumnVector input, Selection selection, ColumnVector result)
        where TIn : unmanaged where TOut : unmanaged where TOp : struct, IUnary<TIn, TOut>
    {
        var x = input.Values<TIn>();
        var y = result.Values<TOut>();
        if (selection.IsDense)
            for (var i = 0; i < selection.Count; i++) y[i] = TOp.Apply(x[i]);
        else
            for (var k = 0; k < selection.Count; k++) { int i = selection.Indices[k]; y[i] = TOp.Apply(x[i]); }
    }

    public static void Binary<TLeft, TRight, TOut, TOp>(ColumnVector left, ColumnVector right, Selection selection, ColumnVector result)
        where TLeft : unmanaged where TRight : unmanaged where TOut : unmanaged where TOp : struct, IBinary<TLeft, TRight, TOut>
    {
        var a = left.Values<TLeft>();
        var b = right.Values<TRight>();
        var y = result.Values<TOut>();
        if (right.IsConstant)
        {
            var constant = b[0];
            if (selection.IsDense)
                for (var i = 0; i < selection.Count; i++) y[i] = TOp.Apply(a[i], constant);
            else
                for (var k = 0; k < selection.Count; k++) { int i = selection.Indices[k]; y[i] = TOp.Apply(a[i], constant); }
        }
        else if (left.IsConstant)
        {
            var constant = a[0];
            if (selection.IsDense)
                for (var i = 0; i < selection.Count; i++) y[i] = TOp.Apply(constant, b[i]);
            else
                for (var k = 0; k < selection.Count; k++) { int i = selection.Indices[k]; y[i] = TOp.Apply(constant, b[i]); }
        }
        else if (selection.IsDense)
            for (var i = 0; i < selection.Count; i++) y[i] = TOp.Apply(a[i], b[i]);
        else
            for (var k = 0; k < selection.Count; k++) { int i = selection.Indices[k]; y[i] = TOp.Apply(a[i], b[i]); }
    }

    /// <summary>Returns the first row that failed, or -1. With <paramref name="nullOnFailure"/> failing rows become null instead.</summary>
    public static int TryUnary<TIn, TOut, TOp>(ColumnVector input, Selection selection, ColumnVector result, bool nullOnFailure = false)
        where TIn : unmanaged where TOut : unmanaged where TOp : struct, ITryUnary<TIn, TOut>
    {
        var x = input.Values<TIn>();
        var y = result.Values<TOut>();
        for (var k = 0; k < selection.Count; k++)
        {
            var i = selection[k];
            if (TOp.TryApply(x[i], out y[i])) continue;
            if (!nullOnFailure) return i;
            result.SetNull(i);
        }
        return -1;
    }

    /// <summary>Returns the first row that failed, or -1. With <paramref name="nullOnFailure"/> failing rows become null instead.</summary>
    public static int TryBinary<TLeft, TRight, TOut, TOp>(ColumnVector left, ColumnVector right, Selection selection, ColumnVector result, bool nullOnFailure = false)
        where TLeft : unmanaged where TRight : unmanaged where TOut : unmanaged where TOp : struct, ITryBinary<TLeft, TRight, TOut>
    {
        var a = left.Values<TLeft>();
        var b = right.Values<TRight>();
        var y = result.Values<TOut>();
        var (leftStep, rightStep) = (left.IsConstant ? 0 : 1, right.IsConstant ? 0 : 1);
        for (var k = 0; k < selection.Count; k++)
        {
            var i = selection[k];
            if (TOp.TryApply(a[i * leftStep], b[i * rightStep], out y[i])) continue;
            if (!nullOnFailure) return i;
            result.SetNull(i);
        }
        return -1;
    }
}
