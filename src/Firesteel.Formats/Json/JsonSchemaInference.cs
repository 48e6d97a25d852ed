using Firesteel.Formats.Text;
using Firesteel.Types;

namespace Firesteel.Formats.Json;

/// <summary>Finds the schema of JSON records: each record widens what is known, field by field.</summary>
sealed unsafe class JsonSchemaInference(JsonOptions options)
{
    private readonly JsonTokenizer _tokens = new(options);
    private readonly JsonShape _root = new(options);
    private readonly Random _sample = new(1);
    private bool _corrupt;

    /// <summary>Takes in all records of a text, and disposes it.</summary>
    public void Add(LineReader lines)
    {
        using var window = lines.Window;
        if (options.MultiLine)
        {
            while (window.Refill()) { }
            Add(window.Data + window.Position, window.End - window.Position);
            return;
        }
        while (true)
        {
            if (lines.TryNext(out var line, out var length))
            {
                if (options.SamplingRatio < 1 && _sample.NextDouble() >= options.SamplingRatio) continue;
                Add(line, length);
            }
            else if (lines.Done || !window.Refill() && lines.Done)
            {
                return;
            }
        }
    }

    /// <summary>Takes in one record, or an array of them.</summary>
    public void Add(byte* text, int length)
    {
        // A text that is no JSON must leave no trace, so it is walked through first.
        _tokens.Reset(text, length);
        var first = _tokens.Next();
        if (first == JsonToken.End) return;
        _tokens.SkipChildren();
        if (_tokens.Failed || first is not (JsonToken.StartObject or JsonToken.StartArray))
        {
            Corrupt(text, length);
            return;
        }
        _tokens.Reset(text, length);
        _tokens.Next();
        if (first == JsonToken.StartObject)
        {
            _root.Observe(_tokens);
            return;
        }
        while (_tokens.Next() != JsonToken.EndArray)
        {
            if (_tokens.Token == JsonToken.StartObject) _root.Observe(_tokens);
            else
            {
                _tokens.SkipChildren();
                Corrupt(text, length);
            }
        }
    }

    /// <summary>The schema of all records so far.</summary>
    public StructType Schema()
    {
        var found = _root.ToType() as StructType ?? StructType.Empty;
        if (!_corrupt || found.IndexOf(options.CorruptColumn, caseSensitive: true) >= 0) return found;
        return new StructType(found.Fields.Append(new StructField(options.CorruptColumn, StringType.Instance)).OrderBy(f => f.Name, StringComparer.Ordinal));
    }

    /// <summary>The type of one JSON value, as <c>schema_of_json</c> tells it; null where it is no JSON.</summary>
    public static DataType? TypeOf(byte* text, int length, JsonOptions options)
    {
        var tokens = new JsonTokenizer(options);
        tokens.Reset(text, length);
        if (tokens.Next() is JsonToken.End or JsonToken.Error) return null;
        var shape = new JsonShape(options);
        shape.Observe(tokens);
        return tokens.Failed ? null : shape.ToType() ?? StructType.Empty;
    }

    private void Corrupt(byte* text, int length)
    {
        if (options.Mode == ParseMode.FailFast)
            throw new SparkException("MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION", new Dictionary<string, string> { ["badRecord"] = System.Text.Encoding.UTF8.GetString(text, length), ["failFastMode"] = "FAILFAST" });
        _corrupt |= options.Mode == ParseMode.Permissive;
    }
}
