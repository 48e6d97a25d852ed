using System.Formats.Tar;

namespace Firesteel.Core.Files;

/// <summary>
/// Unpacks a tar archive member by member. Links are made as they stand, wherever they lead, since packed Python environments link to
/// the system's interpreter; but nothing is ever written through one.
/// </summary>
static class TarArchive
{
    /// <exception cref="IOException">A member would land outside of the folder, or is no file, folder or link.</exception>
    public static void Unpack(Stream archive, string folder)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        using var reader = new TarReader(archive, leaveOpen: true);
        while (reader.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is TarEntryType.GlobalExtendedAttributes) continue;
            var path = Place(root, entry.Name);
            switch (entry.EntryType)
            {
                case TarEntryType.Directory: Directory.CreateDirectory(path); break;
                case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                    MakeWay(path);
                    entry.ExtractToFile(path, overwrite: false);
                    break;
                case TarEntryType.SymbolicLink:
                    MakeWay(path);
                    File.CreateSymbolicLink(path, entry.LinkName);
                    break;
                case TarEntryType.HardLink:
                    var source = Place(root, entry.LinkName);
                    if (new FileInfo(source).LinkTarget is not null) throw new IOException($"{entry.Name} is a second name of {entry.LinkName}, which is a link itself");
                    MakeWay(path);
                    File.Copy(source, path);
                    break;
                default: throw new IOException($"{entry.Name} is neither a file nor a folder nor a link, but of type {entry.EntryType}");
            }
        }
    }

    // Where a member lies: in the folder, and reached without any link.
    private static string Place(string root, string name)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(root, name)));
        if (path == root) return path;
        if (!path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)) throw new IOException($"{name} would lie outside of the folder");
        for (var parent = Path.GetDirectoryName(path)!; parent.Length > root.Length; parent = Path.GetDirectoryName(parent)!)
        {
            if (new FileInfo(parent).LinkTarget is not null) throw new IOException($"{name} would be written through the link {Path.GetRelativePath(root, parent)}");
        }
        return path;
    }

    private static void MakeWay(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // A later member of the same name takes the place of the earlier one, also of a link.
        File.Delete(path);
    }
}
