using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Frames.Steps;

/// <summary>The rows as they are, with aggregates over them to be told when they have been used.</summary>
sealed record ObserveRows(string Name, ValueList<Expression> Metrics, LogicalPlan Child) : FrameStep(Child)
{
    /// <summary>Who is told.</summary>
    public required ObservedRow Target { get; init; }

    // Metrics that take more than one look at the rows are left to a query of their own.
    public override LogicalPlan Over(DataFrame input)
        => input.With(new Aggregate([], Metrics, input.Plan)).Plan is Aggregate { Grouping.Count: 0 } metrics && ReferenceEquals(metrics.Child, input.Plan) && metrics.AggregateList.All(IsOfOnePass)
            ? new CollectMetrics(metrics.AggregateList, Target, input.Plan) : input.Plan;

    private static bool IsOfOnePass(Expression metric) => metric.Deterministic && !metric.Contains(e => e is SubqueryExpression or AggregateCall { IsDistinct: true } or AggregateCall { Function: Catalyst.Expressions.Python.PythonAggregate });
}
