using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Firesteel.Foundation.Collections;

namespace Firesteel.Types;

/// <summary>Types and schemas as Spark's JSON, the form that files, table properties and protocols carry.</summary>
static partial class SchemaJson
{
    private const int MaxDepth = 512;
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(DataType type)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, WriterOptions)) Write(writer, type);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <exception cref="FormatException">The text is no JSON, or not that of a type.</exception>
    /// <exception cref="AnalysisException">UNSUPPORTED_DATATYPE: a user-defined type of the JVM alone.</exception>
    public static DataType Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return Parse(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("Not the JSON of a type.", e);
        }
    }

    private static void Write(Utf8JsonWriter writer, DataType type)
    {
        if (type.UserDefined is { } named)
        {
            writer.WriteStartObject();
            writer.WriteString("type", "udt");
            if (named.JvmClass != null) writer.WriteString("class", named.JvmClass);
            writer.WriteString("pyClass", named.PyClass);
            if (named.SerializedClass != null) writer.WriteString("serializedClass", named.SerializedClass);
            writer.WritePropertyName("sqlType");
            Write(writer, type with { UserDefined = null });
            writer.WriteEndObject();
            return;
        }
        switch (type)
        {
            case StructType s:
                writer.WriteStartObject();
                writer.WriteString("type", "struct");
                writer.WriteStartArray("fields");
                foreach (var field in s.Fields) Write(writer, field);
                writer.WriteEndArray();
                writer.WriteEndObject();
                break;
            case ArrayType a:
                writer.WriteStartObject();
                writer.WriteString("type", "array");
                writer.WritePropertyName("elementType");
                Write(writer, a.ElementType);
                writer.WriteBoolean("containsNull", a.ContainsNull);
                writer.WriteEndObject();
                break;
            case MapType m:
                writer.WriteStartObject();
                writer.WriteString("type", "map");
                writer.WritePropertyName("keyType");
                Write(writer, m.KeyType);
                writer.WritePropertyName("valueType");
                Write(writer, m.ValueType);
                writer.WriteBoolean("valueContainsNull", m.ValueContainsNull);
                writer.WriteEndObject();
                break;
            default:
                writer.WriteStringValue(type.TypeName);
                break;
        }
    }

    private static void Write(Utf8JsonWriter writer, StructField field)
    {
        writer.WriteStartObject();
        writer.WriteString("name", field.Name);
        writer.WritePropertyName("type");
        Write(writer, field.DataType);
        writer.WriteBoolean("nullable", field.Nullable);
        writer.WriteStartObject("metadata");
        foreach (var (key, value) in field.Metadata)
        {
            writer.WritePropertyName(key);
            writer.WriteRawValue(value);
        }
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static DataType Parse(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.String) return ParseName(json.GetString()!);
        return json.GetProperty("type").GetString() switch
        {
            "struct" => new StructType(json.GetProperty("fields").EnumerateArray().Select(ParseField)),
            "array" => new ArrayType(Parse(json.GetProperty("elementType")), json.GetProperty("containsNull").GetBoolean()),
            "map" => new MapType(Parse(json.GetProperty("keyType")), Parse(json.GetProperty("valueType")), json.GetProperty("valueContainsNull").GetBoolean()),
            "udt" => Parse(json.GetProperty("sqlType")) with { UserDefined = ParseClass(json) },
            var other => throw new FormatException($"No type is called {other}."),
        };
    }

    private static UserDefinedClass ParseClass(JsonElement json)
    {
        var (python, jvm) = (Text("pyClass"), Text("class"));
        return python != null ? new UserDefinedClass(python, jvm, Text("serializedClass"))
            : throw UserDefinedClass.NotPython(jvm ?? "udt");

        string? Text(string name) => json.TryGetProperty(name, out var text) ? text.GetString() : null;
    }

    private static StructField ParseField(JsonElement json)
    {
        var nullable = !json.TryGetProperty("nullable", out var flag) || flag.GetBoolean();
        var field = new StructField(json.GetProperty("name").GetString()!, Parse(json.GetProperty("type")), nullable);
        if (!json.TryGetProperty("metadata", out var metadata) || metadata.ValueKind != JsonValueKind.Object || !metadata.EnumerateObject().Any()) return field;
        return field with { Metadata = new ValueMap(metadata.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, p.Value.GetRawText()))) };
    }

    private static DataType ParseName(string name) => name switch
    {
        "void" or "null" => NullType.Instance,
        "boolean" => BooleanType.Instance,
        "byte" or "tinyint" => ByteType.Instance,
        "short" or "smallint" => ShortType.Instance,
        "integer" or "int" => IntegerType.Instance,
        "long" or "bigint" => LongType.Instance,
        "float" => FloatType.Instance,
        "double" => DoubleType.Instance,
        "decimal" => DecimalType.UserDefault,
        "string" => StringType.Instance,
        "binary" => BinaryType.Instance,
        "date" => DateType.Instance,
        "timestamp" or "timestamp_ltz" => TimestampType.Instance,
        "timestamp_ntz" => TimestampNTZType.Instance,
        "variant" => VariantType.Instance,
        "interval" or "calendarinterval" => CalendarIntervalType.Instance,
        _ => ParseParameters(name),
    };

    private static DataType ParseParameters(string name)
    {
        if (ParameterForm().Match(name) is { Success: true } m)
        {
            var first = int.Parse(m.Groups[2].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
            var second = m.Groups[3].Success ? int.Parse(m.Groups[3].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) : 0;
            return m.Groups[1].Value switch
            {
                "decimal" => new DecimalType(first, second),
                "char" => new CharType(first),
                "varchar" => new VarcharType(first),
                _ => new TimeType(first),
            };
        }
        if (name.StartsWith("string collate ", StringComparison.Ordinal)) return new StringType(name["string collate ".Length..]);
        if (!name.StartsWith("interval ", StringComparison.Ordinal)) throw new FormatException($"No type is called {name}.");
        var fields = name["interval ".Length..].Split(" to ");
        if (Enum.TryParse<YearMonthField>(fields[0], ignoreCase: true, out var from) && Enum.TryParse<YearMonthField>(fields[^1], ignoreCase: true, out var to))
            return new YearMonthIntervalType(from, to);
        if (Enum.TryParse<DayTimeField>(fields[0], ignoreCase: true, out var start) && Enum.TryParse<DayTimeField>(fields[^1], ignoreCase: true, out var end))
            return new DayTimeIntervalType(start, end);
        throw new FormatException($"No type is called {name}.");
    }

    [GeneratedRegex(@"^(decimal|char|varchar|time)\(\s*(\d{1,9})\s*(?:,\s*(\d{1,9})\s*)?\)$", RegexOptions.CultureInvariant)]
    private static partial Regex ParameterForm();
}
