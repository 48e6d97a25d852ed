namespace Firesteel.Foundation.Numerics;

/// <summary>Doubles and floats as Java prints, rounds and converts them.</summary>
static class JavaDouble
{
    /// <summary>No number needs more bytes than this.</summary>
    public const int MaxLength = 40;

    /// <summary>Writes what Java's <c>Double.toString</c> prints.</summary>
    public static int Write(double value, Span<byte> destination)
    {
        if (!double.IsFinite(value)) return WriteSpecial(value, destination);
        var at = 0;
        if (double.IsNegative(value)) { destination[at++] = (byte)'-'; value = -value; }
        Span<byte> digits = stackalloc byte[FloatingDecimal.MaxDigits];
        int exponent = 1, count = 1;
        if (value == 0) digits[0] = 0; else count = FloatingDecimal.Digits(value, digits, out exponent);
        return at + Layout(digits[..count], exponent, destination[at..]);
    }

    /// <summary>What Java's <c>Double.toString</c> prints.</summary>
    public static string Text(double value)
    {
        Span<byte> text = stackalloc byte[MaxLength];
        return System.Text.Encoding.ASCII.GetString(text[..Write(value, text)]);
    }

    /// <summary>Writes what Java's <c>Float.toString</c> prints.</summary>
    public static int Write(float value, Span<byte> destination)
    {
        if (!float.IsFinite(value)) return WriteSpecial(value, destination);
        var at = 0;
        if (float.IsNegative(value)) { destination[at++] = (byte)'-'; value = -value; }
        Span<byte> digits = stackalloc byte[FloatingDecimal.MaxDigits];
        int exponent = 1, count = 1;
        if (value == 0) digits[0] = 0; else count = FloatingDecimal.Digits(value, digits, out exponent);
        return at + Layout(digits[..count], exponent, destination[at..]);
    }

    /// <summary>Converts towards zero; NaN is 0 and what does not fit is the nearest end of the range.</summary>
    public static int ToInt(double value) =>
        double.IsNaN(value) ? 0 : value >= int.MaxValue ? int.MaxValue : value <= int.MinValue ? int.MinValue : (int)value;

    /// <summary>Converts towards zero; NaN is 0 and what does not fit is the nearest end of the range.</summary>
    public static long ToLong(double value) =>
        double.IsNaN(value) ? 0 : value >= 9223372036854775807.0 ? long.MaxValue : value <= -9223372036854775808.0 ? long.MinValue : (long)value;

    /// <summary>Java's <c>Math.round</c>: to the nearest, ties upwards.</summary>
    public static long RoundToLong(double value)
    {
        var floor = Math.Floor(value);
        return ToLong(value - floor >= 0.5 ? floor + 1 : floor);
    }

    /// <summary>Remainder with the sign of the divisor's magnitude: never negative for a positive divisor.</summary>
    public static double PositiveMod(double value, double divisor)
    {
        var remainder = value % divisor;
        return remainder < 0 ? (remainder + divisor) % divisor : remainder;
    }

    /// <summary>Rounds the printed decimal form of a number to digits after the point, which may be negative.</summary>
    public static double Round(double value, int scale, RoundingMode mode)
    {
        if (!double.IsFinite(value)) return value;
        if (value == 0) return 0;
        Span<byte> digits = stackalloc byte[FloatingDecimal.MaxDigits];
        var negative = value < 0;
        var count = FloatingDecimal.Digits(Math.Abs(value), digits, out var exponent);
        var kept = (long)exponent + scale;
        if (kept >= count) return value;
        ulong unscaled = 0;
        for (var i = 0; i < kept; i++) unscaled = unscaled * 10 + digits[i];
        if (Away(digits[..count], (int)Math.Max(kept, -1), negative, (unscaled & 1) != 0, mode)) unscaled++;
        if (unscaled == 0) return 0;
        var magnitude = Scale(unscaled, -scale);
        return negative ? -magnitude : magnitude;
    }

    /// <summary>As <see cref="Round(double, int, RoundingMode)"/>; Java widens the float first.</summary>
    public static float Round(float value, int scale, RoundingMode mode) => float.IsFinite(value) ? (float)Round((double)value, scale, mode) : value;

    /// <summary>The decimal that a double prints as, fitted to a type; false where it has too many digits or is not finite.</summary>
    public static bool TryToDecimal(double value, int precision, int scale, out Int128 unscaled, RoundingMode mode = RoundingMode.HalfUp)
    {
        unscaled = 0;
        if (!double.IsFinite(value)) return false;
        if (value == 0) return true;
        Span<byte> digits = stackalloc byte[FloatingDecimal.MaxDigits];
        var negative = value < 0;
        var count = FloatingDecimal.Digits(Math.Abs(value), digits, out var exponent);
        var kept = exponent + scale;
        if (kept > Decimals.MaxPrecision) return false;
        Int128 magnitude = 0;
        for (var i = 0; i < kept; i++) magnitude = magnitude * 10 + (i < count ? digits[i] : 0);
        if (kept < count && Away(digits[..count], Math.Max(kept, -1), negative, !Int128.IsEvenInteger(magnitude), mode)) magnitude++;
        unscaled = negative ? -magnitude : magnitude;
        return Decimals.Fits(unscaled, precision);
    }

