using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis;

/// <summary>What a parameter takes: one type, a family of types, or any of several.</summary>
abstract record TypeClass
{
    public static readonly TypeClass Any = new Family("ANY", _ => true, NullType.Instance);
    public static readonly TypeClass Numeric = new Family("NUMERIC", t => t is NumericType, DoubleType.Instance);
    public static readonly TypeClass Integral = new Family("INTEGRAL", t => t is IntegralType, IntegerType.Instance);
    public static readonly TypeClass Decimal = new Family("DECIMAL", t => t is DecimalType, DecimalType.SystemDefault);
    public static readonly TypeClass Timestamps = new Family("TIMESTAMP OR TIMESTAMP WITHOUT TIME ZONE", t => t is TimestampType or TimestampNTZType, TimestampType.Instance);
    public static readonly TypeClass Time = new Family("TIME", t => t is TimeType, TimeType.Default);
    public static readonly TypeClass Array = new Family("ARRAY", t => t is ArrayType, new ArrayType(NullType.Instance));
    public static readonly TypeClass Map = new Family("MAP", t => t is MapType, new MapType(NullType.Instance, NullType.Instance));
    public static readonly TypeClass Struct = new Family("STRUCT", t => t is StructType, StructType.Empty);
    public static readonly TypeClass YearMonthInterval = new Family("INTERVAL YEAR TO MONTH", t => t is YearMonthIntervalType, YearMonthIntervalType.Default);
    public static readonly TypeClass DayTimeInterval = new Family("INTERVAL DAY TO SECOND", t => t is DayTimeIntervalType, DayTimeIntervalType.Default);
    public static readonly TypeClass AnyString = new Family("STRING", t => t is StringType, StringType.Instance);

    public static readonly TypeClass Boolean = BooleanType.Instance;
    public static readonly TypeClass Byte = ByteType.Instance;
    public static readonly TypeClass Int = IntegerType.Instance;
    public static readonly TypeClass Long = LongType.Instance;
    public static readonly TypeClass Float = FloatType.Instance;
    public static readonly TypeClass Double = DoubleType.Instance;
    public static readonly TypeClass Binary = BinaryType.Instance;
    public static readonly TypeClass Date = DateType.Instance;
    public static readonly TypeClass Timestamp = TimestampType.Instance;
    public static readonly TypeClass TimestampNtz = TimestampNTZType.Instance;
    public static readonly TypeClass CalendarInterval = CalendarIntervalType.Instance;

    public static implicit operator TypeClass(DataType type) => new Exactly(type);

    public static TypeClass OneOf(params ReadOnlySpan<TypeClass> classes) => new Several(new(classes));

    /// <summary>Arrays of elements of one class.</summary>
    public static TypeClass ArrayOf(DataType element) => new Exactly(new ArrayType(element));

    /// <summary>Whether a value of the type is taken as it is. A user-defined type is none of the families, whatever its values are stored as.</summary>
    public bool Accepts(DataType type) => type.UserDefined is null ? Takes(type) : this == Any || TakesUserDefined(type);

    protected abstract bool Takes(DataType type);

    protected virtual bool TakesUserDefined(DataType type) => false;

    /// <summary>The type that a null literal becomes.</summary>
    public abstract DataType Default { get; }

    /// <summary>As error messages show it: <c>"STRING"</c>, <c>("STRING" or "BINARY")</c>.</summary>
    public abstract string Sql { get; }

    /// <summary>One type; nested nullability does not matter.</summary>
    public sealed record Exactly(DataType Type) : TypeClass
    {
        protected override bool TakesUserDefined(DataType type) => TypeEquality.SameShape(type, Type);
        protected override bool Takes(DataType type) => type == Type || TypeEquality.SameShape(type, Type) || Type is StringType { IsBinaryCollation: true } && type is StringType;
        public override DataType Default => Type;
        public override string Sql => Type.QuotedSql;
    }

    /// <summary>All types that a test passes.</summary>
    public sealed record Family(string Name, Func<DataType, bool> Test, DataType Preferred) : TypeClass
    {
        protected override bool Takes(DataType type) => Test(type);
        public override DataType Default => Preferred;
        public override string Sql => Name == "TIMESTAMP OR TIMESTAMP WITHOUT TIME ZONE" ? $"(\"TIMESTAMP_NTZ\" or \"TIMESTAMP\")" : $"\"{Name}\"";
    }

    /// <summary>The class without conversions: what is neither of it nor null is refused.</summary>
    public sealed record Strictly(TypeClass Inner) : TypeClass
    {
        protected override bool Takes(DataType type) => Inner.Accepts(type);
        protected override bool TakesUserDefined(DataType type) => Inner.Accepts(type);
        public override DataType Default => Inner.Default;
        public override string Sql => Inner.Sql;
    }

    /// <summary>Any of several classes, the earlier preferred.</summary>
    public sealed record Several(ValueList<TypeClass> Classes) : TypeClass
    {
        protected override bool Takes(DataType type) => Classes.Any(c => c.Accepts(type));
        protected override bool TakesUserDefined(DataType type) => Classes.Any(c => c.Accepts(type));
        public override DataType Default => Classes[0].Default;
        public override string Sql => IsBare ? string.Join(" or ", Classes.Select(c => c.Sql)) : $"({string.Join(" or ", Classes.Select(c => c.Sql))})";

        /// <summary>Whether error messages show the classes without parentheses.</summary>
        public bool IsBare { get; init; }
    }
}
