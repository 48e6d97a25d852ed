using System.Text.Json;

namespace Firesteel.Core.Events;

/// <summary>SQL executions and their plans in Spark's event-log form.</summary>
static class SqlJson
{
    public static void WriteStart(Utf8JsonWriter json, SparkListenerSqlExecutionStart start, Action<Utf8JsonWriter, string> writeConfigs)
    {
        json.WriteNumber("executionId", start.ExecutionId);
        if (start.RootExecutionId is { } root) json.WriteNumber("rootExecutionId", root);
        else json.WriteNull("rootExecutionId");
        json.WriteString("description", start.Description);
        json.WriteString("details", start.Details);
        json.WriteString("physicalPlanDescription", start.PhysicalPlanDescription);
        json.WritePropertyName("sparkPlanInfo");
        WritePlan(json, start.SparkPlanInfo);
        json.WriteNumber("time", start.Time);
        writeConfigs(json, "modifiedConfigs");
        json.WriteStartArray("jobTags");
        foreach (var tag in start.JobTags) json.WriteStringValue(tag);
        json.WriteEndArray();
        json.WriteString("jobGroupId", start.JobGroupId);
        json.WriteString("queryId", start.QueryId);
    }

    public static void WriteAdaptiveUpdate(Utf8JsonWriter json, SparkListenerSqlAdaptiveExecutionUpdate update)
    {
        json.WriteNumber("executionId", update.ExecutionId);
        json.WriteString("physicalPlanDescription", update.PhysicalPlanDescription);
        json.WritePropertyName("sparkPlanInfo");
        WritePlan(json, update.SparkPlanInfo);
    }

    public static void WriteMetricUpdates(Utf8JsonWriter json, SparkListenerSqlAdaptiveSqlMetricUpdates update)
    {
        json.WriteNumber("executionId", update.ExecutionId);
        WriteMetrics(json, "sqlPlanMetrics", update.Metrics);
    }

    public static void WriteDriverUpdates(Utf8JsonWriter json, SparkListenerDriverAccumUpdates update)
    {
        json.WriteNumber("executionId", update.ExecutionId);
        json.WriteStartArray("accumUpdates");
        foreach (var (id, value) in update.Updates)
        {
            json.WriteStartArray();
            json.WriteNumberValue(id);
            json.WriteNumberValue(value);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    public static void WriteEnd(Utf8JsonWriter json, SparkListenerSqlExecutionEnd end)
    {
        json.WriteNumber("executionId", end.ExecutionId);
        json.WriteNumber("time", end.Time);
        json.WriteString("errorMessage", end.ErrorMessage);
        json.WriteString("queryId", end.QueryId);
    }

    // Plans can be thousands of nodes deep, so the walk keeps its own stack.
    private static void WritePlan(Utf8JsonWriter json, SparkPlanInfo plan)
    {
        var stack = new Stack<(SparkPlanInfo Node, bool Close)>([(plan, false)]);
        while (stack.TryPop(out var next))
        {
            var node = next.Node;
            if (next.Close)
            {
                json.WriteEndArray();
                json.WriteStartObject("metadata");
                foreach (var (key, value) in node.Metadata) json.WriteString(key, value);
                json.WriteEndObject();
                WriteMetrics(json, "metrics", node.Metrics);
                json.WriteEndObject();
                continue;
            }
            json.WriteStartObject();
            json.WriteString("nodeName", node.NodeName);
            json.WriteString("simpleString", node.SimpleString);
            json.WriteStartArray("children");
            stack.Push((node, true));
            for (var i = node.Children.Count - 1; i >= 0; i--) stack.Push((node.Children[i], false));
        }
    }

    private static void WriteMetrics(Utf8JsonWriter json, string name, IReadOnlyList<SqlPlanMetric> metrics)
    {
        json.WriteStartArray(name);
        foreach (var metric in metrics)
        {
            json.WriteStartObject();
            json.WriteString("name", metric.Name);
            json.WriteNumber("accumulatorId", metric.AccumulatorId);
            json.WriteString("metricType", metric.MetricType);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
