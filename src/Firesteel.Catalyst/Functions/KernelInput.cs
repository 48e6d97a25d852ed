using System.Runtime.CompilerServices;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Catalyst.Functions;

/// <summary>Reads one argument of a kernel by row, whether it is flat or constant.</summary>
readonly unsafe struct KernelInput<T>(ColumnVector vector) where T : unmanaged
{
    private readonly T* _data = vector.Values<T>();
    private readonly byte* _nulls = vector.Nulls;
    private readonly int _mask = vector.IsConstant ? 0 : -1;

    public T this[int row]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _data[row & _mask];
    }

    public bool IsNull(int row) => _nulls != null && _nulls[row & _mask] != 0;
}

/// <summary>Shorthands of kernels.</summary>
static unsafe class KernelCalls
{
    public static KernelInput<T> In<T>(this KernelCall call, int argument) where T : unmanaged => new(call.Arguments[argument]);

    /// <summary>Where in an argument's own memory the row's value lies.</summary>
    public static int Position(this ColumnVector vector, int row) => vector.IsConstant ? 0 : row;

    /// <summary>Runs a function of one value over the batch.</summary>
    public static void Map<TIn, TOut, TOp>(KernelCall call) where TIn : unmanaged where TOut : unmanaged where TOp : struct, Columnar.Kernels.IUnary<TIn, TOut>
    {
        var x = call.In<TIn>(0);
        var y = call.Result.Values<TOut>();
        var rows = call.Selection;
        for (var k = 0; k < rows.Count; k++) { var i = rows[k]; y[i] = TOp.Apply(x[i]); }
    }

    /// <summary>Runs a function of two values over the batch.</summary>
    public static void Map<TLeft, TRight, TOut, TOp>(KernelCall call) where TLeft : unmanaged where TRight : unmanaged where TOut : unmanaged where TOp : struct, Columnar.Kernels.IBinary<TLeft, TRight, TOut>
    {
        var (a, b) = (call.In<TLeft>(0), call.In<TRight>(1));
        var y = call.Result.Values<TOut>();
        var rows = call.Selection;
        for (var k = 0; k < rows.Count; k++) { var i = rows[k]; y[i] = TOp.Apply(a[i], b[i]); }
    }

    /// <summary>Runs a function that may have no answer: null where it has none.</summary>
    public static void TryMap<TIn, TOut, TOp>(KernelCall call) where TIn : unmanaged where TOut : unmanaged where TOp : struct, Columnar.Kernels.ITryUnary<TIn, TOut>
    {
        var x = call.In<TIn>(0);
        var y = call.Result.Values<TOut>();
        var rows = call.Selection;
        for (var k = 0; k < rows.Count; k++)
        {
            var i = rows[k];
            if (!TOp.TryApply(x[i], out y[i])) call.Result.SetNull(i);
        }
    }

    /// <summary>Runs a function that may have no answer: null where it has none.</summary>
    public static void TryMap<TLeft, TRight, TOut, TOp>(KernelCall call) where TLeft : unmanaged where TRight : unmanaged where TOut : unmanaged where TOp : struct, Columnar.Kernels.ITryBinary<TLeft, TRight, TOut>
    {
        var (a, b) = (call.In<TLeft>(0), call.In<TRight>(1));
        var y = call.Result.Values<TOut>();
        var rows = call.Selection;
        for (var k = 0; k < rows.Count; k++)
        {
            var i = rows[k];
            if (!TOp.TryApply(a[i], b[i], out y[i])) call.Result.SetNull(i);
        }
    }
}
