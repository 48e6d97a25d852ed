using Firesteel.Types;

namespace Firesteel.Catalyst.Tests.Expressions;

/// <summary>Types by the names that the golden tables use.</summary>
static class TypeNames
{
    public static DataType Parse(string name) => name switch
    {
        "boolean" => BooleanType.Instance,
        "tinyint" => ByteType.Instance,
        "smallint" => ShortType.Instance,
        "int" => IntegerType.Instance,
        "bigint" => LongType.Instance,
        "float" => FloatType.Instance,
        "double" => DoubleType.Instance,
        "string" => StringType.Instance,
        "binary" => BinaryType.Instance,
        "date" => DateType.Instance,
        "timestamp" => TimestampType.Instance,
        "timestamp_ntz" => TimestampNTZType.Instance,
        "interval" => CalendarIntervalType.Instance,
        "interval year" => new YearMonthIntervalType(YearMonthField.Year, YearMonthField.Year),
        "interval year to month" => YearMonthIntervalType.Default,
        "interval day" => new DayTimeIntervalType(DayTimeField.Day, DayTimeField.Day),
        "interval hour" => new DayTimeIntervalType(DayTimeField.Hour, DayTimeField.Hour),
        "interval minute" => new DayTimeIntervalType(DayTimeField.Minute, DayTimeField.Minute),
        "interval day to second" => DayTimeIntervalType.Default,
        _ when name.StartsWith("decimal(", StringComparison.Ordinal) => Decimal(name[8..^1].Split(',')),
        _ => throw new ArgumentException(name),
    };

    private static DecimalType Decimal(string[] parts) => new(int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture));
}
