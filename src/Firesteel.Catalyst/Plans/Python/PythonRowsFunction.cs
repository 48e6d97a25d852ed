using Firesteel.Catalyst.Expressions.Python;
using Firesteel.Types;

namespace Firesteel.Catalyst.Plans.Python;

/// <summary>A node that makes columns of its own, which get new ids where the plan stands beside itself.</summary>
interface IMakesColumns
{
    Foundation.Collections.ValueList<Expressions.AttributeReference> Made { get; }
    LogicalPlan WithMade(Foundation.Collections.ValueList<Expressions.AttributeReference> columns);
}

/// <summary>A node whose user code sees whole rows of its inputs: none of their columns may be left out.</summary>
interface IReadsWholeRows;

/// <summary>A Python function from rows to rows.</summary>
sealed record PythonRowsFunction(string Name, PythonFunction Function, PythonEvalType EvalType, StructType ResultType)
{
    /// <summary>Columns of its result, with ids of their own.</summary>
    public Foundation.Collections.ValueList<Expressions.AttributeReference> NewColumns()
        => new(ResultType.Fields.Select(f => new Expressions.AttributeReference(f.Name, f.DataType, f.Nullable, Expressions.ExprId.Next()) { Metadata = f.Metadata }));
}
