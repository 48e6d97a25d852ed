using System.Numerics;

namespace Firesteel;

public abstract partial class RDD<T>
{
    public T[] Collect() => [.. SparkContext.RunJob(this, (_, items) => items.ToArray(), "collect").SelectMany(part => part)];
    public long Count() => SparkContext.RunJob(this, (_, items) => items.LongCount(), "count").Sum();
    public bool IsEmpty() => GetNumPartitions() == 0 || Take(1).Length == 0;

    public void Foreach(Action<T> action) => SparkContext.RunJob(this, (_, items) =>
    {
        foreach (var item in items) action(item);
        return 0;
    }, "foreach");

    public void ForeachPartition(Action<IEnumerable<T>> action) => SparkContext.RunJob(this, (_, items) =>
    {
        action(items);
        return 0;
    }, "foreachPartition");

    /// <summary>The first item.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public T First() => Take(1) is [var first] ? first : throw new InvalidOperationException("empty collection");

    /// <summary>The first items; looks at few partitions as long as they have enough.</summary>
    public T[] Take(int count)
    {
        var taken = new List<T>(Math.Max(0, Math.Min(count, 1024)));
        var partitions = GetNumPartitions();
        for (var (next, step) = (0, 1); next < partitions && taken.Count < count; next += step, step *= 4)
        {
            var left = count - taken.Count;
            var chosen = Enumerable.Range(next, Math.Min(step, partitions - next)).ToArray();
            foreach (var part in SparkContext.RunJob(this, (_, items) => items.Take(left).ToArray(), "take", chosen)) taken.AddRange(part.Take(count - taken.Count));
        }
        return [.. taken];
    }

    /// <summary>The smallest items, in order.</summary>
    public T[] TakeOrdered(int count, IComparer<T>? comparer = null)
    {
        if (count <= 0) return [];
        var order = comparer ?? KeyOrder<T>.Instance;
        var parts = SparkContext.RunJob(this, (_, items) => Smallest(items, count, order), "takeOrdered");
        return Smallest(parts.SelectMany(part => part), count, order);
    }

    /// <summary>The largest items, the largest first.</summary>
    public T[] Top(int count, IComparer<T>? comparer = null) => TakeOrdered(count, new ReverseOrder<T>(comparer ?? KeyOrder<T>.Instance));

    /// <summary>A random sample of a fixed size.</summary>
    public T[] TakeSample(bool withReplacement, int count, long? seed = null)
    {
        if (count < 0) throw new ArgumentException("Negative number of elements requested", nameof(count));
        if (count == 0) return [];
        var total = Count();
        if (total == 0) return [];
        var random = new Random((int)((seed ?? Random.Shared.NextInt64()) ^ 0x5bd1e995));
        if (!withReplacement && count >= total)
        {
            var all = Collect();
            random.Shuffle(all);
            return all;
        }
        // More than enough, most likely; else once more.
        var share = (double)count / total;
        var fraction = withReplacement ? share + 5 * Math.Sqrt(share / total) : Math.Min(1, share + 1e-4 + 5 * Math.Sqrt(share / total));
        T[] taken;
        do taken = Sample(withReplacement, fraction, random.NextInt64()).Collect();
        while (taken.Length < count);
        random.Shuffle(taken);
        return taken[..count];
    }

    /// <summary>All items brought together two by two; the function must not depend on order.</summary>
    /// <exception cref="InvalidOperationException">There is no item.</exception>
    public T Reduce(Func<T, T, T> function) => ReduceParts(SparkContext.RunJob(this, (_, items) => ReduceItems(items, function), "reduce"), function);

    public T Fold(T zero, Func<T, T, T> function) => SparkContext.RunJob(this, (_, items) => items.Aggregate(zero, function), "fold").Aggregate(zero, function);

    public TResult Aggregate<TResult>(TResult zero, Func<TResult, T, TResult> add, Func<TResult, TResult, TResult> merge) =>
        SparkContext.RunJob(this, (_, items) => items.Aggregate(zero, add), "aggregate").Aggregate(zero, merge);

    /// <summary>As <see cref="Aggregate"/>, with the partitions' results brought together by tasks in several rounds.</summary>
    public TResult TreeAggregate<TResult>(TResult zero, Func<TResult, T, TResult> add, Func<TResult, TResult, TResult> merge, int depth = 2)
    {
        if (depth < 1) throw new ArgumentException($"Depth must be greater than or equal to 1 but got {depth}.", nameof(depth));
        if (GetNumPartitions() == 0) return zero;
        var parts = MapPartitions<TResult>(items => [items.Aggregate(zero, add)]);
        var scale = Math.Max((int)Math.Ceiling(Math.Pow(parts.GetNumPartitions(), 1.0 / depth)), 2);
        for (var left = parts.GetNumPartitions(); left > scale + (int)Math.Ceiling((double)left / scale);)
        {
            var next = left /= scale;
            parts = parts.MapPartitionsWithIndex((index, items) => items.Select(item => (index % next, item))).FoldByKey(zero, merge, new HashPartitioner(next)).Values();
        }
        return parts.Fold(zero, merge);
    }

