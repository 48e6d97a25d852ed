using Firesteel.Catalyst.Parser;
using Xunit;

namespace Firesteel.Catalyst.Tests.Parser;

/// <summary>Text of any depth ends in a plan or an error, never in a stack overflow.</summary>
public class ParserLimitsTests
{
    private const int Depth = 10_000;

    public static TheoryData<string> DeepTexts() =>
    [
        "SELECT " + new string('(', Depth) + "1" + new string(')', Depth),
        new string('(', Depth) + "SELECT 1" + new string(')', Depth),
        "SELECT * FROM " + new string('(', Depth) + "t" + new string(')', Depth),
        "SELECT " + string.Concat(Enumerable.Repeat("- ", Depth)) + "a",
        "SELECT " + string.Concat(Enumerable.Repeat("NOT ", Depth)) + "a",
        "SELECT " + string.Concat(Enumerable.Repeat("f(", Depth)),
        "SELECT " + string.Concat(Enumerable.Repeat("CASE WHEN ", Depth)),
        "SELECT CAST(a AS " + string.Concat(Enumerable.Repeat("ARRAY<", Depth)),
        string.Concat(Enumerable.Repeat("EXPLAIN ", Depth)) + "SELECT 1",
        string.Concat(Enumerable.Repeat("BEGIN ", Depth)),
        "BEGIN " + string.Concat(Enumerable.Repeat("IF a THEN ", Depth)),
    ];

    [Theory]
    [MemberData(nameof(DeepTexts))]
    public void DeepTextRaisesACondition(string text)
    {
        // A small stack, as worker threads have, must do too.
        ParseException? error = null;
        var thread = new Thread(() =>
        {
            try { SqlParser.ParseStatement(text); }
            catch (ParseException e) { error = e; }
        }, 512 * 1024);
        thread.Start();
        thread.Join();
        Assert.NotNull(error);
        Assert.Equal("FAILED_TO_PARSE_TOO_COMPLEX", error.Condition);
    }

    [Fact]
    public void LongChainsAreNotDeep()
    {
        var chain = string.Join(" AND ", Enumerable.Range(0, Depth).Select(i => $"c{i} = {i}"));
        var list = string.Join(", ", Enumerable.Range(0, Depth));
        Assert.NotNull(SqlParser.ParseStatement($"SELECT * FROM t WHERE {chain} AND x IN ({list})"));
    }
}
