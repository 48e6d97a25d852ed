using System.Collections.Concurrent;
using System.Security.Cryptography;
using Firesteel.Deploy.Standalone.Protocol;
using Firesteel.Foundation.Logging;

namespace Firesteel.Deploy.Standalone.Bundles;

/// <summary>
/// The programs of cluster mode that a Master holds for the Workers that run their drivers: one file each, named by its
/// content. Called from the threads of connections.
/// </summary>
sealed class BundleStore : IDisposable
{
    /// <summary>What one program may bring along.</summary>
    public const long MostBytes = 4L << 30;

    private const int PartBytes = 1 << 20;
    private static readonly Logger Log = Logger.For("Master");
    private readonly string _folder;
    private readonly bool _temporary;

    /// <param name="folder">Where they stay over a Master's end; null for a folder that goes with it.</param>
    /// <param name="wanted">Those of drivers that are remembered; others are removed.</param>
    public BundleStore(string? folder, IEnumerable<string> wanted)
    {
        _temporary = folder is null;
        _folder = PrivateFolder.Create(folder ?? Path.Combine(Path.GetTempPath(), $"firesteel-master-{Guid.NewGuid():N}"));
        var known = wanted.ToHashSet();
        foreach (var file in Directory.EnumerateFiles(_folder))
            if (!known.Contains(Path.GetFileName(file))) File.Delete(file);
    }

    /// <summary>Answers a message about bundles; null for any other message.</summary>
    public DeployMessage? Answer(DeployMessage message)
    {
        try
        {
            return message switch
            {
                StoreBundlePart part => Store(part),
                FetchBundlePart fetch => Fetch(fetch),
                _ => null,
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.Warn($"A program's files could not be kept or read: {e.Message}");
            return new BundlePart(0, [], e.Message);
        }
    }

    /// <summary>No driver needs it any more.</summary>
    public void Remove(string hash)
    {
        try { File.Delete(PathOf(hash)); }
        catch (IOException e)
        {
            Log.Warn($"{PathOf(hash)} could not be removed: {e.Message}");
        }
    }

    public void Dispose()
    {
        if (_temporary) Directory.Delete(_folder, recursive: true);
    }

    private readonly ConcurrentDictionary<string, Lock> _gates = new();

    private BundlePart Store(StoreBundlePart part)
    {
        if (part.Offset < 0 || part.Offset + part.Bytes.Length > MostBytes) return new BundlePart(0, [], $"A program may bring along {MostBytes >> 20} MiB at most.");
        lock (_gates.GetOrAdd(part.Hash, _ => new()))
        {
            var path = PathOf(part.Hash);
            // The same program was submitted before.
            if (File.Exists(path)) return new BundlePart(new FileInfo(path).Length, [], null, Complete: true);
            var unfinished = path + ".part";
            using (var file = new FileStream(unfinished, FileMode.OpenOrCreate, FileAccess.ReadWrite))
            {
                file.Seek(part.Offset, SeekOrigin.Begin);
                file.Write(part.Bytes);
                if (!part.Last) return new BundlePart(file.Length, [], null);
                file.Seek(0, SeekOrigin.Begin);
                if (Convert.ToHexStringLower(SHA256.HashData(file)) != part.Hash)
                {
                    File.Delete(unfinished);
                    return new BundlePart(0, [], "The program's files arrived damaged.");
                }
            }
            File.Move(unfinished, path, overwrite: true);
            return new BundlePart(0, [], null, Complete: true);
        }
    }

    private BundlePart Fetch(FetchBundlePart fetch)
    {
        using var file = File.OpenRead(PathOf(fetch.Hash));
        file.Seek(fetch.Offset, SeekOrigin.Begin);
        var bytes = new byte[Math.Min(PartBytes, Math.Max(0, file.Length - fetch.Offset))];
        file.ReadExactly(bytes);
        return new BundlePart(file.Length, bytes, null);
    }

    // Peers name it: it is a hash and nothing else.
    private string PathOf(string hash) =>
        hash.Length == 64 && hash.All(char.IsAsciiHexDigitLower) ? Path.Combine(_folder, hash) : throw new IOException("That is no name of a program's files.");
}
