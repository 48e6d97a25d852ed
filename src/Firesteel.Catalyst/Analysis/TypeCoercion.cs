using Firesteel.Catalyst.Expressions;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis;

/// <summary>
/// The rules by which types meet. Under ANSI a string gives way to the other type and narrowing is an error;
/// under the legacy rules most things become strings. Null stands for "there is none".
/// </summary>
static class TypeCoercion
{
    /// <summary>The expression in another type; itself where it has that type already (nested nullability aside).</summary>
    public static Expression CastTo(Expression expression, DataType type, bool ansi, string? timeZone = null)
    {
        var from = expression.DataType;
        if (from == type || from is not NullType && TypeEquality.SameShape(from, type) && from is not StructType) return expression;
        if (expression is Literal { Value: null }) return Literal.NullOf(type) with { Origin = expression.Origin };
        return new Cast(expression, type, ansi ? EvalMode.Ansi : EvalMode.Legacy) { TimeZone = timeZone, Origin = expression.Origin };
    }

    /// <summary>The argument as a parameter of a class takes it, or null where it does not.</summary>
    public static Expression? ImplicitCast(Expression expression, TypeClass expected, bool ansi, string? timeZone = null)
        => ImplicitType(expression.DataType, expected, ansi) is { } type ? CastTo(expression, type, ansi, timeZone) : null;

    /// <summary>The type in which a value of another is passed to a parameter, or null where it may not be.</summary>
    public static DataType? ImplicitType(DataType from, TypeClass expected, bool ansi)
    {
        if (expected.Accepts(from)) return from;
        if (from.UserDefined != null) return null;
        if (expected is TypeClass.Strictly) return from is NullType ? expected.Default : null;
        return ansi ? AnsiImplicitType(from, expected) : LegacyImplicitType(from, expected);
    }

    /// <summary>The type that holds both without loss, or null.</summary>
    public static DataType? TightestCommonType(DataType a, DataType b, bool ansi)
    {
        if (a == b) return a;
        switch (a, b)
        {
            case (NullType, _): return b;
            case (_, NullType): return a;
            case var _ when a.UserDefined != null || b.UserDefined != null: return TypeEquality.SameShape(a, b) ? a : null;
            case (StringType x, StringType y): return x.IsBinaryCollation ? y : y.IsBinaryCollation ? x : null;
            case (StringType s, CharType or VarcharType): return s;
            case (CharType or VarcharType, StringType s): return s;
            case (CharType or VarcharType, CharType or VarcharType): return StringType.Instance;
            case (IntegralType i, DecimalType d): return IsWider(d, i) ? d : null;
            case (DecimalType d, IntegralType i): return IsWider(d, i) ? d : null;
            case (DecimalType, _) or (_, DecimalType): return null;
            case (NumericType x, NumericType y):
                if (ansi && (x is FloatType && y is IntegralType || x is IntegralType && y is FloatType)) return DoubleType.Instance;
                return Rank(x) >= Rank(y) ? x : y;
            case (DateType, TimestampType or TimestampNTZType): return b;
            case (TimestampType or TimestampNTZType, DateType): return a;
            case (TimestampType, TimestampNTZType) or (TimestampNTZType, TimestampType): return TimestampType.Instance;
            case (TimeType x, TimeType y): return x.Precision >= y.Precision ? x : y;
            case (YearMonthIntervalType x, YearMonthIntervalType y): return new YearMonthIntervalType(Min(x.Start, y.Start), Max(x.End, y.End));
            case (DayTimeIntervalType x, DayTimeIntervalType y): return new DayTimeIntervalType(Min(x.Start, y.Start), Max(x.End, y.End));
            default: return Complex(a, b, ansi, static (x, y, m) => TightestCommonType(x, y, m));
        }
    }

