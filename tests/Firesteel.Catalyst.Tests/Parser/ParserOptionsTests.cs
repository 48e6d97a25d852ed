using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Parser;
using Firesteel.Catalyst.Plans;
using Firesteel.Types;
using Xunit;

namespace Firesteel.Catalyst.Tests.Parser;

/// <summary>What the session's settings and the smaller entry points change and read.</summary>
public class ParserOptionsTests
{
    private static Expression Item(string expression, ParserOptions? options = null) => SqlParser.ParseExpression(expression, options);

    [Fact]
    public void DoubleQuotesHoldTextOrNames()
    {
        Assert.Equal(Literal.Of("a"), Item("\"a\""));
        Assert.Equal(new UnresolvedAttribute(["a\"b"]), Item("\"a\"\"b\"", new() { DoubleQuotedIdentifiers = true }));
    }

    [Fact]
    public void BackslashesEscapeUnlessToldOtherwise()
    {
        Assert.Equal(Literal.Of("a\nb"), Item(@"'a\nb'"));
        Assert.Equal(Literal.Of(@"a\nb"), Item(@"'a\nb'", new() { EscapedStringLiterals = true }));
        Assert.Equal(Literal.Of("ab"), Item("'a''b'", new() { ConsecutiveStringLiterals = true }));
    }

    [Fact]
    public void ReservedWordsAreNamesUnlessEnforced()
    {
        Assert.IsType<Project>(SqlParser.ParseQuery("SELECT 1 AS from"));
        Assert.Throws<ParseException>(() => SqlParser.ParseQuery("SELECT 1 AS from", new() { EnforceReservedKeywords = true }));
        Assert.IsType<UnresolvedFunction>(Item("current_date", new() { EnforceReservedKeywords = true }));
    }

    [Fact]
    public void AnsiDecidesHowCastsAndArithmeticFail()
    {
        Assert.Equal(EvalMode.Ansi, ((Cast)Item("CAST(a AS INT)")).Mode);
        Assert.Equal(EvalMode.Legacy, ((Arithmetic)Item("a + 1", new() { Ansi = false })).Mode);
    }

    [Fact]
    public void LiteralsTakeTheSessionsZone()
    {
        Assert.Equal(new Literal(0L, TimestampType.Instance), Item("TIMESTAMP'1969-12-31 16:00:00'", new() { TimeZone = "America/Los_Angeles" }));
        Assert.Equal(new Literal(0L, TimestampNTZType.Instance), Item("TIMESTAMP'1970-01-01'", new() { TimestampIsNtz = true }));
    }

    [Theory]
    [InlineData("a INT, b STRING NOT NULL COMMENT 'x', c ARRAY<STRUCT<d: DECIMAL(5,2), e: MAP<STRING, TIMESTAMP_NTZ>>>", "struct<a:int,b:string,c:array<struct<d:decimal(5,2),e:map<string,timestamp_ntz>>>>")]
    [InlineData("a INTERVAL YEAR TO MONTH, b INTERVAL DAY, c TIME(3), d VARCHAR(4), e STRING COLLATE unicode_ci, f VOID", "struct<a:interval year to month,b:interval day,c:time(3),d:varchar(4),e:string collate UNICODE_CI,f:void>")]
    public void SchemasAreRead(string text, string expected) => Assert.Equal(expected, SqlParser.ParseTableSchema(text).SimpleString);

    [Fact]
    public void NamesAreRead()
    {
        Assert.Equal(["a", "b.c", "d"], SqlParser.ParseMultipartIdentifier("a.`b.c`.d"));
        Assert.Throws<ParseException>(() => SqlParser.ParseTableIdentifier("a.b.c"));
    }

    [Fact]
    public void EveryNodeKnowsItsPlace()
    {
        const string sql = "SELECT a + 1 AS b FROM t WHERE c = 'x'";
        var plan = SqlParser.ParseQuery(sql);
        var filter = Assert.Single(plan.Collect<Filter>());
        Assert.Equal("c = 'x'", filter.Condition.Origin.Context!.Fragment);
        Assert.Equal("t", Assert.Single(plan.Collect<UnresolvedRelation>()).Origin.Context!.Fragment);
        Assert.Equal("a + 1", ((Project)plan).List[0].Children[0].Origin.Context!.Fragment);
    }

    [Fact]
    public void ScriptsAreCutIntoStatements()
        => Assert.Equal(["SELECT ';' -- ;\n, 1", "BEGIN SELECT CASE WHEN a THEN 1 END; IF b THEN SELECT 2; END IF; END", "SELECT 3"],
            SqlParser.SplitStatements("SELECT ';' -- ;\n, 1;; BEGIN SELECT CASE WHEN a THEN 1 END; IF b THEN SELECT 2; END IF; END; SELECT 3"));
}
