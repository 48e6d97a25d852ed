using Xunit;

namespace Firesteel.Formats.Tests;

/// <summary>The folder of shared corpora beside the repository, where there is one.</summary>
static class SharedFolder
{
    /// <summary>A path below <c>shared/corpora</c>; skips the test where the corpora are missing.</summary>
    public static string Corpus(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var corpora = Path.Combine(folder.FullName, "shared", "corpora");
            if (Directory.Exists(corpora)) return Path.Combine(corpora, name);
        }
        Assert.Skip("The shared corpora are not here.");
        return "";
    }
}