    /// <summary>The double nearest to a decimal.</summary>
    public static double FromDecimal(Int128 unscaled, int scale)
    {
        if (unscaled <= 1L << 53 && unscaled >= -(1L << 53) && scale <= 22) return (long)unscaled / PowersOfTen[scale];
        Span<byte> text = stackalloc byte[DecimalText.MaxLength];
        return double.Parse(text[..DecimalText.WritePlain(unscaled, scale, text)], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The float nearest to a decimal.</summary>
    public static float FloatFromDecimal(Int128 unscaled, int scale)
    {
        if (unscaled <= 1 << 24 && unscaled >= -(1 << 24) && scale <= 10) return (int)unscaled / (float)PowersOfTen[scale];
        Span<byte> text = stackalloc byte[DecimalText.MaxLength];
        return float.Parse(text[..DecimalText.WritePlain(unscaled, scale, text)], System.Globalization.CultureInfo.InvariantCulture);
    }

    // Powers of ten that a double holds exactly.
    private static readonly double[] PowersOfTen =
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    // Whether cutting at a digit (-1: before an imagined zero in front of the first) rounds away from zero.
    private static bool Away(ReadOnlySpan<byte> digits, int kept, bool negative, bool odd, RoundingMode mode)
    {
        var next = kept >= 0 ? digits[kept] : 0;
        var more = kept < 0 ? digits : digits[(kept + 1)..];
        var inexact = next != 0 || more.ContainsAnyExcept((byte)0);
        return mode switch
        {
            RoundingMode.HalfUp => next >= 5,
            RoundingMode.HalfEven => next > 5 || (next == 5 && (odd || more.ContainsAnyExcept((byte)0))),
            RoundingMode.Floor => negative && inexact,
            RoundingMode.Ceiling => !negative && inexact,
            _ => false,
        };
    }

    // The double nearest to value * 10^exponent.
    internal static double Scale(ulong value, int exponent)
    {
        if (value <= 1UL << 53 && exponent is >= -22 and <= 22) return exponent < 0 ? value / PowersOfTen[-exponent] : value * PowersOfTen[exponent];
        Span<byte> text = stackalloc byte[40];
        System.Buffers.Text.Utf8Formatter.TryFormat(value, text, out var length);
        text[length++] = (byte)'E';
        System.Buffers.Text.Utf8Formatter.TryFormat(exponent, text[length..], out var more);
        return double.Parse(text[..(length + more)], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static int WriteSpecial(double value, Span<byte> destination)
    {
        var text = double.IsNaN(value) ? "NaN"u8 : value > 0 ? "Infinity"u8 : "-Infinity"u8;
        text.CopyTo(destination);
        return text.Length;
    }

    // Plain between 10^-3 and 10^7, else with an exponent; always a digit after the point.
    private static int Layout(ReadOnlySpan<byte> digits, int exponent, Span<byte> destination)
    {
        var at = 0;
        if (exponent is > 0 and < 8)
        {
            for (var i = 0; i < exponent; i++) destination[at++] = (byte)('0' + (i < digits.Length ? digits[i] : 0));
            destination[at++] = (byte)'.';
            if (digits.Length <= exponent) destination[at++] = (byte)'0';
            for (var i = exponent; i < digits.Length; i++) destination[at++] = (byte)('0' + digits[i]);
            return at;
        }
        if (exponent is <= 0 and > -3)
        {
            destination[at++] = (byte)'0';
            destination[at++] = (byte)'.';
            for (var i = exponent; i < 0; i++) destination[at++] = (byte)'0';
            foreach (var digit in digits) destination[at++] = (byte)('0' + digit);
            return at;
        }
        destination[at++] = (byte)('0' + digits[0]);
        destination[at++] = (byte)'.';
        if (digits.Length == 1) destination[at++] = (byte)'0';
        for (var i = 1; i < digits.Length; i++) destination[at++] = (byte)('0' + digits[i]);
        destination[at++] = (byte)'E';
        var power = exponent - 1;
        if (power < 0) { destination[at++] = (byte)'-'; power = -power; }
        if (power >= 100) destination[at++] = (byte)('0' + power / 100);
        if (power >= 10) destination[at++] = (byte)('0' + power / 10 % 10);
        destination[at++] = (byte)('0' + power % 10);
        return at;
    }
}
