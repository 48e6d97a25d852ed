using System.Text;
using Firesteel.Catalyst.Functions.Values;
using Firesteel.Columnar.Variants;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Numerics;
using Firesteel.Foundation.Time;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Json;

/// <summary>Reads texts as values of a type, by the options of the JSON and CSV sources.</summary>
sealed class TextValueReader(ValueMap options, string timeZone)
{
    private readonly ZoneRules _zone = TimeZones.Get(options.Get("timeZone") ?? timeZone);
    private readonly Formats.Csv.CsvVariants _variants = new(TimeZones.Get(options.Get("timeZone") ?? timeZone));
    private readonly VariantBuilder _builder = new();
    private readonly DateTimeFormatter? _timestamps = options.Get("timestampFormat") is { } t ? DateTimeFormatter.ForParsing(t) : null;
    private readonly DateTimeFormatter? _locals = options.Get("timestampNTZFormat") is { } n ? DateTimeFormatter.ForParsing(n) : null;
    private readonly DateTimeFormatter? _dates = options.Get("dateFormat") is { } d ? DateTimeFormatter.ForParsing(d) : null;

    /// <summary>Writes a text as a variant of the type that it looks like.</summary>
    public void WriteVariant(ReadOnlySpan<byte> text, VariantBuilder builder)
    {
        if (text.IsEmpty)
        {
            builder.Null();
            return;
        }
        _variants.Reset();
        _variants.Write(text, builder);
    }

    /// <summary>False where the text is no such value.</summary>
    public bool TryRead(ReadOnlySpan<byte> text, ColumnVector target, int at)
    {
        switch (target.Type)
        {
            case StringType: target.SetString(at, text); return true;
            case BooleanType:
                if (text.SequenceEqual("true"u8) || text.SequenceEqual("false"u8)) { target.Set(at, text[0] == 't'); return true; }
                return Encoding.UTF8.GetString(text).ToLowerInvariant() is "true" or "false" && Set(target, at, (text[0] | 32) == 't');
            case ByteType: return NumberText.TryParse<sbyte>(text, false, out var i8) && Set(target, at, i8);
            case ShortType: return NumberText.TryParse<short>(text, false, out var i16) && Set(target, at, i16);
            case IntegerType: return NumberText.TryParse<int>(text, false, out var i32) && Set(target, at, i32);
            case LongType: return NumberText.TryParseLong(text, false, out var i64) && Set(target, at, i64);
            case FloatType: return NumberText.TryParseFloat(text, out var f32) && Set(target, at, f32);
            case DoubleType: return NumberText.TryParseDouble(text, out var f64) && Set(target, at, f64);
            case DecimalType d:
                if (DecimalText.Parse(text, d.Precision, d.Scale, out var unscaled) != NumberParse.Ok) return false;
                DecimalValues.Set(target, at, unscaled);
                return true;
            case DateType:
                int day;
                return (_dates != null ? _dates.TryParseDate(text, out day) : DateParser.TryParse(text, out day)) && Set(target, at, day);
            case TimestampType:
                long micros;
                return (_timestamps != null ? _timestamps.TryParse(text, _zone, out micros) : TimestampParser.TryParse(text, _zone, out micros)) && Set(target, at, micros);
            case TimestampNTZType:
                return (_locals != null ? _locals.TryParseLocal(text, out micros) : TimestampParser.TryParseLocal(text, out micros)) && Set(target, at, micros);
            case TimeType: return TimestampParser.TryParseTime(text, out var nanos) && Set(target, at, nanos);
            case YearMonthIntervalType y: return IntervalParser.TryParseYearMonth(text, y.Start, y.End, out var months) && Set(target, at, months);
            case DayTimeIntervalType i: return IntervalParser.TryParseDayTime(text, i.Start, i.End, out var length) && Set(target, at, length);
            case CalendarIntervalType: return CalendarIntervalParser.TryParse(text, out var interval) && Set(target, at, interval);
            case VariantType:
                _builder.Reset();
                WriteVariant(text, _builder);
                _builder.Store(target, at);
                return true;
            case BinaryType:
                try { target.SetString(at, Convert.FromBase64String(Encoding.ASCII.GetString(text))); return true; }
                catch (FormatException) { return false; }
            default: return false;
        }
    }

    private static bool Set<T>(ColumnVector target, int at, T value) where T : unmanaged
    {
        target.Set(at, value);
        return true;
    }
}