    /// <summary>The type that two values meet in, decimals widened and strings promoted, or null.</summary>
    public static DataType? WidestCommonType(DataType a, DataType b, bool ansi)
        => TightestCommonType(a, b, ansi)
        ?? WiderDecimal(a, b)
        ?? Complex(a, b, ansi, static (x, y, m) => WidestCommonType(x, y, m))
        ?? (ansi ? AnsiStringType(a, b) : LegacyStringType(a, b));

    /// <summary>The type that all values meet in, or null.</summary>
    public static DataType? WidestCommonType(IEnumerable<DataType> types, bool ansi)
    {
        // Promotion to string is not associative: the legacy rules look at strings first.
        var ordered = ansi ? types : types.OrderBy(t => HasString(t) ? 0 : 1);
        DataType? common = NullType.Instance;
        foreach (var type in ordered)
            if ((common = WidestCommonType(common, type, ansi)) == null) return null;
        return common;
    }

    /// <summary>As <see cref="WidestCommonType(IEnumerable{DataType},bool)"/>, but strings are kept apart from other types (greatest, least, array functions).</summary>
    public static DataType? WidestCommonTypeWithoutStrings(IEnumerable<DataType> types, bool ansi)
    {
        DataType? common = NullType.Instance;
        foreach (var type in types)
        {
            common = TightestCommonType(common, type, ansi) ?? WiderDecimal(common, type) ?? Complex(common, type, ansi, static (x, y, m) => WidestCommonTypeWithoutStrings([x, y], m));
            if (common == null) return null;
        }
        return common;
    }

    /// <summary>The type in which two values are compared, or null where they cannot be.</summary>
    public static DataType? ComparisonType(DataType a, DataType b, bool ansi)
    {
        if (ansi) return WidestCommonType(a, b, ansi);
        if (TightestCommonType(a, b, false) is { } tightest) return tightest;
        if (WiderDecimal(a, b) is { } wide) return wide;
        if (a.UserDefined != null || b.UserDefined != null) return null;
        if (a is StringType or CharType or VarcharType && b is not (StringType or CharType or VarcharType)) (a, b) = (b, a);
        if (b is StringType or CharType or VarcharType)
            return a switch
            {
                BooleanType or DateType or TimestampType or TimestampNTZType or TimeType => a,
                BinaryType => BinaryType.Instance,
                DecimalType or FractionalType => DoubleType.Instance,
                IntegralType => a,
                YearMonthIntervalType or DayTimeIntervalType => a,
                _ => null,
            };
        return Complex(a, b, false, static (x, y, m) => ComparisonType(x, y, m));
    }

    /// <summary>The decimal that holds every value of a number type: what arithmetic with a decimal turns whole and floating numbers into.</summary>
    public static DecimalType DecimalFor(DataType type) => type switch
    {
        DecimalType d => d,
        ByteType => new DecimalType(3, 0),
        ShortType => new DecimalType(5, 0),
        IntegerType => new DecimalType(10, 0),
        LongType => new DecimalType(20, 0),
        FloatType => new DecimalType(14, 7),
        DoubleType => new DecimalType(30, 15),
        _ => DecimalType.SystemDefault,
    };

    /// <summary>The decimal for a whole constant: as many digits as it has.</summary>
    public static DecimalType DecimalForLiteral(Literal literal)
    {
        var value = literal.Value switch { sbyte v => v, short v => v, int v => v, long v => (Int128)v, _ => (Int128?)null };
        if (value is not { } number) return DecimalFor(literal.Type);
        var digits = 1;
        for (var rest = Int128.Abs(number) / 10; rest > 0; rest /= 10) digits++;
        return new DecimalType(digits, 0);
    }

    /// <summary>The decimal with enough digits for both; digits of the fraction are lost before those of the whole part.</summary>
    public static DecimalType WiderDecimal(DecimalType a, DecimalType b)
    {
        var scale = Math.Max(a.Scale, b.Scale);
        var range = Math.Max(a.Precision - a.Scale, b.Precision - b.Scale);
        return BoundedDecimal(range + scale, scale);
    }

