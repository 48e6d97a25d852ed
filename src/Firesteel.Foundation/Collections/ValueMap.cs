using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Firesteel.Foundation.Collections;

/// <summary>An immutable string map that keeps its order and is compared by its entries, for use inside records.</summary>
public sealed class ValueMap : IReadOnlyDictionary<string, string>, IEquatable<ValueMap>
{
    public static readonly ValueMap Empty = new([]);
    private readonly List<KeyValuePair<string, string>> _entries = [];
    private readonly Dictionary<string, string> _index;

    /// <param name="entries">A later entry replaces an earlier one of the same key.</param>
    /// <param name="ignoreCase">Whether keys are found whatever their case (options are).</param>
    public ValueMap(IEnumerable<KeyValuePair<string, string>> entries, bool ignoreCase = false)
    {
        _index = new(ignoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (var (key, value) in entries)
        {
            if (!_index.TryAdd(key, value))
            {
                _entries.RemoveAll(e => _index.Comparer.Equals(e.Key, key));
                _index[key] = value;
            }
            _entries.Add(new(key, value));
        }
    }

    public string this[string key] => _index[key];
    public int Count => _entries.Count;
    public IEnumerable<string> Keys => _entries.Select(e => e.Key);
    public IEnumerable<string> Values => _entries.Select(e => e.Value);
    public bool ContainsKey(string key) => _index.ContainsKey(key);
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value) => _index.TryGetValue(key, out value);
    public string? Get(string key) => _index.GetValueOrDefault(key);

    public ValueMap With(string key, string value) => new(_entries.Append(new(key, value)), ReferenceEquals(_index.Comparer, StringComparer.OrdinalIgnoreCase));

    public bool Equals(ValueMap? other) => other is not null && Count == other.Count && _entries.All(e => other.TryGetValue(e.Key, out var v) && v == e.Value);
    public override bool Equals(object? obj) => Equals(obj as ValueMap);
    public override int GetHashCode() => _entries.Aggregate(Count, (h, e) => h ^ HashCode.Combine(e.Key, e.Value));
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _entries.GetEnumerator();
    public override string ToString() => $"[{string.Join(", ", _entries.Select(e => $"{e.Key}={e.Value}"))}]";
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
