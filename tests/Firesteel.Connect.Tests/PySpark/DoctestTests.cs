using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Firesteel.Connect.Tests.Support;
using Firesteel.Testing;

namespace Firesteel.Connect.Tests.PySpark;

/// <summary>Keeps the examples from running beside tests of the same process, whose tables they would see.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;

/// <summary>PySpark's own examples against our server: no module passes fewer than the floor that is committed here.</summary>
[Collection(nameof(AloneCollection))]
public sealed partial class DoctestTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(6);

    // Module, examples that pass, and of those that print an answer.
    private static readonly (string Module, int Passed, int Answers)[] Floors =
    [
        ("sql.connect.session", 57, 30), ("sql.connect.conf", 11, 6), ("sql.connect.catalog", 163, 69), ("sql.connect.column", 153, 67), ("sql.connect.dataframe", 673, 310),
        ("sql.connect.group", 109, 39), ("sql.connect.window", 22, 8), ("sql.connect.readwriter", 95, 42), ("sql.connect.observation", 7, 2), ("sql.connect.tvf", 57, 34),
        ("sql.connect.functions.builtin", 3550, 1204),
    ];

    [Fact]
    public async Task No_module_passes_fewer_examples_than_before()
    {
        var python = Path.Combine(Workspace.RequireShared(), "python");
        var interpreter = Path.Combine((await Run(Path.Combine(python, "setup"), [])).Trim(), "bin", "python");
        Environment.SetEnvironmentVariable("PYSPARK_PYTHON", interpreter);
        await using var server = await RunningServer.Start(limit: 128 << 20);
        var report = await Run(Path.Combine(python, "doctests"), ["connect", .. Floors.Select(f => f.Module)], ("SPARK_CONNECT_TESTING_REMOTE", server.Url), ("SPARK_HOME", Workspace.Root), ("DOCTEST_SECONDS", "120"));
        var found = Line().Matches(report).ToDictionary(m => m.Groups[1].Value, m => (Passed: Number(m.Groups[2]), Answers: Number(m.Groups[3])));
        foreach (var (module, passed, answers) in Floors)
        {
            Assert.True(found.TryGetValue(module, out var counts), $"{module} did not run:\n{report}");
            Assert.True(counts.Passed >= passed && counts.Answers >= answers, $"{module}: {counts.Passed} examples and {counts.Answers} answers; they were {passed} and {answers}.\n{report}");
        }
    }

    [Fact]
    public async Task Functions_that_go_wrong_cost_themselves_only()
    {
        var interpreter = Path.Combine((await Run(Path.Combine(Workspace.RequireShared(), "python", "setup"), [])).Trim(), "bin", "python");
        Environment.SetEnvironmentVariable("PYSPARK_PYTHON", interpreter);
        await using var server = await RunningServer.Start(limit: 128 << 20);
        var folder = Directory.CreateTempSubdirectory("firesteel-bad-functions-").FullName;
        var said = await Run(interpreter, [Path.Combine(Workspace.Root, "tests", "Support", "bad_functions.py"), folder], ("SPARK_REMOTE", server.Url));
        Directory.Delete(folder, recursive: true);
        Assert.Equal([
            "pickled fails PythonException [True, True] 1", "pickled leaves SparkException [True] 1", "arrow fails PythonException [True, True] 1", "arrow leaves SparkException [True] 1",
            "pickled orders SparkException [True] 1", "nothing was made: True", "ended: 1 worker alive: False next: 2",
        ], said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Rows_are_written_to_data_sources_of_Python()
    {
        var interpreter = Path.Combine((await Run(Path.Combine(Workspace.RequireShared(), "python", "setup"), [])).Trim(), "bin", "python");
        Environment.SetEnvironmentVariable("PYSPARK_PYTHON", interpreter);
        await using var server = await RunningServer.Start(limit: 128 << 20);
        var folder = Directory.CreateTempSubdirectory("firesteel-python-sink-").FullName;
        var said = await Run(interpreter, [Path.Combine(Workspace.Root, "tests", "Support", "python_sink.py"), folder], ("SPARK_REMOTE", server.Url));
        Directory.Delete(folder, recursive: true);
        Assert.Equal(PythonSink.Says, said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static async Task<string> Run(string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Longest);
        try
        {
            var text = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return text;
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static int Number(Group group) => int.Parse(group.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(\S+) +(\d+) of +\d+, answers +(\d+) of", RegexOptions.Multiline)]
    private static partial Regex Line();
}
