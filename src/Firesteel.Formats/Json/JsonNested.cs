using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Formats.Json;

/// <summary>Arrays. One element that does not fit makes the whole array null.</summary>
sealed class JsonArray(JsonValue element) : JsonValue
{
    protected override bool TryRead(JsonTokenizer tokens, ColumnVector target, int row, JsonState state)
    {
        if (tokens.Token != JsonToken.StartArray) return false;
        var elements = target.Children[0];
        var start = elements.Count;
        var count = 0;
        var fits = true;
        while (tokens.Next() != JsonToken.EndArray)
        {
            if (tokens.Failed) return false;
            elements.EnsureCapacity(start + count + 1);
            if (!fits) tokens.SkipChildren();
            else if (element.Read(tokens, elements, start + count, state)) elements.Count = start + ++count;
            else fits = false;
            if (tokens.Failed) return false;
        }
        if (!fits)
        {
            elements.Count = start;
            return false;
        }
        target.Set(row, new ListEntry(start, count));
        return true;
    }
}

/// <summary>Objects whose names are keys. One value that does not fit makes the whole map null.</summary>
sealed class JsonMap(JsonValue value) : JsonValue
{
    protected override bool TryRead(JsonTokenizer tokens, ColumnVector target, int row, JsonState state)
    {
        if (tokens.Token != JsonToken.StartObject) return false;
        var (keys, values) = (target.Children[0], target.Children[1]);
        var start = keys.Count;
        var count = 0;
        var fits = true;
        while (tokens.Next() != JsonToken.EndObject)
        {
            if (tokens.Failed) return false;
            keys.EnsureCapacity(start + count + 1);
            values.EnsureCapacity(start + count + 1);
            if (fits) keys.Set(start + count, tokens.View(keys.Arena));
            if (tokens.Next() == JsonToken.Error) return false;
            if (!fits) tokens.SkipChildren();
            else if (value.Read(tokens, values, start + count, state)) keys.Count = values.Count = start + ++count;
            else fits = false;
            if (tokens.Failed) return false;
        }
        if (!fits)
        {
            keys.Count = values.Count = start;
            return false;
        }
        target.Set(row, new ListEntry(start, count));
        return true;
    }
}

/// <summary>Objects whose names are fields. Names that are no field's are skipped, fields that do not fit or are missing are null.</summary>
sealed class JsonStruct(StructType type, JsonValue[] values, bool partialResults) : JsonValue
{
    private readonly FieldNames _names = new(type);
    private readonly long[] _seen = new long[type.Count];
    private long _objects;

    protected override bool TryRead(JsonTokenizer tokens, ColumnVector target, int row, JsonState state)
        => tokens.Token == JsonToken.StartObject && ReadFields(tokens, target.Children, row, state, isRoot: false);

    /// <summary>Reads an object whose start is the current token, to its end. False where the text is no JSON.</summary>
    public bool ReadFields(JsonTokenizer tokens, ColumnVector[] fields, int row, JsonState state, bool isRoot)
    {
        var current = ++_objects;
        var hint = 0;
        var fits = true;
        while (tokens.Next() != JsonToken.EndObject)
        {
            if (tokens.Failed) return false;
            var index = _names.Find(tokens.Text(), hint);
            if (tokens.Next() == JsonToken.Error) return false;
            if (index < 0 || !fits)
            {
                tokens.SkipChildren();
            }
            else
            {
                hint = index + 1;
                _seen[index] = current;
                if (!values[index].Read(tokens, fields[index], row, state))
                {
                    state.IsBad = true;
                    fits = isRoot || partialResults;
                }
            }
            if (tokens.Failed) return false;
        }
        for (var i = 0; i < fields.Length; i++)
            if (_seen[i] != current) fields[i].SetNull(row);
        return fits;
    }
}
