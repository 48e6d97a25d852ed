namespace Firesteel;

/// <summary>Something that happened in an application; Spark's listener events, by their names and fields. Times are milliseconds since 1970.</summary>
public abstract record SparkListenerEvent;

public sealed record SparkListenerLogStart(string SparkVersion) : SparkListenerEvent;

public sealed record SparkListenerApplicationStart(string AppName, string? AppId, long Time, string SparkUser, string? AppAttemptId = null) : SparkListenerEvent;

public sealed record SparkListenerApplicationEnd(long Time, int? ExitCode = 0) : SparkListenerEvent;

/// <summary>What the program runs in; each list is pairs of a name and a value.</summary>
public sealed record SparkListenerEnvironmentUpdate(
    IReadOnlyList<KeyValuePair<string, string>> Runtime,
    IReadOnlyList<KeyValuePair<string, string>> SparkProperties,
    IReadOnlyList<KeyValuePair<string, string>> HadoopProperties,
    IReadOnlyList<KeyValuePair<string, string>> SystemProperties,
    IReadOnlyList<KeyValuePair<string, string>> MetricsProperties,
    IReadOnlyList<KeyValuePair<string, string>> ClasspathEntries) : SparkListenerEvent;

public sealed record SparkListenerResourceProfileAdded(int ResourceProfileId, long ExecutorMemoryMiB, int? ExecutorCores, double TaskCpus) : SparkListenerEvent;

public sealed record SparkListenerJobStart(int JobId, long Time, IReadOnlyList<StageInfo> StageInfos, IReadOnlyDictionary<string, string> Properties) : SparkListenerEvent;

/// <param name="Failure">Null for a job that succeeded.</param>
public sealed record SparkListenerJobEnd(int JobId, long Time, Exception? Failure) : SparkListenerEvent;

public sealed record SparkListenerStageSubmitted(StageInfo StageInfo, IReadOnlyDictionary<string, string> Properties) : SparkListenerEvent;

public sealed record SparkListenerStageCompleted(StageInfo StageInfo) : SparkListenerEvent;

public sealed record SparkListenerTaskStart(int StageId, int StageAttemptId, TaskInfo TaskInfo) : SparkListenerEvent;

public sealed record SparkListenerTaskGettingResult(TaskInfo TaskInfo) : SparkListenerEvent;

/// <param name="TaskType"><c>ResultTask</c> or <c>ShuffleMapTask</c>.</param>
/// <param name="TaskMetrics">Null where no executor reported any.</param>
public sealed record SparkListenerTaskEnd(
    int StageId, int StageAttemptId, string TaskType, TaskEndReason Reason, TaskInfo TaskInfo, TaskMetrics? TaskMetrics) : SparkListenerEvent;

public sealed record SparkListenerExecutorAdded(long Time, string ExecutorId, string Host, int TotalCores, IReadOnlyDictionary<string, string> LogUrls) : SparkListenerEvent;

public sealed record SparkListenerExecutorRemoved(long Time, string ExecutorId, string Reason) : SparkListenerEvent;

/// <summary>The application leaves an executor alone for a while.</summary>
public sealed record SparkListenerExecutorExcluded(long Time, string ExecutorId, int TaskFailures) : SparkListenerEvent;

public sealed record SparkListenerExecutorExcludedForStage(long Time, string ExecutorId, int TaskFailures, int StageId, int StageAttemptId) : SparkListenerEvent;

public sealed record SparkListenerExecutorUnexcluded(long Time, string ExecutorId) : SparkListenerEvent;

public sealed record SparkListenerNodeExcluded(long Time, string HostId, int ExecutorFailures) : SparkListenerEvent;

public sealed record SparkListenerNodeExcludedForStage(long Time, string HostId, int ExecutorFailures, int StageId, int StageAttemptId) : SparkListenerEvent;

public sealed record SparkListenerNodeUnexcluded(long Time, string HostId) : SparkListenerEvent;

/// <summary>A running task is slow, and a copy of it is to start.</summary>
public sealed record SparkListenerSpeculativeTaskSubmitted(int StageId, int StageAttemptId, int TaskIndex, int PartitionId) : SparkListenerEvent;

public sealed record SparkListenerBlockManagerAdded(long Time, BlockManagerId BlockManagerId, long MaxOnHeapMemory, long MaxOffHeapMemory) : SparkListenerEvent;

public sealed record SparkListenerBlockManagerRemoved(long Time, BlockManagerId BlockManagerId) : SparkListenerEvent;

/// <summary>What a process holds of a block has changed.</summary>
public sealed record SparkListenerBlockUpdated(BlockUpdatedInfo BlockUpdatedInfo) : SparkListenerEvent;

/// <summary>What a process holds of a block now; nothing where both sizes are 0.</summary>
public sealed record BlockUpdatedInfo(BlockManagerId BlockManagerId, string BlockId, StorageLevel StorageLevel, long MemSize, long DiskSize);

public sealed record SparkListenerUnpersistRdd(int RddId) : SparkListenerEvent;

/// <summary>A running task's accumulators as its executor's heartbeat brought them.</summary>
public sealed record RunningTaskUpdate(long TaskId, int StageId, int StageAttemptId, IReadOnlyList<AccumulableInfo> Accumulables);

/// <summary>Progress of running tasks; not written to event logs.</summary>
public sealed record SparkListenerExecutorMetricsUpdate(string ExecutorId, IReadOnlyList<RunningTaskUpdate> Updates) : SparkListenerEvent;
