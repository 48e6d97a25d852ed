using System.Globalization;
using System.Text;
using Firesteel.Foundation.Numerics;
using Firesteel.Foundation.Time;
using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions;

/// <summary>Writes constants as text.</summary>
static class LiteralText
{
    private static readonly AsyncLocal<string?> Zone = new();

    /// <summary>The time zone in which timestamps show: the session's, set for the flow of calls that analyses a query.</summary>
    public static string TimeZone
    {
        get => Zone.Value ?? "UTC";
        set => Zone.Value = value;
    }

    public static string Write(Literal literal, SqlStyle style)
    {
        if (literal.Value is null) return style == SqlStyle.Plan ? "null" : literal.Type is NullType || style is SqlStyle.Pretty or SqlStyle.PlanWithoutIds ? "NULL" : $"CAST(NULL AS {literal.Type.Sql})";
        return Write(literal.Value, literal.Type, style);
    }

    private static string Write(object? value, DataType type, SqlStyle style)
    {
        if (value is null) return style == SqlStyle.Plan ? "null" : "NULL";
        switch (type)
        {
            case StringType or CharType or VarcharType:
                return style == SqlStyle.Exact ? Quote((string)value) : (string)value;
            case BooleanType: return (bool)value ? "true" : "false";
            case ByteType: return Number(value) + (style == SqlStyle.Exact ? "Y" : "");
            case ShortType: return Number(value) + (style == SqlStyle.Exact ? "S" : "");
            case IntegerType: return Number(value);
            case LongType: return Number(value) + (style == SqlStyle.Exact ? "L" : "");
            case FloatType:
                var single = Ascii(JavaDouble.Write, (float)value);
                return style == SqlStyle.Exact ? $"CAST({(float.IsFinite((float)value) ? single : $"'{single}'")} AS FLOAT)" : single;
            case DoubleType:
                var number = Ascii(JavaDouble.Write, (double)value);
                return style == SqlStyle.Exact ? double.IsFinite((double)value) ? number + "D" : $"CAST('{number}' AS DOUBLE)" : number;
            case DecimalType d:
                Span<byte> digits = stackalloc byte[96];
                return Encoding.ASCII.GetString(digits[..DecimalText.WriteScientific((Int128)value, d.Scale, digits)]) + (style == SqlStyle.Exact ? "BD" : "");
            case BinaryType:
                return $"X'{Convert.ToHexString(((BinaryValue)value).Bytes)}'";
            case ArrayType a: return $"ARRAY({string.Join(", ", Items(value).Select(i => Write(i, a.ElementType, style)))})";
            case StructType s: return $"NAMED_STRUCT({string.Join(", ", Items(value).Select((v, i) => $"'{s[i].Name}', {Write(v, s[i].DataType, style)}"))})";
            case MapType m:
                var entries = Items(value).ToList();
                var keys = entries.Where((_, i) => i % 2 == 0).Select(k => Write(k, m.KeyType, style));
                var values = entries.Where((_, i) => i % 2 == 1).Select(v => Write(v, m.ValueType, style));
                return $"MAP_FROM_ARRAYS(ARRAY({string.Join(", ", keys)}), ARRAY({string.Join(", ", values)}))";
            default: return Temporal(value, type, style);
        }
    }

    private static string Temporal(object value, DataType type, SqlStyle style)
    {
        Span<byte> text = stackalloc byte[IntervalText.MaxLength];
        var (keyword, length) = type switch
        {
            DateType => ("DATE", DateTimeText.WriteDate((int)value, text)),
            TimestampType => ("TIMESTAMP", DateTimeText.WriteTimestamp((long)value, TimeZones.Get(TimeZone), text)),
            TimestampNTZType => ("TIMESTAMP_NTZ", DateTimeText.WriteLocalTimestamp((long)value, text)),
            TimeType => ("TIME", DateTimeText.WriteTime((long)value, text)),
            YearMonthIntervalType y => ("", IntervalText.WriteYearMonth((int)value, y.Start, y.End, text)),
            DayTimeIntervalType d => ("", IntervalText.WriteDayTime((long)value, d.Start, d.End, text)),
            CalendarIntervalType => ("INTERVAL", IntervalText.WriteCalendar((CalendarInterval)value, text)),
            _ => (value.ToString() ?? "", -1),
        };
        if (length < 0) return keyword;
        var shown = Encoding.ASCII.GetString(text[..length]);
        return keyword.Length == 0 || style.IsPlan() ? shown : $"{keyword} '{shown}'";
    }

    private delegate int NumberWriter<T>(T value, Span<byte> text);

    private static string Ascii<T>(NumberWriter<T> write, T value)
    {
        Span<byte> text = stackalloc byte[64];
        return Encoding.ASCII.GetString(text[..write(value, text)]);
    }

    private static IEnumerable<object?> Items(object value) => ((NestedValue)value).Items;

    private static string Number(object value) => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture);

    private static string Quote(string text) => $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
