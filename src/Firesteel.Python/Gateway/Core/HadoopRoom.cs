using Firesteel.Foundation.FileSystems;
using Firesteel.Python.Gateway.Binding;
using Firesteel.Python.Gateway.Errors;

namespace Firesteel.Python.Gateway.Core;

/// <summary>Hadoop's configuration, paths and file systems, as far as programs reach for them.</summary>
static class HadoopRoom
{
    public static void Register(ClassTable table)
    {
        table.Class<HadoopConfiguration>("org.apache.hadoop.conf.Configuration")
            .New(_ => new HadoopConfiguration())
            .Call("get", (c, a) => c.Get(a.Text(0)) ?? (a.Count > 1 ? a[1] : null))
            .Do("set", (c, a) => c.Set(a.Text(0), a.Text(1)))
            .Do("setBoolean", (c, a) => c.Set(a.Text(0), a.Bool(1) ? "true" : "false"))
            .Do("setInt", (c, a) => c.Set(a.Text(0), Java.JavaText.Of(a.Int(1))))
            .Do("setLong", (c, a) => c.Set(a.Text(0), Java.JavaText.Of(a.Long(1))))
            .Do("unset", (c, a) => c.Unset(a.Text(0)))
            .Call("getBoolean", (c, a) => c.Get(a.Text(0)) is { } text ? text == "true" : a.Bool(1))
            .Call("getInt", (c, a) => c.Get(a.Text(0)) is { } text ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : a.Int(1))
            .Get("size", c => c.All.Count())
            .Get("iterator", c => new Java.JavaIterator(c.All.Select(e => (object)new Java.ScalaTuple(e.Key, e.Value)).ToArray()));

        table.Class<HadoopPath>("org.apache.hadoop.fs.Path")
            .New(a => a.Count == 1 ? new HadoopPath(a.Text(0)) : (a.Is<HadoopPath>(0) ? a.Of<HadoopPath>(0) : new HadoopPath(a.Text(0))).Child(a.Is<HadoopPath>(1) ? a.Of<HadoopPath>(1).Text : a.Text(1)))
            .Get("getName", p => p.Name)
            .Get("getParent", p => p.Parent)
            .Get("toUri", p => new HadoopUri(p.Text))
            .Get("isAbsolute", p => p.Text.StartsWith('/') || p.Text.Contains(":/", StringComparison.Ordinal))
            .Call("suffix", (p, a) => new HadoopPath(p.Text + a.Text(0)))
            .Call("getFileSystem", (p, _) => new HadoopFileSystem(p.Text));
        table.Class<HadoopUri>("java.net.URI")
            .New(a => new HadoopUri(a.Text(0)))
            .Static("create", a => new HadoopUri(a.Text(0)))
            .Get("getPath", u => u.Path)
            .Get("getScheme", u => u.Scheme)
            .Get("toString", u => u.Text);

        table.Class<HadoopFileSystem>("org.apache.hadoop.fs.FileSystem")
            .Static("get", a => new HadoopFileSystem(a.Is<HadoopUri>(0) ? a.Of<HadoopUri>(0).Text : "/"))
            .Static("getLocal", _ => new HadoopFileSystem("/"))
            .Call("exists", (f, a) => f.Exists(Path(a)))
            .Call("isDirectory", (f, a) => f.IsDirectory(Path(a)))
            .Call("isFile", (f, a) => f.Exists(Path(a)) && !f.IsDirectory(Path(a)))
            .Call("mkdirs", (f, a) => f.MakeFolders(Path(a)))
            .Call("delete", (f, a) => f.Delete(Path(a), a.Count < 2 || a.Bool(1)))
            .Call("rename", (f, a) => f.Rename(Path(a), Path(a, 1)))
            .Call("listStatus", (f, a) => f.List(Path(a)).ToArray<object>())
            .Call("globStatus", (f, a) => f.Glob(Path(a)).ToArray<object>())
            .Call("getFileStatus", (f, a) => f.Status(Path(a)))
            .Get("getScheme", f => f.Scheme)
            .Get("getUri", f => new HadoopUri($"{f.Scheme}:///"))
            .Get("getWorkingDirectory", _ => new HadoopPath($"file:{Directory.GetCurrentDirectory()}"))
            .Get("getHomeDirectory", _ => new HadoopPath($"file:{Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)}"))
            .Do("close", (_, _) => { });
        table.Class<HadoopFileStatus>("org.apache.hadoop.fs.FileStatus")
            .Get("getPath", s => s.Path)
            .Get("getLen", s => s.Length)
            .Get("isDirectory", s => s.IsFolder)
            .Get("isFile", s => !s.IsFolder)
            .Get("getModificationTime", s => s.Modified);
    }

