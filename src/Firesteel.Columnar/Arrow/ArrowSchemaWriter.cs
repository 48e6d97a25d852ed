using Firesteel.Types;

namespace Firesteel.Columnar.Arrow;

/// <summary>Schemas as Arrow metadata, with the Arrow types that Spark's clients expect.</summary>
static class ArrowSchemaWriter
{
    /// <summary>The schema message's metadata.</summary>
    /// <param name="timeZone">Of timestamps: the session's.</param>
    /// <exception cref="SparkException">UNSUPPORTED_DATATYPE.</exception>
    public static ReadOnlySpan<byte> Write(StructType schema, string timeZone, bool largeVariables = false)
    {
        var builder = new FlatBufferBuilder();
        var fields = builder.Offsets([.. schema.Fields.Select(f => Field(builder, f.Name, f.DataType, f.Nullable, timeZone, largeVariables, 0))]);
        builder.StartTable();
        builder.AddOffset(1, fields);
        var table = builder.EndTable();
        return ArrowMessages.Message(builder, ArrowFormat.SchemaMessage, table, 0);
    }

    private static int Field(FlatBufferBuilder builder, string name, DataType type, bool nullable, string timeZone, bool large, int depth)
    {
        if (depth > ArrowFormat.MaxDepth) throw Unsupported(type);
        int[] children = type switch
        {
            ArrayType a => [Field(builder, "element", a.ElementType, a.ContainsNull, timeZone, large, depth + 1)],
            MapType m => [Field(builder, "entries", new StructType([new StructField("key", m.KeyType, false), new StructField("value", m.ValueType, m.ValueContainsNull)]), false, timeZone, large, depth + 1)],
            StructType s => [.. s.Fields.Select(f => Field(builder, f.Name, f.DataType, f.Nullable, timeZone, large, depth + 1))],
            VariantType => [Field(builder, "value", BinaryType.Instance, false, timeZone, large, depth + 1), VariantMetadata(builder, large)],
            _ => [],
        };
        var (text, below) = (builder.Text(name), builder.Offsets(children));
        var (id, written) = Type(builder, type, timeZone, large);
        builder.StartTable();
        builder.AddOffset(0, text);
        builder.AddOffset(3, written);
        builder.AddOffset(5, below);
        builder.Add(1, nullable);
        builder.Add(2, (byte)id);
        return builder.EndTable();
    }

    // The keys of a variant; the field's own metadata say that the struct around is one.
    private static int VariantMetadata(FlatBufferBuilder b, bool large)
    {
        var (text, key, value, below) = (b.Text("metadata"), b.Text(ArrowFormat.VariantMark), b.Text("true"), b.Offsets([]));
        b.StartTable();
        b.AddOffset(0, key);
        b.AddOffset(1, value);
        var marks = b.Offsets([b.EndTable()]);
        var (id, written) = Type(b, BinaryType.Instance, "", large);
        b.StartTable();
        b.AddOffset(0, text);
        b.AddOffset(3, written);
        b.AddOffset(5, below);
        b.AddOffset(6, marks);
        b.Add(2, (byte)id);
        return b.EndTable();
    }

    private static (ArrowTypeId Id, int Offset) Type(FlatBufferBuilder b, DataType type, string timeZone, bool large)
    {
        var zone = type is TimestampType ? b.Text(timeZone) : 0;
        b.StartTable();
        var id = ArrowTypeId.Null;
        switch (type)
        {
            case NullType: break;
            case BooleanType: id = ArrowTypeId.Bool; break;
            case ByteType: Int(8); break;
            case ShortType: Int(16); break;
            case IntegerType: Int(32); break;
            case LongType: Int(64); break;
            case FloatType: id = ArrowTypeId.FloatingPoint; b.Add(0, (short)1); break;
            case DoubleType: id = ArrowTypeId.FloatingPoint; b.Add(0, (short)2); break;
            case DecimalType d: id = ArrowTypeId.Decimal; b.Add(0, d.Precision); b.Add(1, d.Scale); b.Add(2, 128); break;
            case StringType or CharType or VarcharType: id = large ? ArrowTypeId.LargeUtf8 : ArrowTypeId.Utf8; break;
            case BinaryType: id = large ? ArrowTypeId.LargeBinary : ArrowTypeId.Binary; break;
            case DateType: id = ArrowTypeId.Date; b.Add(0, (short)0); break;
            case TimestampType: id = ArrowTypeId.Timestamp; b.AddOffset(1, zone); b.Add(0, (short)ArrowTimeUnit.Microsecond); break;
            case TimestampNTZType: id = ArrowTypeId.Timestamp; b.Add(0, (short)ArrowTimeUnit.Microsecond); break;
            case TimeType: id = ArrowTypeId.Time; b.Add(1, 64); b.Add(0, (short)ArrowTimeUnit.Nanosecond); break;
            case YearMonthIntervalType: id = ArrowTypeId.Interval; b.Add(0, (short)0); break;
            case CalendarIntervalType: id = ArrowTypeId.Interval; b.Add(0, (short)2); break;
            case DayTimeIntervalType: id = ArrowTypeId.Duration; b.Add(0, (short)ArrowTimeUnit.Microsecond); break;
            case ArrayType: id = ArrowTypeId.List; break;
            case StructType or VariantType: id = ArrowTypeId.Struct; break;
            case MapType: id = ArrowTypeId.Map; b.Add(0, false); break;
            default: throw Unsupported(type);
        }
        return (id, b.EndTable());

        void Int(int bits) { id = ArrowTypeId.Int; b.Add(0, bits); b.Add(1, true); }
    }

    private static SparkException Unsupported(DataType type)
        => new("UNSUPPORTED_DATATYPE", new Dictionary<string, string> { ["typeName"] = $"\"{type.SimpleString.ToUpperInvariant()}\"" });
}
