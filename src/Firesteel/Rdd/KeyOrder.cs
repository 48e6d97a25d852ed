namespace Firesteel;

/// <summary>The order of keys: text by its characters' numbers, as in Java, the rest by their own.</summary>
static class KeyOrder<TKey>
{
    public static IComparer<TKey> Instance { get; } =
        typeof(TKey) == typeof(string) ? (IComparer<TKey>)(object)StringComparer.Ordinal
        : typeof(TKey) == typeof(byte[]) ? (IComparer<TKey>)(object)new ByteArrayOrder()
        : System.Runtime.CompilerServices.RuntimeHelpers.IsReferenceOrContainsReferences<TKey>() && typeof(System.Runtime.CompilerServices.ITuple).IsAssignableFrom(typeof(TKey)) ? new TupleOrder<TKey>()
        : Comparer<TKey>.Default;
}

/// <summary>The other way round.</summary>
sealed class ReverseOrder<T>(IComparer<T> order) : IComparer<T>
{
    public int Compare(T? x, T? y) => order.Compare(y, x);
}

/// <summary>Byte by byte.</summary>
sealed class ByteArrayOrder : IComparer<byte[]>
{
    public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
}

/// <summary>Tuples item by item, with text in them by its characters' numbers.</summary>
sealed class TupleOrder<T> : IComparer<T>
{
    public int Compare(T? x, T? y) => Compare((object?)x, y);

    private static int Compare(object? x, object? y)
    {
        if (x is null || y is null) return x is null ? y is null ? 0 : -1 : 1;
        if (x is string text) return string.CompareOrdinal(text, (string)y);
        if (x is not System.Runtime.CompilerServices.ITuple a) return System.Collections.Comparer.DefaultInvariant.Compare(x, y);
        var b = (System.Runtime.CompilerServices.ITuple)y;
        for (var i = 0; i < a.Length; i++)
            if (Compare(a[i], b[i]) is not 0 and var compared) return compared;
        return 0;
    }
}
