using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Planning;

namespace Firesteel.Sql.Operators;

/// <summary>All rows of all inputs: their partitions one after the other.</summary>
sealed record UnionExec(ValueList<PhysicalPlan> Inputs, ValueList<AttributeReference> Columns) : PhysicalPlan
{
    public override ValueList<PhysicalPlan> Children => Inputs;
    public override PhysicalPlan WithChildren(ValueList<PhysicalPlan> children) => this with { Inputs = children };
    public override ValueList<AttributeReference> Output => Columns;
    public override int PartitionCount => Inputs.Sum(i => i.PartitionCount);
    public override Partitioning OutputPartitioning => Partitioning.Unknown(PartitionCount);
    public override string Describe() => "Union";

    public override IReadOnlyList<string> PreferredLocations(int partition, Core.Storage.BlockDirectory blocks)
    {
        foreach (var input in Inputs)
        {
            if (partition < input.PartitionCount) return input.PreferredLocations(partition, blocks);
            partition -= input.PartitionCount;
        }
        return [];
    }

    public override BatchIterator Execute(int partition, TaskExecution task)
    {
        foreach (var input in Inputs)
        {
            if (partition < input.PartitionCount) return input.Execute(partition, task);
            partition -= input.PartitionCount;
        }
        return EmptyIterator.Instance;
    }
}
