using Firesteel.Formats.Orc.Metadata;
using Firesteel.Types;

namespace Firesteel.Formats.Orc;

/// <summary>Spark's types for a file's, and a file's for Spark's.</summary>
static class OrcSchema
{
    /// <summary>The attribute by which Spark tells a type that the format lacks.</summary>
    public const string CatalystType = "spark.sql.catalyst.type";

    /// <summary>Names that all start so are places: older Hive wrote no others.</summary>
    public const string PlaceName = "_col";

    /// <exception cref="OrcFormatException">Some type has no Spark type.</exception>
    public static DataType ToSpark(OrcType type) => type.Kind switch
    {
        OrcKind.Boolean => BooleanType.Instance,
        OrcKind.Byte => ByteType.Instance,
        OrcKind.Short => ShortType.Instance,
        OrcKind.Int => (DataType?)Named<YearMonthIntervalType>(type) ?? IntegerType.Instance,
        OrcKind.Long => (DataType?)Named<DayTimeIntervalType>(type) ?? (DataType?)Named<TimestampNTZType>(type) ?? LongType.Instance,
        OrcKind.Float => FloatType.Instance,
        OrcKind.Double => DoubleType.Instance,
        OrcKind.String or OrcKind.Varchar or OrcKind.Char => StringType.Instance,
        OrcKind.Binary => BinaryType.Instance,
        OrcKind.Date => DateType.Instance,
        OrcKind.Timestamp or OrcKind.TimestampInstant => TimestampType.Instance,
        OrcKind.Decimal when type.Precision == 0 => new DecimalType(DecimalType.MaxPrecision, 18),
        OrcKind.Decimal when type.Precision is > 0 and <= DecimalType.MaxPrecision && type.Scale >= 0 && type.Scale <= type.Precision => new DecimalType(type.Precision, type.Scale),
        OrcKind.List => new ArrayType(ToSpark(type.Children[0]), true),
        OrcKind.Map => new MapType(ToSpark(type.Children[0]), ToSpark(type.Children[1]), true),
        OrcKind.Struct => ToStruct(type),
        _ => throw new OrcFormatException($"Columns of type {type.Kind.ToString().ToLowerInvariant()} cannot be read."),
    };

    public static StructType ToStruct(OrcType type)
        => new(type.Children.Select((child, i) => new StructField(type.FieldNames[i], ToSpark(child))));

    /// <summary>The type that a table's rows are stored as, numbered from the root on.</summary>
    /// <exception cref="AnalysisException">UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE, EMPTY_SCHEMA_NOT_SUPPORTED_FOR_DATASOURCE.</exception>
    public static OrcType ToOrc(StructType schema)
    {
        var root = Struct(schema, null);
        root.Number();
        return root;
    }

    private static OrcType Of(DataType type, StructField column)
    {
        switch (type)
        {
            case BooleanType: return new OrcType { Kind = OrcKind.Boolean };
            case ByteType: return new OrcType { Kind = OrcKind.Byte };
            case ShortType: return new OrcType { Kind = OrcKind.Short };
            case IntegerType: return new OrcType { Kind = OrcKind.Int };
            case YearMonthIntervalType: return Named(OrcKind.Int, type);
            case LongType: return new OrcType { Kind = OrcKind.Long };
            case DayTimeIntervalType or TimestampNTZType: return Named(OrcKind.Long, type);
            case FloatType: return new OrcType { Kind = OrcKind.Float };
            case DoubleType: return new OrcType { Kind = OrcKind.Double };
            case StringType: return new OrcType { Kind = OrcKind.String };
            case CharType c: return new OrcType { Kind = OrcKind.Char, MaximumLength = c.Length };
            case VarcharType v: return new OrcType { Kind = OrcKind.Varchar, MaximumLength = v.Length };
            case BinaryType: return new OrcType { Kind = OrcKind.Binary };
            case DateType: return new OrcType { Kind = OrcKind.Date };
            case TimestampType: return Named(OrcKind.Timestamp, type);
            case DecimalType d: return new OrcType { Kind = OrcKind.Decimal, Precision = d.Precision, Scale = d.Scale };
            case ArrayType a:
                var list = new OrcType { Kind = OrcKind.List };
                list.Children.Add(Of(a.ElementType, column));
                return list;
            case MapType m:
                var map = new OrcType { Kind = OrcKind.Map };
                map.Children.Add(Of(m.KeyType, column));
                map.Children.Add(Of(m.ValueType, column));
                return map;
            case StructType s: return Struct(s, column);
            default:
                throw new AnalysisException("UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE", new Dictionary<string, string>
                {
                    ["columnName"] = SqlIdentifier.Quote(column.Name),
                    ["columnType"] = $"\"{column.DataType.Sql}\"",
                    ["format"] = "ORC",
                });
        }
    }

    private static OrcType Struct(StructType schema, StructField? column)
    {
        if (schema.Count == 0) throw new AnalysisException("EMPTY_SCHEMA_NOT_SUPPORTED_FOR_DATASOURCE", new Dictionary<string, string> { ["format"] = "ORC" });
        var type = new OrcType { Kind = OrcKind.Struct };
        foreach (var field in schema.Fields)
        {
            type.FieldNames.Add(field.Name);
            type.Children.Add(Of(field.DataType, column ?? field));
        }
        return type;
    }

    private static OrcType Named(OrcKind kind, DataType type)
    {
        var result = new OrcType { Kind = kind };
        result.Attributes[CatalystType] = type.TypeName;
        return result;
    }

    // As in Spark, a name that says nothing of use is as good as none.
    private static T? Named<T>(OrcType type) where T : DataType
    {
        if (!type.Attributes.TryGetValue(CatalystType, out var name) || name.AsSpan().IndexOfAny('"', '\\') >= 0) return null;
        try
        {
            return SchemaJson.Parse($"\"{name}\"") as T;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
