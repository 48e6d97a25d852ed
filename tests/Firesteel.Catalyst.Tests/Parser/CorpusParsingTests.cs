using System.Text.Json;
using Firesteel.Catalyst.Parser;
using Xunit;

namespace Firesteel.Catalyst.Tests.Parser;

/// <summary>Counts how many statements of the corpora parse, and fail, as they do in Spark.</summary>
public class CorpusParsingTests(ITestOutputHelper output)
{
    // Of the statements that Spark parses, and of those that it refuses, how many must come out the same.
    private const double ParsesFloor = 0.98, FailsFloor = 0.85;

    [Fact]
    public void BenchmarkQueriesParse()
    {
        var queries = new[] { "tpch/queries", "tpcds/queries" }.SelectMany(f => Directory.GetFiles(CorpusFolder.Get(f), "*.sql")).Append(CorpusFolder.Get("clickbench-queries.sql"))
            .SelectMany(f => SqlParser.SplitStatements(File.ReadAllText(f))).ToList();
        Assert.True(queries.Count >= 22 + 99 + 43, $"{queries.Count} queries");
        var failures = new List<string>();
        foreach (var query in queries)
        {
            try { SqlParser.ParseStatement(query); }
            catch (ParseException e) { failures.Add($"{e.Message}\n{query}"); }
        }
        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
    }

    [Fact]
    public void StatementsOfTheSqlTestsParseAndFailAsInSpark()
    {
        var (parses, parsed, fails, failed) = (0, 0, 0, 0);
        var differences = new List<string>();
        foreach (var file in Directory.GetFiles(CorpusFolder.Get("sql-tests"), "*.jsonl", SearchOption.AllDirectories).Order())
        {
            var settings = new Dictionary<string, string>();
            foreach (var line in File.ReadLines(file))
            {
                using var json = JsonDocument.Parse(line);
                if (json.RootElement.TryGetProperty("conf", out var conf))
                {
                    foreach (var setting in conf.EnumerateObject()) settings[setting.Name] = setting.Value.GetString()!;
                    continue;
                }
                if (!json.RootElement.TryGetProperty("sql", out var text)) continue;
                var sql = text.GetString()!;
                var expected = ExpectedCondition(json.RootElement, sql);
                string? actual = null;
                var message = "";
                try { SqlParser.ParseStatement(sql, ParserOptions.From(settings.GetValueOrDefault)); }
                catch (SparkException e) { (actual, message) = (e.Condition, e.Message); }
                Remember(settings, sql);
                if (expected == null) { parses++; if (actual == null) parsed++; }
                else { fails++; if (actual == expected) failed++; }
                if (actual != expected) differences.Add($"{Path.GetFileName(file)}: expected {expected ?? "to parse"}, got {actual ?? "a plan"}: {sql.ReplaceLineEndings(" ")} {message.ReplaceLineEndings(" ")}");
            }
        }
        output.WriteLine($"{parsed} of {parses} parse, {failed} of {fails} fail with the same condition");
        if (Environment.GetEnvironmentVariable("PARSER_DIFFERENCES") is { } path) File.WriteAllLines(path, differences);
        Assert.True(parsed >= parses * ParsesFloor, $"{parsed} of {parses} parse.");
        Assert.True(failed >= fails * FailsFloor, $"{failed} of {fails} fail alike.");
    }

    // The condition that parsing the statement itself raises; what a statement raises by parsing more text is another matter.
    private static string? ExpectedCondition(JsonElement statement, string sql)
    {
        if (!statement.TryGetProperty("error", out var error) || error.GetProperty("class").GetString() != "ParseException") return null;
        var condition = error.GetProperty("condition").GetString();
        var runsText = sql.TrimStart().StartsWith("EXECUTE IMMEDIATE", StringComparison.OrdinalIgnoreCase) && !sql.Contains("INTO (", StringComparison.Ordinal);
        return runsText && condition == "PARSE_SYNTAX_ERROR" ? null : condition;
    }

    private static void Remember(Dictionary<string, string> settings, string sql)
    {
        var words = sql.Trim().TrimEnd(';').Split((char[])[' ', '='], 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length == 3 && words[0].Equals("set", StringComparison.OrdinalIgnoreCase) && words[1].StartsWith("spark.", StringComparison.Ordinal)) settings[words[1]] = words[2].TrimStart('=', ' ');
    }
}
