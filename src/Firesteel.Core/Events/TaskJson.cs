using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Firesteel.Core.Metrics;
using Firesteel.Core.Scheduler;

namespace Firesteel.Core.Events;

/// <summary>Tasks, their metrics and how they ended in Spark's event-log form.</summary>
static class TaskJson
{
    // The peaks of an executor's memory, which Spark writes with each task; the names are its JVM's.
    private static readonly string[] ExecutorMetricNames =
    [
        "JVMHeapMemory", "JVMOffHeapMemory", "OnHeapExecutionMemory", "OffHeapExecutionMemory", "OnHeapStorageMemory",
        "OffHeapStorageMemory", "OnHeapUnifiedMemory", "OffHeapUnifiedMemory", "DirectPoolMemory", "MappedPoolMemory",
        "ProcessTreeJVMVMemory", "ProcessTreeJVMRSSMemory", "ProcessTreePythonVMemory", "ProcessTreePythonRSSMemory",
        "ProcessTreeOtherVMemory", "ProcessTreeOtherRSSMemory", "MinorGCCount", "MinorGCTime", "MajorGCCount",
        "MajorGCTime", "TotalGCTime", "ConcurrentGCCount", "ConcurrentGCTime",
    ];

    public static void WriteStart(Utf8JsonWriter json, SparkListenerTaskStart start)
    {
        json.WriteNumber("Stage ID", start.StageId);
        json.WriteNumber("Stage Attempt ID", start.StageAttemptId);
        WriteInfo(json, start.TaskInfo);
    }

    public static void WriteEnd(Utf8JsonWriter json, SparkListenerTaskEnd end)
    {
        json.WriteNumber("Stage ID", end.StageId);
        json.WriteNumber("Stage Attempt ID", end.StageAttemptId);
        json.WriteString("Task Type", end.TaskType);
        json.WriteStartObject("Task End Reason");
        WriteReason(json, end);
        json.WriteEndObject();
        WriteInfo(json, end.TaskInfo);
        json.WriteStartObject("Task Executor Metrics");
        foreach (var name in ExecutorMetricNames) json.WriteNumber(name, 0);
        json.WriteEndObject();
        if (end.TaskMetrics is not null) WriteMetrics(json, end.TaskMetrics);
    }

    public static void WriteInfo(Utf8JsonWriter json, TaskInfo task)
    {
        json.WriteStartObject("Task Info");
        json.WriteNumber("Task ID", task.TaskId);
        json.WriteNumber("Index", task.Index);
        json.WriteNumber("Attempt", task.AttemptNumber);
        json.WriteNumber("Partition ID", task.PartitionId);
        json.WriteNumber("Launch Time", task.LaunchTime);
        json.WriteString("Executor ID", task.ExecutorId);
        json.WriteString("Host", task.Host);
        json.WriteString("Locality", task.Locality.ToString());
        json.WriteBoolean("Speculative", task.Speculative);
        json.WriteNumber("Getting Result Time", task.GettingResultTime);
        json.WriteNumber("Finish Time", task.FinishTime);
        json.WriteBoolean("Failed", task.Failed);
        json.WriteBoolean("Killed", task.Killed);
        StageJson.WriteAccumulables(json, task.Accumulables);
        json.WriteEndObject();
    }

    /// <summary>The frames of an exception, empty for one that was thrown in another process.</summary>
    public static void WriteStackTrace(Utf8JsonWriter json, Exception? exception)
    {
        json.WriteStartArray("Stack Trace");
        if (exception is not null)
        {
            foreach (var frame in new StackTrace(exception, true).GetFrames())
            {
                var method = frame.GetMethod();
                json.WriteStartObject();
                json.WriteString("Declaring Class", method?.DeclaringType?.FullName ?? "");
                json.WriteString("Method Name", method?.Name ?? "");
                json.WriteString("File Name", Path.GetFileName(frame.GetFileName()) ?? "");
                json.WriteNumber("Line Number", frame.GetFileLineNumber());
                json.WriteEndObject();
            }
        }
        json.WriteEndArray();
    }

    private static void WriteReason(Utf8JsonWriter json, SparkListenerTaskEnd end)
    {
        json.WriteString("Reason", end.Reason is TaskSuccess ? "Success" : end.Reason.GetType().Name);
        switch (end.Reason)
        {
            case FetchFailed failed:
                if (failed.Location is not null) EventJsonWriter.WriteBlockManagerId(json, "Block Manager Address", failed.Location);
                json.WriteNumber("Shuffle ID", failed.ShuffleId);
                json.WriteNumber("Map ID", failed.MapId);
                json.WriteNumber("Map Index", failed.MapIndex);
                json.WriteNumber("Reduce ID", failed.ReduceId);
                json.WriteString("Message", failed.Message);
                break;
            case ExceptionFailure failure:
                json.WriteString("Class Name", failure.ClassName);
                json.WriteString("Description", failure.Description);
                WriteStackTrace(json, failure.Exception);
                json.WriteString("Full Stack Trace", failure.FullStackTrace);
                WriteUpdates(json, end.TaskInfo);
                break;
            case TaskKilled killed:
                json.WriteString("Kill Reason", killed.KillReason);
                WriteUpdates(json, end.TaskInfo);
                break;
            case TaskCommitDenied denied:
                json.WriteNumber("Job ID", denied.JobId);
                json.WriteNumber("Partition ID", denied.PartitionId);
                json.WriteNumber("Attempt Number", denied.AttemptNumber);
                break;
            case ExecutorLostFailure lost:
                json.WriteString("Executor ID", lost.ExecutorId);
                json.WriteBoolean("Exit Caused By App", lost.ExitCausedByApp);
                json.WriteString("Loss Reason", lost.LossReason ?? "");
                break;
        }
    }

