using Firesteel.Core.Scheduler;
using Firesteel.Execution;

namespace Firesteel;

/// <summary>A collection in partitions, computed by tasks when an action asks for it. Transformations only describe.</summary>
public abstract class RDD<T>
{
    private readonly Lock _gate = new();
    private List<T>?[]? _cached;

    internal RDD(SparkContext context) => SparkContext = context;

    public SparkContext SparkContext { get; }

    public int Id { get; } = RddIds.Next();

    public string? Name { get; private set; }

    internal abstract int PartitionCount { get; }

    internal abstract IEnumerable<T> Compute(int partition);

    internal IEnumerable<T> Iterate(int partition)
    {
        var cached = _cached;
        if (cached is null) return Compute(partition);
        return cached[partition] ??= [.. Compute(partition)];
    }

    public int GetNumPartitions() => PartitionCount;

    public RDD<T> SetName(string name)
    {
        Name = name;
        return this;
    }

    /// <summary>Keeps the items once they have been computed.</summary>
    public RDD<T> Cache()
    {
        lock (_gate) _cached ??= new List<T>?[PartitionCount];
        return this;
    }

    public RDD<T> Persist() => Cache();

    public RDD<T> Unpersist()
    {
        lock (_gate) _cached = null;
        return this;
    }

    // Transformations

    public RDD<TResult> Map<TResult>(Func<T, TResult> function) => MapPartitions(items => items.Select(function));
    public RDD<TResult> FlatMap<TResult>(Func<T, IEnumerable<TResult>> function) => MapPartitions(items => items.SelectMany(function));
    public RDD<T> Filter(Func<T, bool> predicate) => MapPartitions(items => items.Where(predicate));
    public RDD<TResult> MapPartitions<TResult>(Func<IEnumerable<T>, IEnumerable<TResult>> function) => new MappedRDD<T, TResult>(this, (_, items) => function(items));
    public RDD<TResult> MapPartitionsWithIndex<TResult>(Func<int, IEnumerable<T>, IEnumerable<TResult>> function) => new MappedRDD<T, TResult>(this, function);
    public RDD<T[]> Glom() => MapPartitions<T[]>(items => [items.ToArray()]);
    public RDD<(TKey Key, T Value)> KeyBy<TKey>(Func<T, TKey> key) => Map(item => (key(item), item));
    public RDD<T> Union(RDD<T> other) => new UnionRDD<T>(this, other);

    /// <summary>Each item with its place in the whole collection; counts the partitions before the last.</summary>
    public RDD<(T Value, long Index)> ZipWithIndex()
    {
        var counts = SparkContext.RunJob(this, items => items.LongCount(), "zipWithIndex");
        var starts = new long[counts.Length];
        for (var i = 1; i < starts.Length; i++) starts[i] = starts[i - 1] + counts[i - 1];
        return MapPartitionsWithIndex((partition, items) => items.Select((item, i) => (item, starts[partition] + i)));
    }

    // Actions

    public T[] Collect() => [.. SparkContext.RunJob(this, items => items.ToArray(), "collect").SelectMany(part => part)];
    public long Count() => SparkContext.RunJob(this, items => items.LongCount(), "count").Sum();
    public bool IsEmpty() => Take(1).Length == 0;
    public void Foreach(Action<T> action) => SparkContext.RunJob(this, items => { foreach (var item in items) action(item); return 0; }, "foreach");
    public void ForeachPartition(Action<IEnumerable<T>> action) => SparkContext.RunJob(this, items => { action(items); return 0; }, "foreachPartition");

    /// <summary>The first item.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public T First() => Take(1) is [var first] ? first : throw new InvalidOperationException("empty collection");

    /// <summary>The first items; looks at few partitions as long as they have enough.</summary>
    public T[] Take(int count)
    {
        var taken = new List<T>(Math.Max(0, Math.Min(count, 1024)));
        for (var (next, step) = (0, 1); next < PartitionCount && taken.Count < count; next += step, step *= 4)
        {
            var left = count - taken.Count;
            var partitions = Enumerable.Range(next, Math.Min(step, PartitionCount - next)).ToArray();
            foreach (var part in SparkContext.RunJob(this, items => items.Take(left).ToArray(), "take", partitions)) taken.AddRange(part.Take(count - taken.Count));
        }
        return [.. taken];
    }

    /// <summary>All items brought together two by two; the function must not depend on order.</summary>
    /// <exception cref="InvalidOperationException">There is no item.</exception>
    public T Reduce(Func<T, T, T> function)
    {
        var parts = SparkContext.RunJob(this, items =>
        {
            using var each = items.GetEnumerator();
            if (!each.MoveNext()) return (Any: false, Value: default(T)!);
            var value = each.Current;
            while (each.MoveNext()) value = function(value, each.Current);
            return (Any: true, Value: value);
        }, "reduce");
        var found = parts.Where(p => p.Any).Select(p => p.Value).ToList();
        return found.Count > 0 ? found.Aggregate(function) : throw new InvalidOperationException("empty collection");
    }

    public T Fold(T zero, Func<T, T, T> function) => Aggregate(zero, function, function);

    public TResult Aggregate<TResult>(TResult zero, Func<TResult, T, TResult> add, Func<TResult, TResult, TResult> merge)
        => SparkContext.RunJob(this, items => items.Aggregate(zero, add), "aggregate").Aggregate(zero, merge);

    /// <summary>Each distinct item and how often it occurs.</summary>
    public (T Item, long Count)[] CountByValue(IEqualityComparer<T>? comparer = null)
        => [.. SparkContext.RunJob(this, items => items.GroupBy(i => i, comparer).Select(g => (g.Key, Count: g.LongCount())).ToArray(), "countByValue")
            .SelectMany(part => part).GroupBy(e => e.Key, e => e.Count, comparer).Select(g => (g.Key, g.Sum()))];

    public override string ToString() => $"{Name ?? GetType().Name.Split('`')[0]}[{Id}]";
}

/// <summary>Numbers of RDDs.</summary>
static class RddIds
{
    private static int _last = -1;
    public static int Next() => Interlocked.Increment(ref _last);
}

/// <summary>Runs actions on RDDs as jobs.</summary>
static class RddJobs
{
    public static TResult[] RunJob<T, TResult>(this SparkContext context, RDD<T> rdd, Func<IEnumerable<T>, TResult> function, string action, int[]? partitions = null)
    {
        context.RequireRunning();
        var results = new TResult[partitions?.Length ?? rdd.PartitionCount];
        context.Engine.Runtime.RunJob(new RddComputation<T, TResult>(rdd, function), partitions, (i, result) => results[i] = (TResult)result!, context.CallSite(action, null), context.Properties);
        return results;
    }
}

/// <summary>The tasks of an action: a function over each partition's items.</summary>
sealed class RddComputation<T, TResult>(RDD<T> rdd, Func<IEnumerable<T>, TResult> function) : StageComputation
{
    public override int PartitionCount => rdd.PartitionCount;
    public override bool OneWorkerPerPartition => true;
    public override object? RunTask(int partition, TaskContext context) => function(Cancellable(rdd.Iterate(partition), context));

    // A killed task ends at its next item.
    private static IEnumerable<T> Cancellable(IEnumerable<T> items, TaskContext context)
    {
        foreach (var item in items)
        {
            context.ThrowIfKilled();
            yield return item;
        }
    }
}
