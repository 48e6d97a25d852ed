using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Parquet.Metadata;
using Firesteel.Formats.Parquet.Schema;
using Firesteel.Types;

namespace Firesteel.Formats.Parquet.Reading;

/// <summary>Which conversion leads from a leaf's stored type to a requested Spark type: what Spark's vectorised reader allows.</summary>
static class ValueConverters
{
    private static readonly DecimalType Int32Digits = new(10, 0);
    private static readonly DecimalType Int64Digits = new(20, 0);

    /// <summary>False where the types do not go together; a null converter where the values fit as they are.</summary>
    public static bool TryGet(ParquetNode leaf, DataType target, out ValueConverter? converter)
    {
        var annotation = PrimitiveTypes.Annotation(leaf.Element);
        converter = null;
        return leaf.Element.Type switch
        {
            ParquetType.Boolean => target is BooleanType || target is NullType && leaf.Element.LogicalType is { Kind: LogicalKind.Unknown },
            ParquetType.Int32 => FromInt32(annotation, target, out converter),
            ParquetType.Int64 => FromInt64(annotation, target, out converter),
            ParquetType.Int96 => target is TimestampType or TimestampNTZType && Use(new ValueConverter<Int96, long, Int96ToMicros>(default), out converter),
            ParquetType.Float => target is FloatType || target is DoubleType && Use(new ValueConverter<float, double, Float32ToFloat64>(default), out converter),
            ParquetType.Double => target is DoubleType,
            ParquetType.ByteArray => FromByteArray(annotation, target, out converter),
            _ => FromFixed(leaf.Element, annotation, target, out converter),
        };
    }

    // But for decimals the annotation matters little: as in Spark the stored number is taken for what is asked for.
    private static bool FromInt32(LogicalType? annotation, DataType target, out ValueConverter? converter)
    {
        converter = null;
        switch (target)
        {
            case IntegerType or DateType or YearMonthIntervalType: return true;
            case ByteType: return Use(new ValueConverter<int, sbyte, Int32ToInt8>(default), out converter);
            case ShortType: return Use(new ValueConverter<int, short, Int32ToInt16>(default), out converter);
            case LongType when IsUnsigned(annotation): return Use(new ValueConverter<uint, long, UInt32ToInt64>(default), out converter);
            case LongType: return Use(new ValueConverter<int, long, Int32ToInt64>(default), out converter);
            case DoubleType: return Use(new ValueConverter<int, double, Int32ToFloat64>(default), out converter);
        }
        return annotation?.Kind switch
        {
            LogicalKind.Decimal => target is DecimalType wider && FromDecimal(annotation, wider, small: true, out converter),
            LogicalKind.Date => target is TimestampNTZType && Use(new ValueConverter<int, long, DaysToMicros>(default), out converter),
            LogicalKind.Time => false,
            _ => target is DecimalType d && !IsUnsigned(annotation) && d.Precision - d.Scale >= Int32Digits.Precision && Scale(d, d.Scale, small: true, out converter),
        };
    }

    private static bool FromInt64(LogicalType? annotation, DataType target, out ValueConverter? converter)
    {
        converter = null;
        if (target is LongType or DayTimeIntervalType) return true;
        switch (annotation?.Kind)
        {
            case LogicalKind.Decimal: return target is DecimalType wider && FromDecimal(annotation, wider, small: false, out converter);
            case LogicalKind.Timestamp when target is TimestampType or TimestampNTZType:
                return annotation.Unit switch
                {
                    ParquetTimeUnit.Micros => true,
                    ParquetTimeUnit.Millis => Use(new ValueConverter<long, long, ScaleInt64>(new(1000)), out converter),
                    _ => Use(new ValueConverter<long, long, NanosToMicros>(default), out converter),
                };
            case LogicalKind.Timestamp: return false;
            case LogicalKind.Time:
                if (target is not TimeType) return false;
                return annotation.Unit == ParquetTimeUnit.Nanos || Use(new ValueConverter<long, long, ScaleInt64>(new(1000)), out converter);
            case LogicalKind.Integer when IsUnsigned(annotation):
                return target is DecimalType { Scale: 0, Precision: >= 20 } && Use(new ValueConverter<ulong, Int128, UInt64ToInt128>(default), out converter);
            default: return target is DecimalType d && d.Precision - d.Scale >= Int64Digits.Precision && Scale(d, d.Scale, small: false, out converter);
        }
    }

    private static bool IsUnsigned(LogicalType? annotation) => annotation is { Kind: LogicalKind.Integer, IsSigned: false };

    private static bool FromByteArray(LogicalType? annotation, DataType target, out ValueConverter? converter)
    {
        converter = null;
        if (annotation is { Kind: LogicalKind.Decimal }) return target is DecimalType d && FromBytes(annotation, d, out converter);
        return PhysicalTypes.Of(target) == PhysicalType.String && target is not VariantType;
    }

    private static bool FromFixed(SchemaElement element, LogicalType? annotation, DataType target, out ValueConverter? converter)
    {
        converter = null;
        return annotation?.Kind switch
        {
            LogicalKind.Decimal => target is DecimalType d && FromBytes(annotation, d, out converter) || target is BinaryType,
            LogicalKind.Float16 when element.TypeLength == 2 => target is FloatType && Use(new ValueConverter<StringView, float, Float16ToFloat32>(default), out converter),
            _ => target is BinaryType,
        };
    }

    // A decimal fits one that has as many digits on either side of the point.
    private static bool Widens(LogicalType from, DecimalType to)
        => to.Scale >= from.Scale && to.Precision - to.Scale >= from.Precision - from.Scale;

    private static bool FromDecimal(LogicalType from, DecimalType to, bool small, out ValueConverter? converter)
    {
        converter = null;
        return Widens(from, to) && Scale(to, to.Scale - from.Scale, small, out converter);
    }

    private static bool Scale(DecimalType target, int digits, bool small, out ValueConverter? converter)
    {
        var wide = target.Precision > DecimalType.MaxLongPrecision;
        converter = (small, wide) switch
        {
            (true, true) => new ValueConverter<int, Int128, ScaleInt32Wide>(new(PowerOfTen(digits))),
            (true, false) when digits == 0 => new ValueConverter<int, long, Int32ToInt64>(default),
            (true, false) => new ValueConverter<int, long, ScaleInt32>(new((long)PowerOfTen(digits))),
            (false, true) => new ValueConverter<long, Int128, ScaleInt64Wide>(new(PowerOfTen(digits))),
            (false, false) => digits == 0 ? null : new ValueConverter<long, long, ScaleInt64>(new((long)PowerOfTen(digits))),
        };
        return true;
    }

    private static bool FromBytes(LogicalType from, DecimalType to, out ValueConverter? converter)
    {
        converter = null;
        if (!Widens(from, to)) return false;
        var factor = PowerOfTen(to.Scale - from.Scale);
        converter = to.Precision > DecimalType.MaxLongPrecision
            ? new ValueConverter<StringView, Int128, BytesToInt128>(new(factor))
            : new ValueConverter<StringView, long, BytesToInt64>(new((long)factor));
        return true;
    }

    private static Int128 PowerOfTen(int digits)
    {
        Int128 result = 1;
        for (var i = 0; i < digits; i++) result *= 10;
        return result;
    }

    private static bool Use(ValueConverter value, out ValueConverter? converter)
    {
        converter = value;
        return true;
    }
}
