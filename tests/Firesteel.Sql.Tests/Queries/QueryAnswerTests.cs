using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Parser;
using Firesteel.Columnar.Memory;
using Firesteel.Core.Scheduler;
using Firesteel.Corpora;
using Firesteel.Foundation.Configuration;
using Firesteel.Sql.Sessions;
using Firesteel.Testing;

namespace Firesteel.Sql.Tests.Queries;

/// <summary>
/// Statements of a .sql file give the answers of the .txt file beside it, which Apache Spark 4.3 gave: rows in the shell's text form, sorted
/// unless the query orders them, or an error's condition after an exclamation mark. They are about what rewriting rules get wrong.
/// </summary>
public sealed class QueryAnswerTests
{
    [Theory]
    [InlineData("subqueries")]
    [InlineData("joins")]
    [InlineData("logic")]
    [InlineData("errors")]
    [InlineData("aggregation")]
    [InlineData("variants")]
    [InlineData("timewindows")]
    [InlineData("intervals")]
    [InlineData("sketches")]
    [InlineData("xml")]
    [InlineData("functions")]
    [InlineData("approx")]
    [InlineData("names")]
    [InlineData("nearest")]
    [InlineData("ranges")]
    [InlineData("windows")]
    [InlineData("scripts")]
    public void StatementsGiveTheAnswersOfSpark(string name)
    {
        Check(name, DriverRuntime.Local(2));
        // Its executors are processes: what a task needs must reach them.
        Check(name, CorpusRunner.NewRuntime(new RunOptions([], false, 2, 0, false, 0, Executors: 1)));
    }

    private static void Check(string name, DriverRuntime runtime)
    {
        var folder = Path.Combine(Workspace.Root, "tests", "Firesteel.Sql.Tests", "Queries");
        using var engine = new EngineContext(new SparkConf(false).Set("spark.sql.shuffle.partitions", "4").Set("spark.sql.session.timeZone", "America/Los_Angeles"), runtime, MemoryManager.Process);
        var session = new SessionState(engine);
        foreach (var statement in SqlParser.SplitStatements(File.ReadAllText(Path.Combine(folder, "setup.sql")))) new QueryRunner(session).Sql(statement).Dispose();
        var wrong = new List<string>();
        var count = 0;
        foreach (var expected in Blocks(File.ReadAllText(Path.Combine(folder, name + ".txt"))))
        {
            count++;
            var actual = Answer(session, expected.Sql, expected.IsOrdered);
            if (actual != expected.Answer) wrong.Add($"{expected.Sql}\nexpected:\n{expected.Answer}\nactual:\n{actual}");
        }
        Assert.Equal(count, SqlParser.SplitStatements(File.ReadAllText(Path.Combine(folder, name + ".sql"))).Count());
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {count} differ:\n{string.Join("\n\n", wrong)}");
    }

    private sealed record Expected(string Sql, bool IsOrdered, string Answer);

    private static IEnumerable<Expected> Blocks(string text)
    {
        Expected? current = null;
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith("> ", StringComparison.Ordinal))
            {
                if (current != null) yield return current;
                current = new Expected(line[2..], false, "");
            }
            else if (current != null && line is "ordered" or "rows") current = current! with { IsOrdered = line == "ordered" };
            else if (current != null && line.Length > 0) current = current with { Answer = current.Answer + line + "\n" };
        }
        if (current != null) yield return current;
    }

    private static string Answer(SessionState session, string sql, bool isOrdered)
    {
        try
        {
            using var result = new QueryRunner(session).Sql(sql);
            var rows = new List<string>();
            var text = new ValueText(TextStyle.Hive, session.TimeZone);
            foreach (var batch in result.Batches)
                for (var k = 0; k < batch.SelectedCount; k++)
                    rows.Add(string.Join('\t', batch.Columns.Select(c => text.Text(c, batch.Selection[k]))));
            if (!isOrdered) rows.Sort(StringComparer.Ordinal);
            return string.Concat(rows.Where(r => r.Length > 0).Select(r => r + "\n"));
        }
        catch (SparkException e)
        {
            return $"! {e.Condition}\n";
        }
    }
}
