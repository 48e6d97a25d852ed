using System.Collections;
using Firesteel.Core.Scheduler;

namespace Firesteel;

/// <summary>What RDDs of pairs can do with their keys.</summary>
public static class PairRDDFunctions
{
    public static RDD<K> Keys<K, V>(this RDD<(K, V)> rdd) => rdd.Map(pair => pair.Item1);
    public static RDD<V> Values<K, V>(this RDD<(K, V)> rdd) => rdd.Map(pair => pair.Item2);

    public static RDD<(K Key, U Value)> MapValues<K, V, U>(this RDD<(K, V)> rdd, Func<V, U> function) =>
        rdd.MapPartitions(pairs => pairs.Select(pair => (pair.Item1, function(pair.Item2))), preservesPartitioning: true);

    public static RDD<(K Key, U Value)> FlatMapValues<K, V, U>(this RDD<(K, V)> rdd, Func<V, IEnumerable<U>> function) =>
        rdd.MapPartitions(pairs => pairs.SelectMany(pair => function(pair.Item2).Select(value => (pair.Item1, value))), preservesPartitioning: true);

    /// <summary>The pairs, each in the partition that the partitioner says.</summary>
    public static RDD<(K Key, V Value)> PartitionBy<K, V>(this RDD<(K, V)> rdd, Partitioner partitioner)
    {
        CheckKeys<K>(partitioner);
        return partitioner.Equals(rdd.Partitioner) ? rdd : new ShuffledRDD<K, V, V>(new RddShuffle<K, V, V>(rdd, partitioner, null), partitioner, null, null);
    }

    /// <inheritdoc cref="PartitionBy{K, V}(RDD{ValueTuple{K, V}}, Partitioner)"/>
    public static RDD<(K Key, V Value)> PartitionBy<K, V>(this RDD<(K, V)> rdd, int numPartitions) => rdd.PartitionBy(new HashPartitioner(numPartitions));

    /// <summary>The values of each key brought together: what the first becomes, how another joins it, how two such are joined.</summary>
    public static RDD<(K Key, C Value)> CombineByKey<K, V, C>(this RDD<(K, V)> rdd, Func<V, C> createCombiner, Func<C, V, C> mergeValue, Func<C, C, C> mergeCombiners, Partitioner? partitioner = null, bool mapSideCombine = true)
    {
        partitioner ??= Partitioner.Default(rdd);
        CheckKeys<K>(partitioner);
        if (mapSideCombine && typeof(K).IsArray && typeof(K) != typeof(byte[])) throw SparkException.WithoutCondition("Cannot use map-side combining with array keys.");
        var aggregator = new Aggregator<V, C>(createCombiner, mergeValue, mergeCombiners);
        if (partitioner.Equals(rdd.Partitioner))
            return new MapPartitionsRDD<(K, V), (K Key, C Value)>(rdd, (context, _, pairs) => Combine(pairs, aggregator, context), preservesPartitioning: true);
        if (!mapSideCombine) return new ShuffledRDD<K, V, C>(new RddShuffle<K, V, V>(rdd, partitioner, null), partitioner, aggregator, null);
        var merge = new Aggregator<C, C>(static combined => combined, mergeCombiners, mergeCombiners);
        return new ShuffledRDD<K, C, C>(new RddShuffle<K, V, C>(rdd, partitioner, aggregator), partitioner, merge, null);
    }

    public static RDD<(K Key, C Value)> CombineByKey<K, V, C>(this RDD<(K, V)> rdd, Func<V, C> createCombiner, Func<C, V, C> mergeValue, Func<C, C, C> mergeCombiners, int numPartitions) =>
        rdd.CombineByKey(createCombiner, mergeValue, mergeCombiners, new HashPartitioner(numPartitions));

    public static RDD<(K Key, V Value)> ReduceByKey<K, V>(this RDD<(K, V)> rdd, Func<V, V, V> function, Partitioner? partitioner = null) =>
        rdd.CombineByKey(static value => value, function, function, partitioner);

