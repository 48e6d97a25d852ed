using System.Numerics;
using System.Runtime.CompilerServices;

namespace Firesteel.Foundation.Numerics;

/// <summary>Arithmetic on decimals held as unscaled 128-bit integers, exact as Java's BigDecimal before the result is fitted to its type.</summary>
/// <remarks>Operands have at most 38 digits. Methods that may not fit return false, never throw.</remarks>
static class Decimals
{
    public const int MaxPrecision = 38;
    // Spark divides to this scale before it rounds to the result's.
    private const int DivisionScale = MaxPrecision + 1;

    private static readonly Int128[] Powers = MakePowers();
    private static readonly long[] LongPowers = MakeLongPowers();

    /// <summary>10 to the power of <paramref name="exponent"/>, 0 to 38.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Int128 PowerOfTen(int exponent) => Powers[exponent];

    /// <summary>10 to the power of <paramref name="exponent"/>, 0 to 18.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long LongPowerOfTen(int exponent) => LongPowers[exponent];

    /// <summary>Whether a value has at most that many digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Fits(Int128 unscaled, int precision) => unscaled < Powers[precision] && unscaled > -Powers[precision];

    /// <summary>Number of decimal digits; zero has one.</summary>
    public static int DigitCount(Int128 value)
    {
        var magnitude = Magnitude(value);
        var bits = 128 - (int)UInt128.LeadingZeroCount(magnitude);
        var estimate = (bits * 1233) >> 12;
        return Math.Max(1, estimate < MaxPrecision + 1 && magnitude >= (UInt128)Powers[Math.Min(estimate, MaxPrecision)] ? estimate + 1 : estimate);
    }

    /// <summary>Changes the scale and checks the precision.</summary>
    public static bool TryRescale(Int128 value, int fromScale, int toScale, int toPrecision, out Int128 result, RoundingMode mode = RoundingMode.HalfUp)
    {
        if (toScale == fromScale)
        {
            result = value;
        }
        else if (toScale > fromScale)
        {
            var up = toScale - fromScale;
            result = 0;
            if (value == 0) return true;
            if (up > MaxPrecision || !Fits(value, MaxPrecision - up)) return false;
            result = value * Powers[up];
        }
        else
        {
            result = DropDigits(value, fromScale - toScale, mode);
        }
        return Fits(result, toPrecision);
    }

    /// <summary>Divides by a power of ten with rounding.</summary>
    public static Int128 DropDigits(Int128 value, int digits, RoundingMode mode)
    {
        if (digits <= 0) return value;
        if (digits <= 18 && value >= long.MinValue && value <= long.MaxValue)
        {
            var (quotient, remainder) = Math.DivRem((long)value, LongPowers[digits]);
            return quotient + Adjustment(value < 0, (quotient & 1) != 0, remainder != 0, Math.Abs(remainder).CompareTo(LongPowers[digits] - Math.Abs(remainder)), mode);
        }
        if (digits > MaxPrecision) return Adjustment(value < 0, false, value != 0, -1, mode);
        {
            var (quotient, remainder) = DivRem(value, Powers[digits]);
            var magnitude = Int128.Abs(remainder);
            return quotient + Adjustment(value < 0, !Int128.IsEvenInteger(quotient), remainder != 0, magnitude.CompareTo(Powers[digits] - magnitude), mode);
        }
    }

    public static bool TryAdd(Int128 a, int scaleA, Int128 b, int scaleB, int precision, int scale, out Int128 result)
    {
        if (scaleA == scaleB)
        {
            // Two values of 38 digits stay below 2 to the power of 128, but may leave the signed range.
            result = a + b;
            if (((a ^ result) & (b ^ result)) < 0) return AddWide(a, scaleA, b, scaleB, precision, scale, out result);
            return TryRescale(result, scaleA, scale, precision, out result);
        }
        var common = Math.Max(scaleA, scaleB);
        if (TryRescale(a, scaleA, common, MaxPrecision, out var left) && TryRescale(b, scaleB, common, MaxPrecision, out var right))
        {
            result = left + right;
            if (((left ^ result) & (right ^ result)) >= 0) return TryRescale(result, common, scale, precision, out result);
        }
        return AddWide(a, scaleA, b, scaleB, precision, scale, out result);
    }

    public static bool TrySubtract(Int128 a, int scaleA, Int128 b, int scaleB, int precision, int scale, out Int128 result) =>
        TryAdd(a, scaleA, -b, scaleB, precision, scale, out result);

