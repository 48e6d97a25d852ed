using Firesteel.Catalyst.Parser;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Scripting;
using Xunit;

namespace Firesteel.Catalyst.Tests.Parser;

/// <summary>Scripts as trees, and where their errors are.</summary>
public class ScriptParserTests
{
    [Fact]
    public void ErrorsTellTheLine()
    {
        var error = Assert.Throws<SqlScriptingException>(() => SqlParser.ParseStatement("BEGIN\n SELECT 1;\n a: BEGIN\n END b;\nEND"));
        Assert.Equal("LABELS_MISMATCH", error.Condition);
        Assert.StartsWith("{LINE:4} [LABELS_MISMATCH]", error.Message);
    }

    [Fact]
    public void DoIsNoAliasOfWhatForRunsOver()
    {
        var loop = Assert.IsType<ForStatement>(Only("BEGIN FOR SELECT id FROM range(5) DO SELECT 1 do; END FOR; END"));
        Assert.Equal("FROM range(5)", Assert.IsType<Project>(loop.Query).Origin.Context!.Fragment[^13..]);
        Assert.Equal("SELECT 1 do", loop.Body[0].Origin.Context!.Fragment);
    }

    [Fact]
    public void StatementsKeepTheirPlaceInTheText()
    {
        var plain = Assert.IsType<PlainStatement>(Only("BEGIN\n  SELECT x;\nEND"));
        Assert.Equal((2, 2), (plain.Plan.Origin.Context!.Line, plain.Plan.Origin.Context.Position));
    }

    private static ScriptStatement Only(string text) => Assert.Single(Assert.IsType<SqlScript>(SqlParser.ParseStatement(text)).Body.Statements);
}
