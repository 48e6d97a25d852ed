using System.Numerics;

namespace Firesteel;

/// <summary>What RDDs of numbers can do.</summary>
public static class DoubleRDDFunctions
{
    public static double Sum(this RDD<double> rdd) => rdd.Fold(0, (a, b) => a + b);

    /// <summary>The sum of whole numbers and of others, in their own type.</summary>
    public static T Sum<T>(this RDD<T> rdd) where T : struct, INumber<T> => rdd.Aggregate(default(T), (a, b) => a + b, (a, b) => a + b);

    /// <summary>Count, mean, variance, smallest and largest in one pass.</summary>
    public static StatCounter Stats<T>(this RDD<T> rdd) where T : struct, INumber<T> =>
        rdd.SparkContext.RunJob(rdd, (_, items) => StatCounter.Of(items.Select(double.CreateChecked)), "stats").Aggregate(new StatCounter(), (a, b) => a.Merge(b));

    public static double Mean<T>(this RDD<T> rdd) where T : struct, INumber<T> => rdd.Stats().Mean;
    public static double Variance<T>(this RDD<T> rdd) where T : struct, INumber<T> => rdd.Stats().Variance;
    public static double Stdev<T>(this RDD<T> rdd) where T : struct, INumber<T> => rdd.Stats().Stdev;
    public static double SampleVariance<T>(this RDD<T> rdd) where T : struct, INumber<T> => rdd.Stats().SampleVariance;
    public static double SampleStdev<T>(this RDD<T> rdd) where T : struct, INumber<T> => rdd.Stats().SampleStdev;

    /// <summary>How many items lie in each of the given buckets: [a, b), …, the last with its end.</summary>
    public static long[] Histogram<T>(this RDD<T> rdd, double[] buckets) where T : struct, INumber<T>
    {
        if (buckets.Length < 2) throw new ArgumentException("buckets array must have at least two elements", nameof(buckets));
        var parts = rdd.SparkContext.RunJob(rdd, (_, items) => Count(items.Select(double.CreateChecked), buckets), "histogram");
        var sum = new long[buckets.Length - 1];
        foreach (var part in parts)
            for (var i = 0; i < sum.Length; i++) sum[i] += part[i];
        return sum;
    }

    /// <summary>Buckets of the same width between the smallest and the largest item, and how many lie in each.</summary>
    public static (double[] Buckets, long[] Counts) Histogram<T>(this RDD<T> rdd, int bucketCount) where T : struct, INumber<T>
    {
        var stats = rdd.Stats();
        if (stats.Count == 0 || !double.IsFinite(stats.Min) || !double.IsFinite(stats.Max)) throw new NotSupportedException("Histogram on either an empty RDD or RDD containing +/-infinity or NaN");
        var buckets = stats.Min == stats.Max ? [stats.Min, stats.Min] : Enumerable.Range(0, bucketCount).Select(i => stats.Min + i * (stats.Max - stats.Min) / bucketCount).Append(stats.Max).ToArray();
        return (buckets, rdd.Histogram(buckets));
    }

    private static long[] Count(IEnumerable<double> items, double[] buckets)
    {
        var counts = new long[buckets.Length - 1];
        foreach (var item in items)
        {
            if (double.IsNaN(item) || item < buckets[0] || item > buckets[^1]) continue;
            var place = Array.BinarySearch(buckets, item);
            place = place >= 0 ? place : ~place - 1;
            counts[Math.Min(place, counts.Length - 1)]++;
        }
        return counts;
    }
}
