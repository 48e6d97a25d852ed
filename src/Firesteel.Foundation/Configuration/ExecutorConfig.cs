namespace Firesteel.Foundation.Configuration;

/// <summary>Executors: how many, how large, how they are watched.</summary>
static class ExecutorConfig
{
    public static readonly ConfigEntry<long> ExecutorMemory =
        ConfigBuilder.Of("spark.executor.memory").Doc("Memory of an executor: native buffers and managed heap together.").Bytes("1g", ByteUnit.MiB);

    public static readonly ConfigEntry<int> ExecutorCores =
        ConfigBuilder.Of("spark.executor.cores").Doc("Tasks that an executor runs at a time.").Int("1");

    public static readonly ConfigEntry<int?> ExecutorInstances =
        ConfigBuilder.Of("spark.executor.instances").Doc("How many executors to start at most.").OptionalInt();

    public static readonly ConfigEntry<int?> CoresMax =
        ConfigBuilder.Of("spark.cores.max").Doc("Cores that an application takes of a standalone cluster.").OptionalInt();

    public static readonly ConfigEntry<long?> ExecutorMemoryOverhead =
        ConfigBuilder.Of("spark.executor.memoryOverhead").Doc("What an executor's container gets beyond its memory.").NotYet().OptionalBytes(ByteUnit.MiB);

    public static readonly ConfigEntry<long> HeartbeatInterval =
        ConfigBuilder.Of("spark.executor.heartbeatInterval").Doc("How often an executor reports that it lives.").Duration("10s");

    public static readonly ConfigEntry<long> NetworkTimeout =
        ConfigBuilder.Of("spark.network.timeout").Doc("Silence after which the other side counts as lost.").Duration("120s", TimeUnit.SECONDS);

    public static readonly ConfigEntry<bool> DynamicAllocationEnabled =
        ConfigBuilder.Of("spark.dynamicAllocation.enabled").Doc("Start and stop executors with the load.").NotYet().Boolean("false");

    public static readonly ConfigEntry<int> DynamicAllocationMinExecutors =
        ConfigBuilder.Of("spark.dynamicAllocation.minExecutors").Doc("Fewest executors.").NotYet().Int("0");

    public static readonly ConfigEntry<int> DynamicAllocationMaxExecutors =
        ConfigBuilder.Of("spark.dynamicAllocation.maxExecutors").Doc("Most executors.").NotYet().Int("2147483647");

    public static readonly ConfigEntry<bool> DecommissionEnabled =
        ConfigBuilder.Of("spark.decommission.enabled").Doc("Move an executor's blocks away before it is stopped.").NotYet().Boolean("false");

    public static readonly ConfigEntry<string?> ExtraJavaOptions =
        ConfigBuilder.Of("spark.executor.extraJavaOptions").Doc("Read for meaning, as spark.driver.extraJavaOptions is: -Dspark.key=value and log levels.").OptionalText();

    public static readonly ConfigEntry<string> LogsRollingStrategy =
        ConfigBuilder.Of("spark.executor.logs.rolling.strategy").Doc("How output files of executors are rolled: time, size, or (empty) not at all.").Text("");

    public static readonly ConfigEntry<string> LogsRollingInterval =
        ConfigBuilder.Of("spark.executor.logs.rolling.time.interval").Doc("How often they are rolled: daily, hourly, minutely, or seconds.").Text("daily");

    public static readonly ConfigEntry<long> LogsRollingMaxSize =
        ConfigBuilder.Of("spark.executor.logs.rolling.maxSize").Doc("The size at which they are rolled.").Bytes("1048576");

    public static readonly ConfigEntry<int> LogsRollingRetained =
        ConfigBuilder.Of("spark.executor.logs.rolling.maxRetainedFiles").Doc("How many rolled files are kept; all where negative.").Int("-1");
}
