using System.Collections;

namespace Firesteel.Python.Gateway.Java;

/// <summary>A Java iterator, which looks one element ahead.</summary>
sealed class JavaIterator : IDisposable
{
    private readonly IEnumerator _items;
    private bool? _hasNext;

    public JavaIterator(IEnumerable items) => _items = items.GetEnumerator();

    public bool HasNext() => _hasNext ??= _items.MoveNext();

    /// <exception cref="Protocol.GatewayException">There is none left. A text and no object: Python stops at any error, and looks into objects with some eighty calls.</exception>
    public object? Next()
    {
        if (!HasNext()) throw new Protocol.GatewayException("java.util.NoSuchElementException");
        _hasNext = null;
        return _items.Current;
    }

    public void Dispose() => (_items as IDisposable)?.Dispose();
}
