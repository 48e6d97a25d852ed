using Xunit;

namespace Firesteel.Catalyst.Tests.Parser;

/// <summary>Finds the shared corpora by walking up; a test that needs them is skipped where they are absent.</summary>
static class CorpusFolder
{
    public static string Get(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "corpora");
            if (Directory.Exists(candidate)) return Path.Combine(candidate, name);
        }
        Assert.Skip("The shared corpora are not here.");
        return "";
    }
}
