using Firesteel.Catalyst.Parser;
using Firesteel.Foundation.Collections;
using Firesteel.Types;
using Kind = Firesteel.Connect.Messages.DataType.KindOneofCase;
using Proto = Firesteel.Connect.Messages.DataType;

namespace Firesteel.Connect.Codec;

/// <summary>Types between messages and the engine.</summary>
static class TypeCodec
{
    private const int MaxDepth = 256;

    public static DataType Decode(Proto? type, int depth = 0)
    {
        if (depth > MaxDepth) throw InvalidPlan.Because("ASSERTION_FAILURE", ("message", "The type is nested too deep."));
        return type?.KindCase switch
        {
            Kind.Null => NullType.Instance,
            Kind.Binary => BinaryType.Instance,
            Kind.Boolean => BooleanType.Instance,
            Kind.Byte => ByteType.Instance,
            Kind.Short => ShortType.Instance,
            Kind.Integer => IntegerType.Instance,
            Kind.Long => LongType.Instance,
            Kind.Float => FloatType.Instance,
            Kind.Double => DoubleType.Instance,
            Kind.Decimal => new DecimalType(type.Decimal.HasPrecision ? type.Decimal.Precision : 10, type.Decimal.HasScale ? type.Decimal.Scale : 0),
            Kind.String => type.String.Collation.Length == 0 ? StringType.Instance : new StringType(type.String.Collation),
            Kind.Char => new CharType(type.Char.Length),
            Kind.VarChar => new VarcharType(type.VarChar.Length),
            Kind.Date => DateType.Instance,
            Kind.Time => new TimeType(type.Time.HasPrecision ? type.Time.Precision : TimeType.DefaultPrecision),
            Kind.Timestamp => TimestampType.Instance,
            Kind.TimestampNtz => TimestampNTZType.Instance,
            Kind.CalendarInterval => CalendarIntervalType.Instance,
            Kind.YearMonthInterval => YearMonth(type.YearMonthInterval),
            Kind.DayTimeInterval => DayTime(type.DayTimeInterval),
            Kind.Array => new ArrayType(Decode(type.Array.ElementType, depth + 1), type.Array.ContainsNull),
            Kind.Map => new MapType(Decode(type.Map.KeyType, depth + 1), Decode(type.Map.ValueType, depth + 1), type.Map.ValueContainsNull),
            Kind.Struct => new StructType(type.Struct.Fields.Select(f => new StructField(f.Name, Decode(f.DataType, depth + 1), f.Nullable) { Metadata = Metadata(f.HasMetadata ? f.Metadata : "") })),
            Kind.Variant => VariantType.Instance,
            Kind.Udt when type.Udt.SqlType != null => Decode(type.Udt.SqlType, depth + 1) with { UserDefined = UserDefined(type.Udt) },
            Kind.Unparsed => SqlParser.ParseDataType(type.Unparsed.DataTypeString),
            _ => throw InvalidPlan.Because("DATA_TYPE_UNSUPPORTED_PROTO_TO_CATALYST", ("kindCase", type is null or { KindCase: Kind.None } ? "KIND_NOT_SET" : InvalidPlan.NameOf(type.KindCase))),
        };
    }

