using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Optimizer;

/// <summary>
/// Correlated scalar subqueries as outer joins. One that does not read the outer query stays: it is run once, before the query.
/// A subquery without GROUP BY has a value also where no row matches, such as a count of 0: that value is put in for rows without a partner.
/// </summary>
sealed class RewriteScalarSubqueries : OptimizerRule
{
    public override bool IsRequired => true;

    public override LogicalPlan Apply(LogicalPlan plan) => plan.TransformUp(Rewrite);

    private LogicalPlan Rewrite(LogicalPlan plan)
    {
        plan = plan.MapExpressions(e => e.TransformUp(x => x is SubqueryExpression s ? s with { Plan = Apply(s.Plan) } : x));
        if (plan is Join join && join.Expressions.Any(IsCorrelated) && join.Type is JoinType.Inner or JoinType.Cross)
            return Rewrite(new Filter(((Join)plan).Condition!, ((Join)plan) with { Condition = null, Type = JoinType.Inner }));
        if (plan is not UnaryPlan unary || !plan.Expressions.Any(IsCorrelated)) return plan;
        var child = unary.Child;
        var known = new Dictionary<Expression, Expression>();
        var rewritten = plan.MapExpressions(e => e.TransformDown(x => x is ScalarSubquery s && CorrelatedPredicates.HasOuterReference(s.Plan) ? known.TryGetValue(s, out var value) ? value : known[s] = Join(s, ref child) : x));
        rewritten = rewritten.WithChildren([child]);
        return rewritten.Output.Count == plan.Output.Count ? rewritten : new Project(new(plan.Output), rewritten);
    }

    private static bool IsCorrelated(Expression e) => e.Contains(x => x is ScalarSubquery s && CorrelatedPredicates.HasOuterReference(s.Plan));

    private static Expression Join(ScalarSubquery subquery, ref LogicalPlan child)
    {
        var inner = FreshIds.Of(subquery.Plan);
        var value = inner.Output[0];
        if (!CorrelatedPredicates.CanPullUp(inner, false, true))
        {
            var unnested = Decorrelation.Apply(inner, child);
            child = new Join(child, unnested.Plan, inner.MaxRows <= 1 && inner is Aggregate ? JoinType.LeftOuter : JoinType.LeftSingle, Conjunctions.Join(unnested.Conditions));
            return value with { IsNullable = true };
        }
        var empty = ValueOverNothing(inner);
        var pulled = CorrelatedPredicates.PullUp(inner);
        var right = pulled.Plan;
        AttributeReference? matched = null;
        if (empty != null)
        {
            var mark = new Alias(Literal.True, "alwaysTrue");
            right = new Project([.. right.Output, mark], right);
            matched = mark.ToAttribute() with { IsNullable = true };
        }
        var isOne = IsGroupedByConditions(pulled) || inner.MaxRows <= 1 && inner is Aggregate;
        child = new Join(child, right, isOne ? JoinType.LeftOuter : JoinType.LeftSingle, Conjunctions.Join(pulled.Conditions));
        var result = value with { IsNullable = true };
        return empty == null ? result : new CaseWhen([new CaseBranch(new IsNull(matched!), empty)], result);
    }

    // With equalities on all keys of its aggregation, a subquery has at most one row for each outer row.
    private static bool IsGroupedByConditions(CorrelatedPredicates.Result pulled)
    {
        var aggregate = pulled.Plan;
        while (aggregate is Project or Filter) aggregate = ((UnaryPlan)aggregate).Child;
        if (aggregate is not Aggregate a) return false;
        var equal = pulled.Conditions.OfType<Comparison>().Where(c => c.Operator is ComparisonOperator.Equal or ComparisonOperator.EqualNullSafe).SelectMany(c => new[] { c.Left, c.Right }).OfType<AttributeReference>().Select(r => r.Id).ToHashSet();
        return a.Grouping.All(g => g is AttributeReference r && equal.Contains(r.Id));
    }

    // The value of an ungrouped aggregation over no rows; null where it is null.
    private static Expression? ValueOverNothing(LogicalPlan plan)
    {
        switch (plan)
        {
            case Aggregate { Grouping.Count: 0 } a:
                return Evaluate(((a.AggregateList[0] as Alias)?.Child ?? a.AggregateList[0]).TransformUp(e => e is AggregateCall c ? c.Function.EmptyValue(c) ?? Literal.NullOf(c.DataType) : e));
            case Project p when p.List[0] is Alias alias && ValuesOverNothing(p.Child) is { } values:
                return Evaluate(alias.Child.TransformUp(e => e is AttributeReference r && values.TryGetValue(r.Id, out var v) ? v : e));
            case SubqueryAlias s: return ValueOverNothing(s.Child);
            default: return null;
        }
    }

    private static Dictionary<ExprId, Expression>? ValuesOverNothing(LogicalPlan plan) => plan switch
    {
        Aggregate { Grouping.Count: 0 } a => a.AggregateList.OfType<Alias>().ToDictionary(x => x.Id, x => x.Child.TransformUp(e => e is AggregateCall c ? c.Function.EmptyValue(c) ?? Literal.NullOf(c.DataType) : e)),
        SubqueryAlias s => ValuesOverNothing(s.Child),
        _ => null,
    };

    private static Expression? Evaluate(Expression expression)
    {
        if (expression.References.Any()) return null;
        var folded = FoldConstants.Fold(expression);
        return folded is Literal { Value: null } ? null : folded;
    }
}
