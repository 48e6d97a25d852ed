using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Optimizer;

/// <summary>Lateral joins as plain ones, once their right side stands alone.</summary>
sealed class RewriteLateralJoins : OptimizerRule
{
    public override bool IsRequired => true;

    public override LogicalPlan Apply(LogicalPlan plan) => Everywhere(plan, node => node is LateralJoin join ? Rewrite(join) : node);

    private static LogicalPlan Rewrite(LateralJoin join)
    {
        if (!CorrelatedPredicates.HasOuterReference(join.Right)) return new Join(join.Left, join.Right, join.Type, join.Condition);
        var right = CorrelatedPredicates.Unnest(join.Right, join.Left);
        var condition = Conjunctions.Join(right.Conditions.Concat(Conjunctions.Split(join.Condition)));
        return new Project(new(join.Output), new Join(join.Left, right.Plan, join.Type == JoinType.Cross ? JoinType.Inner : join.Type, condition));
    }
}
