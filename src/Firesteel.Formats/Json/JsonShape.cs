using System.Text;
using Firesteel.Formats.Text;
using Firesteel.Foundation.Numerics;
using Firesteel.Types;

namespace Firesteel.Formats.Json;

/// <summary>What is known of the type of a place in JSON records; it only ever widens. Types that have nothing in common meet in strings.</summary>
sealed class JsonShape(JsonOptions options)
{
    private Kind _kind;
    private DataType _scalar = NullType.Instance;
    private Dictionary<string, JsonShape>? _fields;
    private JsonShape? _element;

    private enum Kind : byte { Unknown, Scalar, Struct, Array }

    /// <summary>Takes in the value that the current token begins, to its end.</summary>
    public void Observe(JsonTokenizer tokens)
    {
        switch (tokens.Token)
        {
            case JsonToken.Null: break;
            case JsonToken.StartObject: Object(tokens); break;
            case JsonToken.StartArray: Array(tokens); break;
            case JsonToken.String when tokens.Length == 0: break;
            default: Scalar(ScalarType(tokens)); break;
        }
    }

    /// <summary>The type; null for a struct without fields and, where the option says so, for what was always null.</summary>
    public DataType? ToType() => _kind switch
    {
        Kind.Scalar => _scalar,
        Kind.Array => _element!.ToType() is { } element ? new ArrayType(element) : null,
        Kind.Struct => Struct(),
        _ => options.DropFieldIfAllNull ? null : StringType.Instance,
    };

    private StructType? Struct()
    {
        var fields = new List<StructField>();
        foreach (var (name, shape) in _fields!.OrderBy(f => f.Key, StringComparer.Ordinal))
            if (name.Length > 0 && shape.ToType() is { } type) fields.Add(new StructField(name, type));
        return fields.Count == 0 ? null : new StructType(fields);
    }

    private void Object(JsonTokenizer tokens)
    {
        if (!Become(Kind.Struct))
        {
            tokens.SkipChildren();
            return;
        }
        _fields ??= new(StringComparer.Ordinal);
        var lookup = _fields.GetAlternateLookup<ReadOnlySpan<char>>();
        while (tokens.Next() != JsonToken.EndObject)
        {
            if (tokens.Failed) return;
            var shape = Field(lookup, tokens.Text());
            if (tokens.Next() == JsonToken.Error) return;
            shape.Observe(tokens);
            if (tokens.Failed) return;
        }
    }

    private JsonShape Field(Dictionary<string, JsonShape>.AlternateLookup<ReadOnlySpan<char>> lookup, ReadOnlySpan<byte> name)
    {
        Span<char> text = stackalloc char[256];
        if (name.Length <= 256)
        {
            var chars = text[..Encoding.UTF8.GetChars(name, text)];
            if (!lookup.TryGetValue(chars, out var known)) lookup[chars] = known = new JsonShape(options);
            return known;
        }
        var key = Encoding.UTF8.GetString(name);
        if (!_fields!.TryGetValue(key, out var shape)) _fields[key] = shape = new JsonShape(options);
        return shape;
    }

    private void Array(JsonTokenizer tokens)
    {
        if (!Become(Kind.Array))
        {
            tokens.SkipChildren();
            return;
        }
        _element ??= new JsonShape(options);
        while (tokens.Next() != JsonToken.EndArray)
        {
            if (tokens.Failed) return;
            _element.Observe(tokens);
            if (tokens.Failed) return;
        }
    }

    // False where this place holds other things too: it is a string then.
    private bool Become(Kind kind)
    {
        if (_kind == Kind.Unknown) _kind = kind;
        if (_kind == kind) return true;
        (_kind, _scalar) = (Kind.Scalar, StringType.Instance);
        return false;
    }

    private void Scalar(DataType type)
    {
        if (_kind is Kind.Struct or Kind.Array) type = StringType.Instance;
        _scalar = _kind is Kind.Unknown or Kind.Struct or Kind.Array ? type : Common(_scalar, type);
        _kind = Kind.Scalar;
    }

    private DataType ScalarType(JsonTokenizer tokens)
    {
        if (tokens.Token == JsonToken.String) return OfString(tokens.Text());
        if (options.PrimitivesAsString) return StringType.Instance;
        switch (tokens.Token)
        {
            case JsonToken.True or JsonToken.False: return BooleanType.Instance;
            case JsonToken.Integer:
                return new WholeParser<long>().TryParse(tokens.Raw, out _) ? LongType.Instance : (DataType?)DecimalOf(tokens.Raw) ?? DoubleType.Instance;
            case JsonToken.Float: return options.PrefersDecimal && DecimalOf(tokens.Raw) is { } type ? type : DoubleType.Instance;
            default: return StringType.Instance;
        }
    }

    private DataType OfString(ReadOnlySpan<byte> text)
    {
        if (options.PrefersDecimal && DecimalOf(text) is { } type) return type;
        if (!options.InferTimestamp) return StringType.Instance;
        if (options.TimestampIsNtz && new TimestampNtzFieldParser(JsonValues.Format(options.TimestampNtzFormat)).TryParse(text, out _)) return TimestampNTZType.Instance;
        return new TimestampFieldParser(JsonValues.Format(options.TimestampFormat), options.Zone).TryParse(text, out _) ? TimestampType.Instance : StringType.Instance;
    }

    // The decimal type that holds exactly this number, if one does.
    private static DecimalType? DecimalOf(ReadOnlySpan<byte> text)
    {
        var digits = text is [(byte)'-' or (byte)'+', ..] ? text[1..] : text;
        var mantissa = digits.IndexOfAny((byte)'e', (byte)'E') is >= 0 and var e ? digits[..e] : digits;
        var exponent = 0;
        if (mantissa.Length < digits.Length && (!System.Buffers.Text.Utf8Parser.TryParse(digits[(mantissa.Length + 1)..], out exponent, out var used) || used != digits.Length - mantissa.Length - 1)) return null;
        var point = mantissa.IndexOf((byte)'.');
        var scale = (point < 0 ? 0 : mantissa.Length - point - 1) - (long)exponent;
        var count = 0;
        foreach (var c in mantissa)
        {
            if (c == '.') continue;
            if ((uint)(c - '0') > 9) return null;
            if (count > 0 || c != '0') count++;
        }
        if (mantissa.Length == 0 || mantissa is [(byte)'.']) return null;
        var precision = Math.Max(Math.Max(1, count), scale);
        return precision > DecimalType.MaxPrecision || scale < 0 && precision - scale > DecimalType.MaxPrecision ? null
            : scale < 0 ? new DecimalType((int)(precision - scale), 0) : new DecimalType((int)precision, (int)scale);
    }

    private static DataType Common(DataType a, DataType b) => (a, b) switch
    {
        _ when a == b => a,
        (LongType, DoubleType) or (DoubleType, LongType) or (DecimalType, DoubleType) or (DoubleType, DecimalType) => DoubleType.Instance,
        (DecimalType x, DecimalType y) => Wider(x, y),
        (LongType, DecimalType y) => Wider(new DecimalType(20, 0), y),
        (DecimalType x, LongType) => Wider(x, new DecimalType(20, 0)),
        (TimestampType, TimestampNTZType) or (TimestampNTZType, TimestampType) => TimestampType.Instance,
        _ => StringType.Instance,
    };

    private static DataType Wider(DecimalType a, DecimalType b)
    {
        var scale = Math.Max(a.Scale, b.Scale);
        var range = Math.Max(a.Precision - a.Scale, b.Precision - b.Scale);
        return range + scale > Decimals.MaxPrecision ? DoubleType.Instance : new DecimalType(range + scale, scale);
    }
}
