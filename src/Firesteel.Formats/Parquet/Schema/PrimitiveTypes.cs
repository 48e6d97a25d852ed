using Firesteel.Formats.Parquet.Metadata;
using Firesteel.Types;

namespace Firesteel.Formats.Parquet.Schema;

/// <summary>What a leaf column's stored type and annotation mean to Spark.</summary>
static class PrimitiveTypes
{
    /// <summary>The logical type of a leaf, from either form of annotation; null where it has none (or one that is not known).</summary>
    public static LogicalType? Annotation(SchemaElement element) => element.LogicalType is { } type ? type.Kind == LogicalKind.Unknown ? null : type : element.ConvertedType switch
    {
        ConvertedType.Utf8 => new(LogicalKind.String),
        ConvertedType.Enum => new(LogicalKind.Enum),
        ConvertedType.Json => new(LogicalKind.Json),
        ConvertedType.Bson => new(LogicalKind.Bson),
        ConvertedType.Decimal => new(LogicalKind.Decimal) { Precision = element.Precision, Scale = element.Scale },
        ConvertedType.Date => new(LogicalKind.Date),
        ConvertedType.TimeMillis => new(LogicalKind.Time) { Unit = ParquetTimeUnit.Millis, IsAdjustedToUtc = true },
        ConvertedType.TimeMicros => new(LogicalKind.Time) { Unit = ParquetTimeUnit.Micros, IsAdjustedToUtc = true },
        ConvertedType.TimestampMillis => new(LogicalKind.Timestamp) { Unit = ParquetTimeUnit.Millis, IsAdjustedToUtc = true },
        ConvertedType.TimestampMicros => new(LogicalKind.Timestamp) { Unit = ParquetTimeUnit.Micros, IsAdjustedToUtc = true },
        ConvertedType.UInt8 => Integer(8, false),
        ConvertedType.UInt16 => Integer(16, false),
        ConvertedType.UInt32 => Integer(32, false),
        ConvertedType.UInt64 => Integer(64, false),
        ConvertedType.Int8 => Integer(8, true),
        ConvertedType.Int16 => Integer(16, true),
        ConvertedType.Int32 => Integer(32, true),
        ConvertedType.Int64 => Integer(64, true),
        _ => null,
    };

    /// <exception cref="AnalysisException">PARQUET_TYPE_ILLEGAL or PARQUET_TYPE_NOT_SUPPORTED.</exception>
    public static DataType ToSpark(ParquetNode node, SchemaOptions options)
    {
        var element = node.Element;
        var annotation = Annotation(element);
        return element.Type switch
        {
            // A column of nulls only, as Spark writes it; other writers take integers, which stay integers.
            ParquetType.Boolean when element.LogicalType is { Kind: LogicalKind.Unknown } => NullType.Instance,
            ParquetType.Boolean => BooleanType.Instance,
            ParquetType.Float => FloatType.Instance,
            ParquetType.Double => DoubleType.Instance,
            ParquetType.Int32 => FromInt32(node, annotation),
            ParquetType.Int64 => FromInt64(node, annotation, options),
            ParquetType.Int96 => options.Int96AsTimestamp ? TimestampType.Instance : throw Illegal(node),
            ParquetType.ByteArray => FromByteArray(node, annotation, options),
            _ => FromFixed(node, annotation),
        };
    }

    /// <summary>The Spark type that a leaf's bytes have without any annotation; always readable.</summary>
    public static DataType Stored(ParquetNode node) => node.Element.Type switch
    {
        ParquetType.Boolean => BooleanType.Instance,
        ParquetType.Int32 when Annotation(node.Element) is { Kind: LogicalKind.Decimal } d => new DecimalType(d.Precision, d.Scale),
        ParquetType.Int32 => IntegerType.Instance,
        ParquetType.Int64 when Annotation(node.Element) is { Kind: LogicalKind.Decimal } d => new DecimalType(d.Precision, d.Scale),
        ParquetType.Int64 => LongType.Instance,
        ParquetType.Int96 => TimestampType.Instance,
        ParquetType.Float => FloatType.Instance,
        ParquetType.Double => DoubleType.Instance,
        _ => Annotation(node.Element) is { Kind: LogicalKind.Decimal } d ? new DecimalType(d.Precision, d.Scale)
            : Annotation(node.Element) is { Kind: LogicalKind.Float16 } ? FloatType.Instance : BinaryType.Instance,
    };

    private static LogicalType Integer(int bits, bool signed) => new(LogicalKind.Integer) { BitWidth = bits, IsSigned = signed };