    public static Proto Encode(DataType type) => type switch
    {
        { UserDefined: { } named } => new Proto { Udt = UserDefined(named, type) },
        NullType => new Proto { Null = new() },
        BooleanType => new Proto { Boolean = new() },
        ByteType => new Proto { Byte = new() },
        ShortType => new Proto { Short = new() },
        IntegerType => new Proto { Integer = new() },
        LongType => new Proto { Long = new() },
        FloatType => new Proto { Float = new() },
        DoubleType => new Proto { Double = new() },
        DecimalType d => new Proto { Decimal = new() { Precision = d.Precision, Scale = d.Scale } },
        StringType s => new Proto { String = new() { Collation = s.Collation } },
        CharType c => new Proto { Char = new() { Length = c.Length } },
        VarcharType v => new Proto { VarChar = new() { Length = v.Length } },
        BinaryType => new Proto { Binary = new() },
        DateType => new Proto { Date = new() },
        TimeType t => new Proto { Time = new() { Precision = t.Precision } },
        TimestampType => new Proto { Timestamp = new() },
        TimestampNTZType => new Proto { TimestampNtz = new() },
        CalendarIntervalType => new Proto { CalendarInterval = new() },
        YearMonthIntervalType y => new Proto { YearMonthInterval = new() { StartField = (int)y.Start, EndField = (int)y.End } },
        DayTimeIntervalType d => new Proto { DayTimeInterval = new() { StartField = (int)d.Start, EndField = (int)d.End } },
        ArrayType a => new Proto { Array = new() { ElementType = Encode(a.ElementType), ContainsNull = a.ContainsNull } },
        MapType m => new Proto { Map = new() { KeyType = Encode(m.KeyType), ValueType = Encode(m.ValueType), ValueContainsNull = m.ValueContainsNull } },
        StructType s => new Proto { Struct = Struct(s) },
        VariantType => new Proto { Variant = new() },
        _ => throw InvalidPlan.Because("DATA_TYPE_UNSUPPORTED_CATALYST_TO_PROTO", ("typeName", type.SimpleString)),
    };

    /// <summary>Field metadata of its JSON.</summary>
    public static ValueMap Metadata(string json)
    {
        if (json.Length == 0) return ValueMap.Empty;
        using var document = System.Text.Json.JsonDocument.Parse(json);
        return new ValueMap(document.RootElement.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, p.Value.GetRawText())).ToList());
    }

    /// <summary>Field metadata as JSON.</summary>
    public static string Metadata(ValueMap metadata) => "{" + string.Join(",", metadata.Select(m => $"{System.Text.Json.JsonSerializer.Serialize(m.Key)}:{m.Value}")) + "}";

    private static UserDefinedClass UserDefined(Proto.Types.UDT type)
    {
        if (!type.HasPythonClass) throw UserDefinedClass.NotPython(type.JvmClass);
        return new(type.PythonClass, type.HasJvmClass ? type.JvmClass : null, type.HasSerializedPythonClass ? type.SerializedPythonClass : null);
    }

    private static Proto.Types.UDT UserDefined(UserDefinedClass named, DataType type)
    {
        var encoded = new Proto.Types.UDT { Type = "udt", PythonClass = named.PyClass, SqlType = Encode(type with { UserDefined = null }) };
        if (named.JvmClass != null) encoded.JvmClass = named.JvmClass;
        if (named.SerializedClass != null) encoded.SerializedPythonClass = named.SerializedClass;
        return encoded;
    }

    private static Proto.Types.Struct Struct(StructType type)
    {
        var encoded = new Proto.Types.Struct();
        foreach (var field in type.Fields)
        {
            var entry = new Proto.Types.StructField { Name = field.Name, DataType = Encode(field.DataType), Nullable = field.Nullable };
            if (field.Metadata.Count > 0) entry.Metadata = Metadata(field.Metadata);
            encoded.Fields.Add(entry);
        }
        return encoded;
    }

    private static YearMonthIntervalType YearMonth(Proto.Types.YearMonthInterval type)
    {
        var start = type.HasStartField ? (YearMonthField)type.StartField : YearMonthField.Year;
        return new(start, type.HasEndField ? (YearMonthField)type.EndField : type.HasStartField ? start : YearMonthField.Month);
    }

    private static DayTimeIntervalType DayTime(Proto.Types.DayTimeInterval type)
    {
        var start = type.HasStartField ? (DayTimeField)type.StartField : DayTimeField.Day;
        return new(start, type.HasEndField ? (DayTimeField)type.EndField : type.HasStartField ? start : DayTimeField.Second);
    }
}
