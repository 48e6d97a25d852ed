using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;

namespace Firesteel.Catalyst.Optimizer;

/// <summary>Drops orders that nobody sees: below aggregations and joins that do not depend on them, and below other orders.</summary>
sealed class EliminateSorts : OptimizerRule
{
    public override IReadOnlyList<string> SparkNames => ["EliminateSorts", "RemoveRedundantSorts"];

    public override LogicalPlan Apply(LogicalPlan plan) => Everywhere(plan, node => node switch
    {
        Sort { Order.Count: 0 } s => s.Child,
        Sort { IsGlobal: true } s => s with { Child = Unordered(s.Child) },
        Aggregate a when a.AggregateList.SelectMany(e => e.Collect<AggregateCall>()).All(c => !c.Function.IsOrderSensitive(c)) => a with { Child = Unordered(a.Child) },
        Join j when j.Condition?.Deterministic != false => j with { Left = Unordered(j.Left), Right = Unordered(j.Right) },
        _ => node,
    });

    // A limit keeps the order below it.
    private static LogicalPlan Unordered(LogicalPlan plan) => plan switch
    {
        Sort s => Unordered(s.Child),
        Project p when p.List.All(e => e.Deterministic) => p.MapChildren(Unordered),
        Filter f when f.Condition.Deterministic => f.MapChildren(Unordered),
        _ => plan,
    };
}
