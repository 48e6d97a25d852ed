using Firesteel.Types;

namespace Firesteel.Columnar.Vectors;

/// <summary>How values of a type lie in a vector. The type alone decides it.</summary>
enum PhysicalType : byte
{
    /// <summary>No values: every row is null.</summary>
    Null,
    /// <summary>One byte, 0 or 1.</summary>
    Bool,
    Int8,
    Int16,
    /// <summary>int, date (days), year-month interval (months).</summary>
    Int32,
    /// <summary>bigint, timestamps and day-time intervals (microseconds), time (nanoseconds), decimals up to 18 digits (unscaled).</summary>
    Int64,
    Float32,
    Float64,
    /// <summary>Decimals of 19 to 38 digits (unscaled).</summary>
    Int128,
    /// <summary>string, char, varchar, binary, variant: a <see cref="StringView"/>.</summary>
    String,
    /// <summary>Calendar interval: months int32, days int32, microseconds int64.</summary>
    Interval,
    /// <summary>A <see cref="ListEntry"/> a row over one child vector.</summary>
    Array,
    /// <summary>A <see cref="ListEntry"/> a row over two child vectors, keys and values.</summary>
    Map,
    /// <summary>A child vector a field, row-aligned; no values of its own.</summary>
    Struct,
}

/// <summary>Facts about physical types.</summary>
static class PhysicalTypes
{
    public static PhysicalType Of(DataType type) => type switch
    {
        NullType => PhysicalType.Null,
        BooleanType => PhysicalType.Bool,
        ByteType => PhysicalType.Int8,
        ShortType => PhysicalType.Int16,
        IntegerType or DateType or YearMonthIntervalType => PhysicalType.Int32,
        LongType or TimestampType or TimestampNTZType or TimeType or DayTimeIntervalType => PhysicalType.Int64,
        FloatType => PhysicalType.Float32,
        DoubleType => PhysicalType.Float64,
        DecimalType d => d.Precision <= DecimalType.MaxLongPrecision ? PhysicalType.Int64 : PhysicalType.Int128,
        StringType or CharType or VarcharType or BinaryType or VariantType => PhysicalType.String,
        CalendarIntervalType => PhysicalType.Interval,
        ArrayType => PhysicalType.Array,
        MapType => PhysicalType.Map,
        StructType => PhysicalType.Struct,
        _ => throw new ArgumentException($"No layout for {type}.", nameof(type)),
    };

    /// <summary>Bytes of one value in a vector's data; 0 where a row has none.</summary>
    public static int SizeOf(PhysicalType type) => type switch
    {
        PhysicalType.Null or PhysicalType.Struct => 0,
        PhysicalType.Bool or PhysicalType.Int8 => 1,
        PhysicalType.Int16 => 2,
        PhysicalType.Int32 or PhysicalType.Float32 => 4,
        PhysicalType.Int64 or PhysicalType.Float64 or PhysicalType.Array or PhysicalType.Map => 8,
        _ => 16,
    };
}
