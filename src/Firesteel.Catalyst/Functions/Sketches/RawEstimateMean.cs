namespace Firesteel.Catalyst.Functions.Sketches;

/// <summary>
/// The mean of a HyperLogLog's raw estimate. With n values thrown at m registers, each register is at most v with the chance
/// exp(-n / (m 2^v)); the mean of the reciprocal sum follows from the sum's mean and variance.
/// </summary>
static class RawEstimateMean
{
    /// <summary>The factor of the estimate for 2^<paramref name="bits"/> registers.</summary>
    public static double Alpha(int bits) => bits switch { 4 => 0.673, 5 => 0.697, 6 => 0.709, _ => 0.7213 / (1.0 + 1.079 / (1 << bits)) };

    /// <param name="load">Values for each register.</param>
    public static double Of(int bits, double load)
    {
        double m = 1 << bits;
        var (mean, square, slope, bend) = (0.0, 0.0, 0.0, 0.0);
        var (before, slopeBefore, bendBefore) = (0.0, 0.0, 0.0);
        for (var v = 0; v < 64; v++)
        {
            var weight = Math.ScaleB(1, -v);
            var upTo = Math.Exp(-load * weight);
            mean += (upTo - before) * weight;
            square += (upTo - before) * weight * weight;
            slope += (-weight * upTo - slopeBefore) * weight;
            bend += (weight * weight * upTo - bendBefore) * weight;
            (before, slopeBefore, bendBefore) = (upTo, -weight * upTo, weight * weight * upTo);
        }
        // The number of values is fixed, not random as the formula has it: that takes its own share from mean and variance.
        var variance = square - mean * mean - load * slope * slope;
        mean -= load * bend / (2 * m);
        return Alpha(bits) * m / mean * (1 + variance / (m * mean * mean));
    }
}
