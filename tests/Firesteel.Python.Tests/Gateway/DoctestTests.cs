using System.Globalization;
using System.Text.RegularExpressions;
using Firesteel.Python.Tests.Workers;
using Firesteel.Testing;

namespace Firesteel.Python.Tests.Gateway;

/// <summary>PySpark's own examples over the gateway, the modules with most of them, and of the pandas API: as many pass as have passed before.</summary>
public sealed partial class DoctestTests(SparkHome home) : IClassFixture<SparkHome>
{
    /// <param name="kind">classic or pandas.</param>
    /// <param name="floor">Examples that have passed.</param>
    /// <param name="answers">Of those that print an answer.</param>
    [Theory]
    [InlineData("classic", "accumulators", 28, 12)]
    [InlineData("classic", "core.context", 165, 53)]
    [InlineData("classic", "core.rdd", 342, 171)]
    [InlineData("classic", "taskcontext", 35, 20)]
    [InlineData("classic", "sql.session", 82, 49)]
    [InlineData("classic", "sql.column", 153, 67)]
    [InlineData("classic", "sql.catalog", 163, 69)]
    [InlineData("classic", "sql.readwriter", 95, 43)]
    [InlineData("classic", "sql.types", 134, 67)]
    [InlineData("classic", "sql.udf", 32, 7)]
    [InlineData("classic", "sql.tvf", 57, 34)]
    [InlineData("classic", "sql.pandas.functions", 96, 23)]
    [InlineData("classic", "sql.pandas.group_ops", 72, 15)]
    [InlineData("classic", "sql.classic.dataframe", 672, 314)]
    [InlineData("classic", "sql.functions.builtin", 3560, 1208)]
    [InlineData("pandas", "pandas.frame", 1205, 847)]
    [InlineData("pandas", "pandas.series", 572, 351)]
    [InlineData("pandas", "pandas.window", 173, 103)]
    public void ExamplesPass(string kind, string module, int floor, int answers)
    {
        var (_, output, error) = home.Run(Path.Combine(Workspace.RequireShared(), "python", "doctests"), [kind, module], new() { ["DOCTEST_SECONDS"] = "240", ["PYSPARK_PYTHON"] = PythonInterpreter.Require() });
        var counts = Counts().Match(output);
        Assert.True(counts.Success, output + error);
        Assert.True(Number(counts, 1) >= floor && Number(counts, 2) >= answers, output);
    }

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(\d+) of +\d+, answers +(\d+) of")]
    private static partial Regex Counts();
}
