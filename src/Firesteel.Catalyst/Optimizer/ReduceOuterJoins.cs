using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;

namespace Firesteel.Catalyst.Optimizer;

/// <summary>An outer join whose made-up nulls a condition above throws away is an inner one on that side.</summary>
sealed class ReduceOuterJoins : OptimizerRule
{
    public override IReadOnlyList<string> SparkNames => ["EliminateOuterJoin"];

    public override LogicalPlan Apply(LogicalPlan plan) => Everywhere(plan, node => node switch
    {
        Filter f => f with { Child = Reduce(f.Condition, f.Child) },
        Join { Type: JoinType.Inner or JoinType.LeftSemi, Condition: { } condition } j => j with { Left = Reduce(condition, j.Left), Right = Reduce(condition, j.Right) },
        _ => node,
    });

    private static LogicalPlan Reduce(Expression condition, LogicalPlan plan)
    {
        if (plan is not Join { Type: JoinType.LeftOuter or JoinType.RightOuter or JoinType.FullOuter } join) return plan;
        var (rejectsLeft, rejectsRight) = (Rejects(condition, join.Left), Rejects(condition, join.Right));
        var type = join.Type switch
        {
            JoinType.LeftOuter when rejectsRight => JoinType.Inner,
            JoinType.RightOuter when rejectsLeft => JoinType.Inner,
            JoinType.FullOuter when rejectsLeft && rejectsRight => JoinType.Inner,
            JoinType.FullOuter when rejectsLeft => JoinType.LeftOuter,
            JoinType.FullOuter when rejectsRight => JoinType.RightOuter,
            _ => join.Type,
        };
        return type == join.Type ? join : join with { Type = type };
    }

    // Whether the condition cannot be true where all columns of that side are null.
    private static bool Rejects(Expression condition, LogicalPlan side)
    {
        var ids = side.Output.Select(a => a.Id).ToHashSet();
        return Conjunctions.Split(condition).Any(IsNullRejecting);

        bool IsNullRejecting(Expression part) => part switch
        {
            IsNotNull n => Propagates(n.Child),
            Comparison { Operator: not ComparisonOperator.EqualNullSafe } c => Propagates(c.Left) || Propagates(c.Right),
            In i => Propagates(i.Value),
            Not { Child: Comparison { Operator: not ComparisonOperator.EqualNullSafe } c } => Propagates(c.Left) || Propagates(c.Right),
            And a => IsNullRejecting(a.Left) || IsNullRejecting(a.Right),
            Or o => Conjunctions.SplitOr(o).All(IsNullRejecting),
            _ => false,
        };

        bool Propagates(Expression e) => e switch
        {
            AttributeReference a => ids.Contains(a.Id),
            Cast or Arithmetic or Negate => e.Children.Any(Propagates),
            ScalarCall { Function.Nulls: Functions.NullHandling.Propagate } => e.Children.Any(Propagates),
            _ => false,
        };
    }
}
