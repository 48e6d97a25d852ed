using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Analysis;

/// <summary>Puts other expressions in the place of columns, also where subqueries read them from outside.</summary>
static class ReplaceAttributes
{
    public static Expression With(Expression expression, IReadOnlyDictionary<ExprId, Expression> replacements) => expression.TransformUp(e => e switch
    {
        AttributeReference a when replacements.TryGetValue(a.Id, out var r) => r,
        SubqueryExpression { IsCorrelated: true } s => Inside(s, replacements),
        _ => e,
    });

    private static Expression Inside(SubqueryExpression subquery, IReadOnlyDictionary<ExprId, Expression> replacements)
    {
        var plan = MapPlan(subquery.Plan, e => e is OuterReference o && replacements.TryGetValue(o.Attribute.Id, out var r)
            ? r.TransformUp(x => x is AttributeReference a ? new OuterReference(a) : x) : e);
        plan.MarkAnalyzed();
        var read = plan.Collect<LogicalPlan>().SelectMany(p => p.Expressions).SelectMany(e => e.Collect<OuterReference>()).Select(o => o.Attribute).DistinctBy(a => a.Id);
        return subquery with { Plan = plan, OuterAttributes = new(read) };
    }

    private static LogicalPlan MapPlan(LogicalPlan plan, Func<Expression, Expression> map) => plan.TransformUp(p => p.TransformExpressionsUp(map));
}
