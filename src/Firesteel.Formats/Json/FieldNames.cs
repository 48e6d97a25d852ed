using System.Text;
using Firesteel.Types;

namespace Firesteel.Formats.Json;

/// <summary>Finds the fields of a struct by their names in UTF-8; fields that come in their order are found at once.</summary>
sealed class FieldNames
{
    private readonly byte[][] _names;
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);

    public FieldNames(StructType type)
    {
        _names = [.. type.Fields.Select(f => Encoding.UTF8.GetBytes(f.Name))];
        for (var i = 0; i < type.Count; i++) _index.TryAdd(type[i].Name, i);
    }

    /// <param name="hint">Where the search begins.</param>
    /// <returns>-1 for a name that is no field's.</returns>
    public int Find(ReadOnlySpan<byte> name, int hint)
    {
        const int Linear = 32;
        var names = _names;
        if (hint < names.Length && name.SequenceEqual(names[hint])) return hint;
        if (names.Length > Linear) return _index.GetValueOrDefault(Encoding.UTF8.GetString(name), -1);
        for (var i = 0; i < names.Length; i++)
            if (name.SequenceEqual(names[i])) return i;
        return -1;
    }
}