    public static RDD<(K Key, V Value)> ReduceByKey<K, V>(this RDD<(K, V)> rdd, Func<V, V, V> function, int numPartitions) => rdd.ReduceByKey(function, new HashPartitioner(numPartitions));

    /// <summary>The values of each key brought together on the driver.</summary>
    public static Dictionary<K, V> ReduceByKeyLocally<K, V>(this RDD<(K, V)> rdd, Func<V, V, V> function) where K : notnull
    {
        var merged = new Dictionary<K, V>(KeyEquality<K>.Instance);
        rdd.SparkContext.RunJob(rdd, (_, pairs) => Reduced(pairs, function), "reduceByKeyLocally", null, (_, part) =>
        {
            foreach (var (key, value) in part) merged[key] = merged.TryGetValue(key, out var known) ? function(known, value) : value;
        });
        return merged;
    }

    /// <param name="zeroValue">What each key begins with; as often as there are partitions that have the key. It is copied for each key.</param>
    public static RDD<(K Key, U Value)> AggregateByKey<K, V, U>(this RDD<(K, V)> rdd, U zeroValue, Func<U, V, U> seqOp, Func<U, U, U> combOp, Partitioner? partitioner = null)
    {
        var zero = new ZeroValue<U>(zeroValue);
        return rdd.CombineByKey(value => seqOp(zero.Fresh(), value), seqOp, combOp, partitioner);
    }

    public static RDD<(K Key, U Value)> AggregateByKey<K, V, U>(this RDD<(K, V)> rdd, U zeroValue, Func<U, V, U> seqOp, Func<U, U, U> combOp, int numPartitions) =>
        rdd.AggregateByKey(zeroValue, seqOp, combOp, new HashPartitioner(numPartitions));

    /// <inheritdoc cref="AggregateByKey{K, V, U}(RDD{ValueTuple{K, V}}, U, Func{U, V, U}, Func{U, U, U}, Partitioner?)"/>
    public static RDD<(K Key, V Value)> FoldByKey<K, V>(this RDD<(K, V)> rdd, V zeroValue, Func<V, V, V> function, Partitioner? partitioner = null) =>
        rdd.AggregateByKey(zeroValue, function, function, partitioner);

    public static RDD<(K Key, IEnumerable<V> Values)> GroupByKey<K, V>(this RDD<(K, V)> rdd, Partitioner? partitioner = null) =>
        rdd.CombineByKey(static value => new List<V> { value }, static (list, value) => { list.Add(value); return list; }, static (a, b) => { a.AddRange(b); return a; }, partitioner, mapSideCombine: false)
            .MapPartitions(groups => groups.Select(group => (group.Key, (IEnumerable<V>)group.Value)), preservesPartitioning: true);

    public static RDD<(K Key, IEnumerable<V> Values)> GroupByKey<K, V>(this RDD<(K, V)> rdd, int numPartitions) => rdd.GroupByKey(new HashPartitioner(numPartitions));

    /// <summary>For each key that one of them has, the values of both.</summary>
    public static RDD<(K Key, (IEnumerable<V>, IEnumerable<W>) Groups)> Cogroup<K, V, W>(this RDD<(K, V)> rdd, RDD<(K, W)> other, Partitioner? partitioner = null) =>
        Group<K>(rdd.SparkContext, partitioner ?? Partitioner.Default(rdd, other), p => [new CoGroupSource<K, V>(rdd, p), new CoGroupSource<K, W>(other, p)])
            .MapPartitions(groups => groups.Select(g => (g.Key, ((IEnumerable<V>)g.Groups[0], (IEnumerable<W>)g.Groups[1]))), preservesPartitioning: true);

    public static RDD<(K Key, (IEnumerable<V>, IEnumerable<W>) Groups)> Cogroup<K, V, W>(this RDD<(K, V)> rdd, RDD<(K, W)> other, int numPartitions) => rdd.Cogroup(other, new HashPartitioner(numPartitions));

