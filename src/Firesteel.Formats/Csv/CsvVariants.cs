using System.Text;
using Firesteel.Columnar.Variants;
using Firesteel.Foundation.Numerics;
using Firesteel.Foundation.Time;

namespace Firesteel.Formats.Csv;

/// <summary>Values of CSV as variants: numbers, booleans, dates and timestamps where they look like them, else text.</summary>
static class CsvVariants
{
    public static void Write(ReadOnlySpan<byte> bytes, ZoneRules zone, VariantBuilder builder)
    {
        var value = Encoding.UTF8.GetString(bytes);
        if (value.Length == 0) builder.Null();
        else if (NumberText.TryParseLong(bytes, false, out var whole)) builder.Long(whole);
        else if (TryDecimal(value, bytes, out var unscaled, out var scale)) builder.Decimal(unscaled, scale);
        else if (bool.TryParse(value, out var flag)) builder.Boolean(flag);
        else if (value.Length >= 8 && char.IsAsciiDigit(value[0]) && DateParser.TryParse(bytes, out var day) && value.Length <= 10) builder.Date(day);
        else if (value.Length >= 8 && char.IsAsciiDigit(value[0]) && TimestampParser.TryParseLocal(bytes, out var local)) builder.TimestampNtz(local);
        else if (value.Length >= 8 && char.IsAsciiDigit(value[0]) && TimestampParser.TryParse(bytes, zone, out var micros)) builder.Timestamp(micros);
        else builder.String(bytes);
    }

    private static bool TryDecimal(string value, ReadOnlySpan<byte> bytes, out Int128 unscaled, out int scale)
    {
        (unscaled, scale) = (0, 0);
        var point = value.IndexOf('.', StringComparison.Ordinal);
        if (value.AsSpan().IndexOfAnyExcept("+-.0123456789") >= 0 || value.AsSpan().IndexOfAnyInRange('0', '9') < 0) return false;
        scale = point < 0 ? 0 : value.Length - point - 1;
        return scale <= 38 && DecimalText.Parse(bytes, 38, scale, out unscaled) == NumberParse.Ok;
    }
}
