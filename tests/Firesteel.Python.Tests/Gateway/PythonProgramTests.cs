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
    [InlineData("exit 1", "is no Python that can be used")]
    public void APythonThatCannotBeUsedIsSaidSo(string python, string said)
    {
        if (python.Contains(' '))
        {
            var script = Path.Combine(_folder, "python");
            File.WriteAllText(script, $"#!/bin/bash\n{python.Replace("print", "echo")}\n");
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            python = script;
        }
        var (code, _, error) = home.Submit("--master", "local[2]", "--conf", $"spark.pyspark.python={python}", Example("people.py"));
        Assert.Equal(1, code);
        Assert.Contains(said, error);
    }

    [Fact]
    public void AStartThatFailsSaysWhy()
    {
        var program = Path.Combine(_folder, "fails.py");
        File.WriteAllText(program, "from pyspark.sql import SparkSession\nSparkSession.builder.master('nowhere').getOrCreate()\n");
        var (code, _, error) = home.Run(PythonInterpreter.Require(), [program]);
        Assert.NotEqual(0, code);
        Assert.Contains("nowhere", error);
    }
}
