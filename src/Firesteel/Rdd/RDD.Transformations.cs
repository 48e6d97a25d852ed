using Firesteel.Foundation.Numerics;

namespace Firesteel;

public abstract partial class RDD<T>
{
    public RDD<TResult> Map<TResult>(Func<T, TResult> function) => MapPartitions(items => items.Select(function));
    public RDD<TResult> FlatMap<TResult>(Func<T, IEnumerable<TResult>> function) => MapPartitions(items => items.SelectMany(function));
    public RDD<T> Filter(Func<T, bool> predicate) => MapPartitions(items => items.Where(predicate), preservesPartitioning: true);

    public RDD<TResult> MapPartitions<TResult>(Func<IEnumerable<T>, IEnumerable<TResult>> function, bool preservesPartitioning = false) =>
        new MapPartitionsRDD<T, TResult>(this, (_, _, items) => function(items), preservesPartitioning);

    public RDD<TResult> MapPartitionsWithIndex<TResult>(Func<int, IEnumerable<T>, IEnumerable<TResult>> function, bool preservesPartitioning = false) =>
        new MapPartitionsRDD<T, TResult>(this, (_, index, items) => function(index, items), preservesPartitioning);

    /// <summary>The items of each partition as an array.</summary>
    public RDD<T[]> Glom() => MapPartitions<T[]>(items => [items.ToArray()]);

    public RDD<(TKey Key, T Value)> KeyBy<TKey>(Func<T, TKey> key) => Map(item => (key(item), item));

    /// <summary>The items of both, with those that occur in both twice.</summary>
    public RDD<T> Union(RDD<T> other) => SparkContext.Union(this, other);

    /// <summary>Items that both have, each once.</summary>
    public RDD<T> Intersection(RDD<T> other, int? numPartitions = null) =>
        Map(item => (item, true)).Cogroup(other.Map(item => (item, true)), PartitionerFor(other, numPartitions))
            .Filter(group => group.Item2.Item1.Any() && group.Item2.Item2.Any()).Keys();

    /// <summary>Items that the other has not.</summary>
    public RDD<T> Subtract(RDD<T> other, int? numPartitions = null) =>
        Map(item => (item, true)).SubtractByKey(other.Map(item => (item, true)), numPartitions is { } wanted ? new HashPartitioner(wanted) : Partitioner ?? new HashPartitioner(GetNumPartitions())).Keys();

    public RDD<(T, TOther)> Cartesian<TOther>(RDD<TOther> other) => new CartesianRDD<T, TOther>(this, other);

    /// <summary>Each item once.</summary>
    public RDD<T> Distinct(int? numPartitions = null) =>
        Map(item => (item, true)).ReduceByKey((_, _) => true, new HashPartitioner(numPartitions ?? GetNumPartitions())).Keys();

    /// <summary>Groups of items by what a function says of them.</summary>
    public RDD<(TKey Key, IEnumerable<T> Values)> GroupBy<TKey>(Func<T, TKey> key, int? numPartitions = null) where TKey : notnull =>
        Map(item => (key(item), item)).GroupByKey(numPartitions is { } wanted ? new HashPartitioner(wanted) : Partitioner.Default(this));

    /// <summary>Fewer partitions, of neighbours; with a shuffle more of them, or all of the same size.</summary>
    public RDD<T> Coalesce(int numPartitions, bool shuffle = false)
    {
        if (numPartitions <= 0) throw new ArgumentException($"requirement failed: Number of partitions ({numPartitions}) must be positive.", nameof(numPartitions));
        if (!shuffle) return new CoalescedRDD<T>(this, numPartitions);
        var spread = new MapPartitionsRDD<T, (int, T)>(this, (_, index, items) => Spread(index, items, numPartitions), isOrderSensitive: true);
        var partitioner = new HashPartitioner(numPartitions);
        var shuffled = new ShuffledRDD<int, T, T>(new RddShuffle<int, T, T>(spread, partitioner, null), partitioner, null, null);
        return shuffled.Values();
    }

    /// <summary>The items spread anew over as many partitions.</summary>
    public RDD<T> Repartition(int numPartitions) => Coalesce(numPartitions, shuffle: true);

    /// <summary>The items in the order of what a function says of them.</summary>
    public RDD<T> SortBy<TKey>(Func<T, TKey> key, bool ascending = true, int? numPartitions = null) where TKey : notnull =>
        KeyBy(key).SortByKey(ascending, numPartitions ?? GetNumPartitions()).Values();