    private static string Path(Arguments a, int i = 0) => a.Is<HadoopPath>(i) ? a.Of<HadoopPath>(i).Text : a.Text(i);
}

/// <summary>A path of a file system, perhaps with its scheme.</summary>
sealed record HadoopPath(string Text)
{
    public string Name => Text.TrimEnd('/') is var t ? t[(t.LastIndexOf('/') + 1)..] : "";
    public HadoopPath? Parent => Text.TrimEnd('/') is var t && t.LastIndexOf('/') is var at and > 0 ? new(t[..at]) : null;
    public HadoopPath Child(string name) => new($"{Text.TrimEnd('/')}/{name}");
    public override string ToString() => Text;
}

/// <summary>A URI, in its parts.</summary>
sealed record HadoopUri(string Text)
{
    public string? Scheme => Text.IndexOf(':') is var at and > 0 ? Text[..at] : null;
    public string Path => Text.IndexOf("://", StringComparison.Ordinal) is var at and >= 0 ? Text.IndexOf('/', at + 3) is var slash and >= 0 ? Text[slash..] : "/" : Scheme is { } s ? Text[(s.Length + 1)..] : Text;
    public override string ToString() => Text;
}

/// <summary>What a file system says about a path.</summary>
sealed record HadoopFileStatus(HadoopPath Path, long Length, bool IsFolder, long Modified);

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
        if (Directory.Exists(target)) target = System.IO.Path.Combine(target, System.IO.Path.GetFileName(source));
        if (!Exists(from) || File.Exists(target)) return false;
        if (Directory.Exists(source)) Directory.Move(source, target);
        else File.Move(source, target);
        return true;
    }

    public IEnumerable<HadoopFileStatus> List(string path)
    {
        var local = Local(path);
        if (File.Exists(local)) return [Status(path)];
        if (!Directory.Exists(local)) throw new JavaException("java.io.FileNotFoundException", $"File {path} does not exist");
        return Directory.EnumerateFileSystemEntries(local).Order(StringComparer.Ordinal).Select(Of).ToList();
    }

    public IEnumerable<HadoopFileStatus> Glob(string pattern)
    {
        var local = Local(pattern);
        var folder = System.IO.Path.GetDirectoryName(local) ?? "/";
        return Directory.Exists(folder) ? Directory.EnumerateFileSystemEntries(folder, System.IO.Path.GetFileName(local)).Order(StringComparer.Ordinal).Select(Of).ToList() : [];
    }

    public HadoopFileStatus Status(string path) => Exists(path) ? Of(Local(path)) : throw new JavaException("java.io.FileNotFoundException", $"File {path} does not exist");

    private static HadoopFileStatus Of(string local)
    {
        var isFolder = Directory.Exists(local);
        var modified = new DateTimeOffset(isFolder ? Directory.GetLastWriteTimeUtc(local) : File.GetLastWriteTimeUtc(local)).ToUnixTimeMilliseconds();
        return new(new HadoopPath($"file:{local}"), isFolder ? 0 : new FileInfo(local).Length, isFolder, modified);
    }

    private static string Local(string path) => FileSystemRegistry.Resolve(path).Path;
}