    private static void WriteUpdates(Utf8JsonWriter json, TaskInfo task)
    {
        json.WriteStartArray("Accumulator Updates");
        foreach (var accumulable in task.Accumulables)
        {
            json.WriteStartObject();
            json.WriteNumber("ID", accumulable.Id);
            json.WriteString("Update", Convert.ToString(accumulable.Update, CultureInfo.InvariantCulture));
            json.WriteBoolean("Internal", false);
            json.WriteBoolean("Count Failed Values", accumulable.CountFailedValues);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteMetrics(Utf8JsonWriter json, TaskMetrics metrics)
    {
        json.WriteStartObject("Task Metrics");
        Number("Executor Deserialize Time", TaskMetric.ExecutorDeserializeTime);
        Number("Executor Deserialize CPU Time", TaskMetric.ExecutorDeserializeCpuTime);
        Number("Executor Run Time", TaskMetric.ExecutorRunTime);
        Number("Executor CPU Time", TaskMetric.ExecutorCpuTime);
        Number("Peak Execution Memory", TaskMetric.PeakExecutionMemory);
        Number("Peak On Heap Execution Memory", TaskMetric.PeakOnHeapExecutionMemory);
        Number("Peak Off Heap Execution Memory", TaskMetric.PeakOffHeapExecutionMemory);
        Number("Result Size", TaskMetric.ResultSize);
        Number("JVM GC Time", TaskMetric.JvmGcTime);
        Number("Result Serialization Time", TaskMetric.ResultSerializationTime);
        Number("Memory Bytes Spilled", TaskMetric.MemoryBytesSpilled);
        Number("Disk Bytes Spilled", TaskMetric.DiskBytesSpilled);
        json.WriteStartObject("Shuffle Read Metrics");
        Number("Remote Blocks Fetched", TaskMetric.ShuffleReadRemoteBlocksFetched);
        Number("Local Blocks Fetched", TaskMetric.ShuffleReadLocalBlocksFetched);
        Number("Fetch Wait Time", TaskMetric.ShuffleReadFetchWaitTime);
        Number("Remote Bytes Read", TaskMetric.ShuffleReadRemoteBytesRead);
        Number("Remote Bytes Read To Disk", TaskMetric.ShuffleReadRemoteBytesReadToDisk);
        Number("Local Bytes Read", TaskMetric.ShuffleReadLocalBytesRead);
        Number("Total Records Read", TaskMetric.ShuffleReadRecordsRead);
        Number("Remote Requests Duration", TaskMetric.ShuffleReadRemoteReqsDuration);
        json.WriteStartObject("Push Based Shuffle");
        Number("Corrupt Merged Block Chunks", TaskMetric.PushReadCorruptMergedBlockChunks);
        Number("Merged Fetch Fallback Count", TaskMetric.PushReadMergedFetchFallbackCount);
        Number("Merged Remote Blocks Fetched", TaskMetric.PushReadRemoteMergedBlocksFetched);
        Number("Merged Local Blocks Fetched", TaskMetric.PushReadLocalMergedBlocksFetched);
        Number("Merged Remote Chunks Fetched", TaskMetric.PushReadRemoteMergedChunksFetched);
        Number("Merged Local Chunks Fetched", TaskMetric.PushReadLocalMergedChunksFetched);
        Number("Merged Remote Bytes Read", TaskMetric.PushReadRemoteMergedBytesRead);
        Number("Merged Local Bytes Read", TaskMetric.PushReadLocalMergedBytesRead);
        Number("Merged Remote Requests Duration", TaskMetric.PushReadRemoteMergedReqsDuration);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("Shuffle Write Metrics");
        Number("Shuffle Bytes Written", TaskMetric.ShuffleWriteBytesWritten);
        Number("Shuffle Write Time", TaskMetric.ShuffleWriteTime);
        Number("Shuffle Records Written", TaskMetric.ShuffleWriteRecordsWritten);
        json.WriteEndObject();
        json.WriteStartObject("Input Metrics");
        Number("Bytes Read", TaskMetric.InputBytesRead);
        Number("Records Read", TaskMetric.InputRecordsRead);
        json.WriteEndObject();
        json.WriteStartObject("Output Metrics");
        Number("Bytes Written", TaskMetric.OutputBytesWritten);
        Number("Records Written", TaskMetric.OutputRecordsWritten);
        json.WriteEndObject();
        json.WriteStartArray("Updated Blocks");
        json.WriteEndArray();
        json.WriteEndObject();

        void Number(string name, TaskMetric metric) => json.WriteNumber(name, metrics[metric]);
    }
}
