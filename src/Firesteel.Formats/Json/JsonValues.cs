using Firesteel.Formats.Text;
using Firesteel.Foundation.Time;
using Firesteel.Types;

namespace Firesteel.Formats.Json;

/// <summary>Makes the reader of each type.</summary>
static class JsonValues
{
    /// <exception cref="AnalysisException">UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE, INVALID_JSON_SCHEMA_MAP_TYPE.</exception>
    public static JsonValue Create(string column, DataType type, JsonOptions options) => type switch
    {
        StringType or CharType or VarcharType => new JsonString(),
        BooleanType => new JsonBoolean(),
        ByteType => new JsonByte(),
        ShortType => new JsonWhole<short>(),
        IntegerType => new JsonWhole<int>(),
        LongType => new JsonWhole<long>(),
        FloatType => new JsonFloating<float>(options),
        DoubleType => new JsonFloating<double>(options),
        DecimalType d => new JsonDecimal(d),
        BinaryType => new JsonBinary(),
        DateType => new JsonQuoted<int, DateFieldParser>(new(Format(options.DateFormat))),
        TimestampType => new JsonTimestamp(new(Format(options.TimestampFormat), options.Zone)),
        TimestampNTZType => new JsonQuoted<long, TimestampNtzFieldParser>(new(Format(options.TimestampNtzFormat))),
        TimeType => new JsonQuoted<long, TimeFieldParser>(new()),
        YearMonthIntervalType t => new JsonQuoted<int, YearMonthFieldParser>(new(t)),
        DayTimeIntervalType t => new JsonQuoted<long, DayTimeFieldParser>(new(t)),
        CalendarIntervalType => new JsonQuoted<CalendarInterval, CalendarIntervalFieldParser>(new()),
        ArrayType a => new JsonArray(Create(column, a.ElementType, options)),
        MapType { KeyType: StringType } m => new JsonMap(Create(column, m.ValueType, options)),
        MapType => throw new AnalysisException("INVALID_JSON_SCHEMA_MAP_TYPE", new Dictionary<string, string> { ["jsonSchema"] = $"\"{type.Sql}\"" }),
        StructType s => Struct(column, s, options),
        VariantType => new JsonVariant(),
        NullType => new JsonNull(),
        _ => throw new AnalysisException("UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE", new Dictionary<string, string> { ["columnName"] = $"`{column}`", ["columnType"] = type.QuotedSql, ["format"] = "JSON" }),
    };

    public static JsonStruct Struct(string column, StructType type, JsonOptions options)
        => new(type, [.. type.Fields.Select(f => Create(column.Length == 0 ? f.Name : column, f.DataType, options))], options.PartialResults);

    internal static DateTimeFormatter? Format(string? pattern) => pattern == null ? null : DateTimeFormatter.ForParsing(pattern);
}
