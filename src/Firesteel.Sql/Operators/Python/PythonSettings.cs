using Firesteel.Catalyst.Expressions.Python;
using Firesteel.Foundation.Collections;

namespace Firesteel.Sql.Operators.Python;

/// <summary>The session's settings for Python workers and for what is sent to them. Travels with plans.</summary>
/// <param name="RunnerConf">Settings that workers of Arrow kinds read.</param>
/// <param name="Executable">The interpreter of functions that name none.</param>
sealed record PythonSettings(ValueMap RunnerConf, string Executable)
{
    private const string SafeConversion = "spark.sql.execution.pandas.convertToArrowArraySafely";
    private static readonly string[] WorkerKeys =
    [
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

    /// <summary>Most rows of an Arrow batch.</summary>
    public int ArrowRows { get; init; } = 10_000;

    /// <summary>Most rows of a pickled batch.</summary>
    public int PickledRows { get; init; } = 100;

    /// <summary>Whether an error's traceback shows the user's frames only.</summary>
    public bool SimpleTraceback { get; init; } = true;

    public bool LargeVariables => RunnerConf.Get("spark.sql.execution.arrow.useLargeVarTypes") == "true";

    /// <param name="conf">Value of a setting, its default where it is not set.</param>
    public static PythonSettings Of(Func<string, string> conf)
    {
        var worker = WorkerKeys.Select(k => KeyValuePair.Create(k, conf(k))).Where(p => p.Value.Length > 0).ToList();
        if (int.TryParse(conf("spark.sql.execution.pythonUDF.arrow.concurrency.level"), out var level)) worker.Add(new("spark.sql.execution.pythonUDF.arrow.concurrency.level", $"{level}"));
        return new PythonSettings(new ValueMap(worker), Interpreter(conf))
        {
            ArrowRows = Number("spark.sql.execution.arrow.maxRecordsPerBatch", 10_000),
            PickledRows = Number("spark.sql.execution.python.udf.maxRecordsPerBatch", 100),
            SimpleTraceback = conf("spark.sql.execution.pyspark.udf.simplifiedTraceback.enabled") != "false",
        };

        int Number(string key, int otherwise) => int.TryParse(conf(key), System.Globalization.CultureInfo.InvariantCulture, out var n) ? n > 0 ? n : int.MaxValue : otherwise;
    }

    /// <summary>The interpreter that workers run, where a function does not bring its own.</summary>
    public static string Interpreter(Func<string, string> conf)
        => conf("spark.pyspark.python") is { Length: > 0 } set ? set : Environment.GetEnvironmentVariable("PYSPARK_PYTHON") is { Length: > 0 } named ? named : "python3";

    /// <summary>A function as the workers take it.</summary>
    public Execution.Python.PythonFunction ForWorker(PythonFunction function)
    {
        var environment = function.Environment;
        if (SimpleTraceback && !environment.ContainsKey("SPARK_SIMPLIFIED_TRACEBACK")) environment = environment.With("SPARK_SIMPLIFIED_TRACEBACK", "1");
        return new(function.Command, environment, function.Includes, function.Executable ?? Executable, function.Version,
            new(function.Broadcasts.Select(b => new Execution.Python.PythonBroadcast(b.Id, b.Path))), function.Accumulator ?? -1);
    }
}
