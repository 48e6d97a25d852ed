using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Frames.Steps;

/// <summary>The rows as they are, with aggregates over them to be told when they have been used.</summary>
sealed record ObserveRows(string Name, ValueList<Expression> Metrics, LogicalPlan Child) : FrameStep(Child)
{
    /// <summary>Who is told.</summary>
    public required ObservedRow Target { get; init; }

    /// <exception cref="AnalysisException">INVALID_OBSERVED_METRICS.</exception>
    public static void Check(string name, ValueList<Expression> metrics, DataFrame input)
    {
        if (name.Length == 0) throw new AnalysisException("INVALID_OBSERVED_METRICS.MISSING_NAME", new Dictionary<string, string> { ["operator"] = "CollectMetrics" });
        foreach (var metric in metrics)
        {
            var resolved = input.SparkSession.State.Resolve(metric is UnresolvedAlias a ? a.Child : metric, input.Plan);
            if (Objection(resolved, false) is not { } objection) continue;
            var text = resolved is AttributeReference or Alias ? resolved.Sql : $"{resolved.Sql} AS `{resolved.Sql}`";
            throw new AnalysisException("INVALID_OBSERVED_METRICS." + objection, new Dictionary<string, string> { ["expr"] = $"\"{text}\"" });
        }
    }

    private static string? Objection(Expression expression, bool isInAggregate) => expression switch
    {
        AttributeReference when !isInAggregate => "NON_AGGREGATE_FUNC_ARG_IS_ATTRIBUTE",
        AggregateCall when isInAggregate => "NESTED_AGGREGATES_UNSUPPORTED",
        AggregateCall { IsDistinct: true } => "AGGREGATE_EXPRESSION_WITH_DISTINCT_UNSUPPORTED",
        AggregateCall { Filter: not null } => "AGGREGATE_EXPRESSION_WITH_FILTER_UNSUPPORTED",
        AggregateCall a => a.Arguments.Select(c => Objection(c, true)).FirstOrDefault(o => o != null),
        WindowExpression => "WINDOW_EXPRESSIONS_UNSUPPORTED",
        { Deterministic: false } when !isInAggregate && !expression.Contains(e => e is AttributeReference or AggregateCall) => "NON_AGGREGATE_FUNC_ARG_IS_NON_DETERMINISTIC",
        _ => expression.Children.Select(c => Objection(c, isInAggregate)).FirstOrDefault(o => o != null),
    };

    // Metrics that take more than one look at the rows are left to a query of their own.
    public override LogicalPlan Over(DataFrame input)
        => input.With(new Aggregate([], Metrics, input.Plan)).Plan is Aggregate { Grouping.Count: 0 } metrics && ReferenceEquals(metrics.Child, input.Plan) && metrics.AggregateList.All(IsOfOnePass)
            ? new CollectMetrics(metrics.AggregateList, Target, input.Plan) : input.Plan;

    private static bool IsOfOnePass(Expression metric) => metric.Deterministic && !metric.Contains(e => e is SubqueryExpression or AggregateCall { IsDistinct: true } or AggregateCall { Function: Catalyst.Expressions.Python.PythonAggregate });
}
