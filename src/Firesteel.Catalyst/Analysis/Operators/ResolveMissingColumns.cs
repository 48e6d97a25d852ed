using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>
/// Resolves expressions over a plan that may also read what the plan does not show: columns that its projections left out,
/// hidden ones, and aggregates over the input of a GROUP BY below. What was added for them is taken away again above.
/// </summary>
static class ResolveMissingColumns
{
    /// <param name="build">Makes the operator of the resolved expressions and its input.</param>
    public static LogicalPlan Resolve(IReadOnlyList<Expression> expressions, LogicalPlan child, SubqueryFrame? frame, PlanResolver resolver, string name,
        Func<IReadOnlyList<Expression>, LogicalPlan, LogicalPlan> build)
    {
        var scope = resolver.ScopeOf(frame, child) with { Operator = name, LeavesMissingFields = name is "Sort" or "Qualify" };
        var aggregate = AggregateBelow(child);
        if (aggregate != null)
        {
            var input = GroupingAnalytics.Of(aggregate) == null ? aggregate.Child.Output : aggregate.Child.Children[0].Output;
            scope = scope with { Below = resolver.Columns(input) };
        }
        else scope = scope with { Further = [.. Levels(child).Select(resolver.Columns)] };
        var resolved = expressions.Select(resolver.Over(scope).Resolve).ToList();
        var extended = child;
        if (aggregate != null && resolved.Exists(e => NeedsAggregate(e, child))) (resolved, extended) = OverAggregate(resolved, child, aggregate);
        else
        {
            var shown = child.Output.Select(a => a.Id).ToHashSet();
            var missing = resolved.SelectMany(e => e.References).Where(a => !shown.Contains(a.Id)).DistinctBy(a => a.Id).ToDictionary(a => a.Id);
            if (missing.Count > 0)
            {
                extended = HiddenColumns.Show(child, missing.Keys.ToHashSet());
                shown = extended.Output.Select(a => a.Id).ToHashSet();
                extended = Add(extended, [.. missing.Values.Where(m => !shown.Contains(m.Id))]);
            }
        }
        var plan = build(resolved, extended);
        return extended.Output.Count == child.Output.Count ? plan : new Project(new(child.Output), plan) { Hidden = new(HiddenColumns.Of(child)) };
    }

    /// <summary>Outputs below that may be carried up, nearest first. A named source shows what it shows.</summary>
    private static IEnumerable<ValueList<AttributeReference>> Levels(LogicalPlan plan)
    {
        while (true)
        {
            switch (plan)
            {
                case Project p: yield return p.Child.Output; plan = p.Child; break;
                case Filter or Sort or Limit or Offset or Generate or Sample or Window or ResolvedHint or Repartition or RepartitionByExpression: plan = plan.Children[0]; break;
                case Aggregate a:
                    yield return new(a.Grouping.OfType<AttributeReference>());
                    yield break;
                default: yield break;
            }
        }
    }

    private static LogicalPlan Add(LogicalPlan plan, IReadOnlyList<AttributeReference> missing)
    {
        if (missing.Count == 0) return plan;
        switch (plan)
        {
            case Project p:
                var below = p.Child.Output.Select(a => a.Id).ToHashSet();
                return p with { List = [.. p.List, .. missing], Child = Add(p.Child, [.. missing.Where(m => !below.Contains(m.Id))]) };
            case Aggregate a:
                return a with { AggregateList = [.. a.AggregateList, .. missing] };
            default:
                return plan.MapChildren(c => Add(c, missing));
        }
    }

    /// <summary>The aggregate that the plan's rows come from, HAVING and its projection looked through.</summary>
    private static Aggregate? AggregateBelow(LogicalPlan plan) => plan switch
    {
        Aggregate a => a,
        Project or Filter => AggregateBelow(plan.Children[0]),
        _ => null,
    };

    private static bool NeedsAggregate(Expression expression, LogicalPlan child)
    {
        var shown = child.Output.Select(a => a.Id).ToHashSet();
        return AggregateShape.HasAggregate(expression) || expression.References.Any(r => !shown.Contains(r.Id));
    }

    private static (List<Expression>, LogicalPlan) OverAggregate(List<Expression> expressions, LogicalPlan child, Aggregate aggregate)
    {
        var pull = new PullAggregates(aggregate.Grouping);
        pull.Reuse(aggregate.AggregateList);
        pull.Pass(child.Output.Select(a => a.Id));
        var analytics = GroupingAnalytics.Of(aggregate);
        // A column of a frame that is not here is refused as such, with its operator.
        var above = expressions.Select(e => pull.Over(analytics == null ? e : analytics.Replace(e), column =>
            column.Source != null ? column : throw AnalysisErrors.UnresolvedColumn(column.Origin, [column.Name], child.Output))).ToList();
        var extended = Rebuild(child, aggregate with { AggregateList = new(pull.List) });
        var shown = child.Output.Select(a => a.Id).ToHashSet();
        var needed = above.SelectMany(e => e.References).Where(a => !shown.Contains(a.Id)).DistinctBy(a => a.Id).ToList();
        return (above, extended is Aggregate ? extended : Add(extended, needed));
    }

    private static LogicalPlan Rebuild(LogicalPlan plan, Aggregate aggregate)
        => plan is Aggregate ? aggregate : plan.MapChildren(c => Rebuild(c, aggregate));
}
