namespace Firesteel.Foundation.Numerics;

/// <summary>Decimal digits of a binary floating-point number, the same ones that Java 17 prints (which are not always the fewest).</summary>
/// <remarks>
/// Steele and White's free-format digit generation: the number is B/S, half the distance to its neighbours is M/S, and digits come
/// until the rest is below M. Java works in 32, 64 or unlimited bits as the operands allow, and where its narrow arithmetic wraps or
/// compares differently the digits differ too, so each width is kept as it is.
/// </remarks>
static class FloatingDecimal
{
    /// <summary>No number has more digits than this.</summary>
    public const int MaxDigits = 32;

    private const int FractionBits = 52;

    // Bits needed for 5 to the power of the index.
    private static ReadOnlySpan<byte> FiveBits => [0, 3, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28, 31, 33, 35, 38, 40, 42, 45, 47, 49, 52, 54, 56, 59, 61];

    private static readonly long[] PowersOfFive = MakePowersOfFive();

    /// <summary>Writes the digits (0 to 9, not characters) of a finite positive number; its value is 0.digits times 10 to the power of <paramref name="exponent"/>.</summary>
    /// <param name="value">The number.</param>
    /// <param name="digits">Room for <see cref="MaxDigits"/>.</param>
    /// <param name="exponent">Place of the point.</param>
    public static int Digits(double value, Span<byte> digits, out int exponent)
    {
        var bits = BitConverter.DoubleToUInt64Bits(value);
        var fraction = bits & 0xfffffffffffff;
        var binaryExponent = (int)(bits >> FractionBits) & 0x7ff;
        var significant = FractionBits + 1;
        if (binaryExponent == 0)
        {
            var shift = System.Numerics.BitOperations.LeadingZeroCount(fraction) - (63 - FractionBits);
            fraction <<= shift;
            binaryExponent = 1 - shift;
            significant -= shift;
        }
        return Generate(binaryExponent - 1023, fraction | 1UL << FractionBits, significant, digits, out exponent);
    }

