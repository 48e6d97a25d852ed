using System.Text.RegularExpressions;
using Firesteel.Testing;

namespace Firesteel.Cli.Tests.House;

public sealed partial class DocsTests
{
    [GeneratedRegex(@"\[[^\]]*\]\(([^)#\s]+)(#[^)]*)?\)")]
    private static partial Regex Link();

    public static TheoryData<string> Pages =>
        [.. Directory.GetFiles(Workspace.Root, "*.md").Concat(Directory.GetFiles(Path.Combine(Workspace.Root, "docs"), "*.md", SearchOption.AllDirectories)).Select(p => Path.GetRelativePath(Workspace.Root, p))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_lead_to_files_that_exist(string page)
    {
        var file = Path.Combine(Workspace.Root, page);
        var dead = Link().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal))
            .Where(target => !Path.Exists(Path.Combine(Path.GetDirectoryName(file)!, target)));
        Assert.Empty(dead);
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("ARCHITECTURE.md")]
    [InlineData("CONTRIBUTING.md")]
    [InlineData("CHANGELOG.md")]
    [InlineData("LICENSE")]
    public void The_pages_of_the_house_are_there(string page) => Assert.True(File.Exists(Path.Combine(Workspace.Root, page)));
}
