using Firesteel.Encoders;
using Firesteel.Types;
using Firesteel.Udfs;

namespace Firesteel;

public sealed partial class UdfRegistration
{
    /// <summary>Registers a function under a name for SQL; the answer calls it on columns.</summary>
    public Func<Column> Register<TResult>(string name, Func<TResult> function)
    {
        Add(new UserFunction<TResult>(name, function, ClrTypes.DataTypeOf(typeof(TResult))));
        return () => Column.Call(name);
    }

    /// <summary>Registers a function under a name for SQL; the answer calls it on columns.</summary>
    public Func<Column, Column> Register<T1, TResult>(string name, Func<T1, TResult> function)
    {
        Add(new UserFunction<T1, TResult>(name, function, ClrTypes.DataTypeOf(typeof(TResult))));
        return (c1) => Column.Call(name, c1.Named);
    }

    /// <summary>Registers a function under a name for SQL; the answer calls it on columns.</summary>
    public Func<Column, Column, Column> Register<T1, T2, TResult>(string name, Func<T1, T2, TResult> function)
    {
        Add(new UserFunction<T1, T2, TResult>(name, function, ClrTypes.DataTypeOf(typeof(TResult))));
        return (c1, c2) => Column.Call(name, c1.Named, c2.Named);
    }

    /// <summary>Registers a function under a name for SQL; the answer calls it on columns.</summary>
    public Func<Column, Column, Column, Column> Register<T1, T2, T3, TResult>(string name, Func<T1, T2, T3, TResult> function)
    {
        Add(new UserFunction<T1, T2, T3, TResult>(name, function, ClrTypes.DataTypeOf(typeof(TResult))));
        return (c1, c2, c3) => Column.Call(name, c1.Named, c2.Named, c3.Named);
    }

    /// <summary>Registers a function under a name for SQL; the answer calls it on columns.</summary>
    public Func<Column, Column, Column, Column, Column> Register<T1, T2, T3, T4, TResult>(string name, Func<T1, T2, T3, T4, TResult> function)
    {
        Add(new UserFunction<T1, T2, T3, T4, TResult>(name, function, ClrTypes.DataTypeOf(typeof(TResult))));
        return (c1, c2, c3, c4) => Column.Call(name, c1.Named, c2.Named, c3.Named, c4.Named);
    }

    /// <summary>Registers a function under a name for SQL; the answer calls it on columns.</summary>
    public Func<Column, Column, Column, Column, Column, Column> Register<T1, T2, T3, T4, T5, TResult>(string name, Func<T1, T2, T3, T4, T5, TResult> function)
    {
        Add(new UserFunction<T1, T2, T3, T4, T5, TResult>(name, function, ClrTypes.DataTypeOf(typeof(TResult))));
        return (c1, c2, c3, c4, c5) => Column.Call(name, c1.Named, c2.Named, c3.Named, c4.Named, c5.Named);
    }

    /// <summary>Registers a function under a name for SQL; the answer calls it on columns.</summary>
    public Func<Column, Column, Column, Column, Column, Column, Column> Register<T1, T2, T3, T4, T5, T6, TResult>(string name, Func<T1, T2, T3, T4, T5, T6, TResult> function)
    {
        Add(new UserFunction<T1, T2, T3, T4, T5, T6, TResult>(name, function, ClrTypes.DataTypeOf(typeof(TResult))));
        return (c1, c2, c3, c4, c5, c6) => Column.Call(name, c1.Named, c2.Named, c3.Named, c4.Named, c5.Named, c6.Named);
    }

    /// <summary>Registers a function under a name for SQL; the answer calls it on columns.</summary>
    public Func<Column, Column, Column, Column, Column, Column, Column, Column> Register<T1, T2, T3, T4, T5, T6, T7, TResult>(string name, Func<T1, T2, T3, T4, T5, T6, T7, TResult> function)
    {
        Add(new UserFunction<T1, T2, T3, T4, T5, T6, T7, TResult>(name, function, ClrTypes.DataTypeOf(typeof(TResult))));
        return (c1, c2, c3, c4, c5, c6, c7) => Column.Call(name, c1.Named, c2.Named, c3.Named, c4.Named, c5.Named, c6.Named, c7.Named);
    }

    /// <summary>Registers a function under a name for SQL; the answer calls it on columns.</summary>
    public Func<Column, Column, Column, Column, Column, Column, Column, Column, Column> Register<T1, T2, T3, T4, T5, T6, T7, T8, TResult>(string name, Func<T1, T2, T3, T4, T5, T6, T7, T8, TResult> function)
    {
        Add(new UserFunction<T1, T2, T3, T4, T5, T6, T7, T8, TResult>(name, function, ClrTypes.DataTypeOf(typeof(TResult))));
        return (c1, c2, c3, c4, c5, c6, c7, c8) => Column.Call(name, c1.Named, c2.Named, c3.Named, c4.Named, c5.Named, c6.Named, c7.Named, c8.Named);
    }

    /// <summary>Registers a function under a name for SQL; the answer calls it on columns.</summary>
    public Func<Column, Column, Column, Column, Column, Column, Column, Column, Column, Column> Register<T1, T2, T3, T4, T5, T6, T7, T8, T9, TResult>(string name, Func<T1, T2, T3, T4, T5, T6, T7, T8, T9, TResult> function)
    {
        Add(new UserFunction<T1, T2, T3, T4, T5, T6, T7, T8, T9, TResult>(name, function, ClrTypes.DataTypeOf(typeof(TResult))));
        return (c1, c2, c3, c4, c5, c6, c7, c8, c9) => Column.Call(name, c1.Named, c2.Named, c3.Named, c4.Named, c5.Named, c6.Named, c7.Named, c8.Named, c9.Named);
    }

    /// <summary>Registers a function under a name for SQL; the answer calls it on columns.</summary>
    public Func<Column, Column, Column, Column, Column, Column, Column, Column, Column, Column, Column> Register<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, TResult>(string name, Func<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, TResult> function)
    {
        Add(new UserFunction<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, TResult>(name, function, ClrTypes.DataTypeOf(typeof(TResult))));
        return (c1, c2, c3, c4, c5, c6, c7, c8, c9, c10) => Column.Call(name, c1.Named, c2.Named, c3.Named, c4.Named, c5.Named, c6.Named, c7.Named, c8.Named, c9.Named, c10.Named);
    }

    private void Add(UserFunction function) => _session.State.Functions.Register(function);
}
