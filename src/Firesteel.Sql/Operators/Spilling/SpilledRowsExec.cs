using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Planning;

namespace Firesteel.Sql.Operators.Spilling;

/// <summary>Stands for the input of an operator that works on its own spilled rows: it names their columns and gives one set of them.</summary>
sealed record SpilledRowsExec(ValueList<AttributeReference> Columns) : LeafExec
{
    public override ValueList<AttributeReference> Output => Columns;
    public override int PartitionCount => 1;
    public override string Describe() => "SpilledRows";
    public override BatchIterator Execute(int partition, TaskExecution task) => throw new InvalidOperationException("Spilled rows are read by the operator that wrote them.");
}
