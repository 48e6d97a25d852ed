using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>HAVING: its names mean the aggregate's input first, then the select list; what it aggregates the aggregate below computes.</summary>
sealed class ResolveHaving : OperatorRule<UnresolvedHaving>
{
    protected override LogicalPlan Resolve(UnresolvedHaving plan, SubqueryFrame? frame, PlanResolver resolver)
    {
        if (plan.Child is not Aggregate aggregate) return resolver.Resolve(new Filter(plan.Condition, plan.Child) { Origin = plan.Origin }, frame);
        try
        {
            return Resolve(plan, aggregate, frame, resolver, prefersBelow: true);
        }
        catch (AnalysisException e) when (e.Condition is "MISSING_GROUP_BY" or "MISSING_AGGREGATION")
        {
            // What the input has under that name cannot be read here: the name means the select list's.
            return Resolve(plan, aggregate, frame, resolver, prefersBelow: false);
        }
    }

    private static LogicalPlan Resolve(UnresolvedHaving plan, Aggregate aggregate, SubqueryFrame? frame, PlanResolver resolver, bool prefersBelow)
    {
        var block = ResolveAggregate.Prepare(aggregate, frame, resolver);
        var items = block.Items.OfType<INamedExpression>().ToList();
        var output = resolver.Columns(new(items.Select(i => i.ToAttribute())));
        var input = block.Analytics == null ? block.Child.Output : block.Analytics.Expanded.Children[0].Output;
        var scope = new Scope(output, frame) { Below = resolver.Columns(input), PrefersBelow = prefersBelow, Operator = "Filter" };
        var condition = Boolean(resolver.Over(scope).Resolve(plan.Condition), resolver);
        if (block.Analytics != null) condition = block.Analytics.Replace(condition);
        return block.Build(pull =>
        {
            var byId = items.ToDictionary(i => i.Id, i => i);
            return pull.Over(condition, column => byId.TryGetValue(column.Id, out var item)
                ? pull.Over(item is Alias a ? a.Child : (Expression)item)
                : items.Find(i => output.SameName(i.Name, column.Name) && i.Id != column.Id) is Alias named ? pull.Over(named.Child) : null);
        });
    }

    // What is no condition is cast to one here, unlike in WHERE.
    private static Expression Boolean(Expression condition, PlanResolver resolver)
        => condition.DataType is BooleanType ? condition : CheckCasts.Complete(new Cast(condition, BooleanType.Instance, EvalMode.Ansi) { IsUserSpecified = true, Origin = condition.Origin }, resolver.Settings);
}
