using Firesteel.Python.Gateway.Binding;
using Firesteel.Python.Gateway.Errors;

namespace Firesteel.Python.Gateway.Core;

/// <summary>Hadoop's configuration, paths and file systems, as far as programs reach for them.</summary>
static class HadoopRoom
{
    public static void Register(ClassTable table)
    {
        table.Class<HadoopConfiguration>("org.apache.hadoop.conf.Configuration")
            .New(a => a.Count > 0 && a.Is<HadoopConfiguration>(0) ? a.Of<HadoopConfiguration>(0).Copy() : new HadoopConfiguration())
            .Call("getTrimmed", (c, a) => c.Get(a.Text(0))?.Trim() ?? (a.Count > 1 ? a[1] : null))
            .Call("getRaw", (c, a) => c.Get(a.Text(0)))
            .Call("getStrings", (c, a) => c.Get(a.Text(0))?.Split(',').ToArray<object>() ?? (a.Count > 1 ? a[1] : null))
            .Do("setIfUnset", (c, a) => { if (c.Get(a.Text(0)) is null) c.Set(a.Text(0), a.Text(1)); })
            .Do("setDouble", (c, a) => c.Set(a.Text(0), Java.JavaText.Of(a.Double(1))))
            .Do("setStrings", (c, a) => c.Set(a.Text(0), string.Join(",", a.Texts(1))))
            .Call("getLong", (c, a) => c.Get(a.Text(0)) is { } text ? Number(long.TryParse(text, out var n), n, text) : a.Long(1))
            .Call("getDouble", (c, a) => c.Get(a.Text(0)) is { } text ? Number(double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var n), n, text) : a.Double(1))
            .Do("clear", (c, _) => c.Clear())
            .Call("get", (c, a) => c.Get(a.Text(0)) ?? (a.Count > 1 ? a[1] : null))
            .Do("set", (c, a) => c.Set(a.Text(0), a.Text(1)))
            .Do("setBoolean", (c, a) => c.Set(a.Text(0), a.Bool(1) ? "true" : "false"))
            .Do("setInt", (c, a) => c.Set(a.Text(0), $"{a.Int(1)}"))
            .Do("setLong", (c, a) => c.Set(a.Text(0), $"{a.Long(1)}"))
            .Do("unset", (c, a) => c.Unset(a.Text(0)))
            .Call("getBoolean", (c, a) => c.Get(a.Text(0)) is { } text ? text == "true" : a.Bool(1))
            .Call("getInt", (c, a) => c.Get(a.Text(0)) is { } text ? Number(int.TryParse(text, out var n), n, text) : a.Int(1))
            .Get("size", c => c.All.Count())
            .Get("iterator", c => new Java.JavaIterator(c.All.Select(e => (object)new Java.ScalaTuple(e.Key, e.Value)).ToArray()));

        table.Class<HadoopPath>("org.apache.hadoop.fs.Path")
            .New(a => a.Count == 1 ? new HadoopPath(a.Text(0)) : (a.Is<HadoopPath>(0) ? a.Of<HadoopPath>(0) : new HadoopPath(a.Text(0))).Child(a.Is<HadoopPath>(1) ? a.Of<HadoopPath>(1).Text : a.Text(1)))
            .Get("getName", p => p.Name)
            .Get("depth", p => new HadoopUri(p.Text).Path.Count(c => c == '/') is var n && p.IsRoot ? 0 : n)
            .Get("isRoot", p => p.IsRoot)
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
            .Get("getAuthority", u => u.Authority)
            .Get("getHost", u => u.Authority?.Split(':')[0])
            .Get("toString", u => u.Text);

