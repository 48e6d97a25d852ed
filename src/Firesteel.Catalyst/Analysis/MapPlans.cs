using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;

namespace Firesteel.Catalyst.Analysis;

/// <summary>Rewrites of whole statements: into subqueries, definitions of WITH and table arguments, resolved or not.</summary>
static class MapPlans
{
    /// <summary>Rewrites every expression, bottom up.</summary>
    public static LogicalPlan Expressions(LogicalPlan plan, Func<Expression, Expression> map)
    {
        DepthGuard.Check();
        var mapped = plan.MapChildren(c => Expressions(c, map)).MapExpressions(e => Inside(e, map));
        if (mapped is UnresolvedWith with)
            mapped = with with { Definitions = new(with.Definitions.Select(d => d with { Plan = Expressions(d.Plan, map) })) };
        if (plan.Analyzed) mapped.MarkAnalyzed();
        return mapped;
    }

    /// <summary>Every node, those in subqueries too.</summary>
    public static IEnumerable<LogicalPlan> All(LogicalPlan plan)
        => plan.Collect<LogicalPlan>().SelectMany(p => p.Expressions.SelectMany(e => e.Collect<SubqueryExpression>()).SelectMany(s => All(s.Plan)).Prepend(p));

    private static Expression Inside(Expression expression, Func<Expression, Expression> map) => expression.TransformUp(e => map(e switch
    {
        SubqueryExpression s => s with { Plan = Expressions(s.Plan, map) },
        TableArgument t => t with { Plan = Expressions(t.Plan, map) },
        _ => e,
    }));
}
