using Firesteel.Foundation.FileSystems;
using Firesteel.Python.Gateway.Errors;

namespace Firesteel.Python.Gateway.Core;

/// <summary>The file system of a path; only the machine's own.</summary>
sealed class HadoopFileSystem
{
    public HadoopFileSystem(string path)
    {
        Scheme = new HadoopUri(path).Scheme ?? "file";
        if (Scheme != "file") throw new JavaException("org.apache.hadoop.fs.UnsupportedFileSystemException", $"No FileSystem for scheme \"{Scheme}\"");
    }

    public string Scheme { get; }

    public bool Exists(string path) => Local(path) is var p && (File.Exists(p) || Directory.Exists(p));
    public bool IsDirectory(string path) => Directory.Exists(Local(path));
    public bool MakeFolders(string path) => Directory.CreateDirectory(Local(path)).Exists;

    public bool Delete(string path, bool recursive)
    {
        var local = Local(path);
        if (Directory.Exists(local))
        {
            if (!recursive && Directory.EnumerateFileSystemEntries(local).Any()) throw new JavaException("java.io.IOException", $"Directory {local} is not empty");
            Directory.Delete(local, recursive);
            return true;
        }
        if (!File.Exists(local)) return false;
        File.Delete(local);
        return true;
    }

    public bool Rename(string from, string to)
    {
        var (source, target) = (Local(from), Local(to));
        if (!Exists(from)) throw Missing(from);
        if (Directory.Exists(target)) target = Path.Combine(target, Path.GetFileName(source));
        if (File.Exists(target)) return false;
        if (Directory.Exists(source)) Directory.Move(source, target);
        else File.Move(source, target);
        return true;
    }

    public IReadOnlyList<HadoopFileStatus> List(string path)
    {
        var local = Local(path);
        if (File.Exists(local)) return [Status(path)];
        return Directory.Exists(local) ? [.. Directory.EnumerateFileSystemEntries(local).Order(StringComparer.Ordinal).Select(Of)] : throw Missing(path);
    }

    /// <summary>All files below a folder.</summary>
    public IReadOnlyList<HadoopFileStatus> Files(string path, bool recursive)
        => recursive ? [.. List(path).SelectMany(s => s.IsFolder ? Files(s.Path.Text, true) : [s])] : [.. List(path).Where(s => !s.IsFolder)];

    /// <returns>What fits the pattern; null where the path has no wildcard and is not there.</returns>
    public HadoopFileStatus[]? Glob(string pattern)
    {
        var (files, local) = FileSystemRegistry.Resolve(pattern);
        if (!GlobPattern.IsPattern(local)) return Exists(pattern) ? [Status(pattern)] : null;
        return [.. GlobPattern.Expand(files, local).Select(f => Of(f.Path))];
    }

    public HadoopFileStatus Status(string path) => Exists(path) ? Of(Local(path)) : throw Missing(path);

    public FileStream Open(string path) => File.Exists(Local(path)) ? File.OpenRead(Local(path)) : throw Missing(path);

    public FileStream Create(string path, bool overwrite)
    {
        var local = Local(path);
        if (File.Exists(local) && !overwrite) throw new JavaException("org.apache.hadoop.fs.FileAlreadyExistsException", $"File already exists: {local}");
        if (Path.GetDirectoryName(local) is { } folder) Directory.CreateDirectory(folder);
        return File.Create(local);
    }

    public FileStream Append(string path) => File.Exists(Local(path)) ? new FileStream(Local(path), FileMode.Append) : throw Missing(path);

    public bool CreateNew(string path)
    {
        if (Exists(path)) return false;
        Create(path, false).Dispose();
        return true;
    }

    /// <summary>Copies a file, or a folder with all that is in it; into the target where that is a folder.</summary>
    public void Copy(string from, string to, bool overwrite, bool move)
    {
        var (source, target) = (Local(from), Local(to));
        if (!Exists(from)) throw Missing(from);
        if (Directory.Exists(target)) target = Path.Combine(target, Path.GetFileName(source));
        if (File.Exists(target) && !overwrite) throw new JavaException("org.apache.hadoop.fs.PathExistsException", $"`{target}': Target {target} already exists");
        if (move && !Exists(target))
        {
            Rename(source, target);
            return;
        }
        Copy(source, target);
        if (move) Delete(source, true);
    }

    public void SetTimes(string path, long modified)
    {
        if (!Exists(path)) throw Missing(path);
        if (modified >= 0) File.SetLastWriteTimeUtc(Local(path), DateTimeOffset.FromUnixTimeMilliseconds(modified).UtcDateTime);
    }

    public void SetPermission(string path, HadoopPermission permission)
    {
        if (!Exists(path)) throw Missing(path);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Local(path), permission.Mode);
    }

    public static string Qualify(string path) => $"file:{Local(path)}";

    private static void Copy(string source, string target)
    {
        if (File.Exists(source))
        {
            if (Path.GetDirectoryName(target) is { } folder) Directory.CreateDirectory(folder);
            File.Copy(source, target, overwrite: true);
            return;
        }
        Directory.CreateDirectory(target);
        foreach (var entry in Directory.GetFileSystemEntries(source)) Copy(entry, Path.Combine(target, Path.GetFileName(entry)));
    }

    private static HadoopFileStatus Of(string local)
    {
        var isFolder = Directory.Exists(local);
        var modified = new DateTimeOffset(isFolder ? Directory.GetLastWriteTimeUtc(local) : File.GetLastWriteTimeUtc(local)).ToUnixTimeMilliseconds();
        var mode = OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(local);
        return new(new HadoopPath($"file:{local}"), isFolder ? 0 : new FileInfo(local).Length, isFolder, modified, new(mode));
    }

    private static JavaException Missing(string path) => new("java.io.FileNotFoundException", $"File {new HadoopUri(path).Path} does not exist");

    private static string Local(string path) => FileSystemRegistry.Resolve(path).Path;
}
