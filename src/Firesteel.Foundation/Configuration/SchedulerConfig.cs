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
        ConfigBuilder.Of("spark.scheduler.allocation.file").Doc("File with the pools of fair scheduling.").NotYet().OptionalText();

    public static readonly ConfigEntry<long> LocalityWait =
        ConfigBuilder.Of("spark.locality.wait").Doc("How long a task waits for a place near its data.").Duration("3s");

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

    public static readonly ConfigEntry<bool?> ExcludeOnFailureEnabled =
        ConfigBuilder.Of("spark.excludeOnFailure.enabled").Doc("Leave out executors on which tasks fail again and again.").NotYet().OptionalBoolean();

    public static readonly ConfigEntry<int> ListenerQueueCapacity =
        ConfigBuilder.Of("spark.scheduler.listenerbus.eventqueue.capacity").Doc("Events that may wait for a listener before they are dropped.").Int("10000");

    public static readonly ConfigEntry<bool> TaskReaperEnabled =
        ConfigBuilder.Of("spark.task.reaper.enabled").Doc("Watch killed tasks until they end.").NotYet().Boolean("false");

    public static readonly ConfigEntry<bool> RddCompress =
        ConfigBuilder.Of("spark.rdd.compress").Doc("Compress serialised partitions of cached RDDs.").NotYet().Boolean("true");

    public static readonly ConfigEntry<int> RddLimitScaleUpFactor =
        ConfigBuilder.Of("spark.rdd.limit.scaleUpFactor").Doc("How much faster take() looks at partitions with each try.").Int("4");

    public static readonly ConfigEntry<int> RddLimitInitialNumPartitions =
        ConfigBuilder.Of("spark.rdd.limit.initialNumPartitions").Doc("Partitions that take() looks at first.").Int("1");

    public static readonly ConfigEntry<bool> CheckpointCompress =
        ConfigBuilder.Of("spark.checkpoint.compress").Doc("Compress checkpoints of RDDs.").NotYet().Boolean("true");
}