    /// <summary>As <see cref="Digits(double, Span{byte}, out int)"/> for a float.</summary>
    public static int Digits(float value, Span<byte> digits, out int exponent)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        var fraction = bits & 0x7fffff;
        var binaryExponent = (int)(bits >> 23) & 0xff;
        var significant = 24;
        if (binaryExponent == 0)
        {
            var shift = System.Numerics.BitOperations.LeadingZeroCount(fraction) - 8;
            fraction <<= shift;
            binaryExponent = 1 - shift;
            significant -= shift;
        }
        return Generate(binaryExponent - 127, (ulong)(fraction | 1u << 23) << (FractionBits - 23), significant, digits, out exponent);
    }

    private static int Generate(int binaryExponent, ulong fraction, int significantBits, Span<byte> digits, out int exponent)
    {
        var tailZeros = System.Numerics.BitOperations.TrailingZeroCount(fraction);
        var usedBits = FractionBits + 1 - tailZeros;
        var tinyBits = Math.Max(0, usedBits - binaryExponent - 1);
        if (tinyBits == 0 && binaryExponent <= 62)
        {
            var whole = binaryExponent >= FractionBits ? fraction << (binaryExponent - FractionBits) : fraction >> (FractionBits - binaryExponent);
            return WholeDigits(whole, InsignificantDigits(binaryExponent - significantBits - 1), digits, out exponent);
        }
        var decimalExponent = EstimateExponent(fraction, binaryExponent);
        // Powers of two and five in B, S and M.
        var b5 = Math.Max(0, -decimalExponent);
        var b2 = b5 + tinyBits + binaryExponent;
        var s5 = Math.Max(0, decimalExponent);
        var s2 = s5 + tinyBits;
        var m2 = b2 - significantBits;
        fraction >>= tailZeros;
        b2 -= usedBits - 1;
        var shared = Math.Min(b2, s2);
        b2 -= shared;
        s2 -= shared;
        m2 -= shared;
        // Below a power of two the neighbour is half as far.
        if (usedBits == 1) m2--;
        if (m2 < 0)
        {
            b2 -= m2;
            s2 -= m2;
            m2 = 0;
        }
        var bitsB = usedBits + b2 + (b5 < FiveBits.Length ? FiveBits[b5] : b5 * 3);
        var bitsTenS = s2 + 1 + (s5 + 1 < FiveBits.Length ? FiveBits[s5 + 1] : (s5 + 1) * 3);
        int count;
        if (bitsB < 32 && bitsTenS < 32)
            count = Narrow((int)fraction * (int)PowersOfFive[b5] << b2, (int)PowersOfFive[s5] << s2, (int)PowersOfFive[b5] << m2, digits, ref decimalExponent);
        else if (bitsB < 64 && bitsTenS < 64)
            count = Long((long)fraction * PowersOfFive[b5] << b2, PowersOfFive[s5] << s2, PowersOfFive[b5] << m2, digits, ref decimalExponent);
        else if (bitsB < 120 && bitsTenS < 120)
            count = Double((UInt128)fraction * PowerOfFive(b5) << b2, PowerOfFive(s5) << s2, PowerOfFive(b5) << m2, digits, ref decimalExponent);
        else
            count = Wide(fraction, b5, b2, s5, s2, m2, digits, ref decimalExponent);
        exponent = decimalExponent + 1;
        return count;
    }

    // Digits of an integer without its trailing zeros, the least significant ones rounded off.
    private static int WholeDigits(ulong value, int insignificant, Span<byte> digits, out int exponent)
    {
        exponent = 0;
        if (insignificant > 0)
        {
            var power = (ulong)Decimals.LongPowerOfTen(insignificant);
            var (quotient, residue) = Math.DivRem(value, power);
            value = residue >= power >> 1 ? quotient + 1 : quotient;
            exponent = insignificant;
        }
        while (true)
        {
            var (quotient, digit) = Math.DivRem(value, 10);
            if (digit != 0) break;
            value = quotient;
            exponent++;
        }
        var count = 0;
        for (var rest = value; rest > 0; rest /= 10) count++;
        for (var i = count - 1; i >= 0; i--)
        {
            var quotient = value / 10;
            digits[i] = (byte)(value - quotient * 10);
            value = quotient;
        }
        exponent += count;
        return count;
    }

    private static int InsignificantDigits(int bits) => bits > 1 && bits < 64 ? (bits * 1233) >> 12 : 0;

    private static int EstimateExponent(ulong fraction, int binaryExponent)
    {
        var mantissa = BitConverter.UInt64BitsToDouble(0x3ff0000000000000 | (fraction & 0xfffffffffffff));
        return (int)Math.Floor((mantissa - 1.5) * 0.289529654 + 0.176091259 + binaryExponent * 0.301029995663981);
    }

    // Outside 10^-3 to 10^7 Java prints an exponent and wants two digits at least.
    private static bool WantsTwoDigits(int decimalExponent) => decimalExponent is < -3 or >= 8;

    private static int Narrow(int b, int s, int m, Span<byte> digits, ref int decimalExponent)
    {
        var (count, ten) = (0, s * 10);
        var q = b / s;
        b = 10 * (b % s);
        m *= 10;
        var (low, high) = (b < m, b + m > ten);
        if (q == 0 && !high) decimalExponent--; else digits[count++] = (byte)q;
        if (WantsTwoDigits(decimalExponent)) low = high = false;
        while (!low && !high)
        {
            q = b / s;
            b = 10 * (b % s);
            m *= 10;
            (low, high) = m > 0 ? (b < m, b + m > ten) : (true, true);
            digits[count++] = (byte)q;
        }
        return Round(digits, count, low, high, (b << 1) - ten, ref decimalExponent);
    }

    private static int Long(long b, long s, long m, Span<byte> digits, ref int decimalExponent)
    {
        var (count, ten) = (0, s * 10);
        var inverse = 1.0 / s;
        var q = Quotient(ref b, s, inverse);
        b *= 10;
        m *= 10;
        var (low, high) = (b < m, b + m > ten);
        if (q == 0 && !high) decimalExponent--; else digits[count++] = (byte)q;
        if (WantsTwoDigits(decimalExponent)) low = high = false;
        while (!low && !high)
        {
            if (m < s / 100_000 && FourDigits(ref b, s, inverse, digits[count..]))
            {
                count += 4;
                m *= 10_000;
                (low, high) = (b < m, b + m > ten);
                continue;
            }
            q = Quotient(ref b, s, inverse);
            b *= 10;
            m *= 10;
            (low, high) = m > 0 ? (b < m, b + m > ten) : (true, true);
            digits[count++] = (byte)q;
        }
        return Round(digits, count, low, high, (b << 1) - ten, ref decimalExponent);
    }

    // Four digits in one step. While M is far below S no digit but the last can end the number if that one is neither 0 nor 9:
    // the rest before it is then at least S/100 away from both ends. Products may wrap, their small difference is exact.
    private static bool FourDigits(ref long b, long s, double inverse, Span<byte> digits)
    {
        var q = (long)(b * inverse * 1000);
        var rest = b * 1000 - q * s;
        if (rest < 0) { rest += s; q--; }
        else if (rest >= s) { rest -= s; q++; }
        var four = (uint)q;
        var last = four % 10;
        if (last is 0 or 9) return false;
        digits[0] = (byte)(four / 1000);
        digits[1] = (byte)(four / 100 % 10);
        digits[2] = (byte)(four / 10 % 10);
        digits[3] = (byte)last;
        b = rest * 10;
        return true;
    }

    // A digit by the divisor's inverse, at most one off before it is corrected; 64-bit division is slower.
    private static int Quotient(ref long b, long s, double inverse)
    {
        var q = (int)(b * inverse);
        b -= q * s;
        if (b < 0) { b += s; q--; }
        else if (b >= s) { b -= s; q++; }
        return q;
    }

    private static int Double(UInt128 b, UInt128 s, UInt128 m, Span<byte> digits, ref int decimalExponent)
    {
        var (count, ten) = (0, s * 10);
        bool low, high;
        for (var first = true; ; first = false)
        {
            var q = 0;
            if (b >= s << 3) { b -= s << 3; q = 8; }
            if (b >= s << 2) { b -= s << 2; q += 4; }
            if (b >= s << 1) { b -= s << 1; q += 2; }
            if (b >= s) { b -= s; q++; }
            b *= 10;
            m *= 10;
            (low, high) = (b < m, b + m >= ten);
            if (first && q == 0 && !high) decimalExponent--; else digits[count++] = (byte)q;
            if (first && WantsTwoDigits(decimalExponent)) low = high = false;
            if (low || high) break;
        }
        return Round(digits, count, low, high, (b << 1).CompareTo(ten), ref decimalExponent);
    }

    private static int Wide(ulong fraction, int b5, int b2, int s5, int s2, int m2, Span<byte> digits, ref int decimalExponent)
    {
        var b = WideProduct(fraction, b5, b2);
        var s = WideProduct(1, s5, s2);
        var m = WideProduct(1, b5, m2);
        var ten = s;
        ten.MultiplyBy(10);
        var twice = s;
        twice.ShiftLeft(1);
        var four = twice;
        four.ShiftLeft(1);
        var eight = four;
        eight.ShiftLeft(1);
        var count = 0;
        bool low, high;
        for (var first = true; ; first = false)
        {
            var q = 0;
            if (b.CompareTo(eight) >= 0) { b.Subtract(eight); q = 8; }
            if (b.CompareTo(four) >= 0) { b.Subtract(four); q += 4; }
            if (b.CompareTo(twice) >= 0) { b.Subtract(twice); q += 2; }
            if (b.CompareTo(s) >= 0) { b.Subtract(s); q++; }
            b.MultiplyBy(10);
            m.MultiplyBy(10);
            var sum = b;
            sum.Add(m);
            (low, high) = (b.CompareTo(m) < 0, sum.CompareTo(ten) >= 0);
            if (first && q == 0 && !high) decimalExponent--; else digits[count++] = (byte)q;
            if (first && WantsTwoDigits(decimalExponent)) low = high = false;
            if (low || high) break;
        }
        b.ShiftLeft(1);
        return Round(digits, count, low, high, b.CompareTo(ten), ref decimalExponent);
    }

    private static WideInteger WideProduct(ulong factor, int fives, int twos)
    {
        var value = new WideInteger(factor);
        value.MultiplyByPowerOfFive(fives);
        value.ShiftLeft(twos);
        return value;
    }

    // The last digit is rounded by the condition that ended the digits.
    private static int Round(Span<byte> digits, int count, bool low, bool high, long difference, ref int decimalExponent)
    {
        if (!high) return count;
        if (low && (difference < 0 || (difference == 0 && (digits[count - 1] & 1) == 0))) return count;
        var i = count - 1;
        while (i > 0 && digits[i] == 9) digits[i--] = 0;
        if (digits[i] == 9)
        {
            decimalExponent++;
            digits[i] = 1;
        }
        else
        {
            digits[i]++;
        }
        return count;
    }

    private static UInt128 PowerOfFive(int exponent) =>
        exponent < PowersOfFive.Length ? (UInt128)PowersOfFive[exponent] : (UInt128)PowersOfFive[27] * PowerOfFive(exponent - 27);

    private static long[] MakePowersOfFive()
    {
        var powers = new long[28];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++) powers[i] = powers[i - 1] * 5;
        return powers;
    }
}
