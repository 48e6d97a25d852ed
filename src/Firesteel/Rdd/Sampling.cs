using Firesteel.Foundation.Numerics;

namespace Firesteel;

/// <summary>Random parts of a partition, drawn as Spark draws them: the same seed gives the same items.</summary>
static class Sampling
{
    // Above this share each item is drawn for; below it the gaps between the taken ones are drawn.
    private const double MostForGaps = 0.4;
    private const double Smallest = 5e-11;

    public static IEnumerable<T> Bernoulli<T>(IEnumerable<T> items, double fraction, long seed)
    {
        if (fraction <= 0) return [];
        if (fraction >= 1) return items;
        return fraction <= MostForGaps ? Gaps(items, fraction, seed) : Cell(items, 0, fraction, seed, inclusive: true);
    }

    /// <summary>Items whose draw lies in [lower, upper).</summary>
    public static IEnumerable<T> Cell<T>(IEnumerable<T> items, double lower, double upper, long seed, bool inclusive = false)
    {
        var random = new XorShiftRandom(seed);
        foreach (var item in items)
        {
            var draw = random.NextDouble();
            if (inclusive ? draw <= upper : draw >= lower && draw < upper) yield return item;
        }
    }

    /// <summary>Each item as often as a Poisson draw around the fraction says.</summary>
    public static IEnumerable<T> Poisson<T>(IEnumerable<T> items, double fraction, long seed)
    {
        if (fraction <= 0) return [];
        return fraction <= MostForGaps ? PoissonGaps(items, fraction, seed) : EachPoisson(items, new PoissonDraws(fraction, seed));
    }

    private static IEnumerable<T> EachPoisson<T>(IEnumerable<T> items, PoissonDraws draws)
    {
        foreach (var item in items)
            for (var left = draws.Next(); left > 0; left--) yield return item;
    }

    // The runs of items that are not taken are drawn, and how often one is that is taken at least once.
    private static IEnumerable<T> PoissonGaps<T>(IEnumerable<T> items, double fraction, long seed)
    {
        var random = new XorShiftRandom(seed);
        var none = Math.Exp(-fraction);
        var skip = Gap(ref random, -fraction);
        foreach (var item in items)
        {
            if (skip-- > 0) continue;
            var times = AtLeastOnce(ref random, none);
            skip = Gap(ref random, -fraction);
            for (; times > 0; times--) yield return item;
        }
    }

    private static int AtLeastOnce(ref XorShiftRandom random, double none)
    {
        var product = (none + (1 - none) * random.NextDouble()) * random.NextDouble();
        var times = 1;
        for (; product > none; times++) product *= random.NextDouble();
        return times;
    }

    private static IEnumerable<T> Gaps<T>(IEnumerable<T> items, double fraction, long seed)
    {
        var random = new XorShiftRandom(seed);
        var scale = StrictLog1p(-fraction);
        var skip = Gap(ref random, scale);
        foreach (var item in items)
        {
            if (skip-- > 0) continue;
            yield return item;
            skip = Gap(ref random, scale);
        }
    }

    private static int Gap(ref XorShiftRandom random, double scale) => (int)(Math.Log(Math.Max(random.NextDouble(), Smallest)) / scale);

    // ln(1 + x) without the loss of 1 + x for a small x.
    private static double StrictLog1p(double x)
    {
        var one = 1 + x;
        return one == 1 ? x : Math.Log(one) * (x / (one - 1));
    }
}
