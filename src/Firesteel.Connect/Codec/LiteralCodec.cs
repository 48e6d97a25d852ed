using System.Globalization;
using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Types;
using Case = Firesteel.Connect.Messages.Expression.Types.Literal.LiteralTypeOneofCase;
using Proto = Firesteel.Connect.Messages.Expression.Types.Literal;

namespace Firesteel.Connect.Codec;

/// <summary>Constants between messages and the engine.</summary>
static class LiteralCodec
{
    private const int MaxDepth = 256;

    public static Literal Decode(Proto literal, int depth = 0)
    {
        if (depth > MaxDepth) throw InvalidPlan.Because("ASSERTION_FAILURE", ("message", "The literal is nested too deep."));
        return literal.LiteralTypeCase switch
        {
            Case.Null => Literal.NullOf(TypeCodec.Decode(literal.Null)),
            Case.None when literal.DataType != null => Literal.NullOf(TypeCodec.Decode(literal.DataType)),
            Case.Binary => new(new BinaryValue(literal.Binary.ToByteArray()), BinaryType.Instance),
            Case.Boolean => Literal.Of(literal.Boolean),
            Case.Byte => new((sbyte)literal.Byte, ByteType.Instance),
            Case.Short => new((short)literal.Short, ShortType.Instance),
            Case.Integer => Literal.Of(literal.Integer),
            Case.Long => Literal.Of(literal.Long),
            Case.Float => new(literal.Float, FloatType.Instance),
            Case.Double => Literal.Of(literal.Double),
            Case.Decimal => Decimal(literal.Decimal),
            Case.String => Literal.Of(literal.String),
            Case.Date => new(literal.Date, DateType.Instance),
            Case.Timestamp => new(literal.Timestamp, TimestampType.Instance),
            Case.TimestampNtz => new(literal.TimestampNtz, TimestampNTZType.Instance),
            Case.Time => new(literal.Time.Nano, new TimeType(literal.Time.HasPrecision ? literal.Time.Precision : TimeType.DefaultPrecision)),
            Case.CalendarInterval => new(new CalendarInterval(literal.CalendarInterval.Months, literal.CalendarInterval.Days, literal.CalendarInterval.Microseconds), CalendarIntervalType.Instance),
            Case.YearMonthInterval => new(literal.YearMonthInterval, literal.DataType is { YearMonthInterval: not null } t ? TypeCodec.Decode(t) : YearMonthIntervalType.Default),
            Case.DayTimeInterval => new(literal.DayTimeInterval, literal.DataType is { DayTimeInterval: not null } t ? TypeCodec.Decode(t) : DayTimeIntervalType.Default),
            Case.Array => Array(literal, depth),
            Case.SpecializedArray => Specialized(literal.SpecializedArray),
            Case.Map => Map(literal, depth),
            Case.Struct => Struct(literal, depth),
            _ => throw InvalidPlan.Because("UNSUPPORTED_LITERAL_TYPE", ("typeInfo", literal.LiteralTypeCase == Case.None ? "LITERALTYPE_NOT_SET(0)" : $"{InvalidPlan.NameOf(literal.LiteralTypeCase)}({literal.LiteralTypeCase:D})")),
        };
    }

    /// <summary>A value in the form that literals hold it, as a message.</summary>
    public static Proto Encode(object? value, DataType type)
    {
        if (value is null) return new Proto { Null = TypeCodec.Encode(type) };
        switch (type)
        {
            case BooleanType: return new Proto { Boolean = (bool)value };
            case ByteType: return new Proto { Byte = (sbyte)value };
            case ShortType: return new Proto { Short = (short)value };
            case IntegerType: return new Proto { Integer = (int)value };
            case LongType: return new Proto { Long = (long)value };
            case FloatType: return new Proto { Float = (float)value };
            case DoubleType: return new Proto { Double = (double)value };
            case DecimalType d: return new Proto { Decimal = new() { Value = Text((Int128)value, d.Scale), Precision = d.Precision, Scale = d.Scale } };
            case StringType or CharType or VarcharType: return new Proto { String = (string)value };
            case BinaryType: return new Proto { Binary = Google.Protobuf.ByteString.CopyFrom(((BinaryValue)value).Bytes) };
            case DateType: return new Proto { Date = (int)value };
            case TimestampType: return new Proto { Timestamp = (long)value };
            case TimestampNTZType: return new Proto { TimestampNtz = (long)value };
            case TimeType t: return new Proto { Time = new() { Nano = (long)value, Precision = t.Precision } };
            case YearMonthIntervalType: return new Proto { YearMonthInterval = (int)value };
            case DayTimeIntervalType: return new Proto { DayTimeInterval = (long)value };
            case CalendarIntervalType:
                var interval = (CalendarInterval)value;
                return new Proto { CalendarInterval = new() { Months = interval.Months, Days = interval.Days, Microseconds = interval.Microseconds } };
            case ArrayType a:
                var array = new Proto { Array = new() { ElementType = TypeCodec.Encode(a.ElementType) } };
                array.Array.Elements.AddRange(((NestedValue)value).Items.Select(i => Encode(i, a.ElementType)));
                return array;
            case StructType s:
                var row = new Proto { Struct = new() { StructType = TypeCodec.Encode(s) } };
                row.Struct.Elements.AddRange(((NestedValue)value).Items.Select((i, n) => Encode(i, s[n].DataType)));
                return row;
            case MapType m:
                var map = new Proto { Map = new() { KeyType = TypeCodec.Encode(m.KeyType), ValueType = TypeCodec.Encode(m.ValueType) } };
                map.Map.Keys.AddRange(((NestedValue)value).Items.Where((_, i) => i % 2 == 0).Select(i => Encode(i, m.KeyType)));
                map.Map.Values.AddRange(((NestedValue)value).Items.Where((_, i) => i % 2 == 1).Select(i => Encode(i, m.ValueType)));
                return map;
            default: throw InvalidPlan.Because("UNSUPPORTED_LITERAL_TYPE", ("typeInfo", type.SimpleString));
        }
    }

