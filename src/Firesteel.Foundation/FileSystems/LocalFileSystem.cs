namespace Firesteel.Foundation.FileSystems;

/// <summary>The machine's own files, <c>file:</c>.</summary>
sealed class LocalFileSystem : IFileSystem
{
    public static readonly LocalFileSystem Instance = new();

    public string Scheme => "file";

    public FileStatus? GetStatus(string path)
    {
        var file = new FileInfo(path);
        if (file.Exists) return Of(file);
        var folder = new DirectoryInfo(path);
        return folder.Exists ? Of(folder) : null;
    }

    public IReadOnlyList<FileStatus> List(string folder)
    {
        var entries = new List<FileStatus>();
        try
        {
            foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
                if (entry.Exists) entries.Add(Of(entry));
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        entries.Sort(static (a, b) => string.CompareOrdinal(a.Path, b.Path));
        return entries;
    }

    public IRandomAccessFile Open(string path) => new LocalRandomAccessFile(path);

    public Stream Create(string path, bool overwrite)
    {
        MakeFolders(Path.GetDirectoryName(path)!);
        return new FileStream(path, overwrite ? FileMode.Create : FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 64 << 10);
    }

    public void MakeFolders(string path) => Directory.CreateDirectory(path);

    public void Rename(string source, string target)
    {
        if (Directory.Exists(source)) Directory.Move(source, target);
        else File.Move(source, target, overwrite: true);
    }

    public bool Delete(string path, bool recursive)
    {
        // A link is deleted as such, even where it leads to a folder.
        if (Directory.Exists(path) && new DirectoryInfo(path).LinkTarget is null)
        {
            Directory.Delete(path, recursive);
            return true;
        }
        if (!Path.Exists(path)) return false;
        File.Delete(path);
        return true;
    }

    public string Qualify(string path) => "file:" + path;

    // A link counts as what it leads to.
    private static FileStatus Of(FileSystemInfo entry)
    {
        var real = entry.LinkTarget is null ? entry : entry.ResolveLinkTarget(returnFinalTarget: true) ?? entry;
        var time = new DateTimeOffset(real.LastWriteTimeUtc).ToUnixTimeMilliseconds();
        return real is FileInfo file ? new(entry.FullName, file.Length, false, time) : new(entry.FullName, 0, true, time);
    }
}
