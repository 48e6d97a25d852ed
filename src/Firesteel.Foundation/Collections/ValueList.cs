using System.Collections;
using System.Runtime.CompilerServices;

namespace Firesteel.Foundation.Collections;

/// <summary>An immutable list compared by its elements, for use inside records.</summary>
[CollectionBuilder(typeof(ValueList), nameof(ValueList.Create))]
public sealed class ValueList<T> : IReadOnlyList<T>, IEquatable<ValueList<T>>
{
    public static readonly ValueList<T> Empty = new([]);
    private readonly T[] _items;
    private int _hash;

    public ValueList(IEnumerable<T> items) => _items = items is ValueList<T> other ? other._items : items.ToArray();
    public ValueList(ReadOnlySpan<T> items) => _items = items.ToArray();

    public int Count => _items.Length;
    public T this[int index] => _items[index];
    public ReadOnlySpan<T> AsSpan() => _items;

    /// <summary>The list of mapped elements; itself where every element is the same as before.</summary>
    public ValueList<T> Map(Func<T, T> map)
    {
        T[]? changed = null;
        for (var i = 0; i < _items.Length; i++)
        {
            var mapped = map(_items[i]);
            if (changed == null && IsSame(mapped, _items[i])) continue;
            changed ??= [.. _items];
            changed[i] = mapped;
        }
        return changed == null ? this : new(changed.AsSpan());
    }

    // The same object; values are told apart by what they are.
    private static bool IsSame(T a, T b) => typeof(T).IsValueType ? EqualityComparer<T>.Default.Equals(a, b) : ReferenceEquals(a, b);

    public bool Equals(ValueList<T>? other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (other is null || other._items.Length != _items.Length) return false;
        var comparer = EqualityComparer<T>.Default;
        for (var i = 0; i < _items.Length; i++)
            if (!comparer.Equals(_items[i], other._items[i])) return false;
        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as ValueList<T>);

    public override int GetHashCode()
    {
        if (_hash != 0) return _hash;
        var hash = new HashCode();
        foreach (var item in _items) hash.Add(item);
        return _hash = hash.ToHashCode();
    }

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();
    public override string ToString() => $"[{string.Join(", ", _items)}]";
}

/// <summary>Builds <see cref="ValueList{T}"/> from collection expressions and sequences.</summary>
public static class ValueList
{
    public static ValueList<T> Create<T>(ReadOnlySpan<T> items) => items.IsEmpty ? ValueList<T>.Empty : new(items);
    public static ValueList<T> ToValueList<T>(this IEnumerable<T> items) => items as ValueList<T> ?? new(items);
}
