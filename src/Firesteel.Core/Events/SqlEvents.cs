namespace Firesteel.Core.Events;

/// <summary>A metric of a plan node: its name, accumulator and how to show it.</summary>
sealed record SqlPlanMetric(string Name, long AccumulatorId, string MetricType);

/// <summary>A physical plan as the SQL page draws it.</summary>
sealed record SparkPlanInfo(
    string NodeName, string SimpleString, IReadOnlyList<SparkPlanInfo> Children, IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<SqlPlanMetric> Metrics);

sealed record SparkListenerSqlExecutionStart(
    long ExecutionId, long? RootExecutionId, string Description, string Details, string PhysicalPlanDescription, SparkPlanInfo SparkPlanInfo, long Time,
    IReadOnlyDictionary<string, string> ModifiedConfigs, IReadOnlyList<string> JobTags, string? JobGroupId, string? QueryId) : SparkListenerEvent;

sealed record SparkListenerSqlAdaptiveExecutionUpdate(long ExecutionId, string PhysicalPlanDescription, SparkPlanInfo SparkPlanInfo) : SparkListenerEvent;

/// <summary>New metrics of a plan that adaptive execution changed.</summary>
sealed record SparkListenerSqlAdaptiveSqlMetricUpdates(long ExecutionId, IReadOnlyList<SqlPlanMetric> Metrics) : SparkListenerEvent;

/// <summary>Metric values that the driver computed itself, by accumulator id.</summary>
sealed record SparkListenerDriverAccumUpdates(long ExecutionId, IReadOnlyList<(long AccumulatorId, long Value)> Updates) : SparkListenerEvent;

/// <param name="ErrorMessage">Empty for an execution that succeeded.</param>
sealed record SparkListenerSqlExecutionEnd(long ExecutionId, long Time, string ErrorMessage, string? QueryId) : SparkListenerEvent;
