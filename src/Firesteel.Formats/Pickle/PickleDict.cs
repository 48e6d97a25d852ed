namespace Firesteel.Formats.Pickle;

/// <summary>A dict's entries in order. Keys are told apart only when it is turned into columns.</summary>
sealed class PickleDict
{
    private readonly List<PickleValue> _entries = [];

    public int Count => _entries.Count / 2;
    public PickleValue Key(int index) => _entries[index * 2];
    public PickleValue Value(int index) => _entries[index * 2 + 1];

    public void Add(PickleValue key, PickleValue value)
    {
        _entries.Add(key);
        _entries.Add(value);
    }

    /// <summary>The last value under a text.</summary>
    public bool TryGet(ReadOnlySpan<byte> key, out PickleValue value)
    {
        for (var i = Count - 1; i >= 0; i--)
        {
            if (Key(i).Kind != PickleKind.Text || !Key(i).Span.SequenceEqual(key)) continue;
            value = Value(i);
            return true;
        }
        value = default;
        return false;
    }
}

/// <summary>A pyspark Row: values, and their names where it has them.</summary>
sealed record PickleRow(IReadOnlyList<string> Names, PickleValue[] Values);
