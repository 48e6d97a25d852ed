using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;

namespace Firesteel.Catalyst.Optimizer;

/// <summary>Keeps inputs from making rows that a limit above drops, and drops limits that are never reached.</summary>
sealed class PushDownLimits : OptimizerRule
{
    public override IReadOnlyList<string> SparkNames => ["LimitPushDown", "EliminateLimits"];

    public override LogicalPlan Apply(LogicalPlan plan) => Everywhere(plan, node => node is Limit { Count: Literal { Value: int count } } limit ? Push(limit, count) : node);

    private static LogicalPlan Push(Limit limit, int count) => limit.Child switch
    {
        { MaxRows: { } most } child when most <= count => child,
        Limit { Count: Literal { Value: int inner } } below => limit with { Count = Literal.Of(Math.Min(count, inner)), Child = below.Child },
        Union union => limit with { Child = union.MapChildren(c => Limited(c, count)) },
        Join { Type: JoinType.LeftOuter } join => limit with { Child = join with { Left = Limited(join.Left, count) } },
        Join { Type: JoinType.RightOuter } join => limit with { Child = join with { Right = Limited(join.Right, count) } },
        Join { Type: JoinType.Cross or JoinType.Inner, Condition: null } join => limit with { Child = join with { Left = Limited(join.Left, count), Right = Limited(join.Right, count) } },
        _ => limit,
    };

    private static LogicalPlan Limited(LogicalPlan plan, int count) => plan.MaxRows <= count ? plan : new Limit(Literal.Of(count), plan);
}