    // Precision and scale of the message are the least: the value's own win where they are more.
    private static Literal Decimal(Proto.Types.Decimal literal)
    {
        var text = literal.Value.AsSpan().Trim();
        var (exponent, e) = (0, text.IndexOfAny('e', 'E'));
        if (e >= 0 && !int.TryParse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)) throw NoNumber(literal);
        var digits = e < 0 ? text : text[..e];
        var point = digits.IndexOf('.');
        var written = (point < 0 ? 0 : digits.Length - point - 1) - exponent;
        if (!Int128.TryParse(digits.ToString().Replace(".", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var unscaled)) throw NoNumber(literal);
        for (; written < 0; written++) unscaled = checked(unscaled * 10);
        var scale = Math.Max(written, literal.HasScale ? literal.Scale : 0);
        for (var s = written; s < scale; s++) unscaled = checked(unscaled * 10);
        var length = Int128.Abs(unscaled).ToString(CultureInfo.InvariantCulture).Length;
        var precision = Math.Max(Math.Max(length, scale), literal.HasPrecision ? literal.Precision : 1);
        return precision <= DecimalType.MaxPrecision ? new(unscaled, new DecimalType(precision, scale))
            : throw new SparkException("DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION", new Dictionary<string, string> { ["precision"] = $"{precision}", ["maxPrecision"] = $"{DecimalType.MaxPrecision}" });
    }

    private static SparkException NoNumber(Proto.Types.Decimal literal) => InvalidPlan.Because("UNSUPPORTED_LITERAL_TYPE", ("typeInfo", $"Decimal '{literal.Value}'"));

    private static string Text(Int128 unscaled, int scale)
    {
        var digits = Int128.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return (unscaled < 0 ? "-" : "") + (scale == 0 ? digits : $"{digits[..^scale]}.{digits[^scale..]}");
    }

    private static Literal Array(Proto literal, int depth)
    {
        var elements = literal.Array.Elements.Select(e => Decode(e, depth + 1)).ToList();
        var declared = literal.DataType is { Array: not null } t ? TypeCodec.Decode(t) as ArrayType : null;
        var element = declared?.ElementType
            ?? (literal.Array.ElementType != null ? TypeCodec.Decode(literal.Array.ElementType) : elements.Count > 0 ? elements[0].Type : throw InvalidPlan.Because("ARRAY_LITERAL_MISSING_DATA_TYPE"));
        return new(new NestedValue(new(elements.Select(e => e.Value))), declared ?? new ArrayType(element, elements.Exists(e => e.Value is null)));
    }

    private static Literal Specialized(Proto.Types.SpecializedArray array)
    {
        return array.ValueTypeCase switch
        {
            Proto.Types.SpecializedArray.ValueTypeOneofCase.Bools => Of(array.Bools.Values, BooleanType.Instance),
            Proto.Types.SpecializedArray.ValueTypeOneofCase.Ints => Of(array.Ints.Values, IntegerType.Instance),
            Proto.Types.SpecializedArray.ValueTypeOneofCase.Longs => Of(array.Longs.Values, LongType.Instance),
            Proto.Types.SpecializedArray.ValueTypeOneofCase.Floats => Of(array.Floats.Values, FloatType.Instance),
            Proto.Types.SpecializedArray.ValueTypeOneofCase.Doubles => Of(array.Doubles.Values, DoubleType.Instance),
            Proto.Types.SpecializedArray.ValueTypeOneofCase.Strings => Of(array.Strings.Values, StringType.Instance),
            _ => throw InvalidPlan.Because("ARRAY_LITERAL_NOT_SET"),
        };

        static Literal Of<T>(IEnumerable<T> values, DataType element) => new(new NestedValue(new(values.Select(v => (object?)v))), new ArrayType(element, false));
    }

    private static Literal Map(Proto literal, int depth)
    {
        var (keys, values) = (literal.Map.Keys.Select(k => Decode(k, depth + 1)).ToList(), literal.Map.Values.Select(v => Decode(v, depth + 1)).ToList());
        var declared = literal.DataType is { Map: not null } t ? TypeCodec.Decode(t) as MapType : null;
        var key = literal.Map.KeyType != null ? TypeCodec.Decode(literal.Map.KeyType) : keys.Count > 0 ? keys[0].Type : declared?.KeyType ?? throw InvalidPlan.Because("MAP_LITERAL_MISSING_DATA_TYPE");
        var value = literal.Map.ValueType != null ? TypeCodec.Decode(literal.Map.ValueType) : values.Count > 0 ? values[0].Type : declared?.ValueType ?? throw InvalidPlan.Because("MAP_LITERAL_MISSING_DATA_TYPE");
        return new(new NestedValue(new(keys.Zip(values).SelectMany(e => new[] { e.First.Value, e.Second.Value }))), declared ?? new MapType(key, value, values.Exists(v => v.Value is null)));
    }

    private static Literal Struct(Proto literal, int depth)
    {
        var elements = literal.Struct.Elements.Select(e => Decode(e, depth + 1)).ToList();
        var type = literal.DataType is { Struct: not null } t ? t : literal.Struct.StructType ?? throw InvalidPlan.Because("STRUCT_LITERAL_MISSING_DATA_TYPE");
        return new(new NestedValue(new(elements.Select(e => e.Value))), TypeCodec.Decode(type));
    }
}
