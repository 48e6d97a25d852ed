namespace Firesteel;

/// <summary>What an RDD is computed from. Dependencies stay with the driver: tasks hold the RDDs that they read themselves.</summary>
abstract class Dependency(RDD rdd)
{
    public RDD Rdd => rdd;
}

/// <summary>Each partition of the child needs few partitions of the parent, and in the same task.</summary>
abstract class NarrowDependency(RDD rdd) : Dependency(rdd)
{
    /// <summary>The parent's partitions that a partition of the child reads.</summary>
    public abstract IReadOnlyList<int> Parents(int partition);
}

/// <summary>Partition by partition.</summary>
sealed class OneToOneDependency(RDD rdd) : NarrowDependency(rdd)
{
    public override IReadOnlyList<int> Parents(int partition) => [partition];
}

/// <summary>A range of the child's partitions is a range of the parent's.</summary>
sealed class RangeDependency(RDD rdd, int inStart, int outStart, int length) : NarrowDependency(rdd)
{
    public override IReadOnlyList<int> Parents(int partition) => partition >= outStart && partition < outStart + length ? [partition - outStart + inStart] : [];
}

/// <summary>Partitions by a function.</summary>
sealed class ManyDependency(RDD rdd, Func<int, IReadOnlyList<int>> parents) : NarrowDependency(rdd)
{
    public override IReadOnlyList<int> Parents(int partition) => parents(partition);
}