    public static RDD<(K Key, (IEnumerable<V>, IEnumerable<W1>, IEnumerable<W2>) Groups)> Cogroup<K, V, W1, W2>(this RDD<(K, V)> rdd, RDD<(K, W1)> other1, RDD<(K, W2)> other2, Partitioner? partitioner = null) =>
        Group<K>(rdd.SparkContext, partitioner ?? Partitioner.Default(rdd, other1, other2), p => [new CoGroupSource<K, V>(rdd, p), new CoGroupSource<K, W1>(other1, p), new CoGroupSource<K, W2>(other2, p)])
            .MapPartitions(groups => groups.Select(g => (g.Key, ((IEnumerable<V>)g.Groups[0], (IEnumerable<W1>)g.Groups[1], (IEnumerable<W2>)g.Groups[2]))), preservesPartitioning: true);

    public static RDD<(K Key, (IEnumerable<V>, IEnumerable<W1>, IEnumerable<W2>, IEnumerable<W3>) Groups)> Cogroup<K, V, W1, W2, W3>(
        this RDD<(K, V)> rdd, RDD<(K, W1)> other1, RDD<(K, W2)> other2, RDD<(K, W3)> other3, Partitioner? partitioner = null) =>
        Group<K>(rdd.SparkContext, partitioner ?? Partitioner.Default(rdd, other1, other2, other3), p => [new CoGroupSource<K, V>(rdd, p), new CoGroupSource<K, W1>(other1, p), new CoGroupSource<K, W2>(other2, p), new CoGroupSource<K, W3>(other3, p)])
            .MapPartitions(groups => groups.Select(g => (g.Key, ((IEnumerable<V>)g.Groups[0], (IEnumerable<W1>)g.Groups[1], (IEnumerable<W2>)g.Groups[2], (IEnumerable<W3>)g.Groups[3]))), preservesPartitioning: true);

    public static RDD<(K Key, (IEnumerable<V>, IEnumerable<W>) Groups)> GroupWith<K, V, W>(this RDD<(K, V)> rdd, RDD<(K, W)> other) => rdd.Cogroup(other);

    /// <summary>Each value with each of the other's values of the same key.</summary>
    public static RDD<(K Key, (V, W) Values)> Join<K, V, W>(this RDD<(K, V)> rdd, RDD<(K, W)> other, Partitioner? partitioner = null) =>
        rdd.Cogroup(other, partitioner).FlatMapValues(g => Pairs(g.Item1, g.Item2));

    public static RDD<(K Key, (V, W) Values)> Join<K, V, W>(this RDD<(K, V)> rdd, RDD<(K, W)> other, int numPartitions) => rdd.Join(other, new HashPartitioner(numPartitions));

    /// <summary>As a join; keys that the other has not come with nothing in its place.</summary>
    public static RDD<(K Key, (V, Optional<W>) Values)> LeftOuterJoin<K, V, W>(this RDD<(K, V)> rdd, RDD<(K, W)> other, Partitioner? partitioner = null) =>
        rdd.Cogroup(other, partitioner).FlatMapValues(g => Pairs(g.Item1, Optionals(g.Item2)));

    public static RDD<(K Key, (Optional<V>, W) Values)> RightOuterJoin<K, V, W>(this RDD<(K, V)> rdd, RDD<(K, W)> other, Partitioner? partitioner = null) =>
        rdd.Cogroup(other, partitioner).FlatMapValues(g => Pairs(Optionals(g.Item1), g.Item2));

    public static RDD<(K Key, (Optional<V>, Optional<W>) Values)> FullOuterJoin<K, V, W>(this RDD<(K, V)> rdd, RDD<(K, W)> other, Partitioner? partitioner = null) =>
        rdd.Cogroup(other, partitioner).FlatMapValues(g => Pairs(Optionals(g.Item1), Optionals(g.Item2)));