    public static bool TryMultiply(Int128 a, int scaleA, Int128 b, int scaleB, int precision, int scale, out Int128 result)
    {
        if (a == (long)a && b == (long)b)
        {
            var narrow = Math.BigMul((long)a, (long)b, out var bits);
            return TryRescale(new Int128((ulong)narrow, (ulong)bits), scaleA + scaleB, scale, precision, out result);
        }
        var (left, right) = (Magnitude(a), Magnitude(b));
        if (left <= ulong.MaxValue && right <= ulong.MaxValue)
        {
            var high = Math.BigMul((ulong)left, (ulong)right, out var low);
            if (high <= long.MaxValue)
            {
                var product = (Int128)new UInt128(high, low);
                return TryRescale((a ^ b) < 0 ? -product : product, scaleA + scaleB, scale, precision, out result);
            }
        }
        return MultiplyWide(left, right, (a ^ b) < 0, scaleA + scaleB, precision, scale, out result);
    }

    /// <summary>Quotient rounded half up; <paramref name="b"/> is not zero.</summary>
    public static bool TryDivide(Int128 a, int scaleA, Int128 b, int scaleB, int precision, int scale, out Int128 result)
    {
        var negative = (a ^ b) < 0;
        var up = scale + scaleB - scaleA;
        var digitsB = DigitCount(b);
        // Rounding to 39 digits first changes nothing where no quotient can come that close to a tie without being one.
        if (digitsB + scale <= DivisionScale && up >= 0 && DigitCount(a) + up <= MaxPrecision)
        {
            var scaled = Magnitude(a) * (UInt128)Powers[up];
            var divisor = Magnitude(b);
            var (quotient, remainder) = DivRem(scaled, divisor);
            if (remainder >= divisor - remainder) quotient++;
            result = negative ? -(Int128)quotient : (Int128)quotient;
            return Fits(result, precision);
        }
        return DivideWide(Magnitude(a), Magnitude(b), negative, DivisionScale + scaleB - scaleA, precision, scale, out result);
    }

    // Operations in wide integers stand apart: their locals are large, and the common paths should not clear them.
    private static bool MultiplyWide(UInt128 a, UInt128 b, bool negative, int fromScale, int precision, int scale, out Int128 result)
    {
        var wide = new WideInteger(a);
        wide.MultiplyBy(b);
        return TryFit(wide, negative, fromScale, precision, scale, out result);
    }

    private static bool DivideWide(UInt128 a, UInt128 b, bool negative, int up, int precision, int scale, out Int128 result)
    {
        var wide = new WideInteger(a);
        var by = new WideInteger(b);
        if (up >= 0) wide.MultiplyByPowerOfTen(up); else by.MultiplyByPowerOfTen(-up);
        var rest = wide.DivideBy(by);
        rest.ShiftLeft(1);
        if (rest.CompareTo(by) >= 0) wide.Add(new WideInteger(UInt128.One));
        return TryFit(wide, negative, DivisionScale, precision, scale, out result);
    }

    /// <summary>Remainder with the sign of <paramref name="a"/>; <paramref name="b"/> is not zero.</summary>
    public static bool TryRemainder(Int128 a, int scaleA, Int128 b, int scaleB, int precision, int scale, out Int128 result)
    {
        var common = Math.Max(scaleA, scaleB);
        if (TryRescale(a, scaleA, common, MaxPrecision, out var left) && TryRescale(b, scaleB, common, MaxPrecision, out var right))
            return TryRescale(DivRem(left, right).Remainder, common, scale, precision, out result);
        return RemainderWide(a, scaleA, b, scaleB, precision, scale, out result);
    }

    private static bool RemainderWide(Int128 a, int scaleA, Int128 b, int scaleB, int precision, int scale, out Int128 result)
    {
        var common = Math.Max(scaleA, scaleB);
        var wide = new WideInteger(Magnitude(a));
        wide.MultiplyByPowerOfTen(common - scaleA);
        var by = new WideInteger(Magnitude(b));
        by.MultiplyByPowerOfTen(common - scaleB);
        return TryFit(wide.DivideBy(by), a < 0, common, precision, scale, out result);
    }

    /// <summary>Whole part of the quotient; <paramref name="b"/> is not zero. False where it needs more than <paramref name="precision"/> digits.</summary>
    public static bool TryIntegralDivide(Int128 a, int scaleA, Int128 b, int scaleB, int precision, out Int128 result)
    {
        var wide = new WideInteger(Magnitude(a));
        var by = new WideInteger(Magnitude(b));
        if (scaleB >= scaleA) wide.MultiplyByPowerOfTen(scaleB - scaleA); else by.MultiplyByPowerOfTen(scaleA - scaleB);
        wide.DivideBy(by);
        return TryFit(wide, (a ^ b) < 0, 0, precision, 0, out result);
    }

