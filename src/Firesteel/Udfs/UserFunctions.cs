using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Encoders;
using Firesteel.Types;

namespace Firesteel.Udfs;

/// <summary>A function of 0 arguments.</summary>
sealed class UserFunction<TResult>(string name, Func<TResult> function, DataType result, bool deterministic = true)
    : UserFunction(name, [], result, deterministic, ClrTypes.MayBeNull(typeof(TResult)))
{
    protected override void Run(KernelCall kernel, bool[] must)
    {
        var a = kernel.Arguments;
        var write = VectorAccess.Writer<TResult>(kernel.Call.DataType);
        for (var k = 0; k < kernel.Selection.Count; k++)
        {
            var row = kernel.Selection[k];
            if (AnyNull(a, must, row)) kernel.Result.SetNull(row);
            else write(kernel.Result, row, function());
        }
    }
}

/// <summary>A function of 1 argument.</summary>
sealed class UserFunction<T1, TResult>(string name, Func<T1, TResult> function, DataType result, bool deterministic = true)
    : UserFunction(name, [typeof(T1)], result, deterministic, ClrTypes.MayBeNull(typeof(TResult)))
{
    protected override void Run(KernelCall kernel, bool[] must)
    {
        var a = kernel.Arguments;
        var write = VectorAccess.Writer<TResult>(kernel.Call.DataType);
        var read1 = VectorAccess.Reader<T1>(a[0].Type);
        for (var k = 0; k < kernel.Selection.Count; k++)
        {
            var row = kernel.Selection[k];
            if (AnyNull(a, must, row)) kernel.Result.SetNull(row);
            else write(kernel.Result, row, function(read1(a[0], row)));
        }
    }
}

/// <summary>A function of 2 arguments.</summary>
sealed class UserFunction<T1, T2, TResult>(string name, Func<T1, T2, TResult> function, DataType result, bool deterministic = true)
    : UserFunction(name, [typeof(T1), typeof(T2)], result, deterministic, ClrTypes.MayBeNull(typeof(TResult)))
{
    protected override void Run(KernelCall kernel, bool[] must)
    {
        var a = kernel.Arguments;
        var write = VectorAccess.Writer<TResult>(kernel.Call.DataType);
        var read1 = VectorAccess.Reader<T1>(a[0].Type);
        var read2 = VectorAccess.Reader<T2>(a[1].Type);
        for (var k = 0; k < kernel.Selection.Count; k++)
        {
            var row = kernel.Selection[k];
            if (AnyNull(a, must, row)) kernel.Result.SetNull(row);
            else write(kernel.Result, row, function(read1(a[0], row), read2(a[1], row)));
        }
    }
}

/// <summary>A function of 3 arguments.</summary>
sealed class UserFunction<T1, T2, T3, TResult>(string name, Func<T1, T2, T3, TResult> function, DataType result, bool deterministic = true)
    : UserFunction(name, [typeof(T1), typeof(T2), typeof(T3)], result, deterministic, ClrTypes.MayBeNull(typeof(TResult)))
{
    protected override void Run(KernelCall kernel, bool[] must)
    {
        var a = kernel.Arguments;
        var write = VectorAccess.Writer<TResult>(kernel.Call.DataType);
        var read1 = VectorAccess.Reader<T1>(a[0].Type);
        var read2 = VectorAccess.Reader<T2>(a[1].Type);
        var read3 = VectorAccess.Reader<T3>(a[2].Type);
        for (var k = 0; k < kernel.Selection.Count; k++)
        {
            var row = kernel.Selection[k];
            if (AnyNull(a, must, row)) kernel.Result.SetNull(row);
            else write(kernel.Result, row, function(read1(a[0], row), read2(a[1], row), read3(a[2], row)));
        }
    }
}

/// <summary>A function of 4 arguments.</summary>
sealed class UserFunction<T1, T2, T3, T4, TResult>(string name, Func<T1, T2, T3, T4, TResult> function, DataType result, bool deterministic = true)
    : UserFunction(name, [typeof(T1), typeof(T2), typeof(T3), typeof(T4)], result, deterministic, ClrTypes.MayBeNull(typeof(TResult)))
{
    protected override void Run(KernelCall kernel, bool[] must)
    {
        var a = kernel.Arguments;
        var write = VectorAccess.Writer<TResult>(kernel.Call.DataType);
        var read1 = VectorAccess.Reader<T1>(a[0].Type);
        var read2 = VectorAccess.Reader<T2>(a[1].Type);
        var read3 = VectorAccess.Reader<T3>(a[2].Type);
        var read4 = VectorAccess.Reader<T4>(a[3].Type);
        for (var k = 0; k < kernel.Selection.Count; k++)
        {
            var row = kernel.Selection[k];
            if (AnyNull(a, must, row)) kernel.Result.SetNull(row);
            else write(kernel.Result, row, function(read1(a[0], row), read2(a[1], row), read3(a[2], row), read4(a[3], row)));
        }
    }
}

