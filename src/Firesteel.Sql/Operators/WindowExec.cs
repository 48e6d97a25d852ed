using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Operators.Windows;
using Firesteel.Sql.Planning;

namespace Firesteel.Sql.Operators;

/// <summary>Adds window functions of one partitioning and order as columns. Its input is sorted by both.</summary>
sealed record WindowExec(ValueList<Expression> Functions, ValueList<Expression> PartitionBy, ValueList<SortOrder> OrderBy, PhysicalPlan Child) : UnaryExec(Child)
{
    public override ValueList<AttributeReference> Output => [.. Child.Output, .. Functions.Select(f => ((INamedExpression)f).ToAttribute())];
    public override ValueList<Distribution> RequiredDistribution => [PartitionBy.Count == 0 ? Distribution.All : new ClusteredDistribution(PartitionBy)];
    public override ValueList<ValueList<SortOrder>> RequiredOrdering => [[.. PartitionBy.Select(p => new SortOrder(p)), .. OrderBy]];
    public override string Describe() => $"Window [{string.Join(", ", Functions)}], [{string.Join(", ", PartitionBy)}], [{string.Join(", ", OrderBy)}]";
    public override BatchIterator Execute(int partition, TaskExecution task) => new WindowIterator(this, Child.Execute(partition, task), task);
}
