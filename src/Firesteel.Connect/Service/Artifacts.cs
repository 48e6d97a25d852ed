using System.Collections.Concurrent;

namespace Firesteel.Connect.Service;

/// <summary>Files and data that a client sent to its session: blocks in memory, files in a folder of the session's own.</summary>
sealed class Artifacts : IDisposable
{
    private const string PythonFolder = "pyfiles";
    private const string CachePrefix = "cache/";
    /// <summary>Most bytes that one session may send.</summary>
    private const long MostBytes = 8L << 30;

    private readonly ConcurrentDictionary<string, byte[]> _blocks = new();
    private long _bytes;
    private readonly Lazy<string> _folder = new(() => Directory.CreateTempSubdirectory("firesteel-artifacts-").FullName);

    /// <summary>Where Python modules lie that the client sent; null where it has sent none.</summary>
    public string? PythonFiles => _folder.IsValueCreated && Directory.Exists(Place(PythonFolder)) ? Place(PythonFolder) : null;

    /// <summary>Data that a plan names by its hash.</summary>
    public byte[]? CachedBlock(string hash) => _blocks.GetValueOrDefault(hash);

    public bool Exists(string name) => name.StartsWith(CachePrefix, StringComparison.Ordinal) ? _blocks.ContainsKey(name[CachePrefix.Length..]) : _folder.IsValueCreated && File.Exists(Place(name));

    /// <summary>Where a file lies.</summary>
    public string FileOf(string name) => Place(name);

    /// <exception cref="ArgumentException">The name leads out of the session's folder.</exception>
    /// <exception cref="IOException">The session has sent too much.</exception>
    public void Put(string name, byte[] data)
    {
        if (Interlocked.Add(ref _bytes, data.Length) > MostBytes) throw new IOException($"The session has sent more than {MostBytes} bytes of artifacts.");
        if (name.StartsWith(CachePrefix, StringComparison.Ordinal))
        {
            _blocks[name[CachePrefix.Length..]] = data;
            return;
        }
        var place = Place(name);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        File.WriteAllBytes(place, data);
    }

    public void Dispose()
    {
        _blocks.Clear();
        if (_folder.IsValueCreated) Directory.Delete(_folder.Value, recursive: true);
    }

    // A name may lead nowhere but below the session's folder.
    private string Place(string name)
    {
        var place = Path.GetFullPath(Path.Combine(_folder.Value, name));
        return place.StartsWith(_folder.Value + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? place : throw new ArgumentException($"The artifact {name} leads out of its folder.");
    }
}
