using Firesteel.Encoders;
using Firesteel.Types;
using Firesteel.Udfs;

namespace Firesteel;

public static partial class Functions
{
    /// <summary>A function of the program as a function on columns.</summary>
    public static Func<Column> Udf<TResult>(Func<TResult> function)
    {
        var udf = new UserFunction<TResult>("UDF", function, ClrTypes.DataTypeOf(typeof(TResult)));
        return () => Call(udf);
    }

    /// <summary>A function of the program as a function on columns.</summary>
    public static Func<Column, Column> Udf<T1, TResult>(Func<T1, TResult> function)
    {
        var udf = new UserFunction<T1, TResult>("UDF", function, ClrTypes.DataTypeOf(typeof(TResult)));
        return (c1) => Call(udf, c1.Named);
    }

    /// <summary>A function of the program as a function on columns.</summary>
    public static Func<Column, Column, Column> Udf<T1, T2, TResult>(Func<T1, T2, TResult> function)
    {
        var udf = new UserFunction<T1, T2, TResult>("UDF", function, ClrTypes.DataTypeOf(typeof(TResult)));
        return (c1, c2) => Call(udf, c1.Named, c2.Named);
    }

    /// <summary>A function of the program as a function on columns.</summary>
    public static Func<Column, Column, Column, Column> Udf<T1, T2, T3, TResult>(Func<T1, T2, T3, TResult> function)
    {
        var udf = new UserFunction<T1, T2, T3, TResult>("UDF", function, ClrTypes.DataTypeOf(typeof(TResult)));
        return (c1, c2, c3) => Call(udf, c1.Named, c2.Named, c3.Named);
    }

    /// <summary>A function of the program as a function on columns.</summary>
    public static Func<Column, Column, Column, Column, Column> Udf<T1, T2, T3, T4, TResult>(Func<T1, T2, T3, T4, TResult> function)
    {
        var udf = new UserFunction<T1, T2, T3, T4, TResult>("UDF", function, ClrTypes.DataTypeOf(typeof(TResult)));
        return (c1, c2, c3, c4) => Call(udf, c1.Named, c2.Named, c3.Named, c4.Named);
    }

    /// <summary>A function of the program as a function on columns.</summary>
    public static Func<Column, Column, Column, Column, Column, Column> Udf<T1, T2, T3, T4, T5, TResult>(Func<T1, T2, T3, T4, T5, TResult> function)
    {
        var udf = new UserFunction<T1, T2, T3, T4, T5, TResult>("UDF", function, ClrTypes.DataTypeOf(typeof(TResult)));
        return (c1, c2, c3, c4, c5) => Call(udf, c1.Named, c2.Named, c3.Named, c4.Named, c5.Named);
    }

    /// <summary>A function of the program as a function on columns.</summary>
    public static Func<Column, Column, Column, Column, Column, Column, Column> Udf<T1, T2, T3, T4, T5, T6, TResult>(Func<T1, T2, T3, T4, T5, T6, TResult> function)
    {
        var udf = new UserFunction<T1, T2, T3, T4, T5, T6, TResult>("UDF", function, ClrTypes.DataTypeOf(typeof(TResult)));
        return (c1, c2, c3, c4, c5, c6) => Call(udf, c1.Named, c2.Named, c3.Named, c4.Named, c5.Named, c6.Named);
    }

    /// <summary>A function of the program as a function on columns.</summary>
    public static Func<Column, Column, Column, Column, Column, Column, Column, Column> Udf<T1, T2, T3, T4, T5, T6, T7, TResult>(Func<T1, T2, T3, T4, T5, T6, T7, TResult> function)
    {
        var udf = new UserFunction<T1, T2, T3, T4, T5, T6, T7, TResult>("UDF", function, ClrTypes.DataTypeOf(typeof(TResult)));
        return (c1, c2, c3, c4, c5, c6, c7) => Call(udf, c1.Named, c2.Named, c3.Named, c4.Named, c5.Named, c6.Named, c7.Named);
    }

    /// <summary>A function of the program as a function on columns.</summary>
    public static Func<Column, Column, Column, Column, Column, Column, Column, Column, Column> Udf<T1, T2, T3, T4, T5, T6, T7, T8, TResult>(Func<T1, T2, T3, T4, T5, T6, T7, T8, TResult> function)
    {
        var udf = new UserFunction<T1, T2, T3, T4, T5, T6, T7, T8, TResult>("UDF", function, ClrTypes.DataTypeOf(typeof(TResult)));
        return (c1, c2, c3, c4, c5, c6, c7, c8) => Call(udf, c1.Named, c2.Named, c3.Named, c4.Named, c5.Named, c6.Named, c7.Named, c8.Named);
    }

    /// <summary>A function of the program as a function on columns.</summary>
    public static Func<Column, Column, Column, Column, Column, Column, Column, Column, Column, Column> Udf<T1, T2, T3, T4, T5, T6, T7, T8, T9, TResult>(Func<T1, T2, T3, T4, T5, T6, T7, T8, T9, TResult> function)
    {
        var udf = new UserFunction<T1, T2, T3, T4, T5, T6, T7, T8, T9, TResult>("UDF", function, ClrTypes.DataTypeOf(typeof(TResult)));
        return (c1, c2, c3, c4, c5, c6, c7, c8, c9) => Call(udf, c1.Named, c2.Named, c3.Named, c4.Named, c5.Named, c6.Named, c7.Named, c8.Named, c9.Named);
    }

    /// <summary>A function of the program as a function on columns.</summary>
    public static Func<Column, Column, Column, Column, Column, Column, Column, Column, Column, Column, Column> Udf<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, TResult>(Func<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, TResult> function)
    {
        var udf = new UserFunction<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, TResult>("UDF", function, ClrTypes.DataTypeOf(typeof(TResult)));
        return (c1, c2, c3, c4, c5, c6, c7, c8, c9, c10) => Call(udf, c1.Named, c2.Named, c3.Named, c4.Named, c5.Named, c6.Named, c7.Named, c8.Named, c9.Named, c10.Named);
    }

    /// <summary>A function of one argument that gives a row of the type.</summary>
    public static Func<Column, Column> Udf<T>(Func<T, GenericRow> function, StructType returnType)
    {
        var udf = new UserFunction<T, GenericRow>("UDF", function, returnType);
        return c1 => Call(udf, c1.Named);
    }

    private static Column Call(UserFunction function, params ReadOnlySpan<Catalyst.Expressions.Expression> arguments) => new(new UnresolvedUserCall(function, new(arguments)));
}
