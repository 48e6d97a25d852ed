using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Python;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>Keys of groups that go to Python: those of a cogroup see their own side's columns only.</summary>
sealed class ResolvePythonCoGroups : OperatorRule<FlatMapCoGroupsInPython>
{
    protected override LogicalPlan Resolve(FlatMapCoGroupsInPython plan, SubqueryFrame? frame, PlanResolver resolver)
    {
        var left = resolver.Resolve(plan.Left, frame);
        var right = resolver.Apart(left, resolver.Resolve(plan.Right, frame));
        var leftKeys = plan.LeftGrouping.Select(resolver.Over(resolver.ScopeOf(frame, left)).Resolve).ToArray();
        var rightKeys = plan.RightGrouping.Select(resolver.Over(resolver.ScopeOf(frame, right)).Resolve).ToArray();
        for (var i = 0; i < leftKeys.Length; i++)
        {
            if (TypeCoercion.TightestCommonType(leftKeys[i].DataType, rightKeys[i].DataType, false) is not { } type) continue;
            leftKeys[i] = To(leftKeys[i], type);
            rightKeys[i] = To(rightKeys[i], type);
        }
        return plan with { Left = left, Right = right, LeftGrouping = [.. leftKeys], RightGrouping = [.. rightKeys] };
    }

    // An int and a long that are equal are one key.
    private static Expression To(Expression key, DataType type) => key.DataType == type ? key : new Cast(key, type, EvalMode.Legacy);
}
