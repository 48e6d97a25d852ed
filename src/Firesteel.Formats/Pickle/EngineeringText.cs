using System.Globalization;
using Firesteel.Foundation.Numerics;

namespace Firesteel.Formats.Pickle;

/// <summary>Decimals as Java's BigDecimal.toEngineeringString writes them: what the JVM pickles, and Python keeps the form of.</summary>
static class EngineeringText
{
    /// <summary>Room that any decimal's text needs.</summary>
    public const int MaxLength = DecimalText.MaxLength;

    private const int SmallestPlainExponent = -6;

    public static int Write(Int128 unscaled, int scale, Span<byte> destination)
    {
        var exponent = Math.Max(1, Decimals.DigitCount(unscaled)) - 1 - scale;
        if (scale == 0 || exponent >= SmallestPlainExponent) return DecimalText.WritePlain(unscaled, scale, destination);
        var before = ((exponent % 3) + 3) % 3;
        exponent -= before;
        var at = 0;
        if (unscaled == 0)
        {
            var zero = before switch { 0 => "0"u8, 1 => "0.00"u8, _ => "0.0"u8 };
            zero.CopyTo(destination);
            at = zero.Length;
            if (before > 0) exponent += 3;
        }
        else
        {
            Span<byte> digits = stackalloc byte[MaxLength];
            var count = DecimalText.WritePlain(unscaled < 0 ? -unscaled : unscaled, 0, digits);
            if (unscaled < 0) destination[at++] = (byte)'-';
            for (var i = 0; i < Math.Max(count, before + 1); i++)
            {
                if (i == before + 1) destination[at++] = (byte)'.';
                destination[at++] = i < count ? digits[i] : (byte)'0';
            }
        }
        if (exponent == 0) return at;
        destination[at++] = (byte)'E';
        exponent.TryFormat(destination[at..], out var length, default, CultureInfo.InvariantCulture);
        return at + length;
    }
}
