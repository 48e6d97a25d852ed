using Firesteel.Catalyst.Expressions;
using Firesteel.Core.Shuffle;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Operators;
using Firesteel.Sql.Planning;

namespace Firesteel.Sql.Exchange;

/// <summary>A finished broadcast: all rows at hand, for every task of the stage above.</summary>
abstract record BroadcastStageExec(BroadcastExchangeExec Exchange, long RowCount) : LeafExec
{
    public override ValueList<AttributeReference> Output => Exchange.Output;
    public override int PartitionCount => 1;
    public override Partitioning OutputPartitioning => new BroadcastPartitioning();
    public override string Describe() => $"BroadcastQueryStage ({RowCount} rows)";
    public override BatchIterator Execute(int partition, TaskExecution task) => new BufferIterator(Relation(task).Rows);

    /// <summary>The rows, one and the same for all tasks of a process.</summary>
    public abstract BroadcastRelation Relation(TaskExecution task);
}

/// <summary>A broadcast whose rows lie in this process, where all tasks run.</summary>
sealed record LocalBroadcastStageExec(BroadcastExchangeExec Exchange, BroadcastRelation Rows) : BroadcastStageExec(Exchange, Rows.Rows.Count)
{
    public override BroadcastRelation Relation(TaskExecution task) => Rows;
}

/// <summary>A broadcast between processes: a shuffle of one partition, which each process reads once for all its tasks.</summary>
sealed record ShuffledBroadcastStageExec(BroadcastExchangeExec Exchange, ShuffleDependency Dependency, long RowCount) : BroadcastStageExec(Exchange, RowCount), IShuffleInput
{
    public override BroadcastRelation Relation(TaskExecution task)
        => task.Context!.ShareOfShuffle(Dependency.ShuffleId, () => BroadcastRelation.Receive(Dependency.ShuffleId, Schema, task));
}
