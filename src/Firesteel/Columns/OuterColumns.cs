using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;

namespace Firesteel;

/// <summary>Finds columns that a program has marked as those of the query around.</summary>
static class OuterColumns
{
    public static bool AreIn(LogicalPlan plan)
        // The right side of a lateral join speaks of the left one's columns.
        => !plan.Resolved && (plan.Expressions.Any(AreIn) || (plan is LateralJoin lateral ? AreIn(lateral.Left) : plan.Children.Any(AreIn)));

    private static bool AreIn(Expression expression)
        => expression is UnresolvedAttribute { IsOuter: true } || expression.Children.Any(AreIn);
}
