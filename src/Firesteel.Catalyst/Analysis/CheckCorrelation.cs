using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;

namespace Firesteel.Catalyst.Analysis;

/// <summary>Where a subquery may read columns of the query around it, so that it can be turned into a join.</summary>
static class CheckCorrelation
{
    private const string Category = "UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.";

    public static void Check(LogicalPlan plan, SubqueryExpression subquery, AnalysisSettings settings)
    {
        if (!plan.Contains(p => p.Expressions.Any(HasOuter))) return;
        if (subquery is ScalarSubquery) CheckScalar(plan, settings);
        Walk(plan, subquery is ScalarSubquery, false);
    }

    /// <summary>A correlated scalar subquery gives one row for each outer row only by being an aggregate or a single row.</summary>
    private static void CheckScalar(LogicalPlan plan, AnalysisSettings settings)
    {
        var top = plan;
        while (top is Project or Filter or SubqueryAlias or Distinct or Sort) top = top.Children[0];
        if (top is Aggregate aggregate && aggregate.Grouping.Count > 0)
        {
            if (aggregate.Grouping.FirstOrDefault(HasOuter) is { } outer)
                throw AnalysisErrors.Error(outer.Origin, Category + "CORRELATED_REFERENCE", ("sqlExprs", AnalysisErrors.Quote(Inner(outer))));
            var isLoose = settings.Session.Conf("spark.sql.legacy.scalarSubqueryAllowGroupByNonEqualityCorrelatedPredicate") == "true";
            var equal = isLoose ? Correlated(aggregate.Child) : Equalities(aggregate.Child);
            var loose = aggregate.Grouping.Where(g => !equal.Contains(g)).SelectMany(g => g.References).FirstOrDefault(g => !equal.Contains(g));
            if (loose != null)
                throw AnalysisErrors.Error(loose.Origin, Category + "NON_CORRELATED_COLUMNS_IN_GROUP_BY", ("value", loose.Name));
        }
    }

    /// <summary>Columns of conditions that read outer ones, whatever they say.</summary>
    private static HashSet<Expression> Correlated(LogicalPlan plan)
        => [.. plan.Collect<Filter>().SelectMany(f => f.Condition.Collect<Comparison>()).Where(c => HasOuter(c)).SelectMany(c => c.References)];

    /// <summary>Expressions that conditions below make equal to outer ones or to constants.</summary>
    private static HashSet<Expression> Equalities(LogicalPlan plan)
    {
        var sides = new HashSet<Expression>();
        foreach (var filter in plan.Collect<Filter>())
            foreach (var equal in filter.Condition.Collect<Comparison>().Where(c => c.Operator is ComparisonOperator.Equal or ComparisonOperator.EqualNullSafe))
            {
                if (!equal.Right.References.Any()) sides.Add(Plain(equal.Left));
                if (!equal.Left.References.Any()) sides.Add(Plain(equal.Right));
            }
        return sides;
    }

    private static Expression Plain(Expression side) => side is Cast { IsUserSpecified: false, Child: var inside } ? inside : side;

    private static void Walk(LogicalPlan plan, bool isScalar, bool isBlocked)
    {
        DepthGuard.Check();
        foreach (var expression in plan.Expressions)
        {
            if (!HasOuter(expression)) continue;
            if (plan is Aggregate or Project && expression.Collect<AggregateCall>().FirstOrDefault(a => HasOuter(a) && a.References.Any()) is { } mixed)
                throw AnalysisErrors.Error(mixed.Origin, Category + "AGGREGATE_FUNCTION_MIXED_OUTER_LOCAL_REFERENCES", ("function", mixed.ToSql(SqlStyle.Exact)));
            switch (plan)
            {
                case Filter or Project or Join or LateralJoin or Generate or UnresolvedLeafPlan: break;
                default:
                    throw AnalysisErrors.Error(plan.Origin.Context == null ? expression.Origin : plan.Origin, Category + "CORRELATED_REFERENCE", ("sqlExprs", AnalysisErrors.Quote(Inner(expression))));
            }
            if (isBlocked)
                throw AnalysisErrors.Error(expression.Origin, Category + "ACCESSING_OUTER_QUERY_COLUMN_IS_NOT_ALLOWED", ("treeNode", plan.Describe()));
        }
        for (var i = 0; i < plan.Children.Count; i++)
        {
            // The side that an outer join fills with nulls may not depend on the outer query.
            var blocks = isBlocked || plan is Join join && (join.Type == JoinType.FullOuter || join.Type is JoinType.LeftOuter or JoinType.LeftSemi or JoinType.LeftAnti && i == 1 || join.Type == JoinType.RightOuter && i == 0);
            Walk(plan.Children[i], isScalar, blocks);
        }
    }

    private static Expression Inner(Expression expression) => expression.TransformUp(e => e is OuterReference o ? o.Attribute : e);

    private static bool HasOuter(Expression expression) => expression.Contains(e => e is OuterReference);
}
