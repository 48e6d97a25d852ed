using System.Collections.Concurrent;

namespace Firesteel.Connect.Service;

/// <summary>Files and data that a client sent to its session: blocks in memory, files in a folder of the session's own.</summary>
sealed class Artifacts : IDisposable
{
    private const string CachePrefix = "cache/";
    private const string ForwardPrefix = "forward_to_fs";
    private const string SentFolder = "sent";
    private const string WorkFolder = "work";
    private static readonly string[] Shared = ["pyfiles/", "files/", "archives/"];

    /// <summary>Most bytes that one session may send.</summary>
    private const long MostBytes = 8L << 30;

    private readonly ConcurrentDictionary<string, byte[]> _blocks = new();
    private long _bytes;
    private readonly Lazy<string> _folder = new(() => Directory.CreateTempSubdirectory("firesteel-artifacts-").FullName);

    /// <summary>Where the modules, files and unpacked archives lie that the client sent for its functions; null where it has sent none.</summary>
    public string? PythonFiles => _folder.IsValueCreated && Directory.Exists(Below(WorkFolder)) ? Below(WorkFolder) : null;

    /// <summary>Data that a plan names by its hash.</summary>
    public byte[]? CachedBlock(string hash) => _blocks.GetValueOrDefault(hash);

    /// <summary>Whether data is kept; of files nobody asks.</summary>
    public bool Exists(string name) => name.StartsWith(CachePrefix, StringComparison.Ordinal) && _blocks.ContainsKey(name[CachePrefix.Length..]);

    /// <summary>Takes over what another session was sent.</summary>
    public void CopyFrom(Artifacts other)
    {
        foreach (var (hash, data) in other._blocks) _blocks[hash] = data;
        if (!other._folder.IsValueCreated) return;
        foreach (var file in Directory.EnumerateFiles(other._folder.Value, "*", SearchOption.AllDirectories))
        {
            var place = Path.Combine(_folder.Value, Path.GetRelativePath(other._folder.Value, file));
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Copy(file, place);
        }
    }

    /// <summary>Where a file lies.</summary>
    public string FileOf(string name) => Place(SentFolder, name);

    /// <exception cref="SparkRuntimeException">INVALID_ARTIFACT_PATH where the name leads out of the session's folder, or ARTIFACT_ALREADY_EXISTS where a file is there with other contents.</exception>
    /// <exception cref="IOException">The session has sent too much.</exception>
    public void Put(string name, byte[] data)
    {
        if (Interlocked.Add(ref _bytes, data.Length) > MostBytes) throw new IOException($"The session has sent more than {MostBytes} bytes of artifacts.");
        if (name.StartsWith(CachePrefix, StringComparison.Ordinal))
        {
            _blocks[name[CachePrefix.Length..]] = data;
            return;
        }
        if (name.StartsWith(ForwardPrefix, StringComparison.Ordinal)) throw new NotSupportedException("Uploading artifact file to local file system destination path is not supported.");
        // A name of the work folder's own cannot come from a client.
        var (path, alias) = name.IndexOf('#', StringComparison.Ordinal) is >= 0 and var mark ? (name[..mark], name[(mark + 1)..]) : (name, null);
        var place = Place(SentFolder, path);
        if (File.Exists(place))
        {
            if (File.ReadAllBytes(place).AsSpan().SequenceEqual(data)) return;
            throw new SparkRuntimeException("ARTIFACT_ALREADY_EXISTS", new Dictionary<string, string> { ["normalizedRemoteRelativePath"] = name });
        }
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        File.WriteAllBytes(place, data);
        if (Array.Find(Shared, p => path.StartsWith(p, StringComparison.Ordinal)) is { } kind) Share(place, kind, alias ?? path[kind.Length..]);
    }

    // What functions look for lies in one folder, under its own name or its alias.
    private void Share(string place, string kind, string name)
    {
        var target = Place(WorkFolder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        if (kind == "archives/") Core.Files.Archive.Unpack(place, Path.GetFileName(place), target);
        else File.Copy(place, target, overwrite: true);
    }

    public void Dispose()
    {
        _blocks.Clear();
        if (_folder.IsValueCreated) Directory.Delete(_folder.Value, recursive: true);
    }

    private string Below(string folder) => Path.Combine(_folder.Value, folder);

    // A name may lead nowhere but below the folder.
    private string Place(string folder, string name)
    {
        var below = Below(folder) + Path.DirectorySeparatorChar;
        var place = name.Contains('\0', StringComparison.Ordinal) ? "" : Path.GetFullPath(Path.Combine(below, name));
        return place.Length > below.Length && place.StartsWith(below, StringComparison.Ordinal) ? place : throw new SparkRuntimeException("INVALID_ARTIFACT_PATH", new Dictionary<string, string> { ["name"] = name });
    }
}
