namespace Firesteel.Types;

/// <summary>The type of a column or expression, as Spark SQL defines it. Immutable and compared by value.</summary>
public abstract record DataType
{
    private protected DataType() { }

    /// <summary>
    /// The class of Python's that values of the type stand for, where it is a user-defined type: to expressions it is then a type of its
    /// own, while its values lie, are compared and are stored as those of the same type without it.
    /// </summary>
    public UserDefinedClass? UserDefined { get; init; }

    /// <summary>Short name, as in error messages and <c>DESCRIBE</c>: <c>bigint</c>, <c>struct&lt;a:int&gt;</c>.</summary>
    public string SimpleString => UserDefined is null ? ShortName : UserDefinedClass.TypeName;

    /// <summary>The type as error messages show it.</summary>
    internal string QuotedSql => UserDefined is null ? $"\"{Sql}\"" : $"UDT(\"{Sql}\")";

    /// <summary>Short name in which user-defined types are what their values are stored as.</summary>
    internal string CatalogString => TypeEquality.Stored(this).SimpleString;

    private protected abstract string ShortName { get; }

    /// <summary>The type as SQL text: <c>BIGINT</c>, <c>STRUCT&lt;a: INT&gt;</c>.</summary>
    public virtual string Sql => ShortName.ToUpperInvariant();

    /// <summary>Name in schema JSON: <c>long</c>, <c>decimal(10,2)</c>; complex types have a JSON object instead.</summary>
    public virtual string TypeName => ShortName;

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
    private protected override string ShortName => "void";
}

public sealed record BooleanType : DataType
{
    public static readonly BooleanType Instance = new();
    private protected override string ShortName => "boolean";
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
    private protected override string ShortName => "tinyint";
    public override string TypeName => "byte";
}

public sealed record ShortType : IntegralType
{
    public static readonly ShortType Instance = new();
    private protected override string ShortName => "smallint";
    public override string TypeName => "short";
}

public sealed record IntegerType : IntegralType
{
    public static readonly IntegerType Instance = new();
    private protected override string ShortName => "int";
    public override string TypeName => "integer";
}

public sealed record LongType : IntegralType
{
    public static readonly LongType Instance = new();
    private protected override string ShortName => "bigint";
    public override string TypeName => "long";
}

public sealed record FloatType : FractionalType
{
    public static readonly FloatType Instance = new();
    private protected override string ShortName => "float";
}

public sealed record DoubleType : FractionalType
{
    public static readonly DoubleType Instance = new();
    private protected override string ShortName => "double";
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
    private protected override string ShortName => $"decimal({Precision},{Scale})";
}

/// <summary>UTF-8 text. A collation other than UTF8_BINARY changes how values compare.</summary>
public sealed record StringType : DataType
{
    public static readonly StringType Instance = new("UTF8_BINARY");

    public StringType() : this("UTF8_BINARY") { }
    public StringType(string collation) => Collation = collation;

    public string Collation { get; }
    public bool IsBinaryCollation => Collation == "UTF8_BINARY";
    private protected override string ShortName => IsBinaryCollation ? "string" : $"string collate {Collation}";
    public override string Sql => IsBinaryCollation ? "STRING" : $"STRING COLLATE {Collation}";
}

/// <summary>Text of exactly <see cref="Length"/> characters, padded with blanks. Appears in table schemas only.</summary>
public sealed record CharType(int Length) : DataType
{
    private protected override string ShortName => $"char({Length})";
}

/// <summary>Text of at most <see cref="Length"/> characters. Appears in table schemas only.</summary>
public sealed record VarcharType(int Length) : DataType
{
    private protected override string ShortName => $"varchar({Length})";
}

public sealed record BinaryType : DataType
{
    public static readonly BinaryType Instance = new();
    private protected override string ShortName => "binary";
}

/// <summary>Days since 1970-01-01, proleptic Gregorian.</summary>
public sealed record DateType : DataType
{
    public static readonly DateType Instance = new();
    private protected override string ShortName => "date";
}

/// <summary>An instant: microseconds since 1970-01-01 UTC, shown in the session time zone.</summary>
public sealed record TimestampType : DataType
{
    public static readonly TimestampType Instance = new();
    private protected override string ShortName => "timestamp";
}

/// <summary>A local date and time without a zone: microseconds since 1970-01-01T00:00:00.</summary>
public sealed record TimestampNTZType : DataType
{
    public static readonly TimestampNTZType Instance = new();
    private protected override string ShortName => "timestamp_ntz";
}

/// <summary>A time of day, stored as nanoseconds since midnight; <see cref="Precision"/> is 0 to 6 digits of the second.</summary>
public sealed record TimeType(int Precision) : DataType
{
    public const int DefaultPrecision = 6;
    public static readonly TimeType Default = new(DefaultPrecision);
    private protected override string ShortName => $"time({Precision})";
}

/// <summary>Fields of a year-month interval, most significant first.</summary>
public enum YearMonthField : byte { Year, Month }

/// <summary>Fields of a day-time interval, most significant first.</summary>
public enum DayTimeField : byte { Day, Hour, Minute, Second }

/// <summary>An interval counted in months.</summary>
public sealed record YearMonthIntervalType(YearMonthField Start, YearMonthField End) : DataType
{
    public static readonly YearMonthIntervalType Default = new(YearMonthField.Year, YearMonthField.Month);
    private protected override string ShortName => Start == End ? $"interval {Name(Start)}" : $"interval {Name(Start)} to {Name(End)}";
    private static string Name(YearMonthField field) => field == YearMonthField.Year ? "year" : "month";
}

/// <summary>An interval counted in microseconds.</summary>
public sealed record DayTimeIntervalType(DayTimeField Start, DayTimeField End) : DataType
{
    public static readonly DayTimeIntervalType Default = new(DayTimeField.Day, DayTimeField.Second);
    private protected override string ShortName => Start == End ? $"interval {Name(Start)}" : $"interval {Name(Start)} to {Name(End)}";
    private static string Name(DayTimeField field) => field.ToString().ToLowerInvariant();
}

/// <summary>The legacy interval of months, days and microseconds, which has no order.</summary>
public sealed record CalendarIntervalType : DataType
{
    public static readonly CalendarIntervalType Instance = new();
    private protected override string ShortName => "interval";
}

/// <summary>Semi-structured values in the Variant binary encoding.</summary>
public sealed record VariantType : DataType
{
    public static readonly VariantType Instance = new();
    private protected override string ShortName => "variant";
}

public sealed record ArrayType(DataType ElementType, bool ContainsNull = true) : DataType
{
    private protected override int Depth { get; } = Over(ElementType);
    private protected override string ShortName => $"array<{ElementType.SimpleString}>";
    public override string Sql => $"ARRAY<{ElementType.Sql}>";
    public override string TypeName => "array";
}

public sealed record MapType(DataType KeyType, DataType ValueType, bool ValueContainsNull = true) : DataType
{
    private protected override int Depth { get; } = Over(KeyType, ValueType);
    private protected override string ShortName => $"map<{KeyType.SimpleString},{ValueType.SimpleString}>";
    public override string Sql => $"MAP<{KeyType.Sql}, {ValueType.Sql}>";
    public override string TypeName => "map";
}
