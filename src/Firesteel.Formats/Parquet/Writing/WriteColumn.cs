using Firesteel.Formats.Parquet.Metadata;
using Firesteel.Types;

namespace Firesteel.Formats.Parquet.Writing;

/// <summary>A Spark type as this writer stores it: its schema elements, depth first, and the levels of its parts.</summary>
sealed class WriteColumn
{
    private readonly ParquetWriteOptions _options;

    private WriteColumn(string name, DataType type, bool nullable, WriteColumn? parent, bool repeated, ParquetWriteOptions options, List<SchemaElement> elements)
    {
        (Type, Nullable, _options) = (type, nullable, options);
        Path = parent is null ? [name] : [.. parent.Path, .. parent.Type is ArrayType or MapType ? new[] { parent.EntryName, name } : [name]];
        // Entries of arrays and maps stand one repetition and one definition below their parent.
        DefinitionLevel = (parent?.DefinitionLevel ?? 0) + (repeated ? 1 : 0) + (nullable ? 1 : 0);
        RepetitionLevel = (parent?.RepetitionLevel ?? 0) + (repeated ? 1 : 0);
        Element = new SchemaElement { Name = name, Repetition = nullable ? Repetition.Optional : Repetition.Required };
        elements.Add(Element);
        Children = type switch
        {
            StructType s => Struct(s, elements),
            ArrayType a => List(a, elements),
            MapType m => Map(m, elements),
            VariantType => Variant(elements),
            _ => Leaf(),
        };
    }

    public DataType Type { get; }
    public bool Nullable { get; }
    public string[] Path { get; }

    /// <summary>The level of a value that is there.</summary>
    public int DefinitionLevel { get; }

    public int RepetitionLevel { get; }
    public SchemaElement Element { get; }
    public WriteColumn[] Children { get; }
    public bool IsLeaf => Element.Type is not null;

    private string EntryName => Type is MapType ? "key_value" : "list";

    /// <summary>The columns of a table, and in <paramref name="elements"/> its whole schema.</summary>
    public static WriteColumn[] Create(StructType schema, ParquetWriteOptions options, out List<SchemaElement> elements)
    {
        var list = new List<SchemaElement> { new() { Name = "spark_schema", NumChildren = schema.Count } };
        var columns = schema.Fields.Select(f => new WriteColumn(f.Name, f.DataType, f.Nullable, null, repeated: false, options, list)).ToArray();
        elements = list;
        return columns;
    }

    private WriteColumn[] Struct(StructType type, List<SchemaElement> elements)
    {
        if (type.Count == 0) throw Unsupported();
        Element.NumChildren = type.Count;
        return type.Fields.Select(f => new WriteColumn(f.Name, f.DataType, f.Nullable, this, repeated: false, _options, elements)).ToArray();
    }

    private WriteColumn[] List(ArrayType type, List<SchemaElement> elements)
    {
        Element.NumChildren = 1;
        Element.ConvertedType = ConvertedType.List;
        Element.LogicalType = new LogicalType(LogicalKind.List);
        elements.Add(new SchemaElement { Name = EntryName, Repetition = Repetition.Repeated, NumChildren = 1 });
        return [new WriteColumn("element", type.ElementType, type.ContainsNull, this, repeated: true, _options, elements)];
    }

    private WriteColumn[] Map(MapType type, List<SchemaElement> elements)
    {
        Element.NumChildren = 1;
        Element.ConvertedType = ConvertedType.Map;
        Element.LogicalType = new LogicalType(LogicalKind.Map);
        elements.Add(new SchemaElement { Name = EntryName, Repetition = Repetition.Repeated, NumChildren = 2 });
        return
        [
            new WriteColumn("key", type.KeyType, nullable: false, this, repeated: true, _options, elements),
            new WriteColumn("value", type.ValueType, type.ValueContainsNull, this, repeated: true, _options, elements),
        ];
    }

