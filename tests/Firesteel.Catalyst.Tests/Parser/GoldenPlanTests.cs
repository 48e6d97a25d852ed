using System.Runtime.CompilerServices;
using Firesteel.Catalyst.Parser;
using Xunit;

namespace Firesteel.Catalyst.Tests.Parser;

/// <summary>Statements of Golden/*.sql give the plans of the .txt beside them; UPDATE_GOLDEN=1 writes those anew.</summary>
public class GoldenPlanTests
{
    [Theory]
    [InlineData("queries")]
    [InlineData("expressions")]
    [InlineData("statements")]
    public void StatementsGiveTheirPlans(string name)
    {
        var folder = Path.Combine(Folder(), "Golden");
        var actual = string.Concat(SqlParser.SplitStatements(File.ReadAllText(Path.Combine(folder, name + ".sql")))
            .Select(sql => $"> {sql}\n{PlanText.Write(SqlParser.ParseStatement(sql))}\n"));
        var golden = Path.Combine(folder, name + ".txt");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1") File.WriteAllText(golden, actual);
        Assert.Equal(File.ReadAllText(golden), actual);
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
