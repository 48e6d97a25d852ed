using System.Globalization;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Configuration;

namespace Firesteel.Sql.Execution.Python;

/// <summary>
/// The variables of a worker's environment. The driver makes them of the application's settings and the function's own,
/// so that they travel with the function and executors need no settings; they name the kind of worker that may run it.
/// </summary>
static class PythonEnvironment
{
    public const string ReuseWorker = "SPARK_REUSE_WORKER";
    public const string BufferSize = "SPARK_BUFFER_SIZE";
    public const string SocketTimeout = "SPARK_AUTH_SOCKET_TIMEOUT";
    public const string MemoryLimit = "PYSPARK_EXECUTOR_MEMORY_MB";
    public const string UnixSockets = "PYTHON_UNIX_DOMAIN_ENABLED";
    public const string TracebackInterval = "PYTHON_TRACEBACK_DUMP_INTERVAL_SECONDS";

    // Read by the engine's side of the workers, not by Python.
    public const string FaultHandler = "FIRESTEEL_PYTHON_FAULTHANDLER";
    public const string IdleTimeout = "FIRESTEEL_PYTHON_IDLE_TIMEOUT_SECONDS";
    public const string KillOnIdleTimeout = "FIRESTEEL_PYTHON_KILL_ON_IDLE_TIMEOUT";
    public const string DaemonModule = "FIRESTEEL_PYTHON_DAEMON_MODULE";
    public const string WorkerModule = "FIRESTEEL_PYTHON_WORKER_MODULE";
    public const string FilesFolder = "FIRESTEEL_PYTHON_FILES_FOLDER";

    /// <param name="own">The function's variables; they win over the settings'.</param>
    /// <param name="filesFolder">Where added files lie.</param>
    /// <param name="simplifiedTraceback">SQL's functions: the user sees the frames of his own code only.</param>
    /// <param name="hidesTraceback">Of an error nothing is said but its last line.</param>
    public static ValueMap For(SparkConf conf, IEnumerable<KeyValuePair<string, string>> own, string filesFolder, bool simplifiedTraceback, bool hidesTraceback = false)
    {
        var variables = new List<KeyValuePair<string, string>>();
        Add(ReuseWorker, conf.Get(PythonConfig.WorkerReuse) ? "1" : null);
        Add(BufferSize, conf.Get(PythonConfig.BufferSize).ToString(CultureInfo.InvariantCulture));
        Add(SocketTimeout, conf.GetTimeAsSeconds("spark.python.authenticate.socketTimeout", "15s").ToString(CultureInfo.InvariantCulture));
        Add("PYTHON_DAEMON_KILL_WORKER_ON_FLUSH_FAILURE", conf.Get(PythonConfig.KillWorkerOnFlushFailure) ? "1" : null);
        Add("PYTHON_UDF_BATCH_SIZE", conf.Get("spark.sql.execution.python.udf.maxRecordsPerBatch", "100"));
        Add("OMP_NUM_THREADS", conf.Get("spark.task.cpus", "1"));
        if (simplifiedTraceback && conf.Get(PythonConfig.PipelinedUdf))
        {
            Add("SPARK_PIPELINED_UDF", "1");
            Add("SPARK_PIPELINED_UDF_QUEUE_DEPTH", conf.Get(PythonConfig.PipelinedUdfDepth).ToString(CultureInfo.InvariantCulture));
        }
        Add("SPARK_JOB_ARTIFACT_UUID", "default");
        Add("SPARK_SIMPLIFIED_TRACEBACK", simplifiedTraceback ? "1" : null);
        Add("SPARK_HIDE_TRACEBACK", hidesTraceback ? "1" : null);
        // Quicker than TCP, and nothing of the program sees it: only who says no gets none.
        var refusesUnixSockets = conf.GetOption(PythonConfig.UnixDomainSockets.Key) is not null && !conf.Get(PythonConfig.UnixDomainSockets);
        Add(UnixSockets, OperatingSystem.IsWindows() || refusesUnixSockets ? null : "True");
        if (conf.GetOption(PythonConfig.WorkerMemory.Key) is { } memory)
        {
            var cores = Math.Max(1, conf.GetInt("spark.executor.cores", 1));
            Add(MemoryLimit, (ConfigText.Bytes(PythonConfig.WorkerMemory.Key, memory, ByteUnit.MiB) / (1 << 20) / cores).ToString(CultureInfo.InvariantCulture));
        }
        if (conf.GetTimeAsSeconds(PythonConfig.WorkerIdleTimeout.Key, "0s") is > 0 and var idle) Add(IdleTimeout, idle.ToString(CultureInfo.InvariantCulture));
        Add(FaultHandler, conf.Get(PythonConfig.FaultHandler) ? "1" : null);
        if (conf.GetTimeAsSeconds(PythonConfig.TracebackDumpInterval.Key, "0s") is > 0 and var interval) Add(TracebackInterval, interval.ToString(CultureInfo.InvariantCulture));
        Add(KillOnIdleTimeout, conf.Get(PythonConfig.KillOnIdleTimeout) ? "1" : null);
        Add(DaemonModule, conf.Get(PythonConfig.DaemonModule));
        Add(WorkerModule, conf.Get(PythonConfig.WorkerModule));
        Add(FilesFolder, filesFolder);
        foreach (var (key, value) in conf.GetExecutorEnv()) Add(key, value);
        foreach (var (key, value) in own) Add(key, value);
        return new ValueMap(variables);

        void Add(string key, string? value)
        {
            if (value is not null) variables.Add(new(key, value));
        }
    }
}
