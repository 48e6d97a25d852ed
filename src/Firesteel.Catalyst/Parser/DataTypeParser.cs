using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Parser;

/// <summary>Reads data types and lists of typed columns.</summary>
abstract class DataTypeParser(string text, ParserOptions options) : NameParser(text, options)
{
    protected DataType DataType()
    {
        DepthCheck();
        var start = At;
        if (Is("ARRAY", "<"))
        {
            At += 2;
            var element = DataType();
            Expect(">");
            return new ArrayType(element);
        }
        if (Is("MAP", "<"))
        {
            At += 2;
            var key = DataType();
            Expect(",");
            var value = DataType();
            Expect(">");
            return new MapType(key, value);
        }
        if (Is("STRUCT"))
        {
            At++;
            if (Accept("<>") || Accept("<", ">")) return StructType.Empty;
            if (!Is("<")) throw Incomplete(start, "STRUCT");
            Expect("<");
            var fields = List(StructField);
            Expect(">");
            return new StructType(fields);
        }
        if (IsAny("ARRAY", "MAP") && !IsNext(".")) { At++; throw Incomplete(start, TokenAt(start).Word!); }
        if (Accept("INTERVAL")) return IntervalType(start);
        if (Is("TIMESTAMP") || Is("TIME"))
        {
            var isTime = Is("TIME");
            At++;
            int? precision = null;
            if (isTime && Accept("("))
            {
                precision = IntegerToken();
                Expect(")");
                if (precision > TimeType.DefaultPrecision) throw Error(start, "UNSUPPORTED_TIME_PRECISION", ("precision", precision.Value.ToString()));
            }
            if (Accept("WITHOUT", "TIME", "ZONE")) return isTime ? new TimeType(precision ?? TimeType.DefaultPrecision) : TimestampNTZType.Instance;
            if (!isTime && Is("WITH") && IsNext("LOCAL")) { At += 2; Expect("TIME", "ZONE"); return TimestampType.Instance; }
            return isTime ? new TimeType(precision ?? TimeType.DefaultPrecision) : Options.TimestampIsNtz ? TimestampNTZType.Instance : TimestampType.Instance;
        }
        if (Is("STRING"))
        {
            At++;
            if (Accept("COLLATE")) return new StringType(CollationName());
            if (!Is("(")) return StringType.Instance;
        }
        else if (IsIdentifier() || Current.Kind == TokenKind.Word) At++;
        else throw Unexpected();
        var name = Source(TokenAt(At - 1)).ToUpperInvariant();
        var sizes = new List<int>();
        if (Is("(") && Peek().Kind == TokenKind.Integer)
        {
            At++;
            sizes.AddRange(List(IntegerToken));
            Expect(")");
        }
        var reference = name is "GEOMETRY" or "GEOGRAPHY" && Accept("(", "ANY", ")") ? "(ANY)" : "";
        var type = Primitive(start, name + reference, sizes);
        if (Is("COLLATE") && type is CharType or VarcharType) { At++; CollationName(); }
        return type;
    }

    protected string CollationName()
    {
        var parts = MultipartIdentifier();
        var name = parts[^1];
        return name.StartsWith("UTF8_", StringComparison.OrdinalIgnoreCase) || name.StartsWith("UNICODE", StringComparison.OrdinalIgnoreCase) ? name.ToUpperInvariant() : name;
    }

    private DataType Primitive(int start, string name, List<int> sizes)
    {
        switch (name, sizes.Count)
        {
            case ("BOOLEAN", 0): return BooleanType.Instance;
            case ("TINYINT" or "BYTE", 0): return ByteType.Instance;
            case ("SMALLINT" or "SHORT", 0): return ShortType.Instance;
            case ("INT" or "INTEGER", 0): return IntegerType.Instance;
            case ("BIGINT" or "LONG", 0): return LongType.Instance;
            case ("FLOAT" or "REAL", 0): return FloatType.Instance;
            case ("DOUBLE", 0): return DoubleType.Instance;
            case ("DATE", 0): return DateType.Instance;
            case ("TIMESTAMP_NTZ", 0): return TimestampNTZType.Instance;
            case ("TIMESTAMP_LTZ", 0): return TimestampType.Instance;
            case ("STRING", 0): return StringType.Instance;
            case ("BINARY", 0): return BinaryType.Instance;
            case ("VOID", 0): return NullType.Instance;
            case ("VARIANT", 0): return VariantType.Instance;
            case ("DECIMAL" or "DEC" or "NUMERIC", 0): return DecimalType.UserDefault;
            case ("DECIMAL" or "DEC" or "NUMERIC", 1): return Decimal(start, sizes[0], 0);
            case ("DECIMAL" or "DEC" or "NUMERIC", 2): return Decimal(start, sizes[0], sizes[1]);
            case ("CHAR" or "CHARACTER", 1): return Options.CharVarcharAsString ? StringType.Instance : new CharType(Size(start, sizes[0]));
            case ("VARCHAR", 1): return Options.CharVarcharAsString ? StringType.Instance : new VarcharType(Size(start, sizes[0]));
            case ("CHAR" or "CHARACTER" or "VARCHAR", 0): throw Error(start, "DATATYPE_MISSING_SIZE", ("type", $"\"{name}\""));
            default:
                Defer(Error(start, "UNSUPPORTED_DATATYPE", ("typeName", $"\"{name}{(sizes.Count == 0 ? "" : $"({string.Join(",", sizes)})")}\"")));
                return NullType.Instance;
        }
    }

    private int Size(int start, int size) => size > 0 ? size : throw Error(start, "PARSE_SYNTAX_ERROR", ("error", $"'{size}'"), ("hint", ""));

    private DecimalType Decimal(int start, int precision, int scale)
    {
        if (precision > DecimalType.MaxPrecision)
            throw Error(start, "DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION", ("precision", precision.ToString()), ("maxPrecision", "38"));
        if (scale > precision) throw Error(start, "DECIMAL_SCALE_EXCEEDS_PRECISION", ("scale", scale.ToString()), ("precision", precision.ToString()));
        return new(precision, scale);
    }

    private ParseException Incomplete(int start, string name) => Error(start, $"INCOMPLETE_TYPE_DEFINITION.{name}", name == "ARRAY" ? [("elementType", "<INT>")] : []);

    private DataType IntervalType(int start)
    {
        if (Current.Word is not ("YEAR" or "MONTH" or "DAY" or "HOUR" or "MINUTE" or "SECOND")) return CalendarIntervalType.Instance;
        var from = Source(Current);
        At++;
        var to = from;
        if (Is("TO") && Peek().Word is "MONTH" or "HOUR" or "MINUTE" or "SECOND") { At++; to = Source(Current); At++; }
        return IntervalFields.TypeOf(from, to) ?? throw Error(start, "PARSE_SYNTAX_ERROR", ("error", $"'{to}'"), ("hint", ""));
    }

    protected StructField StructField()
    {
        var name = CheckedIdentifier();
        Accept(":");
        var type = DataType();
        var nullable = !Accept("NOT", "NULL");
        var field = new StructField(name, type, nullable);
        return Accept("COMMENT") ? field with { Metadata = Comment(TextLiteral()) } : field;
    }

    protected static ValueMap Comment(string comment) => ValueMap.Empty.With("comment", System.Text.Json.JsonSerializer.Serialize(comment));

    /// <summary>The columns of a schema text: <c>a INT, b STRING NOT NULL COMMENT 'x'</c>.</summary>
    protected StructType TableSchema() => new(List(StructField));

    protected static void DepthCheck() => Expressions.DepthGuard.Check();
}
