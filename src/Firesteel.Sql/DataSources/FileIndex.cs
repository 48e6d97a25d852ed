using Firesteel.Foundation.Collections;
using Firesteel.Foundation.FileSystems;
using Firesteel.Types;

namespace Firesteel.Sql.DataSources;

/// <summary>Lists the files under some paths, and finds the partition columns in folder names like <c>year=2024</c>.</summary>
static class FileIndex
{
    public const string NullPartition = "__HIVE_DEFAULT_PARTITION__";

    /// <param name="Partitions">Names and types of the partition columns, in folder order.</param>
    public sealed record Listing(IReadOnlyList<FileEntry> Files, StructType Partitions);

    /// <param name="inferTypes">Whether partition values are numbers and dates where they look so.</param>
    /// <param name="declared">Types of columns, which count before what the values look like.</param>
    public static Listing List(IEnumerable<string> paths, ValueMap options, bool inferTypes, StructType? declared = null, string timeZone = "UTC")
    {
        var found = new List<(FileStatus File, string Url, List<(string Name, string Value)> Folders)>();
        var recursive = string.Equals(options.Get("recursiveFileLookup"), "true", StringComparison.OrdinalIgnoreCase);
        var pattern = options.Get("pathGlobFilter");
        foreach (var path in paths)
        {
            var (system, local) = FileSystemRegistry.Resolve(path);
            var roots = GlobPattern.IsPattern(local) ? GlobPattern.Expand(system, local) : system.GetStatus(local) is { } status ? [status] : [];
            if (roots.Count == 0) throw new AnalysisException("PATH_NOT_FOUND", new Dictionary<string, string> { ["path"] = system.Qualify(local) });
            var basePath = options.Get("basePath") is { } b ? FileSystemRegistry.Resolve(b).Path : null;
            foreach (var root in roots)
                Walk(system, root, basePath == null ? [] : FoldersBetween(basePath, root.Path), recursive, found);
        }
        if (pattern != null) found.RemoveAll(f => !GlobPattern.Matches(pattern, f.File.Name));
        var partitions = recursive ? StructType.Empty : PartitionColumns(found.Select(f => f.Folders).ToList(), inferTypes, declared ?? StructType.Empty);
        var entries = found.Select(f => new FileEntry(f.Url, f.File.Length, f.File.ModificationTime,
            new ValueList<object?>(partitions.Fields.Select(p => PartitionText.Parse(f.Folders.Find(x => x.Name == p.Name).Value, p.DataType, timeZone)).ToArray())));
        return new Listing([.. entries.OrderBy(e => e.Path, StringComparer.Ordinal)], partitions);
    }

    private static void Walk(IFileSystem system, FileStatus entry, List<(string, string)> folders, bool recursive, List<(FileStatus, string, List<(string, string)>)> found)
    {
        if (!entry.IsFolder)
        {
            found.Add((entry, system.Qualify(entry.Path), folders));
            return;
        }
        foreach (var child in system.List(entry.Path))
        {
            // Names that begin so are bookkeeping, not data.
            if (child.Name.StartsWith('.') || child.Name.StartsWith('_') && !child.Name.Contains('=', StringComparison.Ordinal)) continue;
            if (!child.IsFolder) found.Add((child, system.Qualify(child.Path), folders));
            else if (Folder(child.Name) is { } pair) Walk(system, child, [.. folders, pair], recursive, found);
            else if (recursive || folders.Count == 0) Walk(system, child, folders, recursive, found);
        }
    }

    private static (string, string)? Folder(string name)
    {
        var equals = name.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 ? (PartitionText.Unescape(name[..equals]), PartitionText.Unescape(name[(equals + 1)..])) : null;
    }

    private static List<(string, string)> FoldersBetween(string basePath, string path)
        => path.StartsWith(basePath + "/", StringComparison.Ordinal) ? [.. path[(basePath.Length + 1)..].Split('/').Select(Folder).OfType<(string, string)>()] : [];

    private static StructType PartitionColumns(List<List<(string Name, string Value)>> folders, bool inferTypes, StructType declared)
    {
        var first = folders.FirstOrDefault(f => f.Count > 0);
        if (first == null) return StructType.Empty;
        return new StructType(first.Select(column =>
        {
            if (declared.IndexOf(column.Name) is >= 0 and var known) return new StructField(column.Name, declared[known].DataType);
            var values = folders.SelectMany(f => f.Where(x => x.Name == column.Name).Select(x => x.Value));
            return new StructField(column.Name, inferTypes ? PartitionText.InferType(values) : StringType.Instance);
        }));
    }
}
