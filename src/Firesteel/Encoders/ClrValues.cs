using System.Collections;
using System.Globalization;
using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Encoders;

/// <summary>Single values between the forms that rows hold and those that <see cref="Literal.Value"/> has.</summary>
static class ClrValues
{
    private const long TicksPerMicrosecond = 10;

    /// <summary>The value as a row holds it.</summary>
    public static object? FromLiteral(object? value, DataType type)
    {
        switch (value)
        {
            case null: return null;
            case Int128 unscaled when type is DecimalType d:
                var big = new BigDecimal(unscaled, d.Scale);
                return big.FitsDecimal ? (object)big.ToDecimal() : big;
            case int days when type is DateType: return new Date(days);
            case long micros when type is TimestampType: return new Timestamp(micros);
            case long micros when type is TimestampNTZType: return DateTime.UnixEpoch.AddTicks(micros * TicksPerMicrosecond) is var t ? DateTime.SpecifyKind(t, DateTimeKind.Unspecified) : default;
            case long nanos when type is TimeType: return new TimeOnly(nanos / 100);
            case long micros when type is DayTimeIntervalType: return new TimeSpan(checked(micros * TicksPerMicrosecond));
            case BinaryValue blob when type is VariantType: return VariantVal.FromBlob(blob.Bytes);
            case BinaryValue binary: return binary.Bytes;
            case NestedValue nested: return FromNested(nested, type);
            default: return value;
        }
    }

    /// <summary>The value in literals' form, for a column of the type.</summary>
    /// <exception cref="SparkRuntimeException">The value is not of the type.</exception>
    public static object? ToLiteral(object? value, DataType type)
    {
        switch (type, value)
        {
            case (_, null): return null;
            case (BooleanType, bool): case (StringType or CharType or VarcharType, string): case (ByteType, sbyte): case (ShortType, short): case (IntegerType, int): case (LongType, long):
            case (FloatType, float): case (DoubleType, double): case (CalendarIntervalType, CalendarInterval): case (YearMonthIntervalType, int):
                return value;
            case (StringType, char c): return c.ToString();
            case (StringType, Enum e): return e.ToString();
            case (StringType, Guid g): return g.ToString();
            case (BinaryType, byte[] bytes): return new BinaryValue(bytes);
            case (VariantType, VariantVal variant): return new BinaryValue(variant.ToBlob());
            case (DateType, Date d): return d.EpochDays;
            case (DateType, DateOnly d): return new Date(d).EpochDays;
            case (DateType, DateTime d): return new Date(d).EpochDays;
            case (TimestampType, Timestamp t): return t.EpochMicroseconds;
            case (TimestampType, DateTimeOffset t): return new Timestamp(t).EpochMicroseconds;
            case (TimestampType, DateTime t): return new Timestamp(t).EpochMicroseconds;
            case (TimestampNTZType, DateTime t): return (t.Ticks - DateTime.UnixEpoch.Ticks) / TicksPerMicrosecond;
            case (TimeType, TimeOnly t): return t.Ticks * 100;
            case (DayTimeIntervalType, TimeSpan s): return s.Ticks / TicksPerMicrosecond;
            case (DecimalType d, decimal m): return Rescale(new BigDecimal(m), d);
            case (DecimalType d, BigDecimal b): return Rescale(b, d);
            case (DecimalType d, sbyte or byte or short or int or uint or long): return Rescale(new BigDecimal(Convert.ToInt64(value, CultureInfo.InvariantCulture), 0), d);
            case (StructType s, Row row): return Nested(s, row.Values, type);
            case (StructType s, System.Runtime.CompilerServices.ITuple tuple): return Nested(s, Enumerable.Range(0, tuple.Length).Select(i => tuple[i]).ToArray(), type);
            case (MapType m, IDictionary map):
                return new NestedValue(new(map.Keys.Cast<object>().SelectMany(k => new[] { ToLiteral(k, m.KeyType), ToLiteral(map[k], m.ValueType) })));
            case (MapType m, IEnumerable<KeyValuePair<object, object?>> map):
                return new NestedValue(new(map.SelectMany(e => new[] { ToLiteral(e.Key, m.KeyType), ToLiteral(e.Value, m.ValueType) })));
            case (ArrayType a, IEnumerable items and not string): return new NestedValue(new(items.Cast<object?>().Select(i => ToLiteral(i, a.ElementType))));
            case (NumericType, IConvertible and not string and not bool): return ToNumber(value, type);
            case (StructType, _) when ObjectEncoder.CanEncode(value.GetType()): return ToLiteral(ObjectEncoder.For(value.GetType()).ToRow(value), type);
            default: throw Mismatch(value, type);
        }
    }

