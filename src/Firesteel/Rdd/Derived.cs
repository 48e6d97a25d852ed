namespace Firesteel;

/// <summary>A function over the items of each partition of another RDD.</summary>
sealed class MapPartitionsRDD<T, TResult> : RDD<TResult>
{
    private readonly RDD<T> _parent;
    private readonly Func<TaskContext, int, IEnumerable<T>, IEnumerable<TResult>> _function;
    [NonSerialized] private readonly bool _isOrderSensitive;

    /// <param name="preservesPartitioning">Whether keys stay as they are.</param>
    /// <param name="isOrderSensitive">Whether another order of the input gives other items.</param>
    public MapPartitionsRDD(RDD<T> parent, Func<TaskContext, int, IEnumerable<T>, IEnumerable<TResult>> function, bool preservesPartitioning = false, bool isOrderSensitive = false)
        : base(parent.SparkContext)
    {
        (_parent, _function, _isOrderSensitive) = (parent, function, isOrderSensitive);
        if (preservesPartitioning) SetPartitioner(parent.Partitioner);
    }

    internal override int PartitionCount => _parent.GetNumPartitions();

    private protected override Core.Scheduler.Determinism FindDeterminism() =>
        base.FindDeterminism() is var given && _isOrderSensitive && given == Core.Scheduler.Determinism.Unordered ? Core.Scheduler.Determinism.Indeterminate : given;

    private protected override IReadOnlyList<Dependency> GetDependencies() => [new OneToOneDependency(_parent)];

    internal override IEnumerable<TResult> Compute(int partition, TaskContext context) => _function(context, partition, _parent.Iterate(partition, context));
}

/// <summary>The partitions of several RDDs, one after the other.</summary>
sealed class UnionRDD<T>(SparkContext context, IReadOnlyList<RDD<T>> parents) : RDD<T>(context)
{
    private readonly RDD<T>[] _parents = [.. parents];

    internal override int PartitionCount => _parents.Sum(p => p.GetNumPartitions());

    private protected override IReadOnlyList<Dependency> GetDependencies()
    {
        var (dependencies, start) = (new List<Dependency>(), 0);
        foreach (var parent in _parents)
        {
            dependencies.Add(new RangeDependency(parent, 0, start, parent.GetNumPartitions()));
            start += parent.GetNumPartitions();
        }
        return dependencies;
    }

    internal override IEnumerable<T> Compute(int partition, TaskContext context)
    {
        foreach (var parent in _parents)
        {
            if (partition < parent.GetNumPartitions()) return parent.Iterate(partition, context);
            partition -= parent.GetNumPartitions();
        }
        throw new ArgumentOutOfRangeException(nameof(partition));
    }
}

/// <summary>RDDs that are parted alike, partition by partition one after the other: the parting stays.</summary>
sealed class PartitionerAwareUnionRDD<T> : RDD<T>
{
    private readonly RDD<T>[] _parents;

    public PartitionerAwareUnionRDD(SparkContext context, IReadOnlyList<RDD<T>> parents) : base(context)
    {
        _parents = [.. parents];
        SetPartitioner(parents[0].Partitioner);
    }

    internal override int PartitionCount => _parents[0].GetNumPartitions();

    private protected override IReadOnlyList<Dependency> GetDependencies() => [.. _parents.Select(p => new OneToOneDependency(p))];

    internal override IEnumerable<T> Compute(int partition, TaskContext context) => _parents.SelectMany(p => p.Iterate(partition, context));
}

/// <summary>Each item of one RDD with each of another.</summary>
sealed class CartesianRDD<T, TOther>(RDD<T> first, RDD<TOther> second) : RDD<(T, TOther)>(first.SparkContext)
{
    private readonly int _width = second.GetNumPartitions();

    internal override int PartitionCount => first.GetNumPartitions() * _width;

    private protected override IReadOnlyList<Dependency> GetDependencies() =>
        [new ManyDependency(first, p => [p / _width]), new ManyDependency(second, p => [p % _width])];

    internal override IEnumerable<(T, TOther)> Compute(int partition, TaskContext context)
    {
        foreach (var x in first.Iterate(partition / _width, context))
            foreach (var y in second.Iterate(partition % _width, context)) yield return (x, y);
    }
}

/// <summary>Fewer partitions, each of neighbours of another RDD.</summary>
sealed class CoalescedRDD<T>(RDD<T> parent, int partitions) : RDD<T>(parent.SparkContext)
{
    private readonly int _parents = parent.GetNumPartitions();

    internal override int PartitionCount => Math.Min(partitions, _parents);

    private protected override IReadOnlyList<Dependency> GetDependencies() => [new ManyDependency(parent, p => [.. Group(p)])];

    internal override IEnumerable<T> Compute(int partition, TaskContext context) => Group(partition).SelectMany(p => parent.Iterate(p, context));

    private IEnumerable<int> Group(int partition)
    {
        var (start, end) = ((int)((long)partition * _parents / PartitionCount), (int)((partition + 1L) * _parents / PartitionCount));
        return Enumerable.Range(start, end - start);
    }
}

/// <summary>Some partitions of another RDD.</summary>
sealed class PartitionPruningRDD<T>(RDD<T> parent, int[] kept) : RDD<T>(parent.SparkContext)
{
    internal override int PartitionCount => kept.Length;
    private protected override IReadOnlyList<Dependency> GetDependencies() => [new ManyDependency(parent, p => [kept[p]])];
    internal override IEnumerable<T> Compute(int partition, TaskContext context) => parent.Iterate(kept[partition], context);
}

/// <summary>A function over the partitions of two RDDs at the same place.</summary>
sealed class ZippedPartitionsRDD<T1, T2, TResult> : RDD<TResult>
{
    private readonly RDD<T1> _first;
    private readonly RDD<T2> _second;
    private readonly Func<IEnumerable<T1>, IEnumerable<T2>, IEnumerable<TResult>> _function;

    public ZippedPartitionsRDD(RDD<T1> first, RDD<T2> second, Func<IEnumerable<T1>, IEnumerable<T2>, IEnumerable<TResult>> function, bool preservesPartitioning) : base(first.SparkContext)
    {
        if (first.GetNumPartitions() != second.GetNumPartitions())
            throw new ArgumentException($"Can't zip RDDs with unequal numbers of partitions: List({first.GetNumPartitions()}, {second.GetNumPartitions()})");
        (_first, _second, _function) = (first, second, function);
        if (preservesPartitioning) SetPartitioner(first.Partitioner ?? second.Partitioner);
    }

    internal override int PartitionCount => _first.GetNumPartitions();
    private protected override IReadOnlyList<Dependency> GetDependencies() => [new OneToOneDependency(_first), new OneToOneDependency(_second)];
    internal override IEnumerable<TResult> Compute(int partition, TaskContext context) => _function(_first.Iterate(partition, context), _second.Iterate(partition, context));
}