/// <summary>A function of 5 arguments.</summary>
sealed class UserFunction<T1, T2, T3, T4, T5, TResult>(string name, Func<T1, T2, T3, T4, T5, TResult> function, DataType result, bool deterministic = true)
    : UserFunction(name, [typeof(T1), typeof(T2), typeof(T3), typeof(T4), typeof(T5)], result, deterministic, ClrTypes.MayBeNull(typeof(TResult)))
{
    protected override void Run(KernelCall kernel, bool[] must)
    {
        var a = kernel.Arguments;
        var write = VectorAccess.Writer<TResult>(kernel.Call.DataType);
        var read1 = VectorAccess.Reader<T1>(a[0].Type);
        var read2 = VectorAccess.Reader<T2>(a[1].Type);
        var read3 = VectorAccess.Reader<T3>(a[2].Type);
        var read4 = VectorAccess.Reader<T4>(a[3].Type);
        var read5 = VectorAccess.Reader<T5>(a[4].Type);
        for (var k = 0; k < kernel.Selection.Count; k++)
        {
            var row = kernel.Selection[k];
            if (AnyNull(a, must, row)) kernel.Result.SetNull(row);
            else write(kernel.Result, row, function(read1(a[0], row), read2(a[1], row), read3(a[2], row), read4(a[3], row), read5(a[4], row)));
        }
    }
}

/// <summary>A function of 6 arguments.</summary>
sealed class UserFunction<T1, T2, T3, T4, T5, T6, TResult>(string name, Func<T1, T2, T3, T4, T5, T6, TResult> function, DataType result, bool deterministic = true)
    : UserFunction(name, [typeof(T1), typeof(T2), typeof(T3), typeof(T4), typeof(T5), typeof(T6)], result, deterministic, ClrTypes.MayBeNull(typeof(TResult)))
{
    protected override void Run(KernelCall kernel, bool[] must)
    {
        var a = kernel.Arguments;
        var write = VectorAccess.Writer<TResult>(kernel.Call.DataType);
        var read1 = VectorAccess.Reader<T1>(a[0].Type);
        var read2 = VectorAccess.Reader<T2>(a[1].Type);
        var read3 = VectorAccess.Reader<T3>(a[2].Type);
        var read4 = VectorAccess.Reader<T4>(a[3].Type);
        var read5 = VectorAccess.Reader<T5>(a[4].Type);
        var read6 = VectorAccess.Reader<T6>(a[5].Type);
        for (var k = 0; k < kernel.Selection.Count; k++)
        {
            var row = kernel.Selection[k];
            if (AnyNull(a, must, row)) kernel.Result.SetNull(row);
            else write(kernel.Result, row, function(read1(a[0], row), read2(a[1], row), read3(a[2], row), read4(a[3], row), read5(a[4], row), read6(a[5], row)));
        }
    }
}

/// <summary>A function of 7 arguments.</summary>
sealed class UserFunction<T1, T2, T3, T4, T5, T6, T7, TResult>(string name, Func<T1, T2, T3, T4, T5, T6, T7, TResult> function, DataType result, bool deterministic = true)
    : UserFunction(name, [typeof(T1), typeof(T2), typeof(T3), typeof(T4), typeof(T5), typeof(T6), typeof(T7)], result, deterministic, ClrTypes.MayBeNull(typeof(TResult)))
{
    protected override void Run(KernelCall kernel, bool[] must)
    {
        var a = kernel.Arguments;
        var write = VectorAccess.Writer<TResult>(kernel.Call.DataType);
        var read1 = VectorAccess.Reader<T1>(a[0].Type);
        var read2 = VectorAccess.Reader<T2>(a[1].Type);
        var read3 = VectorAccess.Reader<T3>(a[2].Type);
        var read4 = VectorAccess.Reader<T4>(a[3].Type);
        var read5 = VectorAccess.Reader<T5>(a[4].Type);
        var read6 = VectorAccess.Reader<T6>(a[5].Type);
        var read7 = VectorAccess.Reader<T7>(a[6].Type);
        for (var k = 0; k < kernel.Selection.Count; k++)
        {
            var row = kernel.Selection[k];
            if (AnyNull(a, must, row)) kernel.Result.SetNull(row);
            else write(kernel.Result, row, function(read1(a[0], row), read2(a[1], row), read3(a[2], row), read4(a[3], row), read5(a[4], row), read6(a[5], row), read7(a[6], row)));
        }
    }
}

