using System.Numerics;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Numerics;
using Firesteel.Foundation.Time;
using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions.Evaluation.Casts;

/// <summary>Casts from text. What does not parse is CAST_INVALID_INPUT.</summary>
abstract class FromStringCaster(Cast cast, DataType from, DataType to) : Caster(cast, from, to)
{
    protected sealed override bool TryConvert(ColumnVector flat, int at, ColumnVector result, int row) => TryParse(flat.Get<StringView>(at).Span, result, row);
    protected abstract bool TryParse(ReadOnlySpan<byte> text, ColumnVector result, int row);
    protected override SparkRuntimeException Error(ColumnVector flat, int at) => EvaluationErrors.InvalidInput(SqlValueText.Of(flat, at), From, To, Context);
}

sealed class StringToWholeCaster<T>(Cast cast, DataType from, DataType to) : FromStringCaster(cast, from, to) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    protected override bool TryParse(ReadOnlySpan<byte> text, ColumnVector result, int row)
    {
        if (!NumberText.TryParse<T>(text, allowFraction: Mode == EvalMode.Legacy, out var value)) return false;
        result.Set(row, value);
        return true;
    }
}

sealed class StringToFloatingCaster(Cast cast, DataType from, DataType to) : FromStringCaster(cast, from, to)
{
    protected override bool TryParse(ReadOnlySpan<byte> text, ColumnVector result, int row)
    {
        if (result.Physical == PhysicalType.Float32)
        {
            if (!NumberText.TryParseFloat(text, out var single)) return false;
            result.Set(row, single);
            return true;
        }
        if (!NumberText.TryParseDouble(text, out var value)) return false;
        result.Set(row, value);
        return true;
    }
}

sealed class StringToBooleanCaster(Cast cast, DataType from, DataType to) : FromStringCaster(cast, from, to)
{
    protected override bool TryParse(ReadOnlySpan<byte> text, ColumnVector result, int row)
    {
        if (!NumberText.TryParseBoolean(text, out var value)) return false;
        result.Set(row, value);
        return true;
    }
}

/// <summary>Text to decimal: no number is CAST_INVALID_INPUT, too large a number NUMERIC_VALUE_OUT_OF_RANGE.</summary>
sealed class StringToDecimalCaster(Cast cast, DataType from, DecimalType to) : FromStringCaster(cast, from, to)
{
    protected override bool TryParse(ReadOnlySpan<byte> text, ColumnVector result, int row)
    {
        if (DecimalText.Parse(text, to.Precision, to.Scale, out var value) != NumberParse.Ok) return false;
        DecimalVectors.Write(result, row, value);
        return true;
    }

    protected override SparkRuntimeException Error(ColumnVector flat, int at)
    {
        var text = flat.Get<StringView>(at);
        if (DecimalText.Parse(text.Span, to.Precision, to.Scale, out _) == NumberParse.Malformed) return base.Error(flat, at);
        return DecimalText.Parse(text.Span, Decimals.MaxPrecision, 0, out _) == NumberParse.OutOfRange ? EvaluationErrors.NumberTooLong(text.ToString().Trim(), Context)
            : EvaluationErrors.DecimalOutOfRange(text.ToString().Trim(), to.Precision, to.Scale, Context);
    }
}

/// <summary>Text to dates, timestamps and times.</summary>
sealed class StringToTimeCaster(Cast cast, DataType from, DataType to, ZoneRules zone) : FromStringCaster(cast, from, to)
{
    protected override bool TryParse(ReadOnlySpan<byte> text, ColumnVector result, int row)
    {
        long value;
        switch (To)
        {
            case DateType:
                if (!DateParser.TryParse(text, out var day)) return false;
                result.Set(row, day);
                return true;
            case TimestampType:
                if (!TimestampParser.TryParse(text, zone, out value)) return false;
                break;
            case TimestampNTZType:
                if (!TimestampParser.TryParseLocal(text, out value)) return false;
                break;
            default:
                if (!TimestampParser.TryParseTime(text, out value)) return false;
                value -= value % (long)Decimals.PowerOfTen(9 - ((TimeType)To).Precision);
                break;
        }
        result.Set(row, value);
        return true;
    }
}

/// <summary>Text to intervals.</summary>
sealed class StringToIntervalCaster(Cast cast, DataType from, DataType to) : FromStringCaster(cast, from, to)
{
    protected override bool TryParse(ReadOnlySpan<byte> text, ColumnVector result, int row)
    {
        switch (To)
        {
            case YearMonthIntervalType type:
                if (!IntervalParser.TryParseYearMonth(text, type.Start, type.End, out var months)) return false;
                result.Set(row, months);
                return true;
            case DayTimeIntervalType type:
                if (!IntervalParser.TryParseDayTime(text, type.Start, type.End, out var micros)) return false;
                result.Set(row, micros);
                return true;
            default:
                if (CalendarIntervalParser.TryParse(text, out var interval)) result.Set(row, interval);
                else result.SetNull(row);
                return true;
        }
    }

    protected override bool AlwaysThrows => true;

    protected override SparkRuntimeException Error(ColumnVector flat, int at) => To switch
    {
        _ when IsNumber(flat.Get<StringView>(at).Span) => EvaluationErrors.IntervalParsing(flat.Get<StringView>(at).ToString(), To, Context),
        YearMonthIntervalType type => IntervalParser.Unmatched(flat.Get<StringView>(at).ToString(), type),
        DayTimeIntervalType type => IntervalParser.Unmatched(flat.Get<StringView>(at).ToString(), type),
        _ => base.Error(flat, at),
    };

    // A number of the right form that the field does not hold is told apart from text of the wrong form.
    private bool IsNumber(ReadOnlySpan<byte> text)
    {
        if (To is not YearMonthIntervalType type || type.Start != type.End) return false;
        text = Utf8Blank.Trim(text);
        if (text.Length > 0 && text[0] is (byte)'+' or (byte)'-') text = text[1..];
        return text.Length > 0 && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }
}

/// <summary>Same bytes under another type: text to binary and back, between widths of text.</summary>
sealed class ShareBytesCaster(Cast cast, DataType from, DataType to) : Caster(cast, from, to)
{
    protected override bool TryConvert(ColumnVector flat, int at, ColumnVector result, int row)
    {
        result.Set(row, flat.Get<StringView>(at));
        return true;
    }
}
