namespace Firesteel.Foundation.Numerics;

/// <summary>The natural logarithm as Java's StrictMath computes it, the same to the last bit on every machine.</summary>
/// <remarks>
/// x is split into 2^k * (1 + f) with 1 + f near one; with s = f / (2 + f), log(1 + f) = 2s + s*R(s^2), R a polynomial of degree 7
/// in s^2 (the method and coefficients of the freely distributable math library fdlibm).
/// </remarks>
static class StrictLog
{
    private const double Ln2High = 6.93147180369123816490e-01, Ln2Low = 1.90821492927058770002e-10;
    private const double L1 = 6.666666666666735130e-01, L2 = 3.999999999940941908e-01, L3 = 2.857142874366239149e-01, L4 = 2.222219843214978396e-01;
    private const double L5 = 1.818357216161805012e-01, L6 = 1.531383769920937332e-01, L7 = 1.479819860511658591e-01;

    public static double Of(double x)
    {
        if (!(x > 0)) return x == 0 ? double.NegativeInfinity : double.NaN;
        if (double.IsPositiveInfinity(x)) return x;
        var k = 0;
        var bits = BitConverter.DoubleToInt64Bits(x);
        var high = (int)(bits >> 32);
        if (high < 0x00100000)
        {
            k = -54;
            x *= 1L << 54;
            bits = BitConverter.DoubleToInt64Bits(x);
            high = (int)(bits >> 32);
        }
        k += (high >> 20) - 1023;
        high &= 0x000fffff;
        // 1 + f lies between sqrt(2)/2 and sqrt(2).
        var halve = (high + 0x95f64) & 0x100000;
        x = BitConverter.Int64BitsToDouble((long)(high | halve ^ 0x3ff00000) << 32 | (bits & 0xffffffff));
        k += halve >> 20;
        var f = x - 1;
        double dk = k;
        if ((0x000fffff & (2 + high)) < 3)
        {
            if (f == 0) return k == 0 ? 0 : dk * Ln2High + dk * Ln2Low;
            var small = f * f * (0.5 - 0.33333333333333333 * f);
            return k == 0 ? f - small : dk * Ln2High - (small - dk * Ln2Low - f);
        }
        var s = f / (2 + f);
        var z = s * s;
        var w = z * z;
        var r = z * (L1 + w * (L3 + w * (L5 + w * L7))) + w * (L2 + w * (L4 + w * L6));
        if (((high - 0x6147a) | (0x6b851 - high)) > 0)
        {
            var half = 0.5 * f * f;
            return k == 0 ? f - (half - s * (half + r)) : dk * Ln2High - (half - (s * (half + r) + dk * Ln2Low) - f);
        }
        return k == 0 ? f - s * (f - r) : dk * Ln2High - (s * (f - r) - dk * Ln2Low - f);
    }
}