    /// <summary>Precision and scale cut to what a decimal may have, the whole part first.</summary>
    public static DecimalType BoundedDecimal(int precision, int scale)
        => precision <= DecimalType.MaxPrecision ? new(precision, scale)
         : new(DecimalType.MaxPrecision, Math.Max(0, Math.Min(scale, DecimalType.MaxPrecision - (precision - scale))));

    /// <summary>Whether every value of one type is a value of the other, in Spark's reading of "up".</summary>
    public static bool CanUpCast(DataType from, DataType to)
    {
        if (from == to) return true;
        if (from.UserDefined != to.UserDefined) return from is NullType { UserDefined: null };
        return (from, to) switch
        {
            (NullType, _) => true,
            (IntegralType i, DecimalType d) => IsWider(d, i),
            (DecimalType a, DecimalType b) => a.Scale <= b.Scale && a.Precision - a.Scale <= b.Precision - b.Scale,
            (DecimalType, _) or (FractionalType, DecimalType) => to is StringType,
            (NumericType a, NumericType b) => Rank(a) < Rank(b),
            (DateType, TimestampType or TimestampNTZType) => true,
            (TimestampType, TimestampNTZType) or (TimestampNTZType, TimestampType) => true,
            (CharType or VarcharType, StringType) or (StringType, StringType) => true,
            (CalendarIntervalType, StringType) => true,
            (NumericType or BooleanType or DateType or TimestampType or TimestampNTZType or TimeType or YearMonthIntervalType or DayTimeIntervalType or BinaryType, StringType) => true,
            (YearMonthIntervalType, YearMonthIntervalType) or (DayTimeIntervalType, DayTimeIntervalType) => true,
            (TimeType a, TimeType b) => a.Precision <= b.Precision,
            (ArrayType a, ArrayType b) => (b.ContainsNull || !a.ContainsNull) && CanUpCast(a.ElementType, b.ElementType),
            (MapType a, MapType b) => (b.ValueContainsNull || !a.ValueContainsNull) && CanUpCast(a.KeyType, b.KeyType) && CanUpCast(a.ValueType, b.ValueType),
            (StructType a, StructType b) => a.Count == b.Count && a.Fields.Zip(b.Fields).All(z => (z.Second.Nullable || !z.First.Nullable) && CanUpCast(z.First.DataType, z.Second.DataType)),
            _ => false,
        };
    }

    /// <summary>Whether a value may be stored in a column of the type under the ANSI store-assignment policy.</summary>
    public static bool CanAnsiStoreAssign(DataType from, DataType to)
    {
        if (from == to) return true;
        if (from.UserDefined != to.UserDefined) return from is NullType { UserDefined: null };
        return (from, to) switch
        {
            (NullType, _) => true,
            (NumericType, NumericType) => true,
            (CalendarIntervalType, StringType) => true,
            (StringType or CharType or VarcharType, StringType or CharType or VarcharType) => true,
            (BinaryType or VariantType, StringType) => true,
            (NumericType or BooleanType or DateType or TimestampType or TimestampNTZType or TimeType or YearMonthIntervalType or DayTimeIntervalType, StringType or CharType or VarcharType) => true,
            (DateType, TimestampType or TimestampNTZType) or (TimestampType or TimestampNTZType, DateType) => true,
            (TimestampType, TimestampNTZType) or (TimestampNTZType, TimestampType) => true,
            (TimeType, TimeType) => true,
            (YearMonthIntervalType, YearMonthIntervalType) or (DayTimeIntervalType, DayTimeIntervalType) => true,
            (ArrayType a, ArrayType b) => (b.ContainsNull || !a.ContainsNull) && CanAnsiStoreAssign(a.ElementType, b.ElementType),
            (MapType a, MapType b) => (b.ValueContainsNull || !a.ValueContainsNull) && CanAnsiStoreAssign(a.KeyType, b.KeyType) && CanAnsiStoreAssign(a.ValueType, b.ValueType),
            (StructType a, StructType b) => a.Count == b.Count && a.Fields.Zip(b.Fields).All(z => (z.Second.Nullable || !z.First.Nullable) && CanAnsiStoreAssign(z.First.DataType, z.Second.DataType)),
            _ => false,
        };
    }

