using Firesteel.Foundation.Numerics;

namespace Firesteel;

/// <summary>Finds the bounds of ranges of about the same size by a sample of the keys, a job of its own.</summary>
static class RangeBounds
{
    private const int SamplesPerPartition = 20;
    private const int MostSamples = 1_000_000;

    public static Partitioner Partitioner<K, V>(RDD<(K, V)> rdd, int partitions, IComparer<K> order, bool ascending)
    {
        if (partitions <= 1 || rdd.GetNumPartitions() == 0) return new RangePartitioner<K>([], order, ascending);
        // Three times too many, since partitions differ in size.
        var each = (int)Math.Ceiling(3.0 * Math.Min(SamplesPerPartition * (double)partitions, MostSamples) / rdd.GetNumPartitions());
        var samples = rdd.SparkContext.RunJob(rdd, (context, pairs) => Reservoir(pairs, each, context.PartitionId), "sortByKey");
        var weighted = new List<(K Key, double Weight)>();
        foreach (var (count, keys) in samples)
            foreach (var key in keys) weighted.Add((key, (double)count / keys.Length));
        return new RangePartitioner<K>(Bounds(weighted, partitions, order), order, ascending);
    }

    private static K[] Bounds<K>(List<(K Key, double Weight)> weighted, int partitions, IComparer<K> order)
    {
        weighted.Sort((a, b) => order.Compare(a.Key, b.Key));
        var step = weighted.Sum(w => w.Weight) / partitions;
        var (bounds, passed, target) = (new List<K>(), 0.0, step);
        foreach (var (key, weight) in weighted)
        {
            passed += weight;
            if (bounds.Count == partitions - 1 || passed < target) continue;
            // Equal keys belong to one range.
            if (bounds.Count > 0 && order.Compare(key, bounds[^1]) <= 0) continue;
            bounds.Add(key);
            target += step;
        }
        return [.. bounds];
    }

    private static (long Count, K[] Keys) Reservoir<K, V>(IEnumerable<(K Key, V)> pairs, int size, int seed)
    {
        var (random, count, keys) = (new XorShiftRandom(seed), 0L, new List<K>());
        foreach (var (key, _) in pairs)
        {
            count++;
            if (keys.Count < size) keys.Add(key);
            else if ((long)(random.NextDouble() * count) is var place && place < size) keys[(int)place] = key;
        }
        return (count, [.. keys]);
    }
}
