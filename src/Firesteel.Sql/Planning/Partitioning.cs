using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Exchange;

namespace Firesteel.Sql.Planning;

/// <summary>How the rows of an operator are spread over its partitions.</summary>
abstract record Partitioning(int Count)
{
    public static Partitioning Unknown(int count) => new UnknownPartitioning(count);
    public static readonly Partitioning Single = new SinglePartition();

    public abstract bool Satisfies(Distribution required);

    protected static bool SatisfiesCommon(Distribution required, int count) => required switch
    {
        UnspecifiedDistribution => true,
        AllTuples => count == 1,
        BroadcastDistribution => false,
        _ => count == 1,
    };
}

sealed record UnknownPartitioning(int Count) : Partitioning(Count)
{
    public override bool Satisfies(Distribution required) => required is not ClusteredDistribution { RequiredCount: not null } && SatisfiesCommon(required, Count);
}

sealed record SinglePartition() : Partitioning(1)
{
    public override bool Satisfies(Distribution required) => required is not BroadcastDistribution && required is not ClusteredDistribution { RequiredCount: > 1 };
}

/// <summary>By murmur3 hash of the expressions modulo the count, as Spark does.</summary>
sealed record HashPartitioning(ValueList<Expression> Expressions, int Count) : Partitioning(Count)
{
    public override bool Satisfies(Distribution required) => required switch
    {
        ClusteredDistribution c => (c.RequiredCount is null || c.RequiredCount == Count)
            && (c.ExactKeys ? Expressions.Equals(c.Expressions) : Expressions.Count > 0 && Expressions.All(e => c.Expressions.Contains(e))),
        _ => SatisfiesCommon(required, Count),
    };
}

/// <summary>By ranges of an order: all rows of a partition come before all of the next.</summary>
sealed record RangePartitioning(ValueList<SortOrder> Order, int Count) : Partitioning(Count)
{
    /// <summary>Where the ranges part, where that is known before the rows are spread.</summary>
    public RangeBounds? Bounds { get; init; }

    public override bool Satisfies(Distribution required) => required switch
    {
        OrderedDistribution o => o.Order.Count <= Order.Count ? o.Order.Zip(Order).All(z => z.First.Equals(z.Second)) : Order.Zip(o.Order).All(z => z.First.Equals(z.Second)),
        ClusteredDistribution c => !c.ExactKeys && c.RequiredCount is null && Order.All(o => c.Expressions.Contains(o.Child)),
        _ => SatisfiesCommon(required, Count),
    };
}

/// <summary>Row by row in turn.</summary>
sealed record RoundRobinPartitioning(int Count) : Partitioning(Count)
{
    public override bool Satisfies(Distribution required) => SatisfiesCommon(required, Count);
}

/// <summary>Each row to the partition that an expression numbers, modulo the count; to the first where it says null.</summary>
sealed record PassThroughPartitioning(Expression PartitionId, int Count) : Partitioning(Count)
{
    public override bool Satisfies(Distribution required) => SatisfiesCommon(required, Count);
}

/// <summary>All rows in every task.</summary>
sealed record BroadcastPartitioning() : Partitioning(1)
{
    public override bool Satisfies(Distribution required) => required is BroadcastDistribution or UnspecifiedDistribution;
}

/// <summary>What an operator asks of its input.</summary>
abstract record Distribution
{
    public static readonly Distribution Unspecified = new UnspecifiedDistribution();
    public static readonly Distribution All = new AllTuples();
}

sealed record UnspecifiedDistribution : Distribution;

/// <summary>All rows in one partition.</summary>
sealed record AllTuples : Distribution;

/// <summary>Every task sees all rows.</summary>
sealed record BroadcastDistribution : Distribution;

/// <summary>Rows that agree on the expressions share a partition. Two sides of a join need the keys exactly, in order.</summary>
sealed record ClusteredDistribution(ValueList<Expression> Expressions, bool ExactKeys = false, int? RequiredCount = null) : Distribution;

/// <summary>Partitions follow each other in the order.</summary>
sealed record OrderedDistribution(ValueList<SortOrder> Order) : Distribution;
