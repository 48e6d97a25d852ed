namespace Firesteel.Testing;

/// <summary>Finds the repository's folders, and the shared inputs beside it where there are any.</summary>
static class Workspace
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = Above(folder => File.Exists(Path.Combine(folder, "Firesteel.slnx"))) ?? throw new InvalidOperationException("The tests do not run inside the repository.");

    /// <summary>The folder with inputs and answers of Spark, or null.</summary>
    public static string? Shared { get; } = Above(folder => Directory.Exists(Path.Combine(folder, "shared", "corpora"))) is { } parent ? Path.Combine(parent, "shared") : null;

    /// <summary>The folder with inputs and answers of Spark; skips the test where there is none.</summary>
    public static string RequireShared()
    {
        if (Shared is null) Xunit.Assert.Skip("The folder shared/ is not here.");
        return Shared;
    }

    private static string? Above(Func<string, bool> holds)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (holds(folder.FullName)) return folder.FullName;
        return null;
    }
}
