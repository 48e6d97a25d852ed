namespace Firesteel.Types;

/// <summary>The type of a column or expression, as Spark SQL defines it. Immutable and compared by value.</summary>
public abstract record DataType
{
    private protected DataType() { }

    /// <summary>Short name, as in error messages and <c>DESCRIBE</c>: <c>bigint</c>, <c>struct&lt;a:int&gt;</c>.</summary>
    public abstract string SimpleString { get; }

    /// <summary>The type as SQL text: <c>BIGINT</c>, <c>STRUCT&lt;a: INT&gt;</c>.</summary>
    public virtual string Sql => SimpleString.ToUpperInvariant();

    /// <summary>Name in schema JSON: <c>long</c>, <c>decimal(10,2)</c>; complex types have a JSON object instead.</summary>
    public virtual string TypeName => SimpleString;

    public sealed override string ToString() => SimpleString;

    /// <summary>Types within types, at most; what walks a type need not look at its stack.</summary>
    private const int DeepestNesting = 500;

    /// <summary>How many levels of types there are within this one.</summary>
    private protected virtual int Depth => 0;

    /// <summary>The depth of a type over these, or the error that it is too deep.</summary>
    private protected static int Over(params ReadOnlySpan<DataType> inner)
    {
        var deepest = 0;
        foreach (var type in inner) deepest = Math.Max(deepest, type.Depth);
        return deepest < DeepestNesting ? deepest + 1 : throw new AnalysisException("FAILED_TO_PARSE_TOO_COMPLEX");
    }
}

public sealed record NullType : DataType
{
    public static readonly NullType Instance = new();
    public override string SimpleString => "void";
}

public sealed record BooleanType : DataType
{
    public static readonly BooleanType Instance = new();
    public override string SimpleString => "boolean";
}

/// <summary>Types on which arithmetic is defined.</summary>
public abstract record NumericType : DataType { private protected NumericType() { } }

/// <summary>Whole numbers of 1, 2, 4 or 8 bytes.</summary>
public abstract record IntegralType : NumericType { private protected IntegralType() { } }

/// <summary>Binary floating point.</summary>
public abstract record FractionalType : NumericType { private protected FractionalType() { } }

public sealed record ByteType : IntegralType
{
    public static readonly ByteType Instance = new();
    public override string SimpleString => "tinyint";
    public override string TypeName => "byte";
}

public sealed record ShortType : IntegralType
{
    public static readonly ShortType Instance = new();
    public override string SimpleString => "smallint";
    public override string TypeName => "short";
}

public sealed record IntegerType : IntegralType
{
    public static readonly IntegerType Instance = new();
    public override string SimpleString => "int";
    public override string TypeName => "integer";
}

public sealed record LongType : IntegralType
{
    public static readonly LongType Instance = new();
    public override string SimpleString => "bigint";
    public override string TypeName => "long";
}

public sealed record FloatType : FractionalType
{
    public static readonly FloatType Instance = new();
    public override string SimpleString => "float";
}

public sealed record DoubleType : FractionalType
{
    public static readonly DoubleType Instance = new();
    public override string SimpleString => "double";
}

/// <summary>Exact decimal number: <see cref="Precision"/> digits in all (1 to 38), <see cref="Scale"/> of them after the point.</summary>
public sealed record DecimalType : NumericType
{
    public const int MaxPrecision = 38;
    /// <summary>Up to this many digits a value is stored as a 64-bit integer; beyond it as a 128-bit one.</summary>
    public const int MaxLongPrecision = 18;
    public static readonly DecimalType SystemDefault = new(38, 18);
    public static readonly DecimalType UserDefault = new(10, 0);

    public DecimalType(int precision, int scale) { Precision = precision; Scale = scale; }

    public int Precision { get; }
    public int Scale { get; }
    public override string SimpleString => $"decimal({Precision},{Scale})";
}

/// <summary>UTF-8 text. A collation other than UTF8_BINARY changes how values compare.</summary>
public sealed record StringType : DataType
{
    public static readonly StringType Instance = new("UTF8_BINARY");

    public StringType() : this("UTF8_BINARY") { }
    public StringType(string collation) => Collation = collation;

