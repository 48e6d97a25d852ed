using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>GROUP BY: ordinals, aliases, ALL, grouping sets.</summary>
sealed class ResolveAggregate : OperatorRule<Aggregate>
{
    protected override LogicalPlan Resolve(Aggregate plan, SubqueryFrame? frame, PlanResolver resolver) => Prepare(plan, frame, resolver).Build(null);

    /// <summary>The aggregate with its parts resolved, before HAVING is looked at.</summary>
    public static AggregateBlock Prepare(Aggregate plan, SubqueryFrame? frame, PlanResolver resolver)
    {
        var child = resolver.Resolve(plan.Child, frame);
        if (ExpandTimeWindows.HasAny(plan.Grouping) || ExpandTimeWindows.HasAny(plan.AggregateList))
        {
            (var replaced, child) = ExpandTimeWindows.Extract([.. plan.Grouping, .. plan.AggregateList], child, resolver.Over(resolver.ScopeOf(frame, child)));
            plan = plan with { Grouping = new(replaced.Take(plan.Grouping.Count)), AggregateList = new(replaced.Skip(plan.Grouping.Count)) };
        }
        var lateral = resolver.Settings.LateralAliases ? new LateralAliases(resolver.Settings.CaseSensitive) : null;
        var scope = resolver.ScopeOf(frame, child) with { Lateral = lateral, Operator = "Aggregate", Subqueries = [] };
        var expressions = resolver.Over(scope);
        var items = SelectList.Resolve(plan.AggregateList, expressions);
        var sets = ResolveGrouping.Resolve(plan, items, resolver.Over(scope with { Lateral = null }));
        child = SelectList.ShowHidden(items.Concat(sets.Columns), child);
        if (!sets.IsAnalytics) return new AggregateBlock(sets.Columns, items, child, lateral, expressions, null);
        var analytics = GroupingAnalytics.Create(sets, child);
        return new AggregateBlock([.. analytics.Columns, analytics.GroupingId], [.. items.Select(analytics.Replace)], analytics.Expanded, lateral, expressions, analytics);
    }
}

/// <summary>An aggregation being built.</summary>
sealed record AggregateBlock(
    IReadOnlyList<Expression> Grouping, List<Expression> Items, LogicalPlan Child, LateralAliases? Lateral, ExpressionResolver Resolver, GroupingAnalytics? Analytics)
{
    public LogicalPlan Build(Func<PullAggregates, Expression>? having) => AggregateShape.Build(Grouping, Items, MergeSessions.Apply(Grouping, Child, Resolver), Lateral, Resolver, having);
}
