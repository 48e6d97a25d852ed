using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions;

/// <summary>Which conversions exist, which may give null and which may fail.</summary>
static class CastRules
{
    /// <summary>Whether CAST (in legacy mode: all that it ever allowed) or TRY_CAST takes the pair of types.</summary>
    public static bool IsAllowed(DataType from, DataType to, EvalMode mode)
    {
        if (TypeEquality.SameShape(from, to) && from is not StructType) return true;
        // Spark compares user-defined types by their names alone, and casts them to nothing but text.
        if (to.UserDefined != null && to.UserDefined != from.UserDefined) return from is NullType { UserDefined: null };
        if (from.UserDefined != null && to.UserDefined == null) return to is StringType or CharType or VarcharType;
        return (from, to) switch
        {
            (NullType, _) => true,
            (ArrayType a, ArrayType b) => IsAllowed(a.ElementType, b.ElementType, mode) && KeepsNulls(a.ContainsNull, a.ElementType, b.ElementType, b.ContainsNull, mode),
            (MapType a, MapType b) => IsAllowed(a.KeyType, b.KeyType, mode) && KeepsNulls(false, a.KeyType, b.KeyType, false, mode)
                && IsAllowed(a.ValueType, b.ValueType, mode) && KeepsNulls(a.ValueContainsNull, a.ValueType, b.ValueType, b.ValueContainsNull, mode),
            (StructType a, StructType b) => a.Count == b.Count && a.Fields.Zip(b.Fields).All(f => IsAllowed(f.First.DataType, f.Second.DataType, mode)
                && KeepsNulls(f.First.Nullable, f.First.DataType, f.Second.DataType, f.Second.Nullable, mode)),
            (VariantType, _) => ComesFromVariant(to),
            (_, VariantType) => Evaluation.Casts.ToVariant.IsAllowed(from, withObjects: false),
            (_, StringType or CharType or VarcharType) => true,
            (StringType or CharType or VarcharType, _) => to is BinaryType or BooleanType or NumericType or DateType or TimestampType or TimestampNTZType
                or TimeType or CalendarIntervalType or YearMonthIntervalType or DayTimeIntervalType,
            (BooleanType or NumericType, BooleanType or NumericType) => true,
            (NumericType, TimestampType) or (TimestampType, NumericType) => true,
            (DateType or TimestampType or TimestampNTZType, DateType or TimestampType or TimestampNTZType) => true,
            (TimeType, TimeType or IntegralType or DecimalType or TimestampType or TimestampNTZType) => true,
            (TimestampType or TimestampNTZType, TimeType) => true,
            (YearMonthIntervalType, YearMonthIntervalType or IntegralType or DecimalType) => true,
            (DayTimeIntervalType, DayTimeIntervalType or IntegralType or DecimalType) => true,
            (IntegralType or DecimalType, YearMonthIntervalType or DayTimeIntervalType) => true,
            (BooleanType, TimestampType) or (TimestampType or DateType, BooleanType) or (DateType, NumericType) or (IntegralType, BinaryType) => mode == EvalMode.Legacy,
            _ => false,
        };
    }

    /// <summary>Whether variants have values of the type.</summary>
    public static bool ComesFromVariant(DataType type) => type switch
    {
        NumericType or BooleanType or StringType or BinaryType or DateType or TimestampType or TimestampNTZType or TimeType or VariantType => true,
        ArrayType a => ComesFromVariant(a.ElementType),
        MapType m => m.KeyType is StringType && ComesFromVariant(m.ValueType),
        StructType s => s.Fields.All(f => ComesFromVariant(f.DataType)),
        _ => false,
    };

    /// <summary>Whether a value that is not null may become null. Spark says so of many pairs in ANSI mode too, where an error stands in its place.</summary>
    public static bool IsNullable(DataType from, DataType to, EvalMode mode)
        => MayBeNull(from, to) || mode == EvalMode.Try && !Analysis.TypeCoercion.CanUpCast(from, to);

    private static bool MayBeNull(DataType from, DataType to) => (from, to) switch
    {
        _ when from == to => false,
        (NullType, _) or (VariantType, _) => true,
        (StringType or CharType or VarcharType, BinaryType or StringType or CharType or VarcharType) => false,
        (StringType or CharType or VarcharType, _) => true,
        (_, StringType or CharType or VarcharType) => false,
        (TimestampType, ByteType or ShortType or IntegerType) => true,
        (FractionalType, TimestampType) => true,
        (TimestampType, DateType) => false,
        (_, DateType or CalendarIntervalType) => true,
        (BooleanType or IntegralType or DecimalType, DecimalType d) => !Holds(from, d),
        (_, DecimalType) => true,
        (FractionalType or DecimalType, IntegralType) => true,
        _ => false,
    };

    /// <summary>Whether a value may be refused in ANSI mode.</summary>
    public static bool CanFail(DataType from, DataType to)
    {
        if (from is NullType || TypeEquality.SameShape(from, to)) return false;
        return (from, to) switch
        {
            (ArrayType a, ArrayType b) => CanFail(a.ElementType, b.ElementType),
            (MapType a, MapType b) => CanFail(a.KeyType, b.KeyType) || CanFail(a.ValueType, b.ValueType),
            (StructType a, StructType b) => a.Fields.Zip(b.Fields).Any(f => CanFail(f.First.DataType, f.Second.DataType)),
            (VariantType, _) => to is not StringType,
            (_, VariantType) => false,
            (_, StringType or CharType or VarcharType or BinaryType or BooleanType) => from is StringType or CharType or VarcharType && to is BooleanType,
            (StringType or CharType or VarcharType, CalendarIntervalType) => false,
            (StringType or CharType or VarcharType, _) => true,
            (BooleanType or IntegralType or DecimalType, DecimalType d) => !Holds(from, d),
            (IntegralType, IntegralType) => Rank(to) < Rank(from),
            (BooleanType, NumericType) => false,
            (NumericType, FractionalType) => false,
            (TimestampType, FractionalType or LongType) => false,
            (IntegralType, TimestampType) => false,
            (DateType or TimestampType or TimestampNTZType, DateType or TimeType) => false,
            (TimestampType or TimestampNTZType, TimestampType or TimestampNTZType) => false,
            (TimeType, TimeType or LongType or IntegerType) => false,
            (YearMonthIntervalType, YearMonthIntervalType) or (DayTimeIntervalType, DayTimeIntervalType) => false,
            _ => true,
        };
    }

    // A place that takes no null may not get one from the conversion.
    // In ANSI mode what cannot be converted is an error and gives no null.
    private static bool KeepsNulls(bool fromNullable, DataType from, DataType to, bool toNullable, EvalMode mode)
        => toNullable || !fromNullable && (mode == EvalMode.Ansi || !MayBeNull(from, to));

    private static int Rank(DataType type) => type switch { ByteType => 1, ShortType => 2, IntegerType => 3, _ => 4 };

    private static bool Holds(DataType from, DecimalType to)
    {
        var (digits, scale) = from switch
        {
            DecimalType d => (d.Precision - d.Scale, d.Scale),
            BooleanType => (1, 0),
            ByteType => (3, 0),
            ShortType => (5, 0),
            IntegerType => (10, 0),
            _ => (20, 0),
        };
        return to.Precision - to.Scale >= digits && to.Scale >= scale;
    }
}
