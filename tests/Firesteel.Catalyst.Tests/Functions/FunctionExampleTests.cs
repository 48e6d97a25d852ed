using System.Text.Json;
using Firesteel.Catalyst.Tests.Analysis;
using Firesteel.Testing;
using Xunit;

namespace Firesteel.Catalyst.Tests.Functions;

/// <summary>Answers of the documented examples. A floor: it goes up with the functions, never down.</summary>
public sealed class FunctionExampleTests(ITestOutputHelper output)
{
    private const string TimeZone = "America/Los_Angeles";

    [Fact]
    public void DocumentedExamples()
    {
        var examples = new FunctionExamples();
        var settings = new Dictionary<string, string> { ["spark.sql.timeType.enabled"] = "true" };
        var (function, runner) = ("", CorpusAnalysis.NewSession(settings));
        foreach (var line in File.ReadLines(Path.Combine(Workspace.RequireShared(), "corpora", "function-examples.jsonl")))
        {
            using var json = JsonDocument.Parse(line);
            var name = json.RootElement.GetProperty("function").GetString()!;
            if (name != function) (function, runner) = (name, CorpusAnalysis.NewSession(settings));
            examples.Run(runner, TimeZone, json.RootElement);
        }
        output.WriteLine($"{examples.Passed} of {examples.Tried} ({examples.Rate:F1} %)");
        foreach (var difference in examples.Differences) output.WriteLine(difference);
        if (Environment.GetEnvironmentVariable("FIRESTEEL_DIFFERENCES") is { } path) File.WriteAllLines(path, examples.Differences.Prepend($"{examples.Passed} of {examples.Tried}"));
        Assert.True(examples.Rate >= 80, $"{examples.Rate:F1} %");
    }
}