    public string Collation { get; }
    public bool IsBinaryCollation => Collation == "UTF8_BINARY";
    public override string SimpleString => IsBinaryCollation ? "string" : $"string collate {Collation}";
    public override string Sql => IsBinaryCollation ? "STRING" : $"STRING COLLATE {Collation}";
}

/// <summary>Text of exactly <see cref="Length"/> characters, padded with blanks. Appears in table schemas only.</summary>
public sealed record CharType(int Length) : DataType
{
    public override string SimpleString => $"char({Length})";
}

/// <summary>Text of at most <see cref="Length"/> characters. Appears in table schemas only.</summary>
public sealed record VarcharType(int Length) : DataType
{
    public override string SimpleString => $"varchar({Length})";
}

public sealed record BinaryType : DataType
{
    public static readonly BinaryType Instance = new();
    public override string SimpleString => "binary";
}

/// <summary>Days since 1970-01-01, proleptic Gregorian.</summary>
public sealed record DateType : DataType
{
    public static readonly DateType Instance = new();
    public override string SimpleString => "date";
}

/// <summary>An instant: microseconds since 1970-01-01 UTC, shown in the session time zone.</summary>
public sealed record TimestampType : DataType
{
    public static readonly TimestampType Instance = new();
    public override string SimpleString => "timestamp";
}

/// <summary>A local date and time without a zone: microseconds since 1970-01-01T00:00:00.</summary>
public sealed record TimestampNTZType : DataType
{
    public static readonly TimestampNTZType Instance = new();
    public override string SimpleString => "timestamp_ntz";
}

/// <summary>A time of day, stored as nanoseconds since midnight; <see cref="Precision"/> is 0 to 6 digits of the second.</summary>
public sealed record TimeType(int Precision) : DataType
{
    public const int DefaultPrecision = 6;
    public static readonly TimeType Default = new(DefaultPrecision);
    public override string SimpleString => $"time({Precision})";
}

/// <summary>Fields of a year-month interval, most significant first.</summary>
public enum YearMonthField : byte { Year, Month }

/// <summary>Fields of a day-time interval, most significant first.</summary>
public enum DayTimeField : byte { Day, Hour, Minute, Second }

/// <summary>An interval counted in months.</summary>
public sealed record YearMonthIntervalType(YearMonthField Start, YearMonthField End) : DataType
{
    public static readonly YearMonthIntervalType Default = new(YearMonthField.Year, YearMonthField.Month);
    public override string SimpleString => Start == End ? $"interval {Name(Start)}" : $"interval {Name(Start)} to {Name(End)}";
    private static string Name(YearMonthField field) => field == YearMonthField.Year ? "year" : "month";
}

/// <summary>An interval counted in microseconds.</summary>
public sealed record DayTimeIntervalType(DayTimeField Start, DayTimeField End) : DataType
{
    public static readonly DayTimeIntervalType Default = new(DayTimeField.Day, DayTimeField.Second);
    public override string SimpleString => Start == End ? $"interval {Name(Start)}" : $"interval {Name(Start)} to {Name(End)}";
    private static string Name(DayTimeField field) => field.ToString().ToLowerInvariant();
}

/// <summary>The legacy interval of months, days and microseconds, which has no order.</summary>
public sealed record CalendarIntervalType : DataType
{
    public static readonly CalendarIntervalType Instance = new();
    public override string SimpleString => "interval";
}

/// <summary>Semi-structured values in the Variant binary encoding.</summary>
public sealed record VariantType : DataType
{
    public static readonly VariantType Instance = new();
    public override string SimpleString => "variant";
}

public sealed record ArrayType(DataType ElementType, bool ContainsNull = true) : DataType
{
    private protected override int Depth { get; } = Over(ElementType);
    public override string SimpleString => $"array<{ElementType.SimpleString}>";
    public override string Sql => $"ARRAY<{ElementType.Sql}>";
    public override string TypeName => "array";
}

public sealed record MapType(DataType KeyType, DataType ValueType, bool ValueContainsNull = true) : DataType
{
    private protected override int Depth { get; } = Over(KeyType, ValueType);
    public override string SimpleString => $"map<{KeyType.SimpleString},{ValueType.SimpleString}>";
    public override string Sql => $"MAP<{KeyType.Sql}, {ValueType.Sql}>";
    public override string TypeName => "map";
}