    /// <summary>As <see cref="Reduce"/>, in several rounds.</summary>
    /// <exception cref="InvalidOperationException">There is no item.</exception>
    public T TreeReduce(Func<T, T, T> function, int depth = 2)
    {
        var result = MapPartitions<(bool Any, T Value)>(items => [ReduceItems(items, function)])
            .TreeAggregate((Any: false, Value: default(T)!), (a, b) => Join(a, b, function), (a, b) => Join(a, b, function), depth);
        return result.Any ? result.Value : throw new InvalidOperationException("empty collection");
    }

    /// <summary>Each distinct item and how often it occurs.</summary>
    public (T Item, long Count)[] CountByValue(IEqualityComparer<T>? comparer = null) =>
        [.. SparkContext.RunJob(this, (_, items) => items.GroupBy(i => i, comparer).Select(g => (g.Key, Count: g.LongCount())).ToArray(), "countByValue")
            .SelectMany(part => part).GroupBy(e => e.Key, e => e.Count, comparer).Select(g => (g.Key, g.Sum()))];

    /// <summary>About how many distinct items there are.</summary>
    /// <param name="relativeSD">Accuracy: the standard deviation of the answer relative to it.</param>
    public long CountApproxDistinct(double relativeSD = 0.05)
    {
        if (relativeSD <= 0.000017) throw new ArgumentException($"accuracy ({relativeSD}) must be greater than 0.000017", nameof(relativeSD));
        var bits = Math.Max(4, (int)Math.Ceiling(2.0 * Math.Log(1.054 / relativeSD) / Math.Log(2)));
        var parts = SparkContext.RunJob(this, (_, items) => DistinctSketch.Of(items, bits), "countApproxDistinct");
        return DistinctSketch.Estimate(DistinctSketch.Merge(parts, bits));
    }

    /// <summary>The number of items; the count is exact, and as quick as <see cref="Count"/>.</summary>
    public long CountApprox(long timeout, double confidence = 0.95) => Count();

    /// <exception cref="InvalidOperationException">There is no item.</exception>
    public T Max(IComparer<T>? comparer = null)
    {
        var order = comparer ?? KeyOrder<T>.Instance;
        return Reduce((a, b) => order.Compare(a, b) >= 0 ? a : b);
    }

    /// <inheritdoc cref="Max"/>
    public T Min(IComparer<T>? comparer = null)
    {
        var order = comparer ?? KeyOrder<T>.Instance;
        return Reduce((a, b) => order.Compare(a, b) <= 0 ? a : b);
    }

    /// <summary>The items one after the other; a partition is computed when its turn comes.</summary>
    public IEnumerable<T> ToLocalIterator()
    {
        for (var partition = 0; partition < GetNumPartitions(); partition++)
            foreach (var item in SparkContext.RunJob(this, (_, items) => items.ToArray(), "toLocalIterator", [partition])[0]) yield return item;
    }

    public Task<T[]> CollectAsync() => InBackground(Collect);
    public Task<long> CountAsync() => InBackground(Count);
    public Task<T[]> TakeAsync(int count) => InBackground(() => Take(count));
    public Task ForeachAsync(Action<T> action) => InBackground(() => { Foreach(action); return 0; });
    public Task ForeachPartitionAsync(Action<IEnumerable<T>> action) => InBackground(() => { ForeachPartition(action); return 0; });

    /// <summary>A file a partition, a line an item, as UTF-8; the folder must not be there yet.</summary>
    public void SaveAsTextFile(string path, bool compress = false) => TextFileSave.Run(this, path, compress);

    private static Task<TResult> InBackground<TResult>(Func<TResult> action) => Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static (bool Any, T Value) ReduceItems(IEnumerable<T> items, Func<T, T, T> function)
    {
        using var each = items.GetEnumerator();
        if (!each.MoveNext()) return (false, default!);
        var value = each.Current;
        while (each.MoveNext()) value = function(value, each.Current);
        return (true, value);
    }

    private static T ReduceParts((bool Any, T Value)[] parts, Func<T, T, T> function)
    {
        var found = parts.Where(p => p.Any).Select(p => p.Value).ToList();
        return found.Count > 0 ? found.Aggregate(function) : throw new InvalidOperationException("empty collection");
    }

    private static (bool Any, T Value) Join((bool Any, T Value) a, (bool Any, T Value) b, Func<T, T, T> function) => !a.Any ? b : !b.Any ? a : (true, function(a.Value, b.Value));

    // The heap holds the largest of the kept ones on top, so that it leaves first.
    private static T[] Smallest(IEnumerable<T> items, int count, IComparer<T> order)
    {
        var kept = new PriorityQueue<T, T>(new ReverseOrder<T>(order));
        foreach (var item in items)
        {
            if (kept.Count < count) kept.Enqueue(item, item);
            else kept.EnqueueDequeue(item, item);
        }
        var result = new T[kept.Count];
        for (var i = result.Length - 1; i >= 0; i--) result[i] = kept.Dequeue();
        return result;
    }
}
