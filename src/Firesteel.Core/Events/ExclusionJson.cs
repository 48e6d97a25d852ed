using System.Text.Json;

namespace Firesteel.Core.Events;

/// <summary>Events about executors and nodes that are left out, and about copies of slow tasks, by the field names of Spark's classes.</summary>
static class ExclusionJson
{
    private const string Prefix = "org.apache.spark.scheduler.";

    public static bool Write(Utf8JsonWriter json, SparkListenerEvent e)
    {
        switch (e)
        {
            case SparkListenerExecutorExcluded excluded:
                Executor(json, nameof(SparkListenerExecutorExcluded), excluded.Time, excluded.ExecutorId, excluded.TaskFailures);
                return true;
            case SparkListenerExecutorExcludedForStage excluded:
                Executor(json, nameof(SparkListenerExecutorExcludedForStage), excluded.Time, excluded.ExecutorId, excluded.TaskFailures);
                Stage(json, excluded.StageId, excluded.StageAttemptId);
                return true;
            case SparkListenerExecutorUnexcluded included:
                Executor(json, nameof(SparkListenerExecutorUnexcluded), included.Time, included.ExecutorId, null);
                return true;
            case SparkListenerNodeExcluded excluded:
                Node(json, nameof(SparkListenerNodeExcluded), excluded.Time, excluded.HostId, excluded.ExecutorFailures);
                return true;
            case SparkListenerNodeExcludedForStage excluded:
                Node(json, nameof(SparkListenerNodeExcludedForStage), excluded.Time, excluded.HostId, excluded.ExecutorFailures);
                Stage(json, excluded.StageId, excluded.StageAttemptId);
                return true;
            case SparkListenerNodeUnexcluded included:
                Node(json, nameof(SparkListenerNodeUnexcluded), included.Time, included.HostId, null);
                return true;
            case SparkListenerSpeculativeTaskSubmitted submitted:
                json.WriteString("Event", Prefix + nameof(SparkListenerSpeculativeTaskSubmitted));
                Stage(json, submitted.StageId, submitted.StageAttemptId);
                json.WriteNumber("taskIndex", submitted.TaskIndex);
                json.WriteNumber("partitionId", submitted.PartitionId);
                return true;
            default:
                return false;
        }
    }

    private static void Executor(Utf8JsonWriter json, string name, long time, string executorId, int? failures)
    {
        json.WriteString("Event", Prefix + name);
        json.WriteNumber("time", time);
        json.WriteString("executorId", executorId);
        if (failures is { } count) json.WriteNumber("taskFailures", count);
    }

    private static void Node(Utf8JsonWriter json, string name, long time, string hostId, int? failures)
    {
        json.WriteString("Event", Prefix + name);
        json.WriteNumber("time", time);
        json.WriteString("hostId", hostId);
        if (failures is { } count) json.WriteNumber("executorFailures", count);
    }

    private static void Stage(Utf8JsonWriter json, int stageId, int attempt)
    {
        json.WriteNumber("stageId", stageId);
        json.WriteNumber("stageAttemptId", attempt);
    }
}
