using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;

namespace Firesteel.Catalyst.Optimizer;

/// <summary>DISTINCT changes nothing over rows that differ already, of one row, or inside a function that takes no notice of duplicates.</summary>
sealed class EliminateDistinct : OptimizerRule
{
    public override IReadOnlyList<string> SparkNames => ["EliminateDistinct", "RemoveRedundantAggregates"];

    public override LogicalPlan Apply(LogicalPlan plan) => Everywhere(plan, node => node switch
    {
        Distinct { Child: Distinct inner } => inner,
        Distinct d when d.Child.MaxRows <= 1 || IsDistinct(d.Child) => d.Child,
        Aggregate a => a.TransformExpressionsUp(e => e is AggregateCall { IsDistinct: true } c && c.Function.IgnoresDuplicates ? c with { IsDistinct = false } : e),
        _ => node,
    });

    // A grouping that gives out all its keys.
    private static bool IsDistinct(LogicalPlan plan) => plan switch
    {
        Aggregate { Grouping.Count: > 0 } a => a.Grouping.All(g => a.AggregateList.Any(e => e.Equals(g) || e is Alias alias && alias.Child.Equals(g))),
        Filter f => IsDistinct(f.Child),
        _ => false,
    };
}
