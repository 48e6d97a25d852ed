namespace Firesteel.Foundation.Configuration;

/// <summary>Python's workers.</summary>
static class PythonConfig
{
    public static readonly ConfigEntry<bool> WorkerReuse =
        ConfigBuilder.Of("spark.python.worker.reuse").Doc("Keep Python's workers for further tasks instead of a process a task.").Boolean("true");

    public static readonly ConfigEntry<long> WorkerIdleTimeout =
        ConfigBuilder.Of("spark.python.worker.idleTimeoutSeconds").Doc("How long a worker may send nothing before it is told of; 0 for ever.").Duration("0ms", TimeUnit.SECONDS);

    public static readonly ConfigEntry<bool> KillOnIdleTimeout =
        ConfigBuilder.Of("spark.python.worker.killOnIdleTimeout").Doc("End a worker that has sent nothing for that long, and with it its task.").Boolean("false");

    public static readonly ConfigEntry<bool> FaultHandler =
        ConfigBuilder.Of("spark.python.worker.faulthandler.enabled").Doc("Say in the error of a worker that a signal ended where it was.").Boolean("false");

    public static readonly ConfigEntry<long> TracebackDumpInterval =
        ConfigBuilder.Of("spark.python.worker.tracebackDumpIntervalSeconds").Doc("How often workers print where they are; 0 for never.").Duration("0ms", TimeUnit.SECONDS);

    public static readonly ConfigEntry<string?> DaemonModule =
        ConfigBuilder.Of("spark.python.daemon.module").Doc("The Python module that forks workers.").OptionalText();

    public static readonly ConfigEntry<string?> WorkerModule =
        ConfigBuilder.Of("spark.python.worker.module").Doc("The Python module that workers run.").OptionalText();

    public static readonly ConfigEntry<bool> KillWorkerOnFlushFailure =
        ConfigBuilder.Of("spark.python.daemon.killWorkerOnFlushFailure").Doc("End a worker that cannot send what is left when its task ends.").Boolean("true");

    public static readonly ConfigEntry<bool> UnixDomainSockets =
        ConfigBuilder.Of("spark.python.unix.domain.socket.enabled").Doc("Use Unix sockets instead of TCP. Workers are reached so unless this is set to false; with true accumulators are too.").Boolean("false");

    public static readonly ConfigEntry<bool> PipelinedUdf =
        ConfigBuilder.Of("spark.python.udf.pipelined.enabled").Doc("Let workers read the next batches in a thread of their own while a function runs.").Boolean("false");

    public static readonly ConfigEntry<int> PipelinedUdfDepth =
        ConfigBuilder.Of("spark.python.udf.pipelined.queueDepth").Doc("How many batches such a worker reads ahead.").Int("2");

    public static readonly ConfigEntry<long?> WorkerMemory =
        ConfigBuilder.Of("spark.executor.pyspark.memory").Doc("Memory that the workers of an executor may take together; no limit where not set.").OptionalBytes(ByteUnit.MiB);

    public static readonly ConfigEntry<int> BufferSize =
        ConfigBuilder.Of("spark.buffer.size").Doc("Bytes that are gathered before they go to a worker.").Int("65536");

    public static readonly ConfigEntry<int> PickledRowsPerBatch =
        ConfigBuilder.Of("spark.sql.execution.python.udf.maxRecordsPerBatch").Doc("Rows of a batch that goes to a pickled function.").Since("4.0.0").PositiveInt("100");

    public static readonly ConfigEntry<string?> UdfProfiler =
        ConfigBuilder.Of("spark.sql.pyspark.udf.profiler").Doc("What is measured while Python functions run; nothing where not set.").Since("4.0.0").OptionalOneOf("perf", "memory");

    public static readonly ConfigEntry<string?> DataSourceProfiler =
        ConfigBuilder.Of("spark.sql.pyspark.dataSource.profiler").Doc("What is measured while data sources of Python run; nothing where not set.").Since("4.2.0").OptionalOneOf("perf", "memory");

    public static readonly ConfigEntry<bool> HideTraceback =
        ConfigBuilder.Of("spark.sql.execution.pyspark.udf.hideTraceback.enabled").Doc("Say of what a Python function raises the last line only.").Since("4.0.0").Boolean("false");
}
