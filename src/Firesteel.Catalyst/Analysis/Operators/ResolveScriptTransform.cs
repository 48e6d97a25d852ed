using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>SELECT TRANSFORM: what goes in, and the columns that are said to come out.</summary>
sealed class ResolveScriptTransform : OperatorRule<ScriptTransform>
{
    protected override LogicalPlan Resolve(ScriptTransform plan, SubqueryFrame? frame, PlanResolver resolver)
    {
        var child = resolver.Resolve(plan.Child, frame);
        var expressions = resolver.Over(resolver.ScopeOf(frame, child) with { Operator = "ScriptTransform" });
        var input = plan.Input.SelectMany(e => e is UnresolvedStar s ? ExpandStars.Expand(s, expressions) : [expressions.Resolve(e)]);
        var columns = plan.Columns.Fields.Select(f => new AttributeReference(f.Name, CheckCasts.WithoutLength(f.DataType), f.Nullable, ExprId.Next()));
        return plan with { Input = new(input), Outgoing = new(columns), Child = child };
    }
}
