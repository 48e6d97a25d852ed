using Firesteel.Columnar.Vectors;

namespace Firesteel.Sql.Operators.Aggregation;

/// <summary>
/// The group of each combination of codes, for keys whose columns are all dictionary-coded with few entries: valid as long as
/// the dictionaries stay the same objects with the same content.
/// </summary>
sealed unsafe class DictionaryGroups
{
    private const int MostCombinations = 1 << 14;
    private int[] _groups = [];
    private ColumnVector[] _dictionaries = [];
    private long[] _versions = [];
    private int[] _sizes = [];

    /// <summary>Whether the key's columns are such; forgets what it knew of other dictionaries.</summary>
    public bool TryStart(ColumnVector[] keys)
    {
        long combinations = 1;
        foreach (var key in keys)
        {
            if (key.Encoding != VectorEncoding.Dictionary) return false;
            // One more for null.
            combinations *= key.Dictionary!.Count + 1;
            if (combinations > MostCombinations) return false;
        }
        if (IsSame(keys)) return true;
        _dictionaries = [.. keys.Select(k => k.Dictionary!)];
        _versions = [.. keys.Select(k => k.Dictionary!.Version)];
        _sizes = [.. keys.Select(k => k.Dictionary!.Count + 1)];
        if (_groups.Length < combinations) _groups = new int[combinations];
        _groups.AsSpan().Fill(-1);
        return true;
    }

    /// <summary>Writes each row's combination, and returns the groups known for them, -1 where none is yet.</summary>
    public int[] Combine(ColumnVector[] keys, Selection selection, int* combinations)
    {
        for (var c = 0; c < keys.Length; c++)
        {
            var codes = keys[c].Codes;
            var nulls = keys[c].Nulls;
            var size = _sizes[c];
            for (var k = 0; k < selection.Count; k++)
            {
                var row = selection[k];
                var code = nulls != null && nulls[row] != 0 ? size - 1 : codes[row];
                combinations[k] = c == 0 ? code : combinations[k] * size + code;
            }
        }
        return _groups;
    }

    private bool IsSame(ColumnVector[] keys)
    {
        if (_dictionaries.Length != keys.Length) return false;
        for (var c = 0; c < keys.Length; c++)
            if (!ReferenceEquals(_dictionaries[c], keys[c].Dictionary) || _versions[c] != keys[c].Dictionary!.Version) return false;
        return true;
    }
}