    /// <summary>The type of a value that stands for itself.</summary>
    public static DataType TypeOf(object value) => value switch
    {
        decimal m => DecimalOf(new BigDecimal(m)),
        BigDecimal b => DecimalOf(b),
        object?[] items when items.GetType() == typeof(object[]) => new ArrayType(items.FirstOrDefault(i => i is not null) is { } first ? TypeOf(first) : NullType.Instance),
        Row { Schema: { } schema } => schema,
        Row row => new StructType(row.Values.Select((v, i) => new StructField($"_{i + 1}", v is null ? NullType.Instance : TypeOf(v)))),
        IReadOnlyDictionary<object, object?> map => map.FirstOrDefault() is { Key: { } key } e ? new MapType(TypeOf(key), e.Value is null ? NullType.Instance : TypeOf(e.Value)) : new MapType(StringType.Instance, StringType.Instance),
        _ => ClrTypes.DataTypeOf(value.GetType()),
    };

    private static DecimalType DecimalOf(BigDecimal value)
    {
        var digits = Int128.Abs(value.Unscaled).ToString(CultureInfo.InvariantCulture).Length;
        return new DecimalType(Math.Max(value.Unscaled == 0 ? 1 : digits, value.Scale), value.Scale);
    }

    private static object FromNested(NestedValue nested, DataType type)
    {
        switch (type)
        {
            case ArrayType a: return nested.Items.Select(i => FromLiteral(i, a.ElementType)).ToArray();
            case StructType s: return new Row(nested.Items.Select((v, i) => FromLiteral(v, s[i].DataType)).ToArray(), s);
            case MapType m:
                var map = new Dictionary<object, object?>();
                for (var i = 0; i < nested.Items.Count; i += 2) map[FromLiteral(nested.Items[i], m.KeyType)!] = FromLiteral(nested.Items[i + 1], m.ValueType);
                return map;
            default: throw new ArgumentException($"No nested value: {type}", nameof(type));
        }
    }

    private static NestedValue Nested(StructType type, IReadOnlyList<object?> values, DataType shown)
    {
        if (values.Count != type.Count) throw Mismatch(values, shown);
        return new NestedValue(new(values.Select((v, i) => ToLiteral(v, type[i].DataType))));
    }

    private static object Rescale(BigDecimal value, DecimalType type)
    {
        var unscaled = (System.Numerics.BigInteger)value.Unscaled;
        if (type.Scale >= value.Scale) unscaled *= System.Numerics.BigInteger.Pow(10, type.Scale - value.Scale);
        else
        {
            // Half up, as Spark rounds a value that has more digits than its column.
            var power = System.Numerics.BigInteger.Pow(10, value.Scale - type.Scale);
            unscaled = System.Numerics.BigInteger.Divide(unscaled + unscaled.Sign * power / 2, power);
        }
        if (System.Numerics.BigInteger.Abs(unscaled) >= System.Numerics.BigInteger.Pow(10, type.Precision))
            throw new SparkRuntimeException("NUMERIC_VALUE_OUT_OF_RANGE.WITH_SUGGESTION", new Dictionary<string, string> { ["value"] = value.ToString(), ["precision"] = $"{type.Precision}", ["scale"] = $"{type.Scale}", ["config"] = "\"spark.sql.ansi.enabled\"" });
        return (Int128)unscaled;
    }

    private static object ToNumber(object value, DataType type)
    {
        // Whole numbers may widen; what would lose digits is refused.
        var isWhole = value is sbyte or byte or short or ushort or int or uint or long;
        switch (type)
        {
            case DoubleType when isWhole || value is float: return Convert.ToDouble(value, CultureInfo.InvariantCulture);
            case FloatType when isWhole: return Convert.ToSingle(value, CultureInfo.InvariantCulture);
            case LongType when isWhole: return Convert.ToInt64(value, CultureInfo.InvariantCulture);
            case IntegerType when isWhole && value is not long and not uint: return Convert.ToInt32(value, CultureInfo.InvariantCulture);
            case ShortType when value is byte or sbyte: return Convert.ToInt16(value, CultureInfo.InvariantCulture);
            default: throw Mismatch(value, type);
        }
    }

    private static SparkRuntimeException Mismatch(object value, DataType type)
        => new("EXPRESSION_ENCODING_FAILED", new Dictionary<string, string> { ["expressions"] = $"{value.GetType().Name} is not a valid external type for the column type {type.SimpleString}" });
}