    /// <summary>Orders two values of different scales.</summary>
    public static int Compare(Int128 a, int scaleA, Int128 b, int scaleB)
    {
        if (scaleA == scaleB) return a.CompareTo(b);
        if (a < 0 != b < 0) return a < 0 ? -1 : 1;
        if (scaleA < scaleB) return -Compare(b, scaleB, a, scaleA);
        // b has fewer digits after the point: it is raised unless that leaves 38 digits, which makes it the larger magnitude.
        if (!TryRescale(b, scaleB, scaleA, MaxPrecision, out var raised)) return b < 0 ? 1 : -1;
        return a.CompareTo(raised);
    }

    /// <summary>Whole part, towards zero.</summary>
    public static Int128 Truncate(Int128 value, int scale) => DropDigits(value, scale, RoundingMode.Down);

    /// <summary>Big-endian two's complement in as few bytes as hold the sign.</summary>
    public static ReadOnlySpan<byte> MinimalBigEndian(Int128 value, Span<byte> buffer)
    {
        System.Buffers.Binary.BinaryPrimitives.WriteInt128BigEndian(buffer, value);
        var (start, fill) = (0, value < 0 ? 0xff : 0);
        while (start < 15 && buffer[start] == fill && (buffer[start + 1] ^ fill) < 0x80) start++;
        return buffer[start..16];
    }

    internal static UInt128 Magnitude(Int128 value) => (UInt128)(value < 0 ? -value : value);

    internal static (Int128 Quotient, Int128 Remainder) DivRem(Int128 a, Int128 b)
    {
        if (a >= long.MinValue && a <= long.MaxValue && b > long.MinValue && b <= long.MaxValue && b != -1)
        {
            var (quotient, remainder) = Math.DivRem((long)a, (long)b);
            return (quotient, remainder);
        }
        var wide = a / b;
        return (wide, a - wide * b);
    }

    private static (UInt128 Quotient, UInt128 Remainder) DivRem(UInt128 a, UInt128 b)
    {
        var quotient = a / b;
        return (quotient, a - quotient * b);
    }

    private static bool AddWide(Int128 a, int scaleA, Int128 b, int scaleB, int precision, int scale, out Int128 result)
    {
        var common = Math.Max(scaleA, scaleB);
        var left = new WideInteger(Magnitude(a));
        left.MultiplyByPowerOfTen(common - scaleA);
        var right = new WideInteger(Magnitude(b));
        right.MultiplyByPowerOfTen(common - scaleB);
        if (a < 0 == b < 0)
        {
            left.Add(right);
            return TryFit(left, a < 0, common, precision, scale, out result);
        }
        if (left.CompareTo(right) >= 0)
        {
            left.Subtract(right);
            return TryFit(left, a < 0, common, precision, scale, out result);
        }
        right.Subtract(left);
        return TryFit(right, b < 0, common, precision, scale, out result);
    }

    private static bool TryFit(WideInteger value, bool negative, int fromScale, int precision, int scale, out Int128 result)
    {
        result = 0;
        if (fromScale > scale)
        {
            var divisor = new WideInteger(UInt128.One);
            divisor.MultiplyByPowerOfTen(fromScale - scale);
            var rest = value.DivideBy(divisor);
            rest.ShiftLeft(1);
            if (rest.CompareTo(divisor) >= 0) value.Add(new WideInteger(UInt128.One));
        }
        else
        {
            value.MultiplyByPowerOfTen(scale - fromScale);
        }
        if (!value.FitsUInt128) return false;
        var magnitude = value.ToUInt128();
        if (magnitude >= (UInt128)Powers[precision]) return false;
        result = negative ? -(Int128)magnitude : (Int128)magnitude;
        return true;
    }

    // What rounding adds to a quotient truncated towards zero; half compares the remainder with what is missing to the divisor.
    private static int Adjustment(bool negative, bool odd, bool inexact, int half, RoundingMode mode)
    {
        if (!inexact) return 0;
        var away = mode switch
        {
            RoundingMode.HalfUp => half >= 0,
            RoundingMode.HalfEven => half > 0 || (half == 0 && odd),
            RoundingMode.Floor => negative,
            RoundingMode.Ceiling => !negative,
            _ => false,
        };
        return away ? (negative ? -1 : 1) : 0;
    }

    private static Int128[] MakePowers()
    {
        var powers = new Int128[MaxPrecision + 1];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++) powers[i] = powers[i - 1] * 10;
        return powers;
    }

    private static long[] MakeLongPowers()
    {
        var powers = new long[19];
        for (var i = 0; i < powers.Length; i++) powers[i] = (long)Powers[i];
        return powers;
    }
}
