using System.Xml.Linq;
using Firesteel.Testing;

namespace Firesteel.Cli.Tests.House;

public sealed class ReferencesTests
{
    // What each project may reference directly; references are transitive.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Firesteel.Foundation"] = [],
        ["Firesteel.Columnar"] = ["Firesteel.Foundation"],
        ["Firesteel.Formats"] = ["Firesteel.Columnar"],
        ["Firesteel.Catalyst"] = ["Firesteel.Columnar", "Firesteel.Formats"],
        ["Firesteel.Core"] = ["Firesteel.Columnar"],
        ["Firesteel.Sql"] = ["Firesteel.Catalyst", "Firesteel.Core"],
        ["Firesteel"] = ["Firesteel.Sql"],
        ["Firesteel.Connect"] = ["Firesteel"],
        ["Firesteel.Python"] = ["Firesteel"],
        ["Firesteel.UI"] = ["Firesteel.Core"],
        ["Firesteel.Deploy"] = ["Firesteel.Core", "Firesteel.UI"],
    };

    public static TheoryData<string> Projects => [.. Directory.GetFiles(Path.Combine(Workspace.Root, "src"), "*.csproj", SearchOption.AllDirectories).Select(p => Path.GetFileNameWithoutExtension(p)!)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_the_house_allows(string project)
    {
        var references = XDocument.Load(Path.Combine(Workspace.Root, "src", project, project + ".csproj"))
            .Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value)).ToArray();
        if (project == "Firesteel.Cli") return;
        Assert.True(Allowed.ContainsKey(project), $"{project} is not in the table of the house: add it here and to ARCHITECTURE.md.");
        Assert.Empty(references.Except(Allowed[project]));
    }

    [Fact]
    public void Every_project_is_part_of_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Workspace.Root, "Firesteel.slnx"));
        var missing = new[] { "src", "tests" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(Workspace.Root, folder), "*.csproj", SearchOption.AllDirectories))
            .Select(p => Path.GetFileName(p)).Where(p => p != "Violation.csproj" && !solution.Contains("/" + p, StringComparison.Ordinal));
        Assert.Empty(missing);
    }
}
