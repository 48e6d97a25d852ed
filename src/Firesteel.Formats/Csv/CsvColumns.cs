using System.Text;
using Firesteel.Formats.Text;
using Firesteel.Foundation.Time;
using Firesteel.Types;

namespace Firesteel.Formats.Csv;

/// <summary>Makes the converter of each type.</summary>
static class CsvColumns
{
    /// <exception cref="AnalysisException">UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE.</exception>
    public static CsvColumn Create(StructField field, CsvOptions options)
    {
        var nullValue = Bytes(options.NullValue);
        var (nan, positive, negative) = (Bytes(options.NanValue), Bytes(options.PositiveInfinity), Bytes(options.NegativeInfinity));
        return field.DataType switch
        {
            StringType or CharType or VarcharType => new CsvStringColumn(nullValue),
            BooleanType => Of<byte, BooleanParser>(new()),
            ByteType => Of<sbyte, WholeParser<sbyte>>(new()),
            ShortType => Of<short, WholeParser<short>>(new()),
            IntegerType => Of<int, WholeParser<int>>(new()),
            LongType => Of<long, WholeParser<long>>(new()),
            FloatType => Of<float, FloatParser>(new(nan, positive, negative)),
            DoubleType => Of<double, DoubleParser>(new(nan, positive, negative)),
            DecimalType { Precision: <= DecimalType.MaxLongPrecision } d => Of<long, ShortDecimalParser>(new(d.Precision, d.Scale)),
            DecimalType d => Of<Int128, LongDecimalParser>(new(d.Precision, d.Scale)),
            DateType => Of<int, DateFieldParser>(new(Format(options.DateFormat))),
            TimestampType => Of<long, TimestampFieldParser>(new(Format(options.TimestampFormat), options.Zone)),
            TimestampNTZType => Of<long, TimestampNtzFieldParser>(new(Format(options.TimestampNtzFormat))),
            TimeType => Of<long, TimeFieldParser>(new()),
            YearMonthIntervalType t => Of<int, YearMonthFieldParser>(new(t)),
            DayTimeIntervalType t => Of<long, DayTimeFieldParser>(new(t)),
            CalendarIntervalType => Of<CalendarInterval, CalendarIntervalFieldParser>(new()),
            VariantType => new CsvVariantColumn(nullValue, options.Zone),
            _ => throw Unsupported(field),
        };

        CsvValueColumn<T, TParser> Of<T, TParser>(TParser parser) where T : unmanaged where TParser : struct, IFieldParser<T> => new(parser, nullValue);
    }

    public static AnalysisException Unsupported(StructField field)
        => new("UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE", new Dictionary<string, string> { ["columnName"] = $"`{field.Name}`", ["columnType"] = field.DataType.QuotedSql, ["format"] = "CSV" });

    internal static DateTimeFormatter? Format(string? pattern) => pattern == null ? null : DateTimeFormatter.ForParsing(pattern);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
