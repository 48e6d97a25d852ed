using Firesteel.Corpora;

namespace Firesteel.Sql.Tests.Corpora;

/// <summary>Statements with known answers, counted: a count below its floor fails. Floors are raised as more answers are right.</summary>
[Collection("corpora")]
public sealed class CorporaTests(ITestOutputHelper output)
{
    private static readonly RunOptions Plain = new([], false, 2, 0, false, 0);

    // Odd batch sizes, more workers, tasks in random order and poisoned memory find rows that are read after they are gone, and answers that hang on timing.
    private static readonly RunOptions Harsh = new([], false, 4, 7, true, 0, Shuffle: true);

    // local-cluster[2,2,1024]: tasks run in two other processes, what they read and write goes over sockets.
    private static readonly RunOptions Cluster = Plain with { Executors = 2 };

    [Theory]
    [InlineData("tpch/expected-sf0.01.jsonl", 23)]
    [InlineData("tpcds/expected-sf0.01.jsonl", 103)]
    [InlineData("function-examples.jsonl", 1230)]
    public void AnswersAreAsWrittenDown(string corpus, int floor) => Check(Run(corpus, Plain), floor);

    [Fact]
    public void SqlScriptsAnswerAsWrittenDown()
    {
        var tally = Run("sql-tests", Plain);
        Check(tally, 6600);
        Assert.True(tally.RowsPassed >= 4200, $"{tally.RowsPassed} statements that return rows are right.");
    }

    [Theory]
    [InlineData("tpch/expected-sf0.01.jsonl")]
    [InlineData("tpcds/expected-sf0.01.jsonl")]
    [InlineData("function-examples.jsonl")]
    [InlineData("sql-tests")]
    public void AnswersDoNotDependOnBatchesWorkersOrMemory(string corpus)
        => SameAnswers(corpus, Harsh);

    [Theory]
    [InlineData("tpch/expected-sf0.01.jsonl")]
    [InlineData("tpcds/expected-sf0.01.jsonl")]
    [InlineData("function-examples.jsonl")]
    [InlineData("sql-tests")]
    public void AnswersAreTheSameOnALocalCluster(string corpus)
        => SameAnswers(corpus, Cluster);

    private static void SameAnswers(string corpus, RunOptions options)
    {
        var (plain, other) = (Run(corpus, Plain).Differing, Run(corpus, options).Differing);
        Assert.True(plain.SetEquals(other), $"Wrong only there: {string.Join(", ", other.Except(plain))}; right only there: {string.Join(", ", plain.Except(other))}");
    }

    private void Check(Tally tally, int floor)
    {
        output.WriteLine($"{tally.Passed} of {tally.Total}; rows {tally.RowsPassed} of {tally.Rows}, no rows {tally.SilentPassed} of {tally.Silent}, errors {tally.ErrorsPassed} of {tally.Errors}");
        Assert.True(tally.Passed >= floor, $"{tally.Passed} statements are right, {floor} were before.");
    }

    private static Tally Run(string corpus, RunOptions options)
    {
        var tally = new Tally();
        var files = CorpusFile.Find(Folder(corpus));
        using var runtime = CorpusRunner.NewRuntime(options);
        foreach (var file in files) tally.Add(CorpusRunner.Run(file, options, runtime));
        return tally;
    }

    private static string Folder(string corpus)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "corpora", corpus);
            if (Path.Exists(candidate)) return candidate;
        }
        Assert.Skip("The shared corpora are not here.");
        return "";
    }
}
