using System.IO.Compression;
using System.Text;
using Firesteel.Cli.Programs;
using Firesteel.Core.Files;
using Firesteel.Deploy.Standalone.Bundles;

namespace Firesteel.Cli.Submit;

/// <summary>Gathers a program of cluster mode: compiled here, with its files and settings, as one archive for the worker that will run it.</summary>
sealed class BundleBuilder : IDisposable
{
    // What the worker says for itself, or what must not travel with the program.
    private static readonly string[] NotPassedOn = ["spark.submit.deployMode", "spark.driver.supervise", "spark.authenticate.secret", "spark.authenticate.secret.file", "spark.driver.host", "spark.driver.bindAddress"];

    private static readonly string[] Extensions = [".dll", ".json", ".so", ".dylib", ".pdb", ".config", ".xml"];
    private readonly string _folder = Directory.CreateTempSubdirectory("firesteel-submit-").FullName;
    private readonly Dictionary<string, string> _added = new(StringComparer.Ordinal);

    private string Content => Path.Combine(_folder, "content");

    /// <returns>Its place for the worker.</returns>
    public string AddProgram(string named)
    {
        if (FileSource.IsLocalEverywhere(named)) return FileSource.Obtain(named, "");
        var path = Obtain(named);
        if (Python.PythonProgram.Is(path)) return Copy(path, "");
        var built = ProgramSource.Resolve(path).Build();
        var from = Path.GetDirectoryName(built.EntryAssembly)!;
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(from, file);
            var wanted = Extensions.Contains(Path.GetExtension(file)) && (!relative.Contains(Path.DirectorySeparatorChar) || relative.StartsWith("runtimes", StringComparison.Ordinal));
            if (wanted) Place(file, Path.Combine("app", relative));
        }
        return ForWorker(Path.Combine("app", Path.GetFileName(built.EntryAssembly)));
    }

    /// <param name="key">The setting that lists it.</param>
    /// <returns>Its place for the worker, with the name that an archive is unpacked as.</returns>
    public string AddFile(string key, string named)
    {
        var mark = key == "spark.archives" ? named.LastIndexOf('#') : -1;
        var (source, alias) = mark < 0 ? (named, "") : (named[..mark], named[mark..]);
        if (FileSource.IsLocalEverywhere(source)) return FileSource.Obtain(source, "") + alias;
        return Copy(Obtain(source), key["spark.".Length..]) + alias;
    }

    /// <summary>Settings travel in a file: a command line is for all to see.</summary>
    public string AddSettings(Dictionary<string, string> settings)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in settings.OrderBy(s => s.Key, StringComparer.Ordinal))
            if (!NotPassedOn.Contains(key)) text.Append($"{Escape(key)}={Escape(value)}\n");
        Directory.CreateDirectory(Content);
        File.WriteAllText(Path.Combine(Content, "spark.conf"), text.ToString());
        return ForWorker("spark.conf");
    }

    /// <summary>The archive; it goes with this object.</summary>
    public string Pack()
    {
        var archive = Path.Combine(_folder, "program.zip");
        // Equal programs make equal archives, which travel and are kept once.
        using var output = ZipFile.Open(archive, ZipArchiveMode.Create);
        foreach (var file in Directory.EnumerateFiles(Content, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var entry = output.CreateEntry(Path.GetRelativePath(Content, file).Replace(Path.DirectorySeparatorChar, '/'), CompressionLevel.Fastest);
            entry.LastWriteTime = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
            using var to = entry.Open();
            using var from = File.OpenRead(file);
            from.CopyTo(to);
        }
        return archive;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Obtain(string named)
    {
        var path = FileSource.Obtain(named, Path.Combine(_folder, "downloads"));
        return File.Exists(path) || Directory.Exists(path) ? path : throw new UsageException($"The file {named} does not exist.");
    }

    // Two files of one name from two folders stay two.
    private string Copy(string path, string folder)
    {
        if (Directory.Exists(path)) throw new UsageException($"{path} is a folder; only files can be sent to the driver's worker.");
        var place = Path.Combine(folder, Path.GetFileName(path));
        for (var number = 1; _added.TryGetValue(place, out var other) && other != path; number++) place = Path.Combine(folder, number.ToString(System.Globalization.CultureInfo.InvariantCulture), Path.GetFileName(path));
        if (_added.TryAdd(place, path)) Place(path, place);
        return ForWorker(place);
    }

    private void Place(string file, string place)
    {
        var target = Path.Combine(Content, place);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(file, target, overwrite: true);
    }

    private static string ForWorker(string place) => $"{DriverBundle.Folder}/{place.Replace(Path.DirectorySeparatorChar, '/')}";

    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var c in text)
        {
            if (c is '\\' or '=' or ':' or ' ' or '#' or '!') escaped.Append('\\');
            escaped.Append(c switch { '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", _ => $"{c}" });
        }
        return escaped.ToString();
    }
}
