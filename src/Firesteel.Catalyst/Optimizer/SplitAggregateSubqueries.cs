using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Optimizer;

/// <summary>
/// Subqueries in an aggregation's list: those among the keys are computed below it, those in results, outside aggregate functions, above
/// it, so that each stands in a select list when it becomes a join.
/// </summary>
sealed class SplitAggregateSubqueries : OptimizerRule
{
    public override bool IsRequired => true;

    public override LogicalPlan Apply(LogicalPlan plan) => Everywhere(plan, node => node is Aggregate a && a.Expressions.Any(HasSubquery) ? Split(a) : node);

    private static LogicalPlan Split(Aggregate aggregate)
    {
        aggregate = WithPlainKeys(aggregate);
        if (!aggregate.AggregateList.Any(HasOuterSubquery)) return aggregate;
        var inner = new List<Expression>();
        var known = new Dictionary<Expression, AttributeReference>();
        var outer = aggregate.AggregateList.Select(item => HasOuterSubquery(item) ? Lift(item) : Keep(item)).ToArray();
        return new Project(new(outer.AsSpan()), aggregate with { AggregateList = new(inner) });

        Expression Keep(Expression item)
        {
            inner.Add(item);
            return ((INamedExpression)item).ToAttribute();
        }

        Expression Lift(Expression expression)
        {
            if (expression is not Alias && (expression is AggregateCall || aggregate.Grouping.Contains(expression))) return Give(expression);
            return expression.MapChildren(Lift);
        }

        AttributeReference Give(Expression expression)
        {
            if (known.TryGetValue(expression, out var given)) return given;
            var named = expression as AttributeReference ?? (Expression)new Alias(expression, expression.Sql);
            if (!inner.Contains(named)) inner.Add(named);
            return known[expression] = ((INamedExpression)named).ToAttribute();
        }
    }

    // Keys with subqueries become columns of a projection below.
    private static Aggregate WithPlainKeys(Aggregate aggregate)
    {
        var keys = aggregate.Grouping.Where(HasSubquery).Distinct().ToDictionary(k => k, k => new Alias(k, k.Sql));
        if (keys.Count == 0) return aggregate;
        var child = new Project([.. aggregate.Child.Output, .. keys.Values], aggregate.Child);
        return aggregate with
        {
            Grouping = new(aggregate.Grouping.Select(Replace)),
            AggregateList = new(aggregate.AggregateList.Select(Replace)),
            Child = child,
        };

        Expression Replace(Expression e) => e.TransformDown(x => keys.TryGetValue(x, out var alias) ? alias.ToAttribute() : x);
    }

    private static bool HasSubquery(Expression e) => e.Contains(x => x is SubqueryExpression { IsCorrelated: true } or Exists or InSubquery);

    private static bool HasOuterSubquery(Expression e) => e is not AggregateCall && (e is SubqueryExpression { IsCorrelated: true } or Exists or InSubquery || e.Children.Any(HasOuterSubquery));
}
