using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;

namespace Firesteel;

/// <summary>Finds columns that a program has marked as those of the query around.</summary>
static class OuterColumns
{
    public static bool AreIn(LogicalPlan plan)
        => !plan.Resolved && (plan.Expressions.Any(AreIn) || plan.Children.Any(AreIn));

    private static bool AreIn(Expression expression)
        => expression is UnresolvedAttribute { IsOuter: true } || expression.Children.Any(AreIn);
}