/// <summary>A function of 8 arguments.</summary>
sealed class UserFunction<T1, T2, T3, T4, T5, T6, T7, T8, TResult>(string name, Func<T1, T2, T3, T4, T5, T6, T7, T8, TResult> function, DataType result, bool deterministic = true)
    : UserFunction(name, [typeof(T1), typeof(T2), typeof(T3), typeof(T4), typeof(T5), typeof(T6), typeof(T7), typeof(T8)], result, deterministic, ClrTypes.MayBeNull(typeof(TResult)))
{
    protected override void Run(KernelCall kernel, bool[] must)
    {
        var a = kernel.Arguments;
        var write = VectorAccess.Writer<TResult>(kernel.Call.DataType);
        var read1 = VectorAccess.Reader<T1>(a[0].Type);
        var read2 = VectorAccess.Reader<T2>(a[1].Type);
        var read3 = VectorAccess.Reader<T3>(a[2].Type);
        var read4 = VectorAccess.Reader<T4>(a[3].Type);
        var read5 = VectorAccess.Reader<T5>(a[4].Type);
        var read6 = VectorAccess.Reader<T6>(a[5].Type);
        var read7 = VectorAccess.Reader<T7>(a[6].Type);
        var read8 = VectorAccess.Reader<T8>(a[7].Type);
        for (var k = 0; k < kernel.Selection.Count; k++)
        {
            var row = kernel.Selection[k];
            if (AnyNull(a, must, row)) kernel.Result.SetNull(row);
            else write(kernel.Result, row, function(read1(a[0], row), read2(a[1], row), read3(a[2], row), read4(a[3], row), read5(a[4], row), read6(a[5], row), read7(a[6], row), read8(a[7], row)));
        }
    }
}

/// <summary>A function of 9 arguments.</summary>
sealed class UserFunction<T1, T2, T3, T4, T5, T6, T7, T8, T9, TResult>(string name, Func<T1, T2, T3, T4, T5, T6, T7, T8, T9, TResult> function, DataType result, bool deterministic = true)
    : UserFunction(name, [typeof(T1), typeof(T2), typeof(T3), typeof(T4), typeof(T5), typeof(T6), typeof(T7), typeof(T8), typeof(T9)], result, deterministic, ClrTypes.MayBeNull(typeof(TResult)))
{
    protected override void Run(KernelCall kernel, bool[] must)
    {
        var a = kernel.Arguments;
        var write = VectorAccess.Writer<TResult>(kernel.Call.DataType);
        var read1 = VectorAccess.Reader<T1>(a[0].Type);
        var read2 = VectorAccess.Reader<T2>(a[1].Type);
        var read3 = VectorAccess.Reader<T3>(a[2].Type);
        var read4 = VectorAccess.Reader<T4>(a[3].Type);
        var read5 = VectorAccess.Reader<T5>(a[4].Type);
        var read6 = VectorAccess.Reader<T6>(a[5].Type);
        var read7 = VectorAccess.Reader<T7>(a[6].Type);
        var read8 = VectorAccess.Reader<T8>(a[7].Type);
        var read9 = VectorAccess.Reader<T9>(a[8].Type);
        for (var k = 0; k < kernel.Selection.Count; k++)
        {
            var row = kernel.Selection[k];
            if (AnyNull(a, must, row)) kernel.Result.SetNull(row);
            else write(kernel.Result, row, function(read1(a[0], row), read2(a[1], row), read3(a[2], row), read4(a[3], row), read5(a[4], row), read6(a[5], row), read7(a[6], row), read8(a[7], row), read9(a[8], row)));
        }
    }
}

/// <summary>A function of 10 arguments.</summary>
sealed class UserFunction<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, TResult>(string name, Func<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, TResult> function, DataType result, bool deterministic = true)
    : UserFunction(name, [typeof(T1), typeof(T2), typeof(T3), typeof(T4), typeof(T5), typeof(T6), typeof(T7), typeof(T8), typeof(T9), typeof(T10)], result, deterministic, ClrTypes.MayBeNull(typeof(TResult)))
{
    protected override void Run(KernelCall kernel, bool[] must)
    {
        var a = kernel.Arguments;
        var write = VectorAccess.Writer<TResult>(kernel.Call.DataType);
        var read1 = VectorAccess.Reader<T1>(a[0].Type);
        var read2 = VectorAccess.Reader<T2>(a[1].Type);
        var read3 = VectorAccess.Reader<T3>(a[2].Type);
        var read4 = VectorAccess.Reader<T4>(a[3].Type);
        var read5 = VectorAccess.Reader<T5>(a[4].Type);
        var read6 = VectorAccess.Reader<T6>(a[5].Type);
        var read7 = VectorAccess.Reader<T7>(a[6].Type);
        var read8 = VectorAccess.Reader<T8>(a[7].Type);
        var read9 = VectorAccess.Reader<T9>(a[8].Type);
        var read10 = VectorAccess.Reader<T10>(a[9].Type);
        for (var k = 0; k < kernel.Selection.Count; k++)
        {
            var row = kernel.Selection[k];
            if (AnyNull(a, must, row)) kernel.Result.SetNull(row);
            else write(kernel.Result, row, function(read1(a[0], row), read2(a[1], row), read3(a[2], row), read4(a[3], row), read5(a[4], row), read6(a[5], row), read7(a[6], row), read8(a[7], row), read9(a[8], row), read10(a[9], row)));
        }
    }
}
