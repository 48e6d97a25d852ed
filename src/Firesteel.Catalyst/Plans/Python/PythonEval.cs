using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Python;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Plans.Python;

/// <summary>Runs Python functions of one kind over each row and adds their results as columns.</summary>
/// <param name="Udfs">The calls; an argument may be another call of the same kind, which runs before it in the worker.</param>
/// <param name="Results">A column for each call.</param>
/// <param name="Kept">The child's columns that are passed on.</param>
sealed record PythonEval(ValueList<PythonUdf> Udfs, ValueList<AttributeReference> Results, ValueList<AttributeReference> Kept, PythonEvalType EvalType, LogicalPlan Child) : UnaryPlan(Child)
{
    public override IEnumerable<Expression> Expressions => [.. Udfs, .. Kept];

    public override LogicalPlan MapExpressions(Func<Expression, Expression> map) => this with
    {
        Udfs = new(Udfs.Select(u => (PythonUdf)map(u))),
        Kept = new(Kept.Select(k => (AttributeReference)map(k))),
    };

    protected override ValueList<AttributeReference> ComputeOutput() => [.. Kept, .. Results];
    public override long? MaxRows => Child.MaxRows;
    public override string Describe() => $"{(EvalType == PythonEvalType.Batched ? "BatchEvalPython" : "ArrowEvalPython")} [{string.Join(", ", Udfs)}], [{string.Join(", ", Results)}]";
}
