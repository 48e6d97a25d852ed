namespace Firesteel.Core.Files;

/// <summary>The folder of this process in which an application's files lie.</summary>
static class FilesFolder
{
    private static readonly Lock Gate = new();
    private static string? _path;

    /// <summary>A folder of this process's own, removed when it ends, unless another was named before.</summary>
    public static string Path
    {
        get
        {
            lock (Gate) return _path ??= Own();
        }
        set
        {
            lock (Gate) _path = value;
        }
    }

    /// <summary>Where a file of that name lies, or is to lie: within the folder, whatever the name says.</summary>
    /// <exception cref="SparkException">It would lie elsewhere.</exception>
    public static string PathOf(string name)
    {
        var root = Path;
        var full = System.IO.Path.GetFullPath(name, root);
        return name.Length > 0 && full.StartsWith(root + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? full
            : throw SparkException.WithoutCondition($"\"{name}\" is no name for a file of an application: it would lie outside of its folder.");
    }

    private static string Own()
    {
        var folder = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"spark-{Guid.NewGuid()}");
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            try { Directory.Delete(folder, recursive: true); }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // What is still open goes with the machine's temporary files.
            }
        };
        return folder;
    }
}
