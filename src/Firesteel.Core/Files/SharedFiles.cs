using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Firesteel.Core.Files;

/// <summary>A file that an application gives to its tasks.</summary>
/// <param name="Name">What tasks ask for it by.</param>
/// <param name="Hash">SHA-256 of what it holds; also its name on the way.</param>
/// <param name="UnpackAs">The folder that an archive is unpacked into; null for a file that stays as it is.</param>
sealed record SharedFile(string Name, string Hash, long Length, string? UnpackAs);

/// <summary>The files that an application gives to its tasks, as its driver knows them. They are read where they lie.</summary>
sealed class SharedFiles
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, string> _paths = new(StringComparer.Ordinal);
    private List<SharedFile> _all = [];

    /// <summary>Told the whole list when it has grown.</summary>
    public event Action<IReadOnlyList<SharedFile>>? Changed;

    public IReadOnlyList<SharedFile> All
    {
        get { lock (_gate) return _all; }
    }

    public SharedFile Add(string path, string name, string? unpackAs)
    {
        string hash;
        long length;
        using (var file = File.OpenRead(path)) (length, hash) = (file.Length, Convert.ToHexStringLower(SHA256.HashData(file)));
        var shared = new SharedFile(name, hash, length, unpackAs);
        _paths[hash] = path;
        List<SharedFile> now;
        lock (_gate) _all = now = [.. _all.Where(f => f.Name != name || f.UnpackAs != unpackAs), shared];
        Changed?.Invoke(now);
        return shared;
    }

    public string? PathOf(string hash) => _paths.GetValueOrDefault(hash);
}
