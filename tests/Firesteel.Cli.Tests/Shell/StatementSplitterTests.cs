using Firesteel.Cli.Shell;

namespace Firesteel.Cli.Tests.Shell;

public sealed class StatementSplitterTests
{
    [Theory]
    [InlineData("select 1; select 2", "select 1|select 2")]
    [InlineData("select ';'; select \"a;b\"; select `c;d`", "select ';'|select \"a;b\"|select `c;d`")]
    [InlineData(@"select 'it\';s';select 2", @"select 'it\';s'|select 2")]
    [InlineData("select 1 -- a; b\n; select 2", "select 1 -- a; b|select 2")]
    [InlineData("/* a; /* b; */ c; */ select 1; -- end\n", "/* a; /* b; */ c; */ select 1")]
    [InlineData("select /*+ broadcast(t) */ 1;", "select /*+ broadcast(t) */ 1")]
    [InlineData(";;  ;", "")]
    [InlineData("begin select 1; if x then select 2; end if; while y do set z = case when a then 1 end; end while; end; select 3", "begin select 1; if x then select 2; end if; while y do set z = case when a then 1 end; end while; end|select 3")]
    [InlineData("l: begin select 1; end l; select 2;", "l: begin select 1; end l|select 2")]
    [InlineData("select case when a then 1 end; select 2", "select case when a then 1 end|select 2")]
    public void Statements(string text, string expected) => Assert.Equal(expected, string.Join('|', StatementSplitter.Split(text)));

    [Fact]
    public void A_statement_may_come_in_lines()
    {
        var splitter = new StatementSplitter();
        Assert.Empty(splitter.Add("select 'a\n"));
        Assert.True(splitter.IsInside);
        Assert.Equal(["select 'a\n;b'"], splitter.Add(";b';\n"));
        Assert.False(splitter.IsInside);
    }
}
