namespace Firesteel;

/// <summary>A function over the items of each partition of another RDD.</summary>
sealed class MappedRDD<T, TResult>(RDD<T> parent, Func<int, IEnumerable<T>, IEnumerable<TResult>> function) : RDD<TResult>(parent.SparkContext)
{
    internal override int PartitionCount => parent.PartitionCount;
    internal override IEnumerable<TResult> Compute(int partition) => function(partition, parent.Iterate(partition));
}

/// <summary>The partitions of two RDDs, one after the other.</summary>
sealed class UnionRDD<T>(RDD<T> first, RDD<T> second) : RDD<T>(first.SparkContext)
{
    internal override int PartitionCount => first.PartitionCount + second.PartitionCount;
    internal override IEnumerable<T> Compute(int partition) => partition < first.PartitionCount ? first.Iterate(partition) : second.Iterate(partition - first.PartitionCount);
}
