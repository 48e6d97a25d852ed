using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;

namespace Firesteel.Catalyst.Optimizer;

/// <summary>What subqueries read of the query around them, under other names where the place of the subquery changes.</summary>
static class OuterColumns
{
    /// <summary>The expression with the outer columns of its subqueries renamed, where they are renamed to columns.</summary>
    public static Expression Rename(Expression expression, IReadOnlyDictionary<ExprId, Expression> sources)
        => expression.Contains(e => e is SubqueryExpression { IsCorrelated: true })
            ? expression.TransformUp(e => e is SubqueryExpression { IsCorrelated: true } s ? s with { Plan = Inside(s.Plan, sources) } : e) : expression;

    private static LogicalPlan Inside(LogicalPlan plan, IReadOnlyDictionary<ExprId, Expression> sources) => plan.TransformAllExpressions(e => e switch
    {
        OuterReference o when sources.GetValueOrDefault(o.Attribute.Id) is AttributeReference other => new OuterReference(other),
        SubqueryExpression s => s with { Plan = Inside(s.Plan, sources) },
        _ => e,
    });
}
