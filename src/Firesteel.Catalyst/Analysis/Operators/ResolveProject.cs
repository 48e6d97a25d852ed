using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>Select lists without GROUP BY; one with aggregate functions is an aggregate over all rows.</summary>
sealed class ResolveProject : OperatorRule<Project>
{
    protected override LogicalPlan Resolve(Project plan, SubqueryFrame? frame, PlanResolver resolver)
    {
        var child = resolver.Resolve(plan.Child, frame);
        var list = plan.List;
        if (ExpandTimeWindows.HasAny(list)) (list, child) = ExpandTimeWindows.Extract(list, child, resolver.Over(resolver.ScopeOf(frame, child)));
        var lateral = resolver.Settings.LateralAliases ? new LateralAliases(resolver.Settings.CaseSensitive) : null;
        var scope = resolver.ScopeOf(frame, child) with { Lateral = lateral };
        var expressions = resolver.Over(scope);
        var items = SelectList.Resolve(list, expressions);
        child = SelectList.ShowHidden(items, child);
        if (items.Any(AggregateShape.HasAggregate)) return AggregateShape.Build([], items, child, lateral, expressions);
        return SelectList.Build(items, child, lateral, expressions, plan.Hidden);
    }
}
