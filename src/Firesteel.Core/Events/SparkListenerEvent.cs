using Firesteel.Core.Metrics;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Storage;

namespace Firesteel.Core.Events;

/// <summary>Something that happened in an application; Spark's listener events, by their names and fields. Times are milliseconds since 1970.</summary>
abstract record SparkListenerEvent;

sealed record SparkListenerLogStart(string SparkVersion) : SparkListenerEvent;

sealed record SparkListenerApplicationStart(string AppName, string? AppId, long Time, string SparkUser, string? AppAttemptId = null) : SparkListenerEvent;

sealed record SparkListenerApplicationEnd(long Time, int? ExitCode = 0) : SparkListenerEvent;

/// <summary>What the program runs in; each list is pairs of a name and a value.</summary>
sealed record SparkListenerEnvironmentUpdate(
    IReadOnlyList<KeyValuePair<string, string>> Runtime,
    IReadOnlyList<KeyValuePair<string, string>> SparkProperties,
    IReadOnlyList<KeyValuePair<string, string>> HadoopProperties,
    IReadOnlyList<KeyValuePair<string, string>> SystemProperties,
    IReadOnlyList<KeyValuePair<string, string>> MetricsProperties,
    IReadOnlyList<KeyValuePair<string, string>> ClasspathEntries) : SparkListenerEvent;

sealed record SparkListenerResourceProfileAdded(int ResourceProfileId, long ExecutorMemoryMiB, int? ExecutorCores, double TaskCpus) : SparkListenerEvent;

sealed record SparkListenerJobStart(int JobId, long Time, IReadOnlyList<StageInfo> StageInfos, IReadOnlyDictionary<string, string> Properties) : SparkListenerEvent;

/// <param name="Failure">Null for a job that succeeded.</param>
sealed record SparkListenerJobEnd(int JobId, long Time, Exception? Failure) : SparkListenerEvent;

sealed record SparkListenerStageSubmitted(StageInfo StageInfo, IReadOnlyDictionary<string, string> Properties) : SparkListenerEvent;

sealed record SparkListenerStageCompleted(StageInfo StageInfo) : SparkListenerEvent;

sealed record SparkListenerTaskStart(int StageId, int StageAttemptId, TaskInfo TaskInfo) : SparkListenerEvent;

sealed record SparkListenerTaskGettingResult(TaskInfo TaskInfo) : SparkListenerEvent;

/// <param name="TaskType"><c>ResultTask</c> or <c>ShuffleMapTask</c>.</param>
/// <param name="TaskMetrics">Null where no executor reported any.</param>
sealed record SparkListenerTaskEnd(
    int StageId, int StageAttemptId, string TaskType, TaskEndReason Reason, TaskInfo TaskInfo, TaskMetrics? TaskMetrics) : SparkListenerEvent;

sealed record SparkListenerExecutorAdded(long Time, string ExecutorId, string Host, int TotalCores, IReadOnlyDictionary<string, string> LogUrls) : SparkListenerEvent;

sealed record SparkListenerExecutorRemoved(long Time, string ExecutorId, string Reason) : SparkListenerEvent;

/// <summary>The application leaves an executor alone for a while.</summary>
sealed record SparkListenerExecutorExcluded(long Time, string ExecutorId, int TaskFailures) : SparkListenerEvent;

sealed record SparkListenerExecutorExcludedForStage(long Time, string ExecutorId, int TaskFailures, int StageId, int StageAttemptId) : SparkListenerEvent;

sealed record SparkListenerExecutorUnexcluded(long Time, string ExecutorId) : SparkListenerEvent;

sealed record SparkListenerNodeExcluded(long Time, string HostId, int ExecutorFailures) : SparkListenerEvent;

sealed record SparkListenerNodeExcludedForStage(long Time, string HostId, int ExecutorFailures, int StageId, int StageAttemptId) : SparkListenerEvent;

sealed record SparkListenerNodeUnexcluded(long Time, string HostId) : SparkListenerEvent;

/// <summary>A running task is slow, and a copy of it is to start.</summary>
sealed record SparkListenerSpeculativeTaskSubmitted(int StageId, int StageAttemptId, int TaskIndex, int PartitionId) : SparkListenerEvent;

sealed record SparkListenerBlockManagerAdded(long Time, BlockManagerId BlockManagerId, long MaxOnHeapMemory, long MaxOffHeapMemory) : SparkListenerEvent;

sealed record SparkListenerBlockManagerRemoved(long Time, BlockManagerId BlockManagerId) : SparkListenerEvent;

sealed record SparkListenerUnpersistRdd(int RddId) : SparkListenerEvent;

/// <summary>A running task's accumulators as its executor's heartbeat brought them.</summary>
sealed record RunningTaskUpdate(long TaskId, int StageId, int StageAttemptId, IReadOnlyList<AccumulableInfo> Accumulables);

/// <summary>Progress of running tasks; not written to event logs.</summary>
sealed record SparkListenerExecutorMetricsUpdate(string ExecutorId, IReadOnlyList<RunningTaskUpdate> Updates) : SparkListenerEvent;
