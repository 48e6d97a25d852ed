namespace Firesteel.Foundation.Configuration;

/// <summary>Jobs, stages and tasks.</summary>
static class SchedulerConfig
{
    public static readonly ConfigEntry<int?> DefaultParallelism =
        ConfigBuilder.Of("spark.default.parallelism").Doc("Partitions of RDDs that do not say how many; the number of cores where not set.").OptionalInt();

    public static readonly ConfigEntry<int> TaskCpus =
        ConfigBuilder.Of("spark.task.cpus").Doc("Slots that a task takes.").Int("1");

    public static readonly ConfigEntry<int> TaskMaxFailures =
        ConfigBuilder.Of("spark.task.maxFailures").Doc("Failures of one task that end its job.").Int("4");

    public static readonly ConfigEntry<int> StageMaxConsecutiveAttempts =
        ConfigBuilder.Of("spark.stage.maxConsecutiveAttempts").Doc("Attempts at a stage before its job ends.").Int("4");

    public static readonly ConfigEntry<string> SchedulerMode =
        ConfigBuilder.Of("spark.scheduler.mode").Doc("How jobs that run at a time share the cores.").OneOf("FIFO", "FIFO", "FAIR");

    public static readonly ConfigEntry<string?> SchedulerAllocationFile =
        ConfigBuilder.Of("spark.scheduler.allocation.file").Doc("File with the pools of fair scheduling; conf/fairscheduler.xml where it is there.").OptionalText();

    public static readonly ConfigEntry<long> LocalityWait =
        ConfigBuilder.Of("spark.locality.wait").Doc("How long a task waits for a place near its data, level by level.").Duration("3s");

    public static readonly ConfigEntry<long> LocalityWaitProcess =
        ConfigBuilder.Of("spark.locality.wait.process").Doc("How long a task waits for the executor that has its data.").FallsBackTo(LocalityWait, ConfigTypes.Duration(TimeUnit.MILLISECONDS));

    public static readonly ConfigEntry<long> LocalityWaitNode =
        ConfigBuilder.Of("spark.locality.wait.node").Doc("How long a task waits for a host that has its data.").FallsBackTo(LocalityWait, ConfigTypes.Duration(TimeUnit.MILLISECONDS));

    public static readonly ConfigEntry<long> LocalityWaitRack =
        ConfigBuilder.Of("spark.locality.wait.rack").Doc("How long a task waits for the rack that has its data.").FallsBackTo(LocalityWait, ConfigTypes.Duration(TimeUnit.MILLISECONDS));

    public static readonly ConfigEntry<bool> Speculation =
        ConfigBuilder.Of("spark.speculation").Doc("Start slow tasks a second time.").Boolean("false");

    public static readonly ConfigEntry<long> SpeculationInterval =
        ConfigBuilder.Of("spark.speculation.interval").Doc("How often slow tasks are looked for.").Duration("100ms");

    public static readonly ConfigEntry<double> SpeculationMultiplier =
        ConfigBuilder.Of("spark.speculation.multiplier").Doc("How many times the median a task must take to count as slow.").Double("3.0");

    public static readonly ConfigEntry<double> SpeculationQuantile =
        ConfigBuilder.Of("spark.speculation.quantile").Doc("Share of a stage's tasks that must be done before.").Double("0.9");

    public static readonly ConfigEntry<long> SpeculationMinTaskRuntime =
        ConfigBuilder.Of("spark.speculation.minTaskRuntime").Doc("No task is slow before this time.").Duration("100ms");

    public static readonly ConfigEntry<string?> SpeculationTaskDurationThreshold =
        ConfigBuilder.Of("spark.speculation.task.duration.threshold").Doc("In a stage of no more tasks than one executor has slots, the time after which a task is slow.").OptionalText();

    public static readonly ConfigEntry<bool?> ExcludeOnFailureEnabled =
        ConfigBuilder.Of("spark.excludeOnFailure.enabled").Doc("Leave out executors and nodes on which tasks fail again and again.").OptionalBoolean();

    public static readonly ConfigEntry<bool?> ExcludeOnFailureTaskAndStage =
        ConfigBuilder.Of("spark.excludeOnFailure.taskAndStage.enabled").Doc("Leave them out for the task and the stage that failed there; as spark.excludeOnFailure.enabled where not set.").OptionalBoolean();

    public static readonly ConfigEntry<bool?> ExcludeOnFailureApplication =
        ConfigBuilder.Of("spark.excludeOnFailure.application.enabled").Doc("Leave them out for the whole application; as spark.excludeOnFailure.enabled where not set.").OptionalBoolean();

    public static readonly ConfigEntry<int> ExcludeMaxTaskAttemptsPerExecutor =
        ConfigBuilder.Of("spark.excludeOnFailure.task.maxTaskAttemptsPerExecutor").Doc("Failures of a task on one executor after which it does not run there again.").PositiveInt("1");

    public static readonly ConfigEntry<int> ExcludeMaxTaskAttemptsPerNode =
        ConfigBuilder.Of("spark.excludeOnFailure.task.maxTaskAttemptsPerNode").Doc("Failures of a task on one node after which it does not run there again.").PositiveInt("2");

    public static readonly ConfigEntry<int> ExcludeStageMaxFailedTasksPerExecutor =
        ConfigBuilder.Of("spark.excludeOnFailure.stage.maxFailedTasksPerExecutor").Doc("Tasks of a stage that may fail on an executor before the stage leaves it out.").PositiveInt("2");

