using System.Text.Json;
using Firesteel.Core.Metrics;

namespace Firesteel.Core.Events;

/// <summary>Stages, RDDs and accumulators in Spark's event-log form.</summary>
static class StageJson
{
    public static void Write(Utf8JsonWriter json, StageInfo stage)
    {
        json.WriteStartObject();
        json.WriteNumber("Stage ID", stage.StageId);
        json.WriteNumber("Stage Attempt ID", stage.AttemptNumber);
        json.WriteString("Stage Name", stage.Name);
        json.WriteNumber("Number of Tasks", stage.NumTasks);
        json.WriteStartArray("RDD Info");
        foreach (var rdd in stage.RddInfos) WriteRdd(json, rdd);
        json.WriteEndArray();
        WriteIds(json, "Parent IDs", stage.ParentIds);
        json.WriteString("Details", stage.Details);
        if (stage.SubmissionTime is { } submitted) json.WriteNumber("Submission Time", submitted);
        if (stage.CompletionTime is { } completed) json.WriteNumber("Completion Time", completed);
        if (stage.FailureReason is not null) json.WriteString("Failure Reason", stage.FailureReason);
        WriteAccumulables(json, stage.Accumulables);
        json.WriteNumber("Resource Profile Id", stage.ResourceProfileId);
        json.WriteBoolean("Shuffle Push Enabled", false);
        json.WriteNumber("Shuffle Push Mergers Count", 0);
        json.WriteEndObject();
    }

    public static void WriteAccumulables(Utf8JsonWriter json, IReadOnlyList<AccumulableInfo> accumulables)
    {
        json.WriteStartArray("Accumulables");
        foreach (var accumulable in accumulables)
        {
            json.WriteStartObject();
            json.WriteNumber("ID", accumulable.Id);
            if (accumulable.Name is not null) json.WriteString("Name", accumulable.Name);
            WriteValue(json, "Update", accumulable.Update);
            WriteValue(json, "Value", accumulable.Value);
            json.WriteBoolean("Internal", accumulable.Internal);
            json.WriteBoolean("Count Failed Values", accumulable.CountFailedValues);
            if (accumulable.Metadata is not null) json.WriteString("Metadata", accumulable.Metadata);
            json.WriteEndObject();
        }
        json.WriteEndArray();

        // Spark's own counters are numbers, all others their text.
        void WriteValue(Utf8JsonWriter writer, string name, object? value)
        {
            if (value is null) return;
            if (value is long number) writer.WriteNumber(name, number);
            else writer.WriteString(name, Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    private static void WriteRdd(Utf8JsonWriter json, RddInfo rdd)
    {
        json.WriteStartObject();
        json.WriteNumber("RDD ID", rdd.RddId);
        json.WriteString("Name", rdd.Name);
        if (rdd.Scope is not null) json.WriteString("Scope", rdd.Scope);
        json.WriteString("Callsite", rdd.CallSite);
        WriteIds(json, "Parent IDs", rdd.ParentIds);
        json.WriteStartObject("Storage Level");
        json.WriteBoolean("Use Disk", rdd.StorageLevel.UseDisk);
        json.WriteBoolean("Use Memory", rdd.StorageLevel.UseMemory);
        json.WriteBoolean("Use Off Heap", rdd.StorageLevel.UseOffHeap);
        json.WriteBoolean("Deserialized", rdd.StorageLevel.Deserialized);
        json.WriteNumber("Replication", rdd.StorageLevel.Replication);
        json.WriteEndObject();
        json.WriteBoolean("Barrier", rdd.Barrier);
        json.WriteString("DeterministicLevel", rdd.DeterministicLevel);
        json.WriteNumber("Number of Partitions", rdd.NumPartitions);
        json.WriteNumber("Number of Cached Partitions", rdd.NumCachedPartitions);
        json.WriteNumber("Memory Size", rdd.MemorySize);
        json.WriteNumber("Disk Size", rdd.DiskSize);
        json.WriteEndObject();
    }

    private static void WriteIds(Utf8JsonWriter json, string name, IReadOnlyList<int> ids)
    {
        json.WriteStartArray(name);
        foreach (var id in ids) json.WriteNumberValue(id);
        json.WriteEndArray();
    }
}