    private static DataType? AnsiImplicitType(DataType from, TypeClass expected)
    {
        if (expected is TypeClass.Several several)
        {
            if (from is NullType) return several.Default;
            var candidates = several.Classes.Select(c => ImplicitType(from, c, true)).OfType<DataType>().ToList();
            var closest = candidates.Find(c => candidates.TrueForAll(o => ImplicitType(c, o, true) != null));
            return closest is FloatType && candidates.Contains(DoubleType.Instance) ? DoubleType.Instance : closest;
        }
        switch (from)
        {
            case NumericType when expected == TypeClass.Decimal: return DecimalFor(from);
            case NullType: return expected.Default;
            case StringType or CharType or VarcharType:
                if (expected is TypeClass.Exactly { Type: var atomic }) return IsAtomic(atomic) ? atomic : null;
                if (expected == TypeClass.Numeric) return DoubleType.Instance;
                if (expected == TypeClass.Decimal || expected == TypeClass.Timestamps || expected == TypeClass.Time || expected == TypeClass.AnyString) return expected.Default;
                return null;
            case DateType when expected == TypeClass.Timestamps: return TimestampType.Instance;
        }
        if (expected == TypeClass.AnyString) return CanAnsiStoreAssign(from, StringType.Instance) ? StringType.Instance : null;
        return expected is TypeClass.Exactly { Type: var target } && CanAnsiStoreAssign(from, Nullable(target)) ? target : null;
    }

    private static DataType? LegacyImplicitType(DataType from, TypeClass expected)
    {
        if (expected is TypeClass.Several several)
            return several.Classes.Select(c => ImplicitType(from, c, false)).FirstOrDefault(t => t != null);
        if (from is NullType) return expected.Default;
        var isString = from is StringType or CharType or VarcharType;
        if (expected == TypeClass.Decimal) return isString ? DecimalType.SystemDefault : from is NumericType ? DecimalFor(from) : null;
        if (expected == TypeClass.Numeric) return isString ? DoubleType.Instance : null;
        if (expected == TypeClass.Timestamps) return isString || from is DateType ? TimestampType.Instance : null;
        if (expected == TypeClass.AnyString) return IsAtomic(from) || from is CalendarIntervalType ? StringType.Instance : null;
        if (expected is not TypeClass.Exactly { Type: var target }) return null;
        return (from, target) switch
        {
            (_, NumericType) when isString => target,
            (NumericType, DecimalType) => target,
            (NumericType, NumericType) => target,
            (DateType, TimestampType or TimestampNTZType) or (TimestampType or TimestampNTZType, DateType) => target,
            (TimestampType, TimestampNTZType) or (TimestampNTZType, TimestampType) => target,
            (_, DateType or TimestampType or TimestampNTZType or TimeType or BinaryType or BooleanType or YearMonthIntervalType or DayTimeIntervalType) when isString => target,
            (_, StringType) when IsAtomic(from) => target,
            (YearMonthIntervalType, YearMonthIntervalType) or (DayTimeIntervalType, DayTimeIntervalType) => target,
            (ArrayType a, ArrayType b) => LegacyImplicitType(a.ElementType, b.ElementType) != null || TypeEquality.SameShape(a.ElementType, b.ElementType) ? target : null,
            (MapType a, MapType b) when ImplicitType(a.KeyType, b.KeyType, false) != null && ImplicitType(a.ValueType, b.ValueType, false) != null => target,
            _ => null,
        };
    }

    // Whatever a parameter's nested type says of nulls, values with nulls are taken.
    private static DataType Nullable(DataType type) => type is ArrayType a ? new ArrayType(a.ElementType) : type;

