using System.Text.Json;
using Firesteel.Catalyst.Tests.Parser;
using Firesteel.Types;
using Xunit;

namespace Firesteel.Catalyst.Tests.Analysis;

/// <summary>Schemas and errors of the shared corpora. Floors: they go up with the analyzer and the functions, never down.</summary>
public sealed class CorpusAnalysisTests(ITestOutputHelper output)
{
    [Fact]
    public void Scripts()
    {
        var result = new CorpusAnalysis();
        foreach (var script in Directory.EnumerateFiles(CorpusFolder.Get("sql-tests"), "*.jsonl", SearchOption.AllDirectories).Order(StringComparer.Ordinal)) result.RunScript(script);
        Report(result, "sql-tests");
        Assert.True(result is { QueryRate: >= 88, ErrorRate: >= 75 }, result.ToString());
    }

    [Fact]
    public void Examples()
    {
        var result = new CorpusAnalysis();
        var settings = new Dictionary<string, string> { ["spark.sql.timeType.enabled"] = "true" };
        var (function, runner) = ("", CorpusAnalysis.NewSession(settings));
        foreach (var line in File.ReadLines(CorpusFolder.Get("function-examples.jsonl")))
        {
            using var json = JsonDocument.Parse(line);
            var name = json.RootElement.GetProperty("function").GetString()!;
            if (name != function) (function, runner) = (name, CorpusAnalysis.NewSession(settings));
            result.Run(runner, json.RootElement, name);
        }
        Report(result, "examples");
        Assert.True(result.QueryRate >= 72, result.ToString());
    }

    [Theory]
    [InlineData("tpch", 22)]
    [InlineData("tpcds", 103)]
    public void Tpc(string name, int queries)
    {
        var result = new CorpusAnalysis();
        var session = new TestSession();
        foreach (var (table, schema) in TpcSchemas(name)) session.CreateTable(table, schema);
        var runner = new StatementRunner(session);
        foreach (var line in File.ReadLines(CorpusFolder.Get($"{name}/expected-sf0.01.jsonl")))
        {
            using var json = JsonDocument.Parse(line);
            result.Run(runner, json.RootElement, $"{name} {json.RootElement.GetProperty("query")}");
        }
        Report(result, name);
        Assert.True(result.Queries >= queries && result.SameNullability == result.Queries, result.ToString());
    }

    private static IEnumerable<(string, StructType)> TpcSchemas(string name)
    {
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Analysis", "tpc-schemas.tsv")))
        {
            var (table, columns) = (line.Split('\t')[0], line.Split('\t')[1]);
            if (!table.StartsWith(name + ".", StringComparison.Ordinal)) continue;
            yield return (table[(name.Length + 1)..], new StructType(columns.Split(", ").Select(c => c.Split(' ')).Select(c => new StructField(c[0], SchemaJson.Parse($"\"{c[1]}\"")))));
        }
    }

    // ANALYSIS_REPORT names a folder for the list of differences.
    private void Report(CorpusAnalysis result, string name)
    {
        output.WriteLine($"{name}: {result}");
        if (Environment.GetEnvironmentVariable("ANALYSIS_REPORT") is not { } folder) return;
        File.WriteAllText(Path.Combine(folder, name + ".txt"), $"{result}\n{string.Join("\n", result.Differences)}\n");
        File.WriteAllText(Path.Combine(folder, name + "-parameters.txt"), string.Join("\n", result.ParameterDifferences) + "\n");
        File.WriteAllText(Path.Combine(folder, name + "-broken.txt"), string.Join("\n", result.Broken) + "\n");
    }
}
