using System.Collections.Concurrent;

namespace Firesteel.Foundation.FileSystems;

/// <summary>Finds the file system of a path by its scheme; a path without one is local, relative to the working folder.</summary>
static class FileSystemRegistry
{
    private static readonly ConcurrentDictionary<string, IFileSystem> Known = new(StringComparer.OrdinalIgnoreCase) { ["file"] = LocalFileSystem.Instance };

    public static void Register(IFileSystem fileSystem) => Known[fileSystem.Scheme] = fileSystem;

    /// <summary>The file system of a path, and the absolute path within it.</summary>
    /// <exception cref="SparkException">Nobody serves the path's scheme.</exception>
    public static (IFileSystem FileSystem, string Path) Resolve(string path)
    {
        var colon = SchemeEnd(path);
        if (colon < 0) return (LocalFileSystem.Instance, Normalise(Path.GetFullPath(path)));
        var scheme = path[..colon];
        if (!Known.TryGetValue(scheme, out var fileSystem))
            throw new SparkException("FAILED_READ_FILE.UNSUPPORTED_FILE_SYSTEM", new Dictionary<string, string> { ["path"] = path, ["fileSystemClass"] = scheme, ["method"] = "open" });
        var rest = path[(colon + 1)..];
        if (fileSystem is not LocalFileSystem) return (fileSystem, rest);
        // file:///a and file://localhost/a name what file:/a does.
        if (rest.StartsWith("//", StringComparison.Ordinal)) rest = rest.IndexOf('/', 2) is > 0 and var slash ? rest[slash..] : "/";
        return (fileSystem, Normalise(Path.GetFullPath(rest)));
    }

    /// <summary>The path with its scheme, absolute.</summary>
    public static string Qualify(string path)
    {
        var (fileSystem, local) = Resolve(path);
        return fileSystem.Qualify(local);
    }

    /// <summary>Does the path name its scheme?</summary>
    public static bool HasScheme(string path) => SchemeEnd(path) > 0;

    private static string Normalise(string path) => path.Length > 1 ? path.TrimEnd('/') is { Length: > 0 } trimmed ? trimmed : "/" : path;

    // A colon counts only before the first slash, as in a URI.
    private static int SchemeEnd(string path)
    {
        for (var i = 0; i < path.Length; i++)
        {
            if (path[i] == ':') return i;
            if (!char.IsAsciiLetterOrDigit(path[i]) && path[i] is not ('+' or '-' or '.')) return -1;
        }
        return -1;
    }
}