    private static DataType? WiderDecimal(DataType a, DataType b) => (a, b) switch
    {
        _ when a.UserDefined != null || b.UserDefined != null => null,
        (DecimalType x, DecimalType y) => WiderDecimal(x, y),
        (IntegralType x, DecimalType y) => WiderDecimal(DecimalFor(x), y),
        (DecimalType x, IntegralType y) => WiderDecimal(x, DecimalFor(y)),
        (DecimalType, FractionalType) or (FractionalType, DecimalType) => DoubleType.Instance,
        _ => null,
    };

    private static DataType? AnsiStringType(DataType a, DataType b)
    {
        if (b is StringType or CharType or VarcharType) (a, b) = (b, a);
        if (a is not (StringType or CharType or VarcharType) || a.UserDefined != null || b.UserDefined != null) return null;
        return b switch
        {
            IntegralType => LongType.Instance,
            FractionalType or DecimalType => DoubleType.Instance,
            YearMonthIntervalType or DayTimeIntervalType => null,
            _ => IsAtomic(b) ? b : null,
        };
    }

    private static DataType? LegacyStringType(DataType a, DataType b)
    {
        if (b is StringType or CharType or VarcharType) (a, b) = (b, a);
        return a is StringType or CharType or VarcharType && a.UserDefined is null && IsAtomic(b) && b is not (BinaryType or BooleanType) ? StringType.Instance : null;
    }

    private static DataType? Complex(DataType a, DataType b, bool ansi, Func<DataType, DataType, bool, DataType?> find)
    {
        if (a.UserDefined != null || b.UserDefined != null) return null;
        switch (a, b)
        {
            case (ArrayType x, ArrayType y):
                return find(x.ElementType, y.ElementType, ansi) is { } element
                    ? new ArrayType(element, x.ContainsNull || y.ContainsNull || Narrows(x.ElementType, element) || Narrows(y.ElementType, element)) : null;
            case (MapType x, MapType y):
                if (find(x.KeyType, y.KeyType, ansi) is not { } key || find(x.ValueType, y.ValueType, ansi) is not { } value) return null;
                return new MapType(key, value, x.ValueContainsNull || y.ValueContainsNull || Narrows(x.ValueType, value) || Narrows(y.ValueType, value));
            case (StructType x, StructType y):
                if (x.Count != y.Count) return null;
                var fields = new List<StructField>();
                foreach (var (p, q) in x.Fields.Zip(y.Fields))
                {
                    if (!string.Equals(p.Name, q.Name, StringComparison.OrdinalIgnoreCase) || find(p.DataType, q.DataType, ansi) is not { } type) return null;
                    fields.Add(new StructField(p.Name, type, p.Nullable || q.Nullable || Narrows(p.DataType, type) || Narrows(q.DataType, type)));
                }
                return new StructType(fields);
            default: return null;
        }
    }

    // A conversion that may give null makes the elements nullable.
    private static bool Narrows(DataType from, DataType to) => from is NullType || from is StringType && to is not StringType && to is not BinaryType;

    private static bool HasString(DataType type) => type switch
    {
        StringType or CharType or VarcharType => true,
        ArrayType a => HasString(a.ElementType),
        _ => false,
    };

    private static bool IsAtomic(DataType type) => type.UserDefined is null && type is not (ArrayType or MapType or StructType or NullType or CalendarIntervalType);

    private static bool IsWider(DecimalType d, IntegralType i)
    {
        var needed = DecimalFor(i);
        return d.Precision - d.Scale >= needed.Precision && d.Scale >= 0;
    }

    private static int Rank(NumericType type) => type switch { ByteType => 0, ShortType => 1, IntegerType => 2, LongType => 3, FloatType => 4, _ => 5 };
    private static T Min<T>(T a, T b) where T : struct, Enum => Comparer<T>.Default.Compare(a, b) <= 0 ? a : b;
    private static T Max<T>(T a, T b) where T : struct, Enum => Comparer<T>.Default.Compare(a, b) >= 0 ? a : b;
}
