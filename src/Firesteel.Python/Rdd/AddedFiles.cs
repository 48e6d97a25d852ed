using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using Firesteel.Python.Gateway.Core;

namespace Firesteel.Python.Rdd;

/// <summary>Files and archives that a program adds for its tasks: copied into the folder that <c>SparkFiles</c> names.</summary>
sealed class AddedFiles
{
    private static readonly ConditionalWeakTable<SparkContext, AddedFiles> All = [];
    private readonly Lock _gate = new();
    private readonly List<string> _files = [];
    private readonly List<string> _archives = [];

    public static AddedFiles Of(SparkContext context) => All.GetOrCreateValue(context);

    public IReadOnlyList<string> Files
    {
        get { lock (_gate) return [.. _files]; }
    }

    public IReadOnlyList<string> Archives
    {
        get { lock (_gate) return [.. _archives]; }
    }

    public void Add(string path, bool recursive)
    {
        var source = LocalPath(path);
        lock (_gate)
        {
            if (_files.Contains(Uri(source))) return;
            var target = Target(Path.GetFileName(source));
            if (Directory.Exists(source))
            {
                if (!recursive) throw SparkException.WithoutCondition($"Added file file:{source} is a directory and recursive is not turned on.");
                Copy(source, target);
            }
            else if (File.Exists(source)) File.Copy(source, target, overwrite: true);
            else throw new FileNotFoundException($"File file:{source} does not exist");
            _files.Add(Uri(source));
        }
    }

    /// <summary>Unpacks an archive into a folder that has its name, or the name behind a #.</summary>
    public void AddArchive(string path)
    {
        var mark = path.LastIndexOf('#');
        var source = LocalPath(mark < 0 ? path : path[..mark]);
        lock (_gate)
        {
            if (_archives.Contains(Uri(source))) return;
            if (!File.Exists(source)) throw new FileNotFoundException($"File file:{source} does not exist");
            var target = Target(mark < 0 ? Path.GetFileName(source) : path[(mark + 1)..]);
            Directory.CreateDirectory(target);
            Unpack(source, target);
            _archives.Add(Uri(source));
        }
    }

    private static void Unpack(string source, string target)
    {
        // Both refuse entries that would lie outside of the target.
        if (source.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) || source.EndsWith(".jar", StringComparison.OrdinalIgnoreCase))
        {
            ZipFile.ExtractToDirectory(source, target, overwriteFiles: true);
            return;
        }
        using var file = File.OpenRead(source);
        if (source.EndsWith(".tar", StringComparison.OrdinalIgnoreCase)) TarFile.ExtractToDirectory(file, target, overwriteFiles: true);
        else if (source.EndsWith(".tar.gz", StringComparison.OrdinalIgnoreCase) || source.EndsWith(".tgz", StringComparison.OrdinalIgnoreCase))
        {
            using var plain = new GZipStream(file, CompressionMode.Decompress);
            TarFile.ExtractToDirectory(plain, target, overwriteFiles: true);
        }
        else throw SparkException.WithoutCondition($"{source} is no archive: zip, jar, tar, tar.gz and tgz are.");
    }

    private static string LocalPath(string path)
    {
        var local = path.StartsWith("file:", StringComparison.Ordinal) ? new Uri(path).LocalPath : path;
        if (local.Contains("://", StringComparison.Ordinal)) throw SparkException.WithoutCondition($"{path} cannot be added: only local files can.");
        return Path.TrimEndingDirectorySeparator(Path.GetFullPath(local));
    }

    // A name of the user's choice stays inside of the folder.
    private static string Target(string name)
    {
        if (name.Length == 0 || name.Contains("..", StringComparison.Ordinal) || Path.IsPathRooted(name)) throw SparkException.WithoutCondition($"{name} is no name for an added file.");
        return Path.Combine(WorkFolder.UserFiles, name);
    }

    private static string Uri(string path) => $"file:{path}";

    private static void Copy(string source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (var file in Directory.GetFiles(source)) File.Copy(file, Path.Combine(target, Path.GetFileName(file)), overwrite: true);
        foreach (var folder in Directory.GetDirectories(source)) Copy(folder, Path.Combine(target, Path.GetFileName(folder)));
    }
}
