using System.IO.Compression;
using Firesteel.Python.Tests.Workers;
using Firesteel.Testing;

namespace Firesteel.Python.Tests.Gateway;

/// <summary>Programs in Python, run by spark-submit and by Python itself.</summary>
public sealed class PythonProgramTests(SparkHome home) : IClassFixture<SparkHome>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("python-programs").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Example(string name) => Path.Combine(Workspace.Root, "examples", "python", name);

    [Fact]
    public void WordCount()
    {
        var file = Path.Combine(_folder, "words.txt");
        File.WriteAllText(file, "a cat\nbob\nno one\na bat\n");
        var (code, output, error) = home.Submit("--master", "local[2]", Example("word_count.py"), file);
        Assert.True(code == 0, error);
        Assert.Contains("Lines with a: 2, lines with b: 2\na: 2\nbat: 1\n", output);
    }

    [Fact]
    public void AListBecomesATable()
    {
        var (code, output, error) = home.Run(PythonInterpreter.Require(), [Example("people.py")]);
        Assert.True(code == 0, error);
        Assert.Contains("+-----+-----+\n| Name|Value|\n+-----+-----+\n|Alice|    1|\n", output);
    }

    [Theory]
    [InlineData(0, "Total: 4950")]
    [InlineData(3, "", "--fail")]
    public void AJobEndsWithItsOwnCode(int expected, string said, params string[] more)
    {
        var (code, output, error) = home.Submit(["--master", "local[2]", Example("job.py"), "--rows", "100", "--output", Path.Combine(_folder, "out"), .. more]);
        Assert.True(code == expected, error);
        Assert.Contains(said, output);
        Assert.True(File.Exists(Path.Combine(_folder, "out", "_SUCCESS")));
    }

    [Fact]
    public void RowsAddToAnAccumulator()
    {
        var (code, output, error) = home.Submit("--master", "local[2]", Example("foreach_accumulator.py"));
        Assert.True(code == 0, error);
        Assert.Contains("Sum: 4950", output);
    }

    [Fact]
    public void RowsAreWrittenToDataSourcesOfPython()
    {
        var (code, output, error) = home.Submit("--master", "local[2]", Path.Combine(Workspace.Root, "tests", "Support", "python_sink.py"), _folder);
        Assert.True(code == 0, error);
        Assert.Equal(PythonSink.Says, output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void APackageTravelsInAZip()
    {
        var zip = Path.Combine(_folder, "greetings.zip");
        ZipFile.CreateFromDirectory(Example("packaged/greetings"), zip, CompressionLevel.Fastest, includeBaseDirectory: true);
        var (code, output, error) = home.Submit("--master", "local[2]", "--py-files", zip, Example("packaged/main.py"));
        Assert.True(code == 0, error);
        Assert.Contains("Hello, driver!\nHello, Ann!, Hello, Bob!", output);
    }

    [Theory]
    [InlineData("no-such-python", "Python cannot be started: no-such-python")]
    [InlineData("print 3 7; print /nowhere/pyspark/__init__.py", "is Python 3.7, which is too old")]
    [InlineData("print 3 11; print ''", "-m pip install pyspark==")]
    [InlineData("print 3 11; print FOLDER/3.5.1/__init__.py", "PySpark 3.5 of")]
    [InlineData("print 3 11; print FOLDER/9.0.0/__init__.py", "PySpark 9.0 of")]
    [InlineData("exit 1", "is no Python that can be used")]
    public void APythonThatCannotBeUsedIsSaidSo(string python, string said)
    {
        if (python.Contains(' '))
        {
            foreach (var version in (string[])["3.5.1", "9.0.0"])
                File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, version)).FullName, "version.py"), $"__version__: str = \"{version}\"\n");
            var script = Path.Combine(_folder, "python");
            File.WriteAllText(script, $"#!/bin/bash\n{python.Replace("print", "echo").Replace("FOLDER", _folder)}\n");
            SparkHome.MakeExecutable(script);
            python = script;
        }
        var (code, _, error) = home.Submit("--master", "local[2]", "--conf", $"spark.pyspark.python={python}", Example("people.py"));
        Assert.Equal(1, code);
        Assert.Contains(said, error);
    }

    [Fact]
    public void FunctionsThatGoWrongCostThemselvesOnly()
    {
        var program = Path.Combine(Workspace.Root, "tests", "Support", "bad_functions.py");
        var (code, output, error) = home.Submit("--master", "local[2]", "--conf", "spark.executor.pyspark.memory=3g", program, _folder, "--limited");
        Assert.True(code == 0, error);
        var said = output.Split('\n').Where(line => line.Length > 0 && !line.Contains("mem limits"));
        Assert.Equal([
            "pickled fails PythonException [True, True] 1", "pickled leaves Py4JJavaError [True] 1", "pickled eats PythonException [True] 1",
            "arrow fails PythonException [True, True] 1", "arrow leaves Py4JJavaError [True] 1", "arrow eats PythonException [True] 1",
            "pickled orders Py4JJavaError [True] 1", "nothing was made: True", "ended: 1 worker alive: False next: 2",
        ], said);
    }

    [Fact]
    public void ResultsThatComeToNothingSayWhy()
    {
        var program = Path.Combine(_folder, "broken_off.py");
        File.WriteAllText(program, """
            import threading, warnings
            import pyspark.sql.functions as F
            from pyspark.sql import SparkSession

            warnings.simplefilter("ignore")
            spark = SparkSession.builder.config("spark.sql.execution.arrow.pyspark.enabled", "true").getOrCreate()
            sc = spark.sparkContext

            def cancel():
                while not sc.statusTracker().getActiveJobsIds():
                    pass
                sc.cancelAllJobs()

            def attempt(name, action):
                try:
                    action()
                except Exception as e:
                    print(name, type(e).__name__, "SPARK_JOB_CANCELLED" in str(e), "late" in str(e))

            canceller = threading.Thread(target=cancel)
            canceller.start()
            attempt("cancelled", lambda: spark.range(0, 10**11, 1, 2).filter("id % 1000 = 7").toPandas())
            canceller.join()
            late = spark.range(0, 10**6, 1, 2).select(F.when(F.col("id") == 999_000, F.raise_error(F.lit("late"))).otherwise(F.col("id")))
            attempt("pandas", late.toPandas)
            attempt("arrow", late.toArrow)
            print(len(spark.range(1000).toPandas()))
            """);
        var (code, output, error) = home.Submit("--master", "local[2]", program);
        Assert.True(code == 0, error);
        Assert.Equal("cancelled Py4JJavaError True False\npandas SparkRuntimeException False True\narrow SparkRuntimeException False True\n1000\n", output);
    }

    [Theory]
    [InlineData("classic")]
    [InlineData("connect")]
    public void FunctionsAreProfiled(string mode)
    {
        var program = Path.Combine(_folder, "profiled.py");
        File.WriteAllText(program, """
            import sys
            import pyspark.sql.functions as F
            from pyspark.sql import SparkSession

            def once(x):
                return x + 1

            def twice(x):
                return x + 2

            def whole(rows):
                return rows

            spark = SparkSession.builder.getOrCreate()
            spark.conf.set("spark.sql.pyspark.udf.profiler", "perf")
            one, two = F.udf(once, "long", useArrow=False), F.pandas_udf(twice, "long")
            frame = spark.range(0, 6, 1, 2)
            frame.select(one("id"), one("id"), one(F.col("id") + 1)).collect()
            frame.select(two("id")).collect()
            frame.groupBy("id").applyInPandas(whole, "id long").collect()
            spark.conf.unset("spark.sql.pyspark.udf.profiler")
            frame.select(one("id")).collect()
            spark.profile.show()
            if sys.argv[1] == "classic":
                sc = spark.sparkContext
                sc.parallelize(range(4), 2).map(once).count()
                sc.show_profiles()
            """);
        var (code, output, error) = SubmitIn(mode, "--conf", $"spark.python.profile={(mode == "classic" ? "true" : "false")}", program, mode);
        Assert.True(code == 0, error);
        // The profiler of the program itself wraps functions of classic sessions.
        var calls = output.Split('\n').Where(line => line.Contains("profiled.py:")).Select(line => line.Trim().Split(' ')[0] + line[line.LastIndexOf('(')..]).ToList();
        if (mode == "connect")
        {
            Assert.Equal(4, output.Split("Profile of UDF<id=").Length - 1);
            Assert.Equal(["12(once)", "2(twice)", "6(whole)"], calls.GroupBy(c => c[c.IndexOf('(')..]).Select(g => $"{g.Sum(c => int.Parse(c[..c.IndexOf('(')], System.Globalization.CultureInfo.InvariantCulture))}{g.Key}").Order());
        }
        else
        {
            Assert.Contains("Profile of RDD<id=", output);
            Assert.Contains("4(once)", calls);
        }
    }

    // While it is tested PySpark takes any free port for a server of its own.
    private (int Code, string Output, string Error) SubmitIn(string mode, params string[] arguments)
        => home.Run(Path.Combine(home.Folder, "bin", "spark-submit"), ["--master", "local[2]", "--conf", $"spark.api.mode={mode}", .. arguments], new() { ["SPARK_TESTING"] = "1" });

    [Theory]
    [InlineData("classic", "pyspark.sql.session")]
    [InlineData("connect", "pyspark.sql.connect.session")]
    public void ModeOfTheInterfaceIsTheSubmitted(string mode, string module)
    {
        var program = Path.Combine(_folder, "mode.py");
        File.WriteAllText(program, """
            import pandas
            from pyspark.sql import SparkSession
            from pyspark.sql.types import LongType, StringType, StructField, StructType

            spark = SparkSession.builder.getOrCreate()
            print(type(spark).__module__)
            # What is declared without nulls stays so, whichever way the rows take.
            schema = StructType([StructField("a", LongType(), False), StructField("b", StringType())])
            for arrow in ("true", "false"):
                spark.conf.set("spark.sql.execution.arrow.pyspark.enabled", arrow)
                frame = spark.createDataFrame(pandas.DataFrame({"a": [1, 2], "b": ["x", None]}), schema)
                print([f.nullable for f in frame.schema], frame.collect())
            """);
        var (code, output, error) = SubmitIn(mode, program);
        Assert.True(code == 0, error);
        const string Rows = "[False, True] [Row(a=1, b='x'), Row(a=2, b=None)]\n";
        Assert.Equal($"{module}\n{Rows}{Rows}", output);
    }

    /// <summary>The functions that the pandas API adds to SQL's, beside what Spark answers.</summary>
    [Theory]
    [InlineData("classic")]
    [InlineData("connect")]
    public void FunctionsOfPandasGiveSparksAnswers(string mode)
    {
        var program = Path.Combine(Workspace.Root, "tests", "Firesteel.Python.Tests", "Gateway", "pandas_functions.py");
        var (code, output, error) = SubmitIn(mode, program);
        Assert.True(code == 0, error);
        Assert.Equal(File.ReadAllText(Path.ChangeExtension(program, ".txt")), output);
    }

    /// <summary>The answers are Spark's.</summary>
    [Theory]
    [InlineData("old_habits")]
    [InlineData("function_edges")]
    public void AnswersAreSparks(string program)
    {
        var path = Path.Combine(Workspace.Root, "tests", "Support", program);
        var (code, output, error) = home.Run(PythonInterpreter.Require(), [path + ".py", _folder]);
        Assert.True(code == 0, error);
        Assert.Equal(File.ReadAllText(path + ".txt"), output);
    }

    /// <summary>The answers are Spark's.</summary>
    [Theory]
    [InlineData("classic")]
    [InlineData("connect")]
    public void UserDefinedTypesWork(string door)
    {
        var support = Path.Combine(Workspace.Root, "tests", "Support");
        // PySpark then takes any free port for the server.
        var environment = new Dictionary<string, string?> { ["SPARK_TESTING"] = "1" };
        var (code, output, error) = home.Run(PythonInterpreter.Require(), [Path.Combine(support, "user_defined_types.py"), _folder, door], environment);
        Assert.True(code == 0, error);
        Assert.Equal(File.ReadAllText(Path.Combine(support, $"user_defined_types.{door}.txt")), output);
    }

    [Fact]
    public void PythonIsCalledBackAndCallsInMeanwhile()
    {
        var program = Path.Combine(_folder, "calls_back.py");
        File.WriteAllText(program, """
            from pyspark import SparkContext
            from pyspark.java_gateway import ensure_callback_server_started

            class Comparator:
                def compare(self, a, b):
                    if a == b == 0: raise ValueError("nothing to compare")
                    limit = sc._jvm.java.lang.Integer.MAX_VALUE
                    return min(b - a, limit)
                class Java:
                    implements = ["java.util.Comparator"]

            sc = SparkContext("local[1]", "calls back")
            ensure_callback_server_started(sc._gateway)
            numbers = sc._jvm.java.util.ArrayList()
            for n in (2, 3, 1): numbers.add(n)
            sc._jvm.java.util.Collections.sort(numbers, Comparator())
            print(list(numbers))
            zeros = sc._jvm.java.util.ArrayList()
            for n in (0, 0): zeros.add(n)
            try:
                sc._jvm.java.util.Collections.sort(zeros, Comparator())
            except Exception as e:
                print("nothing to compare" in str(e))
            print(sc.defaultParallelism)
            """);
        var (code, output, error) = home.Run(PythonInterpreter.Require(), [program]);
        Assert.True(code == 0, error);
        Assert.Equal("[3, 2, 1]\nTrue\n1\n", output);
    }
}
