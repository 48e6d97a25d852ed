using System.Buffers.Text;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Numerics;
using Firesteel.Foundation.Time;
using Firesteel.Types;

namespace Firesteel.Formats.Text;

/// <summary>The printed form of dates and times in a file.</summary>
/// <param name="Zone">Zone that instants are printed in.</param>
sealed record TemporalFormats(DateTimeFormatter Date, DateTimeFormatter Timestamp, DateTimeFormatter TimestampNtz, ZoneRules Zone)
{
    public static TemporalFormats Of(string? date, string? timestamp, string? timestampNtz, ZoneRules zone) => new(
        DateTimeFormatter.ForPrinting(date ?? "yyyy-MM-dd"),
        DateTimeFormatter.ForPrinting(timestamp ?? "yyyy-MM-dd'T'HH:mm:ss[.SSS][XXX]"),
        DateTimeFormatter.ForPrinting(timestampNtz ?? "yyyy-MM-dd'T'HH:mm:ss[.SSS]"),
        zone);
}

/// <summary>Prints the values of one atomic type as text.</summary>
abstract unsafe class FieldWriter
{
    /// <summary>Prints the value at a row of a flat vector, which is not null.</summary>
    public abstract void Write(ColumnVector values, int row, TextSink sink);

    /// <summary>Finds the flat vector and the position of a row's value; false where it is null.</summary>
    public static bool TryLocate(ref ColumnVector vector, ref int row)
    {
        if (vector.Physical == PhysicalType.Null || vector.IsNull(row)) return false;
        if (vector.Encoding == VectorEncoding.Flat) return true;
        if (vector.IsConstant)
        {
            row = 0;
            return true;
        }
        row = vector.Codes[row];
        vector = vector.Dictionary!;
        return true;
    }

    /// <summary>The printer of a type; null where the type has no printed form of its own.</summary>
    public static FieldWriter? Create(DataType type, TemporalFormats formats) => type switch
    {
        StringType or CharType or VarcharType => new Strings(),
        BooleanType => new Booleans(),
        ByteType => new Wholes<sbyte>(),
        ShortType => new Wholes<short>(),
        IntegerType => new Wholes<int>(),
        LongType => new Wholes<long>(),
        FloatType => new Floats(),
        DoubleType => new Doubles(),
        DecimalType d => new DecimalNumbers(d),
        DateType => new Dates(formats),
        TimestampType => new Timestamps(formats),
        TimestampNTZType => new LocalTimestamps(formats),
        TimeType => new Times(),
        YearMonthIntervalType t => new YearMonths(t),
        DayTimeIntervalType t => new DayTimes(t),
        CalendarIntervalType => new CalendarIntervals(),
        _ => null,
    };

    private sealed class Strings : FieldWriter
    {
        public override void Write(ColumnVector values, int row, TextSink sink) => sink.Write(values.Values<StringView>()[row].Span);
    }

    private sealed class Booleans : FieldWriter
    {
        public override void Write(ColumnVector values, int row, TextSink sink) => sink.Write(values.Data[row] != 0 ? "true"u8 : "false"u8);
    }

    private sealed class Wholes<T> : FieldWriter where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        public override void Write(ColumnVector values, int row, TextSink sink)
        {
            Utf8Formatter.TryFormat(long.CreateTruncating(values.Values<T>()[row]), sink.Room(20), out var length);
            sink.Advance(length);
        }
    }

    private sealed class Floats : FieldWriter
    {
        public override void Write(ColumnVector values, int row, TextSink sink) => sink.Advance(JavaDouble.Write(values.Values<float>()[row], sink.Room(JavaDouble.MaxLength)));
    }

    private sealed class Doubles : FieldWriter
    {
        public override void Write(ColumnVector values, int row, TextSink sink) => sink.Advance(JavaDouble.Write(values.Values<double>()[row], sink.Room(JavaDouble.MaxLength)));
    }

    private sealed class DecimalNumbers(DecimalType type) : FieldWriter
    {
        public override void Write(ColumnVector values, int row, TextSink sink)
        {
            var unscaled = type.Precision <= DecimalType.MaxLongPrecision ? values.Values<long>()[row] : values.Values<Int128>()[row];
            sink.Advance(DecimalText.WriteScientific(unscaled, type.Scale, sink.Room(DecimalText.MaxLength)));
        }
    }

    private sealed class Dates(TemporalFormats formats) : FieldWriter
    {
        public override void Write(ColumnVector values, int row, TextSink sink) => sink.Advance(formats.Date.WriteDate(values.Values<int>()[row], sink.Room(formats.Date.MaxLength)));
    }

    private sealed class Timestamps(TemporalFormats formats) : FieldWriter
    {
        public override void Write(ColumnVector values, int row, TextSink sink)
            => sink.Advance(formats.Timestamp.Write(values.Values<long>()[row], formats.Zone, sink.Room(formats.Timestamp.MaxLength)));
    }

    private sealed class LocalTimestamps(TemporalFormats formats) : FieldWriter
    {
        public override void Write(ColumnVector values, int row, TextSink sink)
            => sink.Advance(formats.TimestampNtz.WriteLocal(values.Values<long>()[row], sink.Room(formats.TimestampNtz.MaxLength)));
    }

    private sealed class Times : FieldWriter
    {
        public override void Write(ColumnVector values, int row, TextSink sink) => sink.Advance(DateTimeText.WriteTime(values.Values<long>()[row], sink.Room(DateTimeText.MaxLength)));
    }

    private sealed class YearMonths(YearMonthIntervalType type) : FieldWriter
    {
        public override void Write(ColumnVector values, int row, TextSink sink) => sink.Advance(IntervalText.WriteYearMonth(values.Values<int>()[row], type.Start, type.End, sink.Room(128)));
    }

    private sealed class DayTimes(DayTimeIntervalType type) : FieldWriter
    {
        public override void Write(ColumnVector values, int row, TextSink sink) => sink.Advance(IntervalText.WriteDayTime(values.Values<long>()[row], type.Start, type.End, sink.Room(128)));
    }

    private sealed class CalendarIntervals : FieldWriter
    {
        public override void Write(ColumnVector values, int row, TextSink sink) => sink.Advance(IntervalText.WriteCalendar(values.Values<CalendarInterval>()[row], sink.Room(256)));
    }
}
