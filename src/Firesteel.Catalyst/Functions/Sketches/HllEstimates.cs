namespace Firesteel.Catalyst.Functions.Sketches;

/// <summary>How many distinct values stand behind the state of a HyperLogLog.</summary>
static class HllEstimates
{
    /// <summary>Points of a register count's curve that are computed, and how far apart they are in registers.</summary>
    private const int Points = 257;
    private const double Step = 10.0 / 256;

    private const double EulerGamma = 0.57721566490153286;

    private static readonly double[]?[] Curves = new double[]?[32];

    // What so many coupons stand for: two values share one with a chance of one in three times 2^26.
    private static readonly double[] CouponCounts = [0, 1, 20, 400, 8000, 160000, 300000, 600000];
    private static readonly double[] CouponValues =
        [0, 1, 20.0000009437402611, 400.0003963713384110, 8000.1589294602090376, 160063.6067763759638183, 300223.7071597663452849, 600895.5933856170158833];

    public static double OfCoupons(int count)
    {
        var at = Array.BinarySearch(CouponCounts, count);
        return at >= 0 ? CouponValues[at] : Cubic(CouponCounts, i => CouponValues[i], Math.Clamp(~at - 2, 0, CouponCounts.Length - 4), count);
    }

    /// <summary>Of registers alone, where the order of updates is not known.</summary>
    /// <param name="bits">Logarithm of the number of registers.</param>
    /// <param name="inverse">Sum over the registers of 2 to the power of minus their value.</param>
    /// <param name="empty">Registers that were never hit.</param>
    public static double OfRegisters(int bits, double inverse, int empty)
    {
        double k = 1 << bits;
        var adjusted = Adjust(bits, RawEstimateMean.Alpha(bits) * k * k / inverse);
        if (adjusted > 3 * k) return adjusted;
        var linear = empty == 0 ? k * Math.Log(k / 0.5) : k * (Harmonic(k) - Harmonic(empty));
        // The mean of both decides, so that the choice itself does not bias the answer.
        var crossing = bits switch { 4 => 0.718, 5 => 0.672, _ => 0.64 };
        return (adjusted + linear) / 2 > crossing * k ? adjusted : linear;
    }

    /// <summary>The number whose mean raw estimate is the one given.</summary>
    private static double Adjust(int bits, double raw)
    {
        var curve = Volatile.Read(ref Curves[bits]);
        if (curve == null) Volatile.Write(ref Curves[bits], curve = Curve(bits));
        var stride = Step * (1 << bits);
        if (raw <= curve[0]) return 0;
        if (raw >= curve[^1]) return raw * (stride * (Points - 1) / curve[^1]);
        var at = Array.BinarySearch(curve, raw);
        if (at >= 0) return at * stride;
        return Cubic(curve, i => i * stride, Math.Clamp(~at - 2, 0, Points - 4), raw);
    }

    /// <summary>The cubic through four points, the first at <paramref name="first"/>.</summary>
    private static double Cubic(double[] x, Func<int, double> y, int first, double at)
    {
        var sum = 0.0;
        for (var i = first; i < first + 4; i++)
        {
            var (above, below) = (1.0, 1.0);
            for (var j = first; j < first + 4; j++)
                if (j != i) (above, below) = (above * (at - x[j]), below * (x[i] - x[j]));
            sum += y(i) * above / below;
        }
        return sum;
    }

    private static double[] Curve(int bits)
    {
        var curve = new double[Points];
        for (var i = 0; i < Points; i++) curve[i] = RawEstimateMean.Of(bits, i * Step);
        return curve;
    }

    private static double Harmonic(double n)
    {
        if (n < 25)
        {
            var sum = 0.0;
            for (var i = 1; i <= (int)n; i++) sum += 1.0 / i;
            return sum;
        }
        var inverse = 1 / (n * n);
        return Math.Log(n) + EulerGamma + 1 / (2 * n) - inverse / 12 + inverse * inverse / 120 - inverse * inverse * inverse / 252;
    }
}