    private WriteColumn[] Variant(List<SchemaElement> elements)
    {
        Element.NumChildren = 2;
        Element.LogicalType = new LogicalType(LogicalKind.Variant);
        return
        [
            new WriteColumn(Schema.VariantLayout.Value, BinaryType.Instance, nullable: false, this, repeated: false, _options, elements),
            new WriteColumn(Schema.VariantLayout.Metadata, BinaryType.Instance, nullable: false, this, repeated: false, _options, elements),
        ];
    }

    private WriteColumn[] Leaf()
    {
        switch (Type)
        {
            case BooleanType: Set(ParquetType.Boolean); break;
            case NullType: Set(ParquetType.Boolean, null, new LogicalType(LogicalKind.Unknown)); break;
            case ByteType: Set(ParquetType.Int32, ConvertedType.Int8, new LogicalType(LogicalKind.Integer) { BitWidth = 8, IsSigned = true }); break;
            case ShortType: Set(ParquetType.Int32, ConvertedType.Int16, new LogicalType(LogicalKind.Integer) { BitWidth = 16, IsSigned = true }); break;
            case IntegerType or YearMonthIntervalType: Set(ParquetType.Int32); break;
            case LongType or DayTimeIntervalType: Set(ParquetType.Int64); break;
            case FloatType: Set(ParquetType.Float); break;
            case DoubleType: Set(ParquetType.Double); break;
            case StringType or CharType or VarcharType: Set(ParquetType.ByteArray, ConvertedType.Utf8, new LogicalType(LogicalKind.String)); break;
            case BinaryType: Set(ParquetType.ByteArray); break;
            case DateType: Set(ParquetType.Int32, ConvertedType.Date, new LogicalType(LogicalKind.Date)); break;
            case TimestampType when _options.Timestamps == TimestampStorage.Int96: Set(ParquetType.Int96); break;
            case TimestampType when _options.Timestamps == TimestampStorage.Millis:
                Set(ParquetType.Int64, ConvertedType.TimestampMillis, new LogicalType(LogicalKind.Timestamp) { IsAdjustedToUtc = true, Unit = ParquetTimeUnit.Millis });
                break;
            case TimestampType:
                Set(ParquetType.Int64, ConvertedType.TimestampMicros, new LogicalType(LogicalKind.Timestamp) { IsAdjustedToUtc = true, Unit = ParquetTimeUnit.Micros });
                break;
            case TimestampNTZType: Set(ParquetType.Int64, null, new LogicalType(LogicalKind.Timestamp) { Unit = ParquetTimeUnit.Micros }); break;
            case TimeType t: Set(ParquetType.Int64, null, new LogicalType(LogicalKind.Time) { Unit = t.Precision > TimeType.DefaultPrecision ? ParquetTimeUnit.Nanos : ParquetTimeUnit.Micros }); break;
            case DecimalType d:
                Set(d.Precision <= 9 ? ParquetType.Int32 : d.Precision <= DecimalType.MaxLongPrecision ? ParquetType.Int64 : ParquetType.FixedLenByteArray, ConvertedType.Decimal, new LogicalType(LogicalKind.Decimal) { Precision = d.Precision, Scale = d.Scale });
                (Element.Precision, Element.Scale) = (d.Precision, d.Scale);
                Element.TypeLength = Element.Type == ParquetType.FixedLenByteArray ? BytesFor(d.Precision) : 0;
                break;
            default: throw Unsupported();
        }
        return [];
    }

    /// <summary>Fewest bytes whose signed range holds all decimals of so many digits.</summary>
    private static int BytesFor(int precision)
    {
        var bytes = 1;
        while (Schema.PrimitiveTypes.MaxDigits(bytes) < precision) bytes++;
        return bytes;
    }

    private void Set(ParquetType type, ConvertedType? converted = null, LogicalType? logical = null)
        => (Element.Type, Element.ConvertedType, Element.LogicalType) = (type, converted, logical);

    private AnalysisException Unsupported()
        => new("UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE", new Dictionary<string, string>
        {
            ["columnName"] = SqlIdentifier.Quote(Path[0]),
            ["columnType"] = Type.QuotedSql,
            ["format"] = "Parquet",
        });
}