    /// <summary>A random part of the items: each with a chance, or with replacement as often as a Poisson draw says.</summary>
    public RDD<T> Sample(bool withReplacement, double fraction, long? seed = null)
    {
        if (fraction < 0) throw new ArgumentException($"Fraction must be nonnegative, but got {fraction}", nameof(fraction));
        var seeds = Seeds(seed);
        return new MapPartitionsRDD<T, T>(this, withReplacement
            ? (_, index, items) => Sampling.Poisson(items, fraction, seeds[index])
            : (_, index, items) => Sampling.Bernoulli(items, fraction, seeds[index]), preservesPartitioning: true, isOrderSensitive: true);
    }

    /// <summary>Parts of about these weights, each item in one of them.</summary>
    public RDD<T>[] RandomSplit(double[] weights, long? seed = null)
    {
        var sum = weights.Sum();
        if (weights.Any(w => w < 0) || sum <= 0) throw new ArgumentException($"Weights must be nonnegative and their sum positive, but got [{string.Join(",", weights)}]", nameof(weights));
        var (splits, from) = (new RDD<T>[weights.Length], 0.0);
        var seeds = Seeds(seed);
        for (var i = 0; i < weights.Length; i++)
        {
            var (lower, upper) = (from, i == weights.Length - 1 ? 1.0 : from + weights[i] / sum);
            splits[i] = new MapPartitionsRDD<T, T>(this, (_, index, items) => Sampling.Cell(items, lower, upper, seeds[index]), preservesPartitioning: true, isOrderSensitive: true);
            from = upper;
        }
        return splits;
    }

    /// <summary>Items at the same place of the same partition together; both must have as many.</summary>
    public RDD<(T, TOther)> Zip<TOther>(RDD<TOther> other) => ZipPartitions(other, ZipItems);

    public RDD<TResult> ZipPartitions<TOther, TResult>(RDD<TOther> other, Func<IEnumerable<T>, IEnumerable<TOther>, IEnumerable<TResult>> function, bool preservesPartitioning = false) =>
        new ZippedPartitionsRDD<T, TOther, TResult>(this, other, function, preservesPartitioning);

    /// <summary>Each item with its place in the whole collection; counts the partitions before the last.</summary>
    public RDD<(T Value, long Index)> ZipWithIndex()
    {
        var starts = new long[GetNumPartitions()];
        if (starts.Length > 1)
        {
            var counts = SparkContext.RunJob(this, (_, items) => items.LongCount(), "zipWithIndex", [.. Enumerable.Range(0, starts.Length - 1)]);
            for (var i = 1; i < starts.Length; i++) starts[i] = starts[i - 1] + counts[i - 1];
        }
        return MapPartitionsWithIndex((partition, items) => items.Select((item, i) => (item, starts[partition] + i)));
    }

    /// <summary>Each item with a number that no other has; runs no job.</summary>
    public RDD<(T Value, long Id)> ZipWithUniqueId()
    {
        var count = GetNumPartitions();
        return MapPartitionsWithIndex((partition, items) => items.Select((item, i) => (item, (long)i * count + partition)));
    }

    /// <summary>The lines that a command prints which gets the items, one a line, as its input.</summary>
    public RDD<string> Pipe(string command, IReadOnlyDictionary<string, string>? env = null) => Pipe(command.Split(' ', StringSplitOptions.RemoveEmptyEntries), env);

    /// <inheritdoc cref="Pipe(string, IReadOnlyDictionary{string, string}?)"/>
    public RDD<string> Pipe(IReadOnlyList<string> command, IReadOnlyDictionary<string, string>? env = null)
    {
        var (words, variables) = (command.ToArray(), env?.ToDictionary() ?? []);
        return MapPartitions(items => PipedProcess.Run(words, variables, items.Select(item => item?.ToString() ?? "null")));
    }

    private Partitioner PartitionerFor(RDD<T> other, int? numPartitions) => numPartitions is { } wanted ? new HashPartitioner(wanted) : Partitioner.Default(this, other);

    private long[] Seeds(long? seed)
    {
        var random = new JavaRandom(seed ?? Random.Shared.NextInt64());
        var seeds = new long[GetNumPartitions()];
        for (var i = 0; i < seeds.Length; i++) seeds[i] = random.NextLong();
        return seeds;
    }

    // Round robin from a place that the partition's number gives.
    private static IEnumerable<(int, T)> Spread(int index, IEnumerable<T> items, int partitions)
    {
        var position = new XorShiftRandom(index).NextInt(partitions);
        foreach (var item in items) yield return (position = unchecked(position + 1), item);
    }

    private static IEnumerable<(T, TOther)> ZipItems<TOther>(IEnumerable<T> first, IEnumerable<TOther> second)
    {
        using var a = first.GetEnumerator();
        using var b = second.GetEnumerator();
        while (true)
        {
            var (moreA, moreB) = (a.MoveNext(), b.MoveNext());
            if (moreA != moreB) throw SparkException.WithoutCondition("Can only zip RDDs with same number of elements in each partition");
            if (!moreA) yield break;
            yield return (a.Current, b.Current);
        }
    }
}
