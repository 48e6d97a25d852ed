using System.Collections;

namespace Firesteel;

/// <summary>One of the RDDs that are grouped together by key.</summary>
abstract class CoGroupSource<TKey>
{
    public abstract Dependency Dependency { get; }
    public abstract IList NewList();

    /// <summary>Adds the values of a partition to the lists at this source's place.</summary>
    public abstract void Read(int partition, TaskContext context, CombineMap<TKey, IList[]> groups, IReadOnlyList<CoGroupSource<TKey>> all, int place);
}

/// <inheritdoc cref="CoGroupSource{TKey}"/>
sealed class CoGroupSource<TKey, TValue> : CoGroupSource<TKey>
{
    [NonSerialized] private readonly Dependency _dependency;
    private readonly RDD<(TKey, TValue)>? _narrow;
    private readonly int _shuffleId;

    public CoGroupSource(RDD<(TKey, TValue)> rdd, Partitioner partitioner)
    {
        if (partitioner.Equals(rdd.Partitioner)) (_narrow, _dependency) = (rdd, new OneToOneDependency(rdd));
        else
        {
            var shuffle = new RddShuffle<TKey, TValue, TValue>(rdd, partitioner, null);
            (_shuffleId, _dependency) = (shuffle.Shuffle.ShuffleId, shuffle);
        }
    }

    public override Dependency Dependency => _dependency;

    public override IList NewList() => new List<TValue>();

    public override void Read(int partition, TaskContext context, CombineMap<TKey, IList[]> groups, IReadOnlyList<CoGroupSource<TKey>> all, int place)
    {
        var pairs = _narrow is null ? ObjectShuffle.Read<TKey, TValue>(context, _shuffleId, partition) : _narrow.Iterate(partition, context);
        Func<TValue, IList[]> create = first =>
        {
            var lists = new IList[all.Count];
            for (var i = 0; i < lists.Length; i++) lists[i] = all[i].NewList();
            ((List<TValue>)lists[place]).Add(first);
            return lists;
        };
        Func<IList[], TValue, IList[]> add = (lists, next) =>
        {
            ((List<TValue>)lists[place]).Add(next);
            return lists;
        };
        foreach (var (key, value) in pairs) groups.Insert(key, value, create, add);
    }
}

/// <summary>For each key the values that several RDDs have for it, a list an RDD.</summary>
sealed class CoGroupedRDD<TKey> : RDD<(TKey Key, IList[] Groups)>
{
    private readonly CoGroupSource<TKey>[] _sources;
    private readonly int _partitions;

    public CoGroupedRDD(SparkContext context, Partitioner partitioner, params CoGroupSource<TKey>[] sources) : base(context)
    {
        (_sources, _partitions) = (sources, partitioner.NumPartitions);
        SetPartitioner(partitioner);
    }

    internal override int PartitionCount => _partitions;

    private protected override IReadOnlyList<Dependency> GetDependencies() => [.. _sources.Select(s => s.Dependency)];

    internal override IEnumerable<(TKey Key, IList[] Groups)> Compute(int partition, TaskContext context)
    {
        var groups = new CombineMap<TKey, IList[]>(Merge, context);
        for (var i = 0; i < _sources.Length; i++) _sources[i].Read(partition, context, groups, _sources, i);
        return groups.Read();
    }

    private static IList[] Merge(IList[] into, IList[] from)
    {
        for (var i = 0; i < into.Length; i++)
            foreach (var value in from[i]) into[i].Add(value);
        return into;
    }
}