        table.Class<HadoopFileSystem>("org.apache.hadoop.fs.FileSystem")
            .Static("get", a => new HadoopFileSystem(a.Is<HadoopUri>(0) ? a.Of<HadoopUri>(0).Text : "/"))
            .Static("newInstance", a => new HadoopFileSystem(a.Is<HadoopUri>(0) ? a.Of<HadoopUri>(0).Text : "/"))
            .Static("getLocal", _ => new HadoopFileSystem("/"))
            .Static("getDefaultUri", _ => new HadoopUri("file:///"))
            .StaticDo("closeAll", _ => { })
            .Call("exists", (f, a) => f.Exists(Path(a)))
            .Call("isDirectory", (f, a) => f.IsDirectory(Path(a)))
            .Call("isFile", (f, a) => f.Exists(Path(a)) && !f.IsDirectory(Path(a)))
            .Call("mkdirs", (f, a) => f.MakeFolders(Path(a)))
            .Call("delete", (f, a) => f.Delete(Path(a), a.Count < 2 || a.Bool(1)))
            .Call("rename", (f, a) => f.Rename(Path(a), Path(a, 1)))
            .Call("listStatus", (f, a) => f.List(Path(a)).ToArray<object>())
            .Call("globStatus", (f, a) => f.Glob(Path(a))?.ToArray<object>())
            .Call("listFiles", (f, a) => new FileCursor(new(f.Files(Path(a), a.Bool(1)))))
            .Call("listLocatedStatus", (f, a) => new FileCursor(new(f.List(Path(a)))))
            .Call("listStatusIterator", (f, a) => new FileCursor(new(f.List(Path(a)))))
            .Call("getLength", (f, a) => f.Status(Path(a)).Length)
            .Call("getContentSummary", (f, a) => Content(f, Path(a)))
            .Call("open", (f, a) => new JavaInput(f.Open(Path(a))))
            .Call("create", (f, a) => new JavaOutput(f.Create(Path(a), !a.Is<bool>(1) || a.Bool(1))))
            .Call("append", (f, a) => new JavaOutput(f.Append(Path(a))))
            .Call("createNewFile", (f, a) => f.CreateNew(Path(a)))
            .Do("copyFromLocalFile", (f, a) => f.Copy(Path(a, a.Count - 2), Path(a, a.Count - 1), a.Count < 4 || a.Bool(1), a.Count > 2 && a.Bool(0)))
            .Do("moveFromLocalFile", (f, a) => f.Copy(Path(a), Path(a, 1), true, move: true))
            .Do("copyToLocalFile", (f, a) => f.Copy(Path(a, a.Is<bool>(0) ? 1 : 0), Path(a, a.Is<bool>(0) ? 2 : 1), true, a.Is<bool>(0) && a.Bool(0)))
            .Do("moveToLocalFile", (f, a) => f.Copy(Path(a), Path(a, 1), true, move: true))
            .Do("setTimes", (f, a) => f.SetTimes(Path(a), a.Long(1)))
            .Do("setPermission", (f, a) => f.SetPermission(Path(a), a.Of<HadoopPermission>(1)))
            .Call("makeQualified", (_, a) => new HadoopPath(HadoopFileSystem.Qualify(Path(a))))
            .Call("resolvePath", (f, a) => f.Status(Path(a)).Path)
            .Get("getCanonicalServiceName", _ => null)
            .Call("getDefaultBlockSize", (_, _) => BlockSize)
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
            .Get("isDir", s => s.IsFolder)
            .Get("getModificationTime", s => s.Modified)
            .Get("getAccessTime", s => s.Modified)
            .Get("getOwner", _ => Environment.UserName)
            .Get("getGroup", _ => Environment.UserName)
            .Get("getReplication", _ => 1)
            .Get("getBlockSize", _ => BlockSize)
            .Get("getPermission", s => s.Permission);
        table.Class<FileCursor>("org.apache.hadoop.fs.RemoteIterator")
            .Get("hasNext", c => c.Items.HasNext())
            .Get("next", c => c.Items.Next());
        table.Class<ContentSummary>("org.apache.hadoop.fs.ContentSummary")
            .Get("getLength", c => c.Length)
            .Get("getSpaceConsumed", c => c.Length)
            .Get("getFileCount", c => c.Files)
            .Get("getDirectoryCount", c => c.Folders);
        table.Class<HadoopPermission>("org.apache.hadoop.fs.permission.FsPermission")
            .New(a => HadoopPermission.Of(a[0]) ?? throw a.Mismatch());
        table.Static("org.apache.hadoop.fs.FileUtil")
            .Static("copy", a =>
            {
                a.Of<HadoopFileSystem>(0).Copy(Path(a, 1), Path(a, 3), a.Is<bool>(5) ? a.Bool(5) : true, a.Bool(4));
                return true;
            })
            .Static("stat2Paths", a => a.Items(0).Select(s => (object)((HadoopFileStatus)s!).Path).ToArray());
    }

    private const long BlockSize = 32L << 20;

    private static ContentSummary Content(HadoopFileSystem files, string path)
    {
        var status = files.Status(path);
        if (!status.IsFolder) return new(status.Length, 1, 0);
        return files.List(path).Select(s => Content(files, s.Path.Text)).Aggregate(new ContentSummary(0, 0, 1), (a, b) => new(a.Length + b.Length, a.Files + b.Files, a.Folders + b.Folders));
    }

    private static T Number<T>(bool isOne, T number, string text) => isOne ? number : throw new JavaException("java.lang.NumberFormatException", $"For input string: \"{text}\"");

    private sealed record FileCursor(Java.JavaIterator Items);
    private sealed record ContentSummary(long Length, long Files, long Folders);

    private static string Path(Arguments a, int i = 0) => a.Is<HadoopPath>(i) ? a.Of<HadoopPath>(i).Text : a.Text(i);
}
