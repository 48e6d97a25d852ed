using Firesteel.Testing;

namespace Firesteel.Cli.Tests.House;

public sealed class RulesTests
{
    [Fact]
    public void A_deliberate_violation_fires_every_rule()
    {
        var (code, output) = Command.Run("dotnet", ["build", "tests/Violation", "-c", "Release", "-v", "quiet", "-nologo", "-nodeReuse:false", "--no-incremental"], Workspace.Root, new() { ["CI"] = "true" });
        Assert.NotEqual(0, code);
        foreach (var rule in File.ReadLines(Path.Combine(Workspace.Root, ".editorconfig")).Where(l => l.Contains(".severity = error", StringComparison.Ordinal)))
        {
            var id = rule.Split('.')[1];
            Assert.Contains("error " + id, output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Golden_files_are_not_rewritten_in_ci()
    {
        var (code, output) = Command.Run("bash", [".ci/run"], Workspace.Root, new() { ["UPDATE_GOLDEN"] = "1" });
        Assert.Equal(1, code);
        Assert.EndsWith("0 passed, 1 failed\n", output, StringComparison.Ordinal);
    }
}
