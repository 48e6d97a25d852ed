using Firesteel.Corpora;
using Firesteel.Testing;

namespace Firesteel.Sql.Tests.Commands;

/// <summary>
/// Scripts of statements that define, change and describe tables, views, variables and functions, run in order in one session. Each line of
/// a script holds a statement and what Apache Spark 4.3 answered: schema and rows in the shell's text form, or an error's condition.
/// </summary>
public sealed class CommandAnswerTests
{
    [Theory]
    [InlineData("tables")]
    [InlineData("views")]
    [InlineData("sessions")]
    public void StatementsAnswerAsSparkDoes(string script)
    {
        var file = Path.Combine(Workspace.Root, "tests", "Firesteel.Sql.Tests", "Commands", script + ".jsonl");
        var tally = CorpusRunner.Run(file, new RunOptions([file], ShowFailures: true, Threads: 2, BatchRows: 0, Poison: false, MemoryMegabytes: 0));
        Assert.True(tally.Total > 50);
        Assert.True(tally.Passed == tally.Total, $"{tally.Total - tally.Passed} of {tally.Total} answers differ; they are printed above.");
    }
}
