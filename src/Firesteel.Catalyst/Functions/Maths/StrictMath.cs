namespace Firesteel.Catalyst.Functions.Maths;

/// <summary>Functions whose last digit differs between math libraries, computed as the freely distributable libm does, which Java follows.</summary>
static class StrictMath
{
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double InverseLn2 = 1.44269504088896338700e+00;

    /// <summary>e to the power of x: reduction by multiples of ln 2, then a rational approximation.</summary>
    public static double Exp(double x)
    {
        if (double.IsNaN(x)) return x;
        if (x > 7.09782712893383973096e+02) return double.PositiveInfinity;
        if (x < -7.45133219101941108420e+02) return 0;
        double high = 0, low = 0;
        var k = 0;
        var size = Math.Abs(x);
        if (size > 0.34657359027997264)
        {
            if (size < 1.0397207708399179)
            {
                k = x < 0 ? -1 : 1;
                high = x - k * Ln2High;
                low = k * Ln2Low;
            }
            else
            {
                k = (int)(InverseLn2 * x + (x < 0 ? -0.5 : 0.5));
                high = x - k * Ln2High;
                low = k * Ln2Low;
            }
            x = high - low;
        }
        else if (size < 3.725290298461914e-09) return 1 + x;
        var t = x * x;
        var c = x - t * (1.66666666666666019037e-01 + t * (-2.77777777770155933842e-03 + t * (6.61375632143793436117e-05
            + t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08))));
        if (k == 0) return 1 - (x * c / (c - 2) - x);
        return Math.ScaleB(1 - (low - x * c / (2 - c) - high), k);
    }

    /// <summary>Hyperbolic cosine: of small arguments from e to their power less 1, of others from the powers themselves.</summary>
    public static double Cosh(double x)
    {
        if (double.IsNaN(x)) return x;
        var size = Math.Abs(x);
        if (double.IsInfinity(size)) return size;
        if (size < 0.34657359027997264)
        {
            var less = MathFunctions.Expm1Of(size);
            var power = 1 + less;
            return size < 2.7755575615628914e-17 ? power : 1 + less * less / (power + power);
        }
        if (size < 22)
        {
            var power = Exp(size);
            return 0.5 * power + 0.5 / power;
        }
        if (size < 709.782712893384) return 0.5 * Exp(size);
        if (size > 710.4758600739439) return double.PositiveInfinity;
        var half = Exp(0.5 * size);
        return 0.5 * half * half;
    }
}
