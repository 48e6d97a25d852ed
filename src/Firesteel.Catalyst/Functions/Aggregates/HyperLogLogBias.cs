using Firesteel.Catalyst.Functions.Sketches;

namespace Firesteel.Catalyst.Functions.Aggregates;

/// <summary>
/// By how much a HyperLogLog's raw estimate is too high, after Heule, Nunkesser and Hall, "HyperLogLog in Practice": the mean bias at the
/// six measured estimates that are nearest. They measured 200 numbers of values, up to five for each register; where their means are
/// not written down here (<see cref="MeasuredMeans"/>) the means are computed.
/// </summary>
static class HyperLogLogBias
{
    private const int Points = 201;
    private const int Nearest = 6;

    private static readonly (double[] Means, double[] Biases)?[] Tables = new (double[], double[])?[19];

    public static double Of(int bits, double estimate)
    {
        var (means, biases) = Tables[bits] ??= Make(bits);
        var at = Array.BinarySearch(means, estimate);
        var low = Math.Max((at < 0 ? ~at : at) - Nearest + 1, 0);
        var high = Math.Min(low + Nearest, means.Length);
        for (; high < means.Length && Distance(means[high], estimate) < Distance(means[low], estimate); low++) high++;
        var sum = 0.0;
        for (var i = low; i < high; i++) sum += biases[i];
        return sum / (high - low);
    }

    private static double Distance(double a, double b) => (a - b) * (a - b);

    private static (double[], double[]) Make(int bits)
    {
        var measured = MeasuredMeans.Of(bits);
        var (means, biases) = (new double[Points], new double[Points]);
        for (var i = 0; i < Points; i++)
        {
            var values = i == 0 ? 1 : Math.Round(i * 5.0 * (1 << bits) / (Points - 1));
            means[i] = measured.IsEmpty ? RawEstimateMean.Of(bits, values / (1 << bits)) : measured[i];
            biases[i] = means[i] - values;
        }
        return (means, biases);
    }
}
