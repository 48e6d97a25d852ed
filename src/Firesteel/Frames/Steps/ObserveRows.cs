using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Frames.Steps;

/// <summary>The rows as they are, with aggregates over them to be told when they have been used.</summary>
sealed record ObserveRows(string Name, ValueList<Expression> Metrics, LogicalPlan Child) : FrameStep(Child)
{
    public override LogicalPlan Over(DataFrame input) => input.Plan;
}
