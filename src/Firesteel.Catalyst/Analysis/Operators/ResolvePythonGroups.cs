using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Python;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>Keys of groups that go to Python: those of a cogroup see their own side's columns only.</summary>
sealed class ResolvePythonCoGroups : OperatorRule<FlatMapCoGroupsInPython>
{
    protected override LogicalPlan Resolve(FlatMapCoGroupsInPython plan, SubqueryFrame? frame, PlanResolver resolver)
    {
        var left = resolver.Resolve(plan.Left, frame);
        var right = resolver.Apart(left, resolver.Resolve(plan.Right, frame));
        return plan with { Left = left, Right = right, LeftGrouping = new(plan.LeftGrouping.Select(resolver.Over(resolver.ScopeOf(frame, left)).Resolve)), RightGrouping = new(plan.RightGrouping.Select(resolver.Over(resolver.ScopeOf(frame, right)).Resolve)) };
    }
}
