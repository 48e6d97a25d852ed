namespace Firesteel.Testing;

/// <summary>Compares text with a file of the repository; <c>UPDATE_GOLDEN=1</c> rewrites the file instead.</summary>
static class Golden
{
    private static bool Updates => Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1";

    /// <param name="path">The golden file, relative to the repository.</param>
    public static void Check(string path, string actual)
    {
        var file = Path.Combine(Workspace.Root, path);
        if (Updates)
        {
            RefuseInCi();
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
            return;
        }
        Xunit.Assert.True(File.Exists(file), $"{path} is missing: run with UPDATE_GOLDEN=1 to write it.");
        Xunit.Assert.Equal(File.ReadAllText(file), actual, ignoreLineEndingDifferences: true);
    }

    /// <exception cref="InvalidOperationException">This is a CI run: its golden files are the ones it was given.</exception>
    public static void RefuseInCi()
    {
        if (Environment.GetEnvironmentVariable("CI") is { Length: > 0 }) throw new InvalidOperationException("UPDATE_GOLDEN is refused in CI.");
    }
}