    /// <summary>The pairs whose keys the other has not.</summary>
    public static RDD<(K Key, V Value)> SubtractByKey<K, V, W>(this RDD<(K, V)> rdd, RDD<(K, W)> other, Partitioner? partitioner = null) =>
        rdd.Cogroup(other, partitioner ?? rdd.Partitioner ?? new HashPartitioner(rdd.GetNumPartitions())).FlatMapValues(g => g.Item2.Any() ? [] : g.Item1);

    /// <summary>The pairs in the order of their keys, over all partitions.</summary>
    public static RDD<(K Key, V Value)> SortByKey<K, V>(this RDD<(K, V)> rdd, bool ascending = true, int? numPartitions = null, IComparer<K>? comparer = null)
    {
        var order = comparer ?? KeyOrder<K>.Instance;
        var partitioner = RangeBounds.Partitioner(rdd, numPartitions ?? rdd.GetNumPartitions(), order, ascending);
        return new ShuffledRDD<K, V, V>(new RddShuffle<K, V, V>(rdd, partitioner, null), partitioner, null, ascending ? order : new ReverseOrder<K>(order));
    }

    /// <summary>The pairs in the partitions that a partitioner says, in order within each.</summary>
    public static RDD<(K Key, V Value)> RepartitionAndSortWithinPartitions<K, V>(this RDD<(K, V)> rdd, Partitioner partitioner, IComparer<K>? comparer = null, bool ascending = true)
    {
        var order = comparer ?? KeyOrder<K>.Instance;
        return new ShuffledRDD<K, V, V>(new RddShuffle<K, V, V>(rdd, partitioner, null), partitioner, null, ascending ? order : new ReverseOrder<K>(order));
    }

    /// <summary>The pairs whose keys lie in a range; of a sorted RDD only the partitions that can hold such are read.</summary>
    public static RDD<(K Key, V Value)> FilterByRange<K, V>(this RDD<(K, V)> rdd, K lower, K upper, IComparer<K>? comparer = null)
    {
        var order = comparer ?? KeyOrder<K>.Instance;
        RDD<(K, V)> source = rdd;
        if (rdd.Partitioner is RangePartitioner<K> ranges)
        {
            var (a, b) = (ranges.GetPartition(lower), ranges.GetPartition(upper));
            source = new PartitionPruningRDD<(K, V)>(rdd, [.. Enumerable.Range(Math.Min(a, b), Math.Abs(a - b) + 1)]);
        }
        return source.Filter(pair => order.Compare(pair.Item1, lower) >= 0 && order.Compare(pair.Item1, upper) <= 0);
    }

    /// <summary>The values of a key; where it is known how keys are spread only its partition is read.</summary>
    public static V[] Lookup<K, V>(this RDD<(K, V)> rdd, K key)
    {
        var equality = KeyEquality<K>.Instance;
        int[]? partitions = rdd.Partitioner is { } partitioner ? [partitioner.GetPartition(key)] : null;
        return [.. rdd.SparkContext.RunJob(rdd, (_, pairs) => pairs.Where(pair => equality.Equals(pair.Item1, key)).Select(pair => pair.Item2).ToArray(), "lookup", partitions).SelectMany(part => part)];
    }

    /// <summary>Each key and how often it occurs.</summary>
    public static Dictionary<K, long> CountByKey<K, V>(this RDD<(K, V)> rdd) where K : notnull => rdd.MapValues(_ => 1L).ReduceByKey((a, b) => a + b).CollectAsMap();

    /// <summary>Each key with a value of its own.</summary>
    public static Dictionary<K, V> CollectAsMap<K, V>(this RDD<(K, V)> rdd) where K : notnull
    {
        var map = new Dictionary<K, V>(KeyEquality<K>.Instance);
        foreach (var (key, value) in rdd.Collect()) map[key] = value;
        return map;
    }

