using System.Text;
using Firesteel.Columnar.Variants;
using Firesteel.Foundation.Numerics;
using Firesteel.Foundation.Time;

namespace Firesteel.Formats.Csv;

/// <summary>
/// Values of CSV as variants of the type that they look like: whole numbers, decimals, dates, timestamps, booleans, text, tried in this
/// order. In a column no value is of a type before that of an earlier one, so that after one text all are texts.
/// </summary>
sealed class CsvVariants(ZoneRules zone)
{
    private Step _step;

    private enum Step : byte { Whole, Decimal, Date, Timestamp, Boolean, Text }

    /// <summary>Forgets the values before.</summary>
    public void Reset() => _step = Step.Whole;

    public void Write(ReadOnlySpan<byte> bytes, VariantBuilder builder)
    {
        while (!TryWrite(bytes, builder)) _step++;
    }

    private bool TryWrite(ReadOnlySpan<byte> bytes, VariantBuilder builder)
    {
        switch (_step)
        {
            case Step.Whole:
                if (!NumberText.TryParseLong(bytes, false, out var whole)) return false;
                builder.Long(whole);
                return true;
            case Step.Decimal:
                if (!TryDecimal(bytes, out var unscaled, out var scale)) return false;
                builder.Decimal(unscaled, scale);
                return true;
            case Step.Date:
                if (bytes.Length != 10 || bytes[4] != '-' || bytes[7] != '-' || !DateParser.TryParse(bytes, out var day)) return false;
                builder.Date(day);
                return true;
            case Step.Timestamp:
                if (bytes.Length < 4 || !char.IsAsciiDigit((char)bytes[0]) || !TimestampParser.TryParse(bytes, zone, out var micros)) return false;
                builder.Timestamp(micros);
                return true;
            case Step.Boolean:
                var text = Encoding.UTF8.GetString(bytes);
                if (!bool.TryParse(text, out var flag)) return false;
                builder.Boolean(flag);
                return true;
            default:
                builder.String(bytes);
                return true;
        }
    }

    private static bool TryDecimal(ReadOnlySpan<byte> bytes, out Int128 unscaled, out int scale)
    {
        (unscaled, scale) = (0, 0);
        if (bytes.IndexOfAnyExcept("+-.0123456789"u8) >= 0 || bytes.IndexOfAnyInRange((byte)'0', (byte)'9') < 0) return false;
        var point = bytes.IndexOf((byte)'.');
        scale = point < 0 ? 0 : bytes.Length - point - 1;
        return scale <= 38 && DecimalText.Parse(bytes, 38, scale, out unscaled) == NumberParse.Ok;
    }
}