    public static readonly ConfigEntry<int> ExcludeStageMaxFailedExecutorsPerNode =
        ConfigBuilder.Of("spark.excludeOnFailure.stage.maxFailedExecutorsPerNode").Doc("Executors of a node that a stage leaves out before it leaves out the node.").PositiveInt("2");

    public static readonly ConfigEntry<int> ExcludeMaxFailedTasksPerExecutor =
        ConfigBuilder.Of("spark.excludeOnFailure.application.maxFailedTasksPerExecutor").Doc("Tasks, in stages that ended well, that may fail on an executor before the application leaves it out.").PositiveInt("2");

    public static readonly ConfigEntry<int> ExcludeMaxFailedExecutorsPerNode =
        ConfigBuilder.Of("spark.excludeOnFailure.application.maxFailedExecutorsPerNode").Doc("Executors of a node that the application leaves out before it leaves out the node.").PositiveInt("2");

    public static readonly ConfigEntry<bool> ExcludeOnFetchFailure =
        ConfigBuilder.Of("spark.excludeOnFailure.application.fetchFailure.enabled").Doc("Leave out an executor as soon as a fetch from it fails.").Boolean("false");

    public static readonly ConfigEntry<bool> KillExcludedExecutors =
        ConfigBuilder.Of("spark.excludeOnFailure.killExcludedExecutors").Doc("End the executors that the application leaves out, so that others take their place.").Boolean("false");

    public static readonly ConfigEntry<string?> ExcludeTimeout =
        ConfigBuilder.Of("spark.excludeOnFailure.timeout").Doc("How long an executor or node is left out; an hour where not set.").OptionalText();

    public static readonly ConfigEntry<long> ExcludeUnschedulableTimeout =
        ConfigBuilder.Of("spark.scheduler.excludeOnFailure.unschedulableTaskSetTimeout").Doc("How long a stage waits for a place where its tasks may run before it is given up.").Duration("120000ms");

    public static readonly ConfigEntry<long> BarrierSyncTimeout =
        ConfigBuilder.Of("spark.barrier.sync.timeout").Doc("How long barrier() waits for the other tasks of its stage.").Duration("365d", TimeUnit.SECONDS);

    public static readonly ConfigEntry<long> BarrierCheckInterval =
        ConfigBuilder.Of("spark.scheduler.barrier.maxConcurrentTasksCheck.interval").Doc("Pause between looks for slots enough for a barrier stage.").Duration("15s", TimeUnit.SECONDS);

    public static readonly ConfigEntry<int> BarrierCheckMaxFailures =
        ConfigBuilder.Of("spark.scheduler.barrier.maxConcurrentTasksCheck.maxFailures").Doc("Looks in vain after which the job is given up.").PositiveInt("40");

    public static readonly ConfigEntry<int> StageMaxAttempts =
        ConfigBuilder.Of("spark.stage.maxAttempts").Doc("Attempts of a stage, in a row or not, before its job ends.").PositiveInt("2147483647");

    public static readonly ConfigEntry<int> ListenerQueueCapacity =
        ConfigBuilder.Of("spark.scheduler.listenerbus.eventqueue.capacity").Doc("Events that may wait for a listener before they are dropped.").Int("10000");

    public static readonly ConfigEntry<long> ListenerExitTimeout =
        ConfigBuilder.Of("spark.scheduler.listenerbus.exitTimeout").Doc("How long listeners may take for what is queued when the application ends; half a minute where it is 0.").Duration("0ms");

    public static readonly ConfigEntry<bool> TaskReaperEnabled =
        ConfigBuilder.Of("spark.task.reaper.enabled").Doc("Watch killed tasks until they end.").Boolean("false");

    public static readonly ConfigEntry<long> TaskReaperPollingInterval =
        ConfigBuilder.Of("spark.task.reaper.pollingInterval").Doc("How often the log says that a killed task still runs.").Duration("10s");

    public static readonly ConfigEntry<bool> TaskReaperThreadDump =
        ConfigBuilder.Of("spark.task.reaper.threadDump").Doc("Whether that line comes with the task's state.").NotYet().Boolean("true");

    public static readonly ConfigEntry<long> TaskReaperKillTimeout =
        ConfigBuilder.Of("spark.task.reaper.killTimeout").Doc("How long a killed task may go on before its executor ends; -1 for ever.").Duration("-1ms");

    public static readonly ConfigEntry<bool> RddCompress =
        ConfigBuilder.Of("spark.rdd.compress").Doc("Compress serialised partitions of cached RDDs.").NotYet().Boolean("true");

    public static readonly ConfigEntry<int> RddLimitScaleUpFactor =
        ConfigBuilder.Of("spark.rdd.limit.scaleUpFactor").Doc("How much faster take() looks at partitions with each try.").Int("4");

    public static readonly ConfigEntry<int> RddLimitInitialNumPartitions =
        ConfigBuilder.Of("spark.rdd.limit.initialNumPartitions").Doc("Partitions that take() looks at first.").Int("1");

    public static readonly ConfigEntry<bool> CheckpointCompress =
        ConfigBuilder.Of("spark.checkpoint.compress").Doc("Compress checkpoints of RDDs.").NotYet().Boolean("true");
}
