using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Plans.Python;

/// <summary>mapInPandas, mapInArrow: a function from the batches of a partition to batches.</summary>
sealed record MapInPython(PythonRowsFunction Function, ValueList<AttributeReference> Columns, bool IsBarrier, LogicalPlan Child) : UnaryPlan(Child), IMakesColumns, IReadsWholeRows
{
    protected override ValueList<AttributeReference> ComputeOutput() => Columns;
    public ValueList<AttributeReference> Made => Columns;
    public LogicalPlan WithMade(ValueList<AttributeReference> columns) => this with { Columns = columns };
    public override string Describe() => $"{(Function.EvalType == Catalyst.Expressions.Python.PythonEvalType.MapArrowIter ? "MapInArrow" : "MapInPandas")} {Function.Name}(...), [{string.Join(", ", Columns)}], {(IsBarrier ? "true" : "false")}";
}
