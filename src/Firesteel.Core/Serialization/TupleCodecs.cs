namespace Firesteel.Core.Serialization;

/// <inheritdoc cref="Codec"/>
sealed class NullableCodec<T> : Codec<T?> where T : struct
{
    private readonly Codec<T> _value = Codec<T>.Declared;

    public override void Write(ObjectOutput output, T? value)
    {
        output.WriteBool(value is not null);
        if (value is { } known) _value.Write(output, known);
    }

    public override T? Read(ObjectInput input) => input.ReadBool() ? _value.Read(input) : null;
}

/// <inheritdoc cref="Codec"/>
sealed class PairCodec<TKey, TValue> : Codec<KeyValuePair<TKey, TValue>>
{
    private (Codec<TKey> Keys, Codec<TValue> Values)? _codecs;
    private (Codec<TKey> Keys, Codec<TValue> Values) Codecs => _codecs ??= (Codec<TKey>.Declared, Codec<TValue>.Declared);

    public override void Write(ObjectOutput output, KeyValuePair<TKey, TValue> value)
    {
        Codecs.Keys.Write(output, value.Key);
        Codecs.Values.Write(output, value.Value);
    }

    public override KeyValuePair<TKey, TValue> Read(ObjectInput input) => new(Codecs.Keys.Read(input), Codecs.Values.Read(input));
}

/// <inheritdoc cref="Codec"/>
sealed class TupleCodec<T1> : Codec<ValueTuple<T1>>
{
    private Codec<T1>? _first;
    private Codec<T1> First => _first ??= Codec<T1>.Declared;

    public override void Write(ObjectOutput output, ValueTuple<T1> value) => First.Write(output, value.Item1);
    public override ValueTuple<T1> Read(ObjectInput input) => new(First.Read(input));
}

/// <inheritdoc cref="Codec"/>
sealed class TupleCodec<T1, T2> : Codec<(T1, T2)>
{
    private (Codec<T1> First, Codec<T2> Second)? _codecs;
    private (Codec<T1> First, Codec<T2> Second) Codecs => _codecs ??= (Codec<T1>.Declared, Codec<T2>.Declared);

    public override void Write(ObjectOutput output, (T1, T2) value)
    {
        var (first, second) = Codecs;
        first.Write(output, value.Item1);
        second.Write(output, value.Item2);
    }

    public override (T1, T2) Read(ObjectInput input)
    {
        var (first, second) = Codecs;
        return (first.Read(input), second.Read(input));
    }
}

/// <inheritdoc cref="Codec"/>
sealed class TupleCodec<T1, T2, T3> : Codec<(T1, T2, T3)>
{
    private (Codec<T1>, Codec<T2>, Codec<T3>)? _codecs;
    private (Codec<T1>, Codec<T2>, Codec<T3>) Codecs => _codecs ??= (Codec<T1>.Declared, Codec<T2>.Declared, Codec<T3>.Declared);

    public override void Write(ObjectOutput output, (T1, T2, T3) value)
    {
        var (c1, c2, c3) = Codecs;
        c1.Write(output, value.Item1);
        c2.Write(output, value.Item2);
        c3.Write(output, value.Item3);
    }

    public override (T1, T2, T3) Read(ObjectInput input)
    {
        var (c1, c2, c3) = Codecs;
        return (c1.Read(input), c2.Read(input), c3.Read(input));
    }
}

/// <inheritdoc cref="Codec"/>
sealed class TupleCodec<T1, T2, T3, T4> : Codec<(T1, T2, T3, T4)>
{
    private (Codec<T1>, Codec<T2>, Codec<T3>, Codec<T4>)? _codecs;
    private (Codec<T1>, Codec<T2>, Codec<T3>, Codec<T4>) Codecs => _codecs ??= (Codec<T1>.Declared, Codec<T2>.Declared, Codec<T3>.Declared, Codec<T4>.Declared);

    public override void Write(ObjectOutput output, (T1, T2, T3, T4) value)
    {
        var (c1, c2, c3, c4) = Codecs;
        c1.Write(output, value.Item1);
        c2.Write(output, value.Item2);
        c3.Write(output, value.Item3);
        c4.Write(output, value.Item4);
    }

    public override (T1, T2, T3, T4) Read(ObjectInput input)
    {
        var (c1, c2, c3, c4) = Codecs;
        return (c1.Read(input), c2.Read(input), c3.Read(input), c4.Read(input));
    }
}
