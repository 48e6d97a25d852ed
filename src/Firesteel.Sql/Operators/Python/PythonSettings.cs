using Firesteel.Foundation.Collections;
using Firesteel.Sql.Execution.Python;
using Firesteel.Sql.Sessions;

namespace Firesteel.Sql.Operators.Python;

/// <summary>The session's settings for Python workers and for what is sent to them. Travels with plans.</summary>
/// <param name="RunnerConf">Settings that workers of Arrow kinds read.</param>
/// <param name="Executable">The interpreter of functions that name none.</param>
/// <param name="Environment">The workers' variables.</param>
sealed record PythonSettings(ValueMap RunnerConf, string Executable, ValueMap Environment)
{
    // How the registry prints a default that there is none of.
    private const string Unset = "<undefined>";
    // On unless it is turned off: a number that the declared type does not hold is an error.
    private const string SafeConversion = "spark.sql.execution.pandas.convertToArrowArraySafely";
    private static readonly string[] ProfilerKeys = ["spark.sql.pyspark.udf.profiler", "spark.sql.pyspark.dataSource.profiler"];
    private static readonly string[] WorkerKeys =
    [
        .. ProfilerKeys,
        "spark.sql.legacy.execution.pythonUDTF.pandas.conversion.enabled",
        "spark.sql.session.timeZone",
        "spark.sql.execution.pyspark.binaryAsBytes",
        "spark.sql.execution.pythonUDF.pandas.preferIntExtensionDtype",
        SafeConversion,
        "spark.sql.legacy.execution.pandas.groupedMap.assignColumnsByName",
        "spark.sql.execution.arrow.useLargeVarTypes",
        "spark.sql.legacy.execution.pythonUDF.pandas.conversion.enabled",
        "spark.sql.execution.pythonUDF.pandas.intToDecimalCoercionEnabled",
        "spark.sql.execution.pythonUDF.mapInBatch.legacy.acceptAnyIterable.enabled",
    ];

    /// <summary>Archives among the added files, which stand on the module path.</summary>
    public ValueList<string> Includes { get; init; } = ValueList<string>.Empty;

    /// <summary>Most rows of an Arrow batch.</summary>
    public int ArrowRows { get; init; } = 10_000;

    /// <summary>Most rows of a pickled batch.</summary>
    public int PickledRows { get; init; } = 100;

    /// <summary>The accumulator of functions that name none; null for none.</summary>
    public long? Accumulator { get; init; }

    /// <summary>The settings that workers of all kinds read.</summary>
    public ValueMap ProfilerConf => new(RunnerConf.Where(p => ProfilerKeys.Contains(p.Key)));

    public bool LargeVariables => RunnerConf.Get("spark.sql.execution.arrow.useLargeVarTypes") == "true";

    public static PythonSettings Of(SessionState session)
    {
        Func<string, string> conf = session.Conf;
        var worker = WorkerKeys.Select(k => KeyValuePair.Create(k, k == SafeConversion && conf(k).Length == 0 ? "true" : conf(k))).Where(p => p.Value.Length > 0 && p.Value != Unset).ToList();
        if (int.TryParse(conf("spark.sql.execution.pythonUDF.arrow.concurrency.level"), out var level)) worker.Add(new("spark.sql.execution.pythonUDF.arrow.concurrency.level", $"{level}"));
        var environment = PythonEnvironment.For(session.Engine.Conf, [], session.PythonFiles ?? "", conf("spark.sql.execution.pyspark.udf.simplifiedTraceback.enabled") != "false", conf("spark.sql.execution.pyspark.udf.hideTraceback.enabled") == "true");
        return new PythonSettings(new ValueMap(worker), Interpreter(conf), environment)
        {
            Includes = session.PythonFiles is { } folder && Directory.Exists(folder) ? new(Directory.GetFiles(folder).Where(f => Path.GetExtension(f) is ".zip" or ".egg" or ".jar").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)) : ValueList<string>.Empty,
            ArrowRows = Number("spark.sql.execution.arrow.maxRecordsPerBatch", 10_000),
            PickledRows = Number("spark.sql.execution.python.udf.maxRecordsPerBatch", 100),
            Accumulator = session.PythonAccumulator,
        };

        int Number(string key, int otherwise) => int.TryParse(conf(key), System.Globalization.CultureInfo.InvariantCulture, out var n) ? n > 0 ? n : int.MaxValue : otherwise;
    }

    /// <summary>The interpreter that workers run, where a function does not bring its own.</summary>
    public static string Interpreter(Func<string, string> conf)
        => conf("spark.pyspark.python") is { Length: > 0 } set && set != Unset ? set : System.Environment.GetEnvironmentVariable("PYSPARK_PYTHON") is { Length: > 0 } named ? named : "python3";

    /// <summary>A function as the workers take it.</summary>
    public PythonFunction ForWorker(Catalyst.Expressions.Python.PythonFunction function)
    {
        var environment = function.Environment.Count == 0 ? Environment : new ValueMap(Environment.Concat(function.Environment));
        return new(function.Command, environment, Includes.Count == 0 ? function.Includes : new(function.Includes.Concat(Includes).Distinct()), function.Executable ?? Executable, function.Version,
            new(function.Broadcasts.Select(b => new PythonBroadcast(b.Id, b.Path))), function.Accumulator ?? Accumulator ?? -1);
    }
}
