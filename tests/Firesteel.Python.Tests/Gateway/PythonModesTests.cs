using System.Formats.Tar;
using System.IO.Compression;
using Firesteel.Python.Tests.Workers;
using Firesteel.Testing;

namespace Firesteel.Python.Tests.Gateway;

/// <summary>One program with modules, a file, and an interpreter that comes in an archive: it says the same under every master and deploy mode.</summary>
public sealed class PythonModesTests(SparkHome home) : IClassFixture<SparkHome>, IDisposable
{
    private const string Expected = """
        rdd: 280 of 8 items; [(0, 12), (1, 16)]
        udf pickled: 36
        udf arrow: 36
        pandas_udf: 36
        grouped: [(0, 3.0), (1, 4.0)]
        mapInPandas: 36
        mapInArrow: 28
        applyInPandas: 8
        cogroup: 16
        sql: 72
        toPandas: 14285 True 19998
        rows: 56
        modules: HELLO, 0! Hello, Ann!
        files: ['some words'] some words
        archives: ['an environment']
        """;

    private static readonly string Program = Path.Combine(Workspace.Root, "examples", "python", "everywhere.py");
    private readonly string _folder = Directory.CreateTempSubdirectory("python-modes").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TheAnswersAreTheSameUnderEveryMaster()
    {
        var python = PythonInterpreter.Require();
        if (!File.Exists(SparkHome.Engine)) Assert.Skip("The engine's executable has not been built.");
        var files = Files(python);
        var environment = new Dictionary<string, string?>
        {
            ["PYSPARK_DRIVER_PYTHON"] = python, ["PYSPARK_PYTHON"] = "./environment/bin/python", ["SPARK_AUTH"] = Guid.NewGuid().ToString("N"), ["SPARK_LOCAL_DIRS"] = _folder,
        };
        using var cluster = new ClusterDaemons(SparkHome.Engine, _folder, environment);
        string[][] places = [["--master", "local[2]"], ["--master", "local-cluster[2,1,512]"], ["--master", cluster.Master], ["--master", cluster.Master, "--deploy-mode", "cluster", "--conf", "spark.standalone.submit.waitAppCompletion=true"]];
        foreach (var place in places)
        {
            var isCluster = place.Contains("cluster");
            string[] submit = [.. place, .. files, "--conf", "spark.executor.memory=512m", "--conf", "spark.executorEnv.COLOUR=blue", Program, "rdd", "udf", "modules", "files", "archives", "python"];
            var (code, output, error) = home.Run(Path.Combine(home.Folder, "bin", "spark-submit"), submit, environment);
            if (isCluster) output = cluster.DriverOutput;
            Assert.True(code == 0, $"{string.Join(' ', place)}: {error}");
            Assert.Equal($"{Expected}\npython: [('{python}', 'blue')] {python}\n", output);
            Assert.DoesNotContain("Traceback", error);
        }
    }

    [Fact]
    public void PythonSaysItsOwnErrorsInTheClusterToo()
    {
        var python = PythonInterpreter.Require();
        if (!File.Exists(SparkHome.Engine)) Assert.Skip("The engine's executable has not been built.");
        var program = Path.Combine(_folder, "asks.py");
        File.WriteAllText(program, """
            import os
            from pyspark import SparkContext
            from pyspark.sql import SparkSession
            spark = SparkSession.builder.getOrCreate()
            def leave(x): os._exit(3)
            def fail(x): raise ValueError("not this one")
            for function in (leave, fail):
                try:
                    spark.sparkContext.parallelize([1]).map(function).count()
                except Exception as e:
                    print("crashed" in str(e), "not this one" in str(e))
            count = spark.sparkContext.accumulator(0)
            spark.range(10).foreach(lambda row: count.add(1))
            print(count.value)
            """);
        var (code, output, error) = home.Submit("--master", "local-cluster[1,1,512]", "--conf", "spark.task.maxFailures=1", "--conf", "spark.python.unix.domain.socket.enabled=true", program);
        Assert.True(code == 0, error);
        Assert.Equal("True False\nFalse True\n10\n", output);
    }

    private string[] Files(string python)
    {
        var zip = Path.Combine(_folder, "greetings.zip");
        ZipFile.CreateFromDirectory(Path.Combine(Workspace.Root, "examples", "python", "packaged", "greetings"), zip, CompressionLevel.Fastest, includeBaseDirectory: true);
        var egg = Path.Combine(_folder, "greetings.egg");
        File.Move(zip, egg);
        var module = Path.Combine(_folder, "shout.py");
        File.WriteAllText(module, "def shout(text): return text.upper()\n");
        var words = Path.Combine(_folder, "words.txt");
        File.WriteAllText(words, "some words\n");
        var archive = Path.Combine(_folder, "env.tar.gz");
        var content = Directory.CreateDirectory(Path.Combine(_folder, "env")).FullName;
        Directory.CreateDirectory(Path.Combine(content, "bin"));
        File.WriteAllText(Path.Combine(content, "name.txt"), "an environment\n");
        var interpreter = Path.Combine(content, "bin", "python");
        File.WriteAllText(interpreter, $"#!/bin/sh\nexec '{python}' \"$@\"\n");
        SparkHome.MakeExecutable(interpreter);
        using (var packed = new GZipStream(File.Create(archive), CompressionLevel.Fastest)) TarFile.CreateFromDirectory(content, packed, includeBaseDirectory: false);
        return ["--py-files", $"{egg},{module}", "--files", words, "--archives", $"{archive}#environment"];
    }
}
