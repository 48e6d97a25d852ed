using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Values;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Catalyst.Functions.Collections;

/// <summary>Builds maps entry by entry: keys are not null and not twice, by the session's policy an error or the last one wins.</summary>
sealed class MapKeys(KernelCall call)
{
    private readonly ColumnVector _keys = call.Result.Children[0];
    private readonly ColumnVector _values = call.Result.Children[1];
    private readonly bool _lastWins = call.Call.State is "LAST_WIN";
    private readonly Dictionary<int, List<int>> _places = [];
    private int _start;

    /// <summary>The setting, as a function's state.</summary>
    public static object? Policy(FunctionCall call) => call.Session.Conf("spark.sql.mapKeyDedupPolicy").ToUpperInvariant();

    public void Start()
    {
        _start = _keys.Count;
        _places.Clear();
    }

    public void Add(ColumnVector keys, int key, ColumnVector values, int value)
    {
        if (ValueOrder.IsNull(keys, key)) throw call.Error("NULL_MAP_KEY");
        if (Find(keys, key) is var found and >= 0)
        {
            if (!_lastWins) throw call.Error("DUPLICATED_MAP_KEY", ("key", LiteralKey(keys, key)), ("mapKeyDedupPolicy", "\"spark.sql.mapKeyDedupPolicy\""));
            if (_values.HasNulls) unsafe { _values.Nulls[found] = 0; }
            ValueCopy.One(_values, found, values, value);
            return;
        }
        ValueCopy.AppendOne(_keys, keys, key);
        ValueCopy.AppendOne(_values, values, value);
    }

    public void Finish(int row) => call.Result.Set(row, new ListEntry(_start, _keys.Count - _start));

    private int Find(ColumnVector keys, int key)
    {
        var hash = ValueHash.Of<int, Murmur3Hash>(keys, key, 42);
        if (!_places.TryGetValue(hash, out var places)) _places[hash] = places = [];
        foreach (var place in places)
            if (ValueOrder.Equal(_keys, place, keys, key)) return place;
        places.Add(_keys.Count);
        return -1;
    }

    private static string LiteralKey(ColumnVector keys, int key)
        => new Expressions.Literal(LiteralVectors.Read(keys, key), keys.Type).Sql;
}
