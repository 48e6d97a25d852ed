using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Planning;

namespace Firesteel.Sql.Exchange;

/// <summary>The output of an exchange that stands elsewhere in the plan and gives the same rows: that one runs, its output is read twice.</summary>
/// <param name="Own">The exchange that stood here, for its columns and partitioning; it does not run.</param>
/// <param name="Original">The exchange that runs.</param>
sealed record ReusedExchangeExec(PhysicalPlan Own, PhysicalPlan Original) : LeafExec
{
    public override ValueList<AttributeReference> Output => Own.Output;
    public override Partitioning OutputPartitioning => Own.OutputPartitioning;
    public override int PartitionCount => Own.PartitionCount;
    public override string Describe() => $"ReusedExchange [{string.Join(", ", Output)}], {Original.Describe()}";
    public override BatchIterator Execute(int partition, TaskExecution task) => throw new InvalidOperationException("An exchange runs as a stage of its own.");

    /// <summary>The finished stage of the original, under this place's columns.</summary>
    public PhysicalPlan Rename(PhysicalPlan stage) => stage switch
    {
        ShuffleStageExec s => s with { Exchange = (ShuffleExchangeExec)Own },
        BroadcastStageExec b => b with { Exchange = (BroadcastExchangeExec)Own },
        _ => throw new InvalidOperationException($"{stage.GetType().Name} is no exchange's stage."),
    };
}
