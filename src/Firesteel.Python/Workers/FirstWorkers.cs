using Firesteel.Foundation.Configuration;
using Firesteel.Python.Launch;
using Firesteel.Sql.Execution.Python;

namespace Firesteel.Python.Workers;

/// <summary>
/// Starts Python's workers while a Python program still makes its context: they are up when its first job comes. Which
/// interpreter and environment its functions will ask for is what PySpark makes of the same settings.
/// </summary>
static class FirstWorkers
{
    private const int Most = 2;

    public static void Prepare(SparkConf conf)
    {
        // Elsewhere the workers are the executors'.
        if (!conf.Get("spark.master", "local").StartsWith("local", StringComparison.Ordinal) || conf.Get("spark.master", "").StartsWith("local-cluster", StringComparison.Ordinal)) return;
        if (PythonWorkers.Current is not PythonWorkerPool pool) return;
        var executable = DriverPython.ForWorkers(conf.GetOption("spark.pyspark.python") ?? Environment.GetEnvironmentVariable("PYSPARK_PYTHON") ?? "python3");
        var own = conf.GetExecutorEnv().Append(new("PYTHONHASHSEED", Environment.GetEnvironmentVariable("PYTHONHASHSEED") ?? "0"));
        pool.Prepare(executable, PythonEnvironment.For(conf, own, SparkFiles.GetRootDirectory(), simplifiedTraceback: false), Most);
    }
}
