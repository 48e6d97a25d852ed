using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Functions.Collections;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Optimizer;

/// <summary>Maps that an aggregation groups by are compared by their entries, whatever the order in which these were put in.</summary>
sealed class SortMapKeys : OptimizerRule
{
    public override bool IsRequired => true;

    public override LogicalPlan Apply(LogicalPlan plan) => Everywhere(plan, node => node is Aggregate a && a.Grouping.Any(g => MapOrder.HasMap(g.DataType)) ? Sorted(a) : node);

    private static LogicalPlan Sorted(Aggregate aggregate)
    {
        var keys = aggregate.Grouping.Where(g => MapOrder.HasMap(g.DataType)).Distinct().ToDictionary(g => g, g => new Alias(MapOrder.Of(g), g.Sql));
        var child = new Project([.. aggregate.Child.Output, .. keys.Values], aggregate.Child);
        return aggregate with
        {
            Grouping = new(aggregate.Grouping.Select(g => keys.TryGetValue(g, out var key) ? key.ToAttribute() : g)),
            AggregateList = new(aggregate.AggregateList.Select(Item)),
            Child = child,
        };

        Expression Item(Expression item)
        {
            var replaced = Replace(item);
            return item is AttributeReference a && !ReferenceEquals(replaced, item) ? new Alias(replaced, a.Name, a.Id) : replaced;
        }

        Expression Replace(Expression e) => e is AggregateCall ? e : keys.TryGetValue(e, out var key) ? key.ToAttribute() : e.MapChildren(Replace);
    }
}
