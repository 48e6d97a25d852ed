using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>ORDER BY and SORT BY: positions, ALL, names of the select list first, then of what it was made of.</summary>
sealed class ResolveSort : OperatorRule<Sort>
{
    protected override LogicalPlan Resolve(Sort plan, SubqueryFrame? frame, PlanResolver resolver)
    {
        var child = resolver.Resolve(plan.Child, frame);
        if (plan.IsOrderByAll) return new Sort(new(child.Output.Select(a => (SortOrder)CoerceTypes.Coerce(plan.Order[0] with { Child = a }, resolver.Over(new Scope(ColumnSet.Empty, null))))), plan.IsGlobal, child);
        var order = plan.Order.Select(o => ByPosition(o, child, resolver)).ToList();
        return ResolveMissingColumns.Resolve(order, child, frame, resolver, "Sort",
            (resolved, input) => new Sort(new(resolved.Cast<SortOrder>()), plan.IsGlobal, input) { Origin = plan.Origin });
    }

    public static Expression ByPosition(SortOrder order, LogicalPlan child, PlanResolver resolver)
    {
        if (order.Child is UnresolvedOrdinal constant && !resolver.Settings.OrderByOrdinal) return order with { Child = Literal.Of(constant.Position) };
        var position = order.Child switch
        {
            UnresolvedOrdinal o => o.Position,
            Literal { Value: int n } when resolver.Settings.OrderByOrdinal => n,
            _ => (int?)null,
        };
        if (position is not { } at) return order;
        if (at < 1 || at > child.Output.Count)
            throw AnalysisErrors.Error(order.Child.Origin, "ORDER_BY_POS_OUT_OF_RANGE", ("index", $"{at}"), ("size", $"{child.Output.Count}"));
        return order with { Child = child.Output[at - 1] };
    }
}