    private static DataType FromInt32(ParquetNode node, LogicalType? annotation) => annotation switch
    {
        null => IntegerType.Instance,
        { Kind: LogicalKind.Integer, IsSigned: true, BitWidth: 8 } => ByteType.Instance,
        { Kind: LogicalKind.Integer, IsSigned: true, BitWidth: 16 } => ShortType.Instance,
        { Kind: LogicalKind.Integer, IsSigned: true, BitWidth: 32 } => IntegerType.Instance,
        { Kind: LogicalKind.Integer, IsSigned: false, BitWidth: 8 } => ShortType.Instance,
        { Kind: LogicalKind.Integer, IsSigned: false, BitWidth: 16 } => IntegerType.Instance,
        { Kind: LogicalKind.Integer, IsSigned: false, BitWidth: 32 } => LongType.Instance,
        { Kind: LogicalKind.Date } => DateType.Instance,
        { Kind: LogicalKind.Decimal } => Decimal(node, annotation, 9),
        _ => throw Illegal(node),
    };

    private static DataType FromInt64(ParquetNode node, LogicalType? annotation, SchemaOptions options) => annotation switch
    {
        null => LongType.Instance,
        { Kind: LogicalKind.Integer, IsSigned: true, BitWidth: 64 } => LongType.Instance,
        { Kind: LogicalKind.Integer, IsSigned: false, BitWidth: 64 } => new DecimalType(20, 0),
        { Kind: LogicalKind.Timestamp, Unit: ParquetTimeUnit.Nanos } => options.NanosAsLong ? LongType.Instance : throw Illegal(node),
        { Kind: LogicalKind.Timestamp } => annotation.IsAdjustedToUtc || !options.InferTimestampNtz ? TimestampType.Instance : TimestampNTZType.Instance,
        { Kind: LogicalKind.Time, Unit: ParquetTimeUnit.Micros, IsAdjustedToUtc: false } => TimeType.Default,
        { Kind: LogicalKind.Time, Unit: ParquetTimeUnit.Nanos, IsAdjustedToUtc: false } => new TimeType(9),
        { Kind: LogicalKind.Decimal } => Decimal(node, annotation, DecimalType.MaxLongPrecision),
        _ => throw Illegal(node),
    };

    private static DataType FromByteArray(ParquetNode node, LogicalType? annotation, SchemaOptions options) => annotation switch
    {
        null => options.BinaryAsString ? StringType.Instance : BinaryType.Instance,
        { Kind: LogicalKind.String or LogicalKind.Enum or LogicalKind.Json } => StringType.Instance,
        { Kind: LogicalKind.Bson } => BinaryType.Instance,
        { Kind: LogicalKind.Decimal } => Decimal(node, annotation, DecimalType.MaxPrecision),
        _ => throw Illegal(node),
    };

    private static DataType FromFixed(ParquetNode node, LogicalType? annotation)
    {
        if (annotation is null) return node.Element.ConvertedType == ConvertedType.Interval ? throw NotSupported(node) : BinaryType.Instance;
        return annotation.Kind switch
        {
            LogicalKind.Decimal => Decimal(node, annotation, MaxDigits(node.Element.TypeLength)),
            // Spark refuses half floats; a float holds each of them exactly.
            LogicalKind.Float16 when node.Element.TypeLength == 2 => FloatType.Instance,
            _ => throw Illegal(node),
        };
    }

    /// <summary>Digits that a signed number of so many bytes can always hold.</summary>
    public static int MaxDigits(int bytes) => bytes >= 16 ? DecimalType.MaxPrecision : (int)Math.Floor(Math.Log10(Math.Pow(2, 8 * bytes - 1) - 1));

    private static DataType Decimal(ParquetNode node, LogicalType annotation, int maxDigits)
    {
        if (annotation.Precision < 1 || annotation.Precision > Math.Min(maxDigits, DecimalType.MaxPrecision) || annotation.Scale < 0 || annotation.Scale > annotation.Precision) throw Illegal(node);
        return new DecimalType(annotation.Precision, annotation.Scale);
    }

    /// <summary>The stored type as Parquet's own text form has it: <c>INT64 (TIMESTAMP(NANOS,true))</c>.</summary>
    public static string Describe(SchemaElement element)
    {
        var name = StoredName(element);
        var annotation = Annotation(element)?.ToString() ?? element.ConvertedType?.ToString().ToUpperInvariant();
        return annotation is null ? name : $"{name} ({annotation})";
    }

    /// <summary>The stored type's name without its annotation.</summary>
    public static string StoredName(SchemaElement element) => element.Type switch
    {
        ParquetType.ByteArray => "BINARY",
        ParquetType.FixedLenByteArray => "FIXED_LEN_BYTE_ARRAY",
        { } type => type.ToString().ToUpperInvariant(),
        null => "group",
    };

    private static AnalysisException Illegal(ParquetNode node)
        => new("PARQUET_TYPE_ILLEGAL", new Dictionary<string, string> { ["parquetType"] = Describe(node.Element) });

    private static AnalysisException NotSupported(ParquetNode node)
        => new("PARQUET_TYPE_NOT_SUPPORTED", new Dictionary<string, string> { ["parquetType"] = Describe(node.Element) });
}
