namespace Firesteel.Python.Gateway.Binding;

/// <summary>Describes one class of the table; its objects are of the C# type.</summary>
sealed class ClassBuilder<T>(JvmClass made) where T : class
{
    public JvmClass Class => made;

    /// <summary>Further names that its objects are instances of.</summary>
    public ClassBuilder<T> Is(params string[] ancestors)
    {
        made.Ancestors.AddRange(ancestors);
        return this;
    }

    public ClassBuilder<T> New(Func<Arguments, object> make)
    {
        made.Constructor = (_, a) => make(a);
        return this;
    }

    /// <summary>A method that takes nothing.</summary>
    public ClassBuilder<T> Get(string name, Func<T, object?> read)
    {
        made.Methods[name] = (target, a) => a.Count == 0 ? read((T)target!) : throw a.Mismatch();
        return this;
    }

    public ClassBuilder<T> Call(string name, Func<T, Arguments, object?> call)
    {
        made.Methods[name] = (target, a) => call((T)target!, a);
        return this;
    }

    /// <summary>A method that answers nothing.</summary>
    public ClassBuilder<T> Do(string name, Action<T, Arguments> call)
    {
        made.Methods[name] = (target, a) =>
        {
            call((T)target!, a);
            return JvmVoid.Value;
        };
        return this;
    }

    public ClassBuilder<T> Static(string name, Func<Arguments, object?> call)
    {
        made.Statics[name] = (_, a) => call(a);
        return this;
    }

    public ClassBuilder<T> StaticDo(string name, Action<Arguments> call)
    {
        made.Statics[name] = (_, a) =>
        {
            call(a);
            return JvmVoid.Value;
        };
        return this;
    }

    /// <summary>A static field.</summary>
    public ClassBuilder<T> Value(string name, object? value)
    {
        made.Values[name] = value;
        return this;
    }
}

/// <summary>The type of a class that has no objects, only static members.</summary>
sealed class NoInstances;