    /// <summary>For each key about how many distinct values it has.</summary>
    public static RDD<(K Key, long Value)> CountApproxDistinctByKey<K, V>(this RDD<(K, V)> rdd, double relativeSD = 0.05, int? numPartitions = null)
    {
        var bits = Math.Max(4, (int)Math.Ceiling(2.0 * Math.Log(1.054 / relativeSD) / Math.Log(2)));
        return rdd.CombineByKey(value => DistinctSketch.Of([value], bits), (sketch, value) => DistinctSketch.Merge([sketch, DistinctSketch.Of([value], bits)], bits), (a, b) => DistinctSketch.Merge([a, b], bits),
            numPartitions is { } wanted ? new HashPartitioner(wanted) : null).MapValues(DistinctSketch.Estimate);
    }

    /// <summary>A random part of the pairs of each key, about the key's own fraction in size.</summary>
    public static RDD<(K, V)> SampleByKey<K, V>(this RDD<(K, V)> rdd, bool withReplacement, IReadOnlyDictionary<K, double> fractions, long? seed = null) where K : notnull
    {
        var (shares, start) = (fractions.ToDictionary(KeyEquality<K>.Instance), seed ?? Random.Shared.NextInt64());
        return rdd.MapPartitionsWithIndex((index, pairs) => SampledByKey(pairs, withReplacement, shares, start + index), preservesPartitioning: true);
    }

    internal static IEnumerable<(K, C)> Combine<K, V, C>(IEnumerable<(K, V)> pairs, Aggregator<V, C> aggregator, TaskContext context)
    {
        var map = new CombineMap<K, C>(aggregator.Merge, context);
        foreach (var (key, value) in pairs) map.Insert(key, value, aggregator.Create, aggregator.Add);
        return map.Read();
    }

    private static RDD<(K Key, IList[] Groups)> Group<K>(SparkContext context, Partitioner partitioner, Func<Partitioner, CoGroupSource<K>[]> sources)
    {
        CheckKeys<K>(partitioner);
        return new CoGroupedRDD<K>(context, partitioner, sources(partitioner));
    }

    private static Dictionary<K, V> Reduced<K, V>(IEnumerable<(K, V)> pairs, Func<V, V, V> function) where K : notnull
    {
        var map = new Dictionary<K, V>(KeyEquality<K>.Instance);
        foreach (var (key, value) in pairs) map[key] = map.TryGetValue(key, out var known) ? function(known, value) : value;
        return map;
    }

    private static IEnumerable<(K, V)> SampledByKey<K, V>(IEnumerable<(K, V)> pairs, bool withReplacement, Dictionary<K, double> fractions, long seed) where K : notnull
    {
        var random = new Foundation.Numerics.XorShiftRandom(seed);
        // Keys of one fraction draw from one sequence.
        var draws = new Dictionary<double, Foundation.Numerics.PoissonDraws>();
        foreach (var pair in pairs)
        {
            var fraction = fractions.GetValueOrDefault(pair.Item1);
            if (!withReplacement)
            {
                if (random.NextDouble() < fraction) yield return pair;
                continue;
            }
            if (fraction <= 0) continue;
            if (!draws.TryGetValue(fraction, out var own)) draws[fraction] = own = new(fraction, seed);
            for (var left = own.Next(); left > 0; left--) yield return pair;
        }
    }

    private static IEnumerable<(V, W)> Pairs<V, W>(IEnumerable<V> first, IEnumerable<W> second)
    {
        foreach (var v in first)
            foreach (var w in second) yield return (v, w);
    }

    private static IEnumerable<Optional<V>> Optionals<V>(IEnumerable<V> values) => values.Select(v => Optional<V>.Of(v)).DefaultIfEmpty();

    private static void CheckKeys<K>(Partitioner partitioner)
    {
        if (typeof(K).IsArray && typeof(K) != typeof(byte[]) && partitioner is HashPartitioner) throw SparkException.WithoutCondition("HashPartitioner cannot partition array keys.");
    }
}
