using System.Formats.Tar;
using Firesteel.Core.Files;
using Firesteel.Foundation.Logging;

namespace Firesteel.Execution;

/// <summary>Files and archives that a program adds: they lie in the driver's folder at once, and travel to executors before the next task.</summary>
sealed class ApplicationFiles(SharedFiles shared)
{
    private static readonly Logger Log = Logger.For("SparkContext");
    private readonly Lock _gate = new();
    private readonly List<string> _files = [];
    private readonly List<string> _archives = [];

    public IReadOnlyList<string> Files
    {
        get { lock (_gate) return [.. _files]; }
    }

    public IReadOnlyList<string> Archives
    {
        get { lock (_gate) return [.. _archives]; }
    }

    public void AddAll(IEnumerable<string> files, IEnumerable<string> archives)
    {
        foreach (var file in files) Add(file, recursive: true);
        foreach (var archive in archives) AddArchive(archive);
    }

    public void Add(string named, bool recursive)
    {
        var source = FileSource.Obtain(named, Downloads);
        lock (_gate)
        {
            if (Known(_files, source)) return;
            var name = Path.GetFileName(source);
            var target = FilesFolder.PathOf(name);
            if (Directory.Exists(source))
            {
                if (!recursive) throw new SparkException("UNSUPPORTED_ADD_FILE.DIRECTORY", new Dictionary<string, string> { ["path"] = "file:" + source });
                var packed = Path.Combine(Directory.CreateDirectory(Downloads).FullName, name + ".tar");
                TarFile.CreateFromDirectory(source, packed, includeBaseDirectory: false);
                Archive.Unpack(packed, packed, target);
                shared.Add(packed, name + ".tar", name);
            }
            else
            {
                Require(source);
                File.Copy(source, target, overwrite: true);
                // The copy is what travels: the program may change its file meanwhile.
                shared.Add(target, name, null);
            }
            Remember(_files, source, "file", named);
        }
    }

    /// <summary>Unpacks an archive into a folder that has its name, or the name behind a <c>#</c>.</summary>
    public void AddArchive(string named)
    {
        var mark = named.LastIndexOf('#');
        var source = FileSource.Obtain(mark < 0 ? named : named[..mark], Downloads);
        lock (_gate)
        {
            if (Known(_archives, source)) return;
            Require(source);
            var name = Path.GetFileName(source);
            var folder = mark < 0 ? name : named[(mark + 1)..];
            Archive.Unpack(source, name, FilesFolder.PathOf(folder));
            shared.Add(source, name, folder);
            Remember(_archives, source, "archive", named);
        }
    }

    private static string Downloads => Path.Combine(FilesFolder.Path, ".downloads");

    private static void Require(string source)
    {
        if (!File.Exists(source)) throw new FileNotFoundException($"File file:{source} does not exist", source);
    }

    private static bool Known(List<string> added, string source)
    {
        if (!added.Contains($"file:{source}")) return false;
        Log.Warn($"The path {source} has been added already. Overwriting of added paths is not supported in the current version.");
        return true;
    }

    private static void Remember(List<string> added, string source, string what, string named)
    {
        added.Add($"file:{source}");
        Log.Info($"Added {what} {named} at file:{source} with timestamp {DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}");
    }
}
