using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Firesteel.Core.Storage;

namespace Firesteel.Core.Events;

/// <summary>
/// Writes events as Spark's event log has them, a JSON object each: its names, its order, its kinds of values. What
/// looks like a secret among properties is redacted.
/// </summary>
sealed class EventJsonWriter(Regex redaction)
{
    /// <summary>Property names whose values are secrets unless <c>spark.redaction.regex</c> says otherwise.</summary>
    public const string DefaultRedaction = "(?i)secret|password|token|access[.]?key|credential";

    private const string SqlPrefix = "org.apache.spark.sql.execution.ui.";
    private const string Redacted = "*********(redacted)";
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true, MaxDepth = 100_000 };

    /// <summary>Writes one event; false for events that are not kept in logs.</summary>
    public bool Write(SparkListenerEvent e, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        var known = WriteFields(json, e);
        json.WriteEndObject();
        if (known) json.Flush();
        else json.Reset();
        return known;
    }

    private bool WriteFields(Utf8JsonWriter json, SparkListenerEvent e)
    {
        switch (e)
        {
            case SparkListenerTaskStart start:
                Head(json, nameof(SparkListenerTaskStart));
                TaskJson.WriteStart(json, start);
                return true;
            case SparkListenerTaskGettingResult getting:
                Head(json, nameof(SparkListenerTaskGettingResult));
                TaskJson.WriteInfo(json, getting.TaskInfo);
                return true;
            case SparkListenerTaskEnd end:
                Head(json, nameof(SparkListenerTaskEnd));
                TaskJson.WriteEnd(json, end);
                return true;
            case SparkListenerStageSubmitted submitted:
                Head(json, nameof(SparkListenerStageSubmitted));
                json.WritePropertyName("Stage Info");
                StageJson.Write(json, submitted.StageInfo);
                WriteProperties(json, "Properties", submitted.Properties);
                return true;
            case SparkListenerStageCompleted completed:
                Head(json, nameof(SparkListenerStageCompleted));
                json.WritePropertyName("Stage Info");
                StageJson.Write(json, completed.StageInfo);
                return true;
            case SparkListenerJobStart start:
                WriteJobStart(json, start);
                return true;
            case SparkListenerJobEnd end:
                WriteJobEnd(json, end);
                return true;
            default:
                return WriteApplication(json, e) || WriteExecutor(json, e) || ExclusionJson.Write(json, e) || WriteSql(json, e);
        }
    }

    private void WriteJobStart(Utf8JsonWriter json, SparkListenerJobStart start)
    {
        Head(json, nameof(SparkListenerJobStart));
        json.WriteNumber("Job ID", start.JobId);
        json.WriteNumber("Submission Time", start.Time);
        json.WriteStartArray("Stage Infos");
        foreach (var stage in start.StageInfos) StageJson.Write(json, stage);
        json.WriteEndArray();
        json.WriteStartArray("Stage IDs");
        foreach (var stage in start.StageInfos) json.WriteNumberValue(stage.StageId);
        json.WriteEndArray();
        WriteProperties(json, "Properties", start.Properties);
    }

    private static void WriteJobEnd(Utf8JsonWriter json, SparkListenerJobEnd end)
    {
        Head(json, nameof(SparkListenerJobEnd));
        json.WriteNumber("Job ID", end.JobId);
        json.WriteNumber("Completion Time", end.Time);
        json.WriteStartObject("Job Result");
        json.WriteString("Result", end.Failure is null ? "JobSucceeded" : "JobFailed");
        if (end.Failure is not null)
        {
            json.WriteStartObject("Exception");
            json.WriteString("Message", end.Failure.Message);
            TaskJson.WriteStackTrace(json, end.Failure);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private bool WriteApplication(Utf8JsonWriter json, SparkListenerEvent e)
    {
        switch (e)
        {
            case SparkListenerLogStart start:
                Head(json, nameof(SparkListenerLogStart));
                json.WriteString("Spark Version", start.SparkVersion);
                return true;
            case SparkListenerApplicationStart start:
                Head(json, nameof(SparkListenerApplicationStart));
                json.WriteString("App Name", start.AppName);
                if (start.AppId is not null) json.WriteString("App ID", start.AppId);
                json.WriteNumber("Timestamp", start.Time);
                json.WriteString("User", start.SparkUser);
                if (start.AppAttemptId is not null) json.WriteString("App Attempt ID", start.AppAttemptId);
                return true;
            case SparkListenerApplicationEnd end:
                Head(json, nameof(SparkListenerApplicationEnd));
                json.WriteNumber("Timestamp", end.Time);
                if (end.ExitCode is { } code) json.WriteNumber("ExitCode", code);
                return true;
            case SparkListenerEnvironmentUpdate update:
                Head(json, nameof(SparkListenerEnvironmentUpdate));
                WriteProperties(json, "JVM Information", update.Runtime);
                WriteProperties(json, "Spark Properties", update.SparkProperties);
                WriteProperties(json, "Hadoop Properties", update.HadoopProperties);
                WriteProperties(json, "System Properties", update.SystemProperties);
                WriteProperties(json, "Metrics Properties", update.MetricsProperties);
                WriteProperties(json, "Classpath Entries", update.ClasspathEntries);
                return true;
            case SparkListenerUnpersistRdd unpersist:
                Head(json, "SparkListenerUnpersistRDD");
                json.WriteNumber("RDD ID", unpersist.RddId);
                return true;
            default:
                return false;
        }
    }

    private static bool WriteExecutor(Utf8JsonWriter json, SparkListenerEvent e)
    {
        switch (e)
        {
            case SparkListenerResourceProfileAdded profile:
                Head(json, nameof(SparkListenerResourceProfileAdded));
                WriteProfile(json, profile);
                return true;
            case SparkListenerExecutorAdded added:
                Head(json, nameof(SparkListenerExecutorAdded));
                json.WriteNumber("Timestamp", added.Time);
                json.WriteString("Executor ID", added.ExecutorId);
                WriteExecutorInfo(json, added);
                return true;
            case SparkListenerExecutorRemoved removed:
                Head(json, nameof(SparkListenerExecutorRemoved));
                json.WriteNumber("Timestamp", removed.Time);
                json.WriteString("Executor ID", removed.ExecutorId);
                json.WriteString("Removed Reason", removed.Reason);
                return true;
            case SparkListenerBlockManagerAdded added:
                Head(json, nameof(SparkListenerBlockManagerAdded));
                WriteBlockManagerId(json, "Block Manager ID", added.BlockManagerId);
                json.WriteNumber("Maximum Memory", added.MaxOnHeapMemory + added.MaxOffHeapMemory);
                json.WriteNumber("Timestamp", added.Time);
                json.WriteNumber("Maximum Onheap Memory", added.MaxOnHeapMemory);
                json.WriteNumber("Maximum Offheap Memory", added.MaxOffHeapMemory);
                return true;
            case SparkListenerBlockManagerRemoved removed:
                Head(json, nameof(SparkListenerBlockManagerRemoved));
                WriteBlockManagerId(json, "Block Manager ID", removed.BlockManagerId);
                json.WriteNumber("Timestamp", removed.Time);
                return true;
            default:
                return false;
        }
    }

    private static void WriteProfile(Utf8JsonWriter json, SparkListenerResourceProfileAdded profile)
    {
        json.WriteNumber("Resource Profile Id", profile.ResourceProfileId);
        json.WriteStartObject("Executor Resource Requests");
        if (profile.ExecutorCores is { } cores) WriteRequest(json, "cores", cores);
        WriteRequest(json, "memory", profile.ExecutorMemoryMiB);
        WriteRequest(json, "offHeap", 0);
        json.WriteEndObject();
        json.WriteStartObject("Task Resource Requests");
        json.WriteStartObject("cpus");
        json.WriteString("Resource Name", "cpus");
        json.WritePropertyName("Amount");
        json.WriteRawValue(profile.TaskCpus.ToString("0.0###", System.Globalization.CultureInfo.InvariantCulture));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteRequest(Utf8JsonWriter json, string resource, long amount)
    {
        json.WriteStartObject(resource);
        json.WriteString("Resource Name", resource);
        json.WriteNumber("Amount", amount);
        json.WriteString("Discovery Script", "");
        json.WriteString("Vendor", "");
        json.WriteEndObject();
    }

    private static void WriteExecutorInfo(Utf8JsonWriter json, SparkListenerExecutorAdded added)
    {
        json.WriteStartObject("Executor Info");
        json.WriteString("Host", added.Host);
        json.WriteNumber("Total Cores", added.TotalCores);
        json.WriteStartObject("Log Urls");
        foreach (var (name, url) in added.LogUrls) json.WriteString(name, url);
        json.WriteEndObject();
        json.WriteStartObject("Attributes");
        json.WriteEndObject();
        json.WriteStartObject("Resources");
        json.WriteEndObject();
        json.WriteNumber("Resource Profile Id", 0);
        json.WriteNumber("Registration Time", added.Time);
        json.WriteEndObject();
    }

    private bool WriteSql(Utf8JsonWriter json, SparkListenerEvent e)
    {
        switch (e)
        {
            case SparkListenerSqlExecutionStart start:
                Head(json, SqlPrefix + "SparkListenerSQLExecutionStart");
                SqlJson.WriteStart(json, start, (writer, name) => WriteProperties(writer, name, start.ModifiedConfigs));
                return true;
            case SparkListenerSqlAdaptiveExecutionUpdate update:
                Head(json, SqlPrefix + "SparkListenerSQLAdaptiveExecutionUpdate");
                SqlJson.WriteAdaptiveUpdate(json, update);
                return true;
            case SparkListenerSqlAdaptiveSqlMetricUpdates update:
                Head(json, SqlPrefix + "SparkListenerSQLAdaptiveSQLMetricUpdates");
                SqlJson.WriteMetricUpdates(json, update);
                return true;
            case SparkListenerDriverAccumUpdates update:
                Head(json, SqlPrefix + "SparkListenerDriverAccumUpdates");
                SqlJson.WriteDriverUpdates(json, update);
                return true;
            case SparkListenerSqlExecutionEnd end:
                Head(json, SqlPrefix + "SparkListenerSQLExecutionEnd");
                SqlJson.WriteEnd(json, end);
                return true;
            default:
                return false;
        }
    }

    private void WriteProperties(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, string>> properties)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in properties) json.WriteString(key, redaction.IsMatch(key) ? Redacted : value);
        json.WriteEndObject();
    }

    internal static void WriteBlockManagerId(Utf8JsonWriter json, string name, BlockManagerId id)
    {
        json.WriteStartObject(name);
        json.WriteString("Executor ID", id.ExecutorId);
        json.WriteString("Host", id.Host);
        json.WriteNumber("Port", id.Port);
        json.WriteEndObject();
    }

    private static void Head(Utf8JsonWriter json, string name) => json.WriteString("Event", name);
}
