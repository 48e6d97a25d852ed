using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Planning;

namespace Firesteel.Sql.Exchange;

/// <summary>
/// Spreads rows anew. Ends a stage: the query's executor runs its map side and puts a <see cref="ShuffleStageExec"/> in its place.
/// </summary>
sealed record ShuffleExchangeExec(Partitioning Target, PhysicalPlan Child) : UnaryExec(Child)
{
    /// <summary>Whether the user asked for exactly this many partitions, so that they are not joined afterwards.</summary>
    public bool IsUserSpecified { get; init; }

    /// <summary>Whether its rows are read in several places: then no reader's filters may thin them out.</summary>
    public bool IsShared { get; set; }

    public override Partitioning OutputPartitioning => Target;
    public override ValueList<SortOrder> OutputOrdering => [];
    public override int PartitionCount => Target.Count;
    public override string Describe() => $"Exchange {Text(Target)}";

    public override BatchIterator Execute(int partition, TaskExecution task) => throw new InvalidOperationException("An exchange runs as a stage of its own.");

    public static string Text(Partitioning target) => target switch
    {
        HashPartitioning h => $"hashpartitioning({string.Join(", ", h.Expressions)}, {h.Count})",
        RangePartitioning r => $"rangepartitioning({string.Join(", ", r.Order)}, {r.Count})",
        PassThroughPartitioning p => $"shufflepartitionidpassthrough(direct_shuffle_partition_id({p.PartitionId}), {p.Count})",
        RoundRobinPartitioning r => $"RoundRobinPartitioning({r.Count})",
        SinglePartition => "SinglePartition",
        _ => $"UnknownPartitioning({target.Count})",
    };
}

/// <summary>Gives all rows of the child to every task of the stage above. Runs as a stage, like <see cref="ShuffleExchangeExec"/>.</summary>
sealed record BroadcastExchangeExec(PhysicalPlan Child) : UnaryExec(Child)
{
    /// <summary>Whether its rows are read in several places: then no reader's filters may thin them out.</summary>
    public bool IsShared { get; set; }

    public override Partitioning OutputPartitioning => new BroadcastPartitioning();
    public override ValueList<SortOrder> OutputOrdering => [];
    public override int PartitionCount => 1;
    public override string Describe() => "BroadcastExchange";
    public override BatchIterator Execute(int partition, TaskExecution task) => throw new InvalidOperationException("An exchange runs as a stage of its own.");
}
