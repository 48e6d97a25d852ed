using System.Text;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Text;
using Firesteel.Types;

namespace Firesteel.Formats.Json;

/// <summary>Turns JSON texts into rows, one object at a time; what the JSON source and <c>from_json</c> share. Not thread-safe.</summary>
sealed unsafe class JsonRecords
{
    private readonly JsonTokenizer _tokens;
    private readonly JsonOptions _options;
    private readonly JsonStruct _root;
    private readonly JsonState _state = new();
    private readonly JsonVariant _whole = new();
    private readonly int _corrupt;
    private readonly int[] _ordinals;
    private readonly ColumnVector[] _fields;
    private byte* _text;
    private int _length;
    private Place _place = Place.Done;
    private int _arrayStart;
    private bool _arrayIsBad;

    private enum Place : byte { Start, InArray, Done }

    /// <param name="schema">The columns; one may be for corrupt records.</param>
    /// <exception cref="AnalysisException">A column has a type that JSON has no form of.</exception>
    public JsonRecords(StructType schema, JsonOptions options)
    {
        _options = options;
        _tokens = new JsonTokenizer(options);
        _corrupt = schema.Fields.ToList().FindIndex(f => f.Name == options.CorruptColumn);
        if (_corrupt >= 0 && schema[_corrupt].DataType is not StringType)
            throw new AnalysisException("INVALID_CORRUPT_RECORD_TYPE", new Dictionary<string, string> { ["columnName"] = $"`{options.CorruptColumn}`", ["actualType"] = $"\"{schema[_corrupt].DataType.Sql}\"" });
        if (options.SingleVariantColumn != null && (schema.Count > (_corrupt < 0 ? 1 : 2) || schema.Fields.Where((f, i) => i != _corrupt && f.DataType is not VariantType).Any()))
            throw new AnalysisException("INVALID_SINGLE_VARIANT_COLUMN", new Dictionary<string, string> { ["schema"] = $"\"{schema.Sql}\"" });
        _ordinals = [.. Enumerable.Range(0, schema.Count).Where(i => i != _corrupt)];
        _fields = new ColumnVector[_ordinals.Length];
        _root = JsonValues.Struct("", new StructType(_ordinals.Select(i => schema[i])), options);
    }

    /// <summary>Whether the text has no more rows.</summary>
    public bool Done => _place == Place.Done;

    /// <summary>Whether the last row did not fit the schema.</summary>
    public bool LastWasBad { get; private set; }

    /// <summary>Begins a text, which must stay in place as long as the rows made of it.</summary>
    public void Start(byte* text, int length)
    {
        _text = text;
        (_length, _place) = (length, Place.Start);
        _tokens.Reset(text, length);
    }

    /// <summary>Reads the next object of the text into a row; false where the text has no more. Rows that the mode drops do not count.</summary>
    public bool Next(ColumnVector[] columns, ref int row)
    {
        if (_place == Place.Done) return false;
        if (_place == Place.Start)
        {
            _place = Place.Done;
            if (_options.SingleVariantColumn != null) return Whole(columns, ref row);
            switch (_tokens.Next())
            {
                case JsonToken.End: return false;
                case JsonToken.StartObject: return Object(columns, ref row);
                case JsonToken.StartArray:
                    if (!EntersArray()) return Unreadable(columns, ref row);
                    (_place, _arrayStart, _arrayIsBad) = (Place.InArray, row, false);
                    break;
                default: return Unreadable(columns, ref row);
            }
        }
        if (_tokens.Next() == JsonToken.StartObject) return Object(columns, ref row);
        _place = Place.Done;
        return false;
    }

    // The record, whatever it is, is the value of the one column.
    private bool Whole(ColumnVector[] columns, ref int row)
    {
        if (_tokens.Next() == JsonToken.End) return false;
        _state.IsBad = false;
        if (_ordinals.Length == 0) return Keep(columns, ref row, bad: false);
        return _whole.Read(_tokens, columns[_ordinals[0]], row, _state) && !_tokens.Failed ? Keep(columns, ref row, bad: false) : Unreadable(columns, ref row);
    }

    // An array that is no JSON to its end, or has something else than objects, gives no row of its own.
    private bool EntersArray()
    {
        while (_tokens.Next() == JsonToken.StartObject) _tokens.SkipChildren();
        if (_tokens.Token != JsonToken.EndArray) return false;
        _tokens.Reset(_text, _length);
        _tokens.Next();
        return true;
    }

    private bool Object(ColumnVector[] columns, ref int row)
    {
        for (var i = 0; i < _ordinals.Length; i++) _fields[i] = columns[_ordinals[i]];
        _state.IsBad = false;
        _root.ReadFields(_tokens, _fields, row, _state, isRoot: true);
        if (_tokens.Failed)
        {
            _place = Place.Done;
            return Unreadable(columns, ref row);
        }
        return Keep(columns, ref row, _state.IsBad);
    }

    // Text that is no JSON, or no object: a row of nulls.
    private bool Unreadable(ColumnVector[] columns, ref int row)
    {
        foreach (var i in _ordinals) columns[i].SetNull(row);
        return Keep(columns, ref row, bad: true);
    }

    private bool Keep(ColumnVector[] columns, ref int row, bool bad)
    {
        LastWasBad = bad;
        if (bad && _options.Mode == ParseMode.FailFast)
            throw new SparkException("MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION", new Dictionary<string, string> { ["badRecord"] = Encoding.UTF8.GetString(_text, _length), ["failFastMode"] = "FAILFAST" });
        if (_place == Place.InArray)
        {
            // One bad object makes a bad record of the array, whose other rows may be there already.
            _arrayStart = Math.Min(_arrayStart, row);
            if (bad && !_arrayIsBad)
            {
                _arrayIsBad = true;
                if (_options.Mode == ParseMode.DropMalformed) row = _arrayStart;
                else for (var earlier = _arrayStart; earlier < row; earlier++) SetCorrupt(columns, earlier, bad: true);
            }
            bad = _arrayIsBad;
        }
        if (bad && _options.Mode == ParseMode.DropMalformed) return true;
        SetCorrupt(columns, row, bad);
        row++;
        return true;
    }

    private void SetCorrupt(ColumnVector[] columns, int row, bool bad)
    {
        if (_corrupt < 0) return;
        var target = columns[_corrupt];
        if (target.Nulls != null) target.Nulls[row] = 0;
        if (bad) target.Set(row, new StringView(_text, _length));
        else target.SetNull(row);
    }
}
