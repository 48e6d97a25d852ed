using System.Globalization;
using System.Text.RegularExpressions;
using Firesteel.Python.Tests.Workers;
using Firesteel.Testing;

namespace Firesteel.Python.Tests.Gateway;

/// <summary>PySpark's own examples over the gateway, the modules with most of them: as many pass as have passed before.</summary>
public sealed partial class DoctestTests(SparkHome home) : IClassFixture<SparkHome>
{
    /// <param name="floor">Examples that have passed.</param>
    /// <param name="answers">Of those that print an answer.</param>
    [Theory]
    [InlineData("accumulators", 28, 12)]
    [InlineData("core.context", 164, 52)]
    [InlineData("core.rdd", 342, 171)]
    [InlineData("taskcontext", 35, 20)]
    [InlineData("sql.session", 82, 49)]
    [InlineData("sql.column", 153, 67)]
    [InlineData("sql.catalog", 163, 69)]
    [InlineData("sql.readwriter", 90, 38)]
    [InlineData("sql.classic.dataframe", 669, 311)]
    [InlineData("sql.functions.builtin", 3520, 1180)]
    public void ExamplesPass(string module, int floor, int answers)
    {
        var (_, output, error) = home.Run(Path.Combine(Workspace.RequireShared(), "python", "doctests"), ["classic", module], new() { ["DOCTEST_SECONDS"] = "240", ["PYSPARK_PYTHON"] = PythonInterpreter.Require() });
        var counts = Counts().Match(output);
        Assert.True(counts.Success, output + error);
        Assert.True(Number(counts, 1) >= floor && Number(counts, 2) >= answers, output);
    }

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(\d+) of +\d+, answers +(\d+) of")]
    private static partial Regex Counts();
}
