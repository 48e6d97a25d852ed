using System.Text.Json;
using Firesteel.Core.Scheduler;

namespace Firesteel.Python.Workers;

/// <summary>What a function may ask of its task (TaskContext.get()), as JSON.</summary>
static class TaskContextJson
{
    public static byte[] Write(TaskContext context, BarrierConnection? barrier)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteBoolean("isBarrier", barrier is not null);
            json.WriteNumber("connInfo", barrier?.Port ?? -1);
            json.WriteString("secret", barrier?.Secret);
            json.WriteNumber("stageId", context.StageId);
            json.WriteNumber("partitionId", context.PartitionId);
            json.WriteNumber("attemptNumber", context.AttemptNumber);
            json.WriteNumber("taskAttemptId", context.TaskAttemptId);
            json.WriteNumber("cpus", 1);
            json.WriteString("cpuAmount", "1");
            json.WriteStartObject("resources");
            json.WriteEndObject();
            json.WriteStartObject("localProperties");
            foreach (var (key, value) in context.Properties.Values) json.WriteString(key, value);
            if (barrier is not null) json.WriteString("addresses", string.Join(',', context.BarrierHosts.Select(Address)));
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return bytes.ToArray();
    }

    // Programs cut an address at its colon. Executors have no port that tasks could use.
    private static string Address(string host) => host.Contains(':', StringComparison.Ordinal) ? host : $"{host}:0";
}
