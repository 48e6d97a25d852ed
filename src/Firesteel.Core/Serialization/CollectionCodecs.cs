using System.Runtime.InteropServices;

namespace Firesteel.Core.Serialization;

/// <summary>Arrays of numbers, as they lie.</summary>
sealed class RawArrayCodec<T> : ReferenceCodec<T[]> where T : unmanaged
{
    protected override void WriteNew(ObjectOutput output, T[] value)
    {
        output.WriteCount((uint)value.Length);
        output.WriteBytes(MemoryMarshal.AsBytes(value.AsSpan()));
    }

    protected override T[] Allocate(ObjectInput input) => new T[input.ReadLength(System.Runtime.CompilerServices.Unsafe.SizeOf<T>())];
    protected override void Fill(ObjectInput input, T[] value) => input.ReadBytes(MemoryMarshal.AsBytes(value.AsSpan()));
}

/// <summary>Arrays of anything.</summary>
sealed class ArrayCodec<T> : ReferenceCodec<T[]>
{
    private Codec<T>? _items;
    private Codec<T> Items => _items ??= Codec<T>.Declared;

    protected override void WriteNew(ObjectOutput output, T[] value)
    {
        output.WriteCount((uint)value.Length);
        var at = 0;
        try
        {
            for (; at < value.Length; at++) Items.Write(output, value[at]);
        }
        catch (TaskNotSerializableException e)
        {
            throw e.In($"item {at}");
        }
    }

    // An item takes a byte at least, unless its type holds nothing.
    protected override T[] Allocate(ObjectInput input) => new T[input.ReadLength(System.Runtime.CompilerServices.RuntimeHelpers.IsReferenceOrContainsReferences<T>() ? 1 : 0)];

    protected override void Fill(ObjectInput input, T[] value)
    {
        for (var i = 0; i < value.Length; i++) value[i] = Items.Read(input);
    }
}

/// <summary>Arrays of several dimensions.</summary>
sealed class CubeCodec(Type type) : Codec<Array>
{
    public override bool IsReference => true;

    public override void Write(ObjectOutput output, Array value)
    {
        for (var d = 0; d < value.Rank; d++)
        {
            output.WriteInt(value.GetLowerBound(d));
            output.WriteCount((uint)value.GetLength(d));
        }
        foreach (var item in value) output.WriteObject(item);
    }

    public override Array Read(ObjectInput input)
    {
        var place = input.Reserve();
        var (starts, lengths) = (new int[type.GetArrayRank()], new int[type.GetArrayRank()]);
        for (var d = 0; d < lengths.Length; d++) (starts[d], lengths[d]) = (input.ReadInt(), input.ReadLength());
        var value = Array.CreateInstance(type.GetElementType()!, lengths, starts);
        input.Put(place, value);
        var at = (int[])starts.Clone();
        for (var left = value.Length; left > 0; left--)
        {
            value.SetValue(input.ReadObject(), at);
            for (var d = at.Length - 1; d >= 0 && ++at[d] == starts[d] + lengths[d]; d--) at[d] = starts[d];
        }
        return value;
    }
}

/// <inheritdoc cref="Codec"/>
sealed class ListCodec<T> : ReferenceCodec<List<T>>
{
    private Codec<T>? _items;
    private Codec<T> Items => _items ??= Codec<T>.Declared;

    protected override void WriteNew(ObjectOutput output, List<T> value)
    {
        output.WriteCount((uint)value.Count);
        var at = 0;
        try
        {
            for (; at < value.Count; at++) Items.Write(output, value[at]);
        }
        catch (TaskNotSerializableException e)
        {
            throw e.In($"item {at}");
        }
    }

    protected override List<T> Allocate(ObjectInput input) => [];

    protected override void Fill(ObjectInput input, List<T> value)
    {
        var count = input.ReadCount();
        value.EnsureCapacity((int)Math.Min(count, 1024));
        for (var i = 0u; i < count; i++) value.Add(Items.Read(input));
    }
}

/// <inheritdoc cref="Codec"/>
sealed class DictionaryCodec<TKey, TValue> : ReferenceCodec<Dictionary<TKey, TValue>> where TKey : notnull
{
    private (Codec<TKey> Keys, Codec<TValue> Values)? _codecs;
    private (Codec<TKey> Keys, Codec<TValue> Values) Codecs => _codecs ??= (Codec<TKey>.Declared, Codec<TValue>.Declared);

    protected override void WriteNew(ObjectOutput output, Dictionary<TKey, TValue> value)
    {
        output.WriteObject(value.Comparer == EqualityComparer<TKey>.Default ? null : value.Comparer);
        output.WriteCount((uint)value.Count);
        var (keys, values) = Codecs;
        foreach (var (key, item) in value)
        {
            keys.Write(output, key);
            values.Write(output, item);
        }
    }

    protected override Dictionary<TKey, TValue> Allocate(ObjectInput input) => new((IEqualityComparer<TKey>?)input.ReadObject());

    protected override void Fill(ObjectInput input, Dictionary<TKey, TValue> value)
    {
        var (keys, values) = Codecs;
        for (var left = input.ReadCount(); left > 0; left--) value.Add(keys.Read(input), values.Read(input));
    }
}

/// <inheritdoc cref="Codec"/>
sealed class SetCodec<T> : ReferenceCodec<HashSet<T>>
{
    private Codec<T>? _items;
    private Codec<T> Items => _items ??= Codec<T>.Declared;

    protected override void WriteNew(ObjectOutput output, HashSet<T> value)
    {
        output.WriteObject(value.Comparer == EqualityComparer<T>.Default ? null : value.Comparer);
        output.WriteCount((uint)value.Count);
        foreach (var item in value) Items.Write(output, item);
    }

    protected override HashSet<T> Allocate(ObjectInput input) => new((IEqualityComparer<T>?)input.ReadObject());

    protected override void Fill(ObjectInput input, HashSet<T> value)
    {
        for (var left = input.ReadCount(); left > 0; left--) value.Add(Items.Read(input));
    }
}
