using System.Runtime.InteropServices;
using Firesteel.Python.Tests.Workers;

namespace Firesteel.Python.Tests.Gateway;

/// <summary>What pip's PySpark brings to start a program or a shell, with SPARK_HOME naming this engine, where there is no Java.</summary>
public sealed class PipEntryPointTests : IClassFixture<SparkHome>, IDisposable
{
    private static readonly string[] Tools = ["bash", "sh", "env", "dirname", "readlink"];
    private readonly SparkHome _home;
    private readonly string _folder = Directory.CreateTempSubdirectory("pip-entry-points").FullName;
    private readonly string _program;

    public PipEntryPointTests(SparkHome home)
    {
        _home = home;
        _program = Path.Combine(_folder, "job.py");
        File.WriteAllText(_program, """
            import sys
            if "--findspark" in sys.argv:
                # As findspark.init() does.
                import os
                from glob import glob
                python = os.path.join(os.environ["SPARK_HOME"], "python")
                sys.path[:0] = [python, glob(os.path.join(python, "lib", "py4j-*.zip"))[0]]
            from pyspark.sql import SparkSession
            spark = SparkSession.builder.getOrCreate()
            print(spark.sparkContext.master, spark.sparkContext.appName, spark.sparkContext.parallelize([1, 2]).map(lambda x: x + 1).collect())
            """);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void PythonAloneWithItsSubmitArguments()
    {
        var (code, output, error) = Run(PythonInterpreter.Require(), [_program], new() { ["PYSPARK_SUBMIT_ARGS"] = "--master local[3] --name 'my name' pyspark-shell" });
        Assert.True(code == 0, error);
        Assert.Equal("local[3] my name [2, 3]\n", output);
    }

    [Fact]
    public void Findspark()
    {
        var (code, output, error) = Run(PythonInterpreter.Require(), [_program, "--findspark"]);
        Assert.True(code == 0, error);
        Assert.EndsWith("[2, 3]\n", output);
    }

    [Fact]
    public void PipsSparkSubmit()
    {
        var (code, output, error) = Run(Pip("spark-submit"), ["--master", "local[2]", "--name", "submitted", _program]);
        Assert.True(code == 0, error);
        Assert.Equal("local[2] submitted [2, 3]\n", output);
    }

    [Fact]
    public void PipsShell()
    {
        var (code, output, error) = Run(Pip("pyspark"), ["--master", "local[2]"], new() { ["PYSPARK_DRIVER_PYTHON_OPTS"] = "-i" }, "print('answer', spark.range(4).count(), sc.master)\n");
        Assert.True(code == 0, error);
        Assert.Contains("answer 4 local[2]", output);
        Assert.DoesNotContain("JAVA_HOME", error);
    }

    [Fact]
    public void AnotherFrontThanPython()
    {
        var front = Path.Combine(_folder, "notebook");
        File.WriteAllText(front, $"#!/bin/bash\necho \"options: $*\"\nexec '{PythonInterpreter.Require()}' '{_program}'\n");
        SparkHome.MakeExecutable(front);
        var (code, output, error) = Run(Path.Combine(_home.Folder, "bin", "spark-submit"), ["pyspark-shell-main", "--master", "local[5]", "--name", "a notebook"],
            new() { ["PYSPARK_DRIVER_PYTHON"] = front, ["PYSPARK_DRIVER_PYTHON_OPTS"] = "notebook --ip='*'" });
        Assert.True(code == 0, error);
        Assert.Equal("options: notebook --ip=*\nlocal[5] a notebook [2, 3]\n", output);
    }

    [Theory]
    [InlineData("--nonsense pyspark-shell", "Unrecognized option: --nonsense")]
    [InlineData("--master nowhere pyspark-shell", "The master nowhere is not one of")]
    public void AStartThatFailsSaysWhyFirst(string arguments, string why)
    {
        var (code, _, error) = Run(PythonInterpreter.Require(), [_program], new() { ["PYSPARK_SUBMIT_ARGS"] = arguments });
        Assert.NotEqual(0, code);
        Assert.StartsWith($"Error: {why}", error);
        Assert.Contains("Traceback", error);
    }

    [Fact]
    public void WithoutPySparkTheImportSaysWhatInstallsIt()
    {
        var (code, _, error) = Run(PythonInterpreter.Require(), ["-S", _program, "--findspark"]);
        Assert.NotEqual(0, code);
        Assert.Contains("-m pip install pyspark==", error);
    }

    [Fact]
    public void OtherVersionsOfPySparkAreRefusedByNumber()
    {
        var package = Directory.CreateDirectory(Path.Combine(_folder, "old", "pyspark")).FullName;
        File.WriteAllText(Path.Combine(package, "__init__.py"), "");
        File.WriteAllText(Path.Combine(package, "version.py"), "__version__: str = '4.0.1'\n");
        var (code, _, error) = Run(Path.Combine(_home.Folder, "bin", "spark-submit"), [_program], new() { ["PYTHONPATH"] = Path.Combine(_folder, "old") });
        Assert.NotEqual(0, code);
        Assert.Contains("PySpark 4.0 of ", error);
        Assert.Contains("pip install pyspark==4.3", error);
    }

    private static string Pip(string script)
        => Path.Combine(PythonInterpreter.Run("import os, pyspark; print(os.path.dirname(pyspark.__file__))").Trim(), "bin", script);

    private (int Code, string Output, string Error) Run(string command, string[] arguments, Dictionary<string, string?>? more = null, string input = "")
    {
        var tools = Path.Combine(_folder, "tools");
        Directory.CreateDirectory(tools);
        foreach (var tool in Tools)
            if (((string[])["/usr/bin", "/bin"]).Select(f => Path.Combine(f, tool)).FirstOrDefault(File.Exists) is { } found) File.CreateSymbolicLink(Path.Combine(tools, tool), found);
        var environment = new Dictionary<string, string?>
        {
            ["PATH"] = $"{Path.GetDirectoryName(PythonInterpreter.Require())}:{tools}",
            ["JAVA_HOME"] = null,
            ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")),
        };
        foreach (var (name, value) in more ?? []) environment[name] = value;
        return _home.Run(command, arguments, environment, input);
    }
}
