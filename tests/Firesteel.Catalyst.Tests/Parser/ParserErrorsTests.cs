using Firesteel.Catalyst.Parser;
using Xunit;

namespace Firesteel.Catalyst.Tests.Parser;

/// <summary>Errors carry Spark's condition, its words for the place, and the place itself.</summary>
public class ParserErrorsTests
{
    [Theory]
    [InlineData("SELECT", "end of input", "", 6)]
    [InlineData("SELEC 1", "'SELEC'", "", 0)]
    [InlineData("SELECT 1 2", "'2'", ": extra input '2'", 9)]
    [InlineData("SELECT a b c FROM t", "'c'", "", 11)]
    [InlineData("SELECT 1; SELECT 2", "'SELECT'", ": extra input 'SELECT'", 10)]
    [InlineData("SELECT 'abc", "'''", "", 7)]
    [InlineData("SELECT * FROM t1 JOIN", "end of input", "", 21)]
    [InlineData("SELECT\na FROM t WHERE x = = 1", "'='", "", 26)]
    [InlineData("SELECT 1 FROM \"t\"", "'\"t\"'", "", 14)]
    [InlineData("SELECT (1 + ) FROM t", "')'", "", 12)]
    [InlineData("SELECT f(1 2)", "'2'", ": extra input '2'", 11)]
    [InlineData("DROP VARIABLE v", "'VARIABLE'", "", 5)]
    public void SyntaxErrorsTellTheToken(string sql, string error, string hint, int start)
    {
        var raised = Assert.Throws<ParseException>(() => SqlParser.ParseStatement(sql));
        Assert.Equal("PARSE_SYNTAX_ERROR", raised.Condition);
        Assert.Equal((error, hint), (raised.Parameters["error"], raised.Parameters["hint"]));
        Assert.Equal(start, raised.Context!.StartIndex);
    }

    [Theory]
    [InlineData("", "PARSE_EMPTY_STATEMENT", "42617")]
    [InlineData("SELECT /* a", "UNCLOSED_BRACKETED_COMMENT", "42601")]
    [InlineData("SELECT a FROM t-x", "INVALID_IDENTIFIER", "42602")]
    [InlineData("SELECT CAST(1 AS CHAR)", "DATATYPE_MISSING_SIZE", "42K01")]
    [InlineData("SELECT CAST(1 AS FOO)", "UNSUPPORTED_DATATYPE", "0A000")]
    [InlineData("SELECT 128Y", "INVALID_NUMERIC_LITERAL_RANGE", "22003")]
    [InlineData("SELECT DATE'x'", "INVALID_TYPED_LITERAL", "42604")]
    [InlineData("SELECT FOO'1'", "UNSUPPORTED_TYPED_LITERAL", "0A000")]
    [InlineData("SELECT INTERVAL '1 2:03' DAY TO HOUR", "INVALID_INTERVAL_FORMAT.UNMATCHED_FORMAT_STRING_WITH_NOTICE", "22006")]
    [InlineData("WITH t AS (SELECT 1), T AS (SELECT 2) SELECT 1", "DUPLICATED_CTE_NAMES", "42602")]
    [InlineData("SELECT a LIKE ANY ()", "INVALID_SQL_SYNTAX.EMPTY_QUANTIFIED_PATTERN", "42000")]
    [InlineData("SELECT a IN ()", "INVALID_SQL_SYNTAX.EMPTY_IN_PREDICATE", "42000")]
    [InlineData("SELECT * FROM t TABLESAMPLE (101 PERCENT)", "INVALID_TABLESAMPLE_FRACTION", "22023")]
    [InlineData("VALUES (1, 2), (3)", "INVALID_INLINE_TABLE.NUM_COLUMNS_MISMATCH", "42000")]
    [InlineData("CREATE TEMP VIEW a.b AS SELECT 1", "INVALID_TEMP_OBJ_QUALIFIER", "42602")]
    [InlineData("MERGE INTO t USING s ON a = b", "MERGE_WITHOUT_WHEN", "42601")]
    [InlineData("GRANT x", "INVALID_STATEMENT_OR_CLAUSE", "42601")]
    [InlineData("SET a b c", "INVALID_SET_SYNTAX", "42000")]
    public void OtherErrorsHaveTheirConditions(string sql, string condition, string state)
    {
        var raised = Assert.Throws<ParseException>(() => SqlParser.ParseStatement(sql));
        Assert.Equal((condition, state), (raised.Condition, raised.SqlState));
        Assert.NotNull(raised.Context);
    }

    [Fact]
    public void AnErrorOfFormComesBeforeOneOfMeaning()
        => Assert.Equal("PARSE_SYNTAX_ERROR", Assert.Throws<ParseException>(() => SqlParser.ParseStatement("SELECT CAST(1 AS FOO), FROM t x y")).Condition);
}
