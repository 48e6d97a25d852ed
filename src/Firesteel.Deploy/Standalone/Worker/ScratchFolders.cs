using System.Security.Cryptography;
using System.Text;
using Firesteel.Foundation.Logging;

namespace Firesteel.Deploy.Standalone.Worker;

/// <summary>
/// The scratch folders of what a Worker runs, one under each local folder for each process: they go with the process,
/// however it ends, and those that a Worker left which was ended itself go when the next one takes its place.
/// </summary>
sealed class ScratchFolders
{
    private static readonly Logger Log = Logger.For("Worker");
    private readonly string[] _roots;

    /// <param name="local">Where scratch files may go; the system's temporary folder if empty.</param>
    /// <param name="place">Names this Worker among all that use the same local folders, and its successor by the same name.</param>
    public ScratchFolders(IReadOnlyList<string> local, string place)
    {
        var name = $"spark-worker-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(place)).AsSpan(0, 8))}";
        _roots = [.. (local.Count > 0 ? local : [Path.GetTempPath()]).Select(folder => Path.Combine(Path.GetFullPath(folder), name))];
        for (var i = 0; i < _roots.Length; i++)
        {
            Remove(_roots[i]);
            // What is still there is not this user's.
            if (Directory.Exists(_roots[i])) _roots[i] += $"-{Guid.NewGuid():N}";
        }
    }

    /// <summary>New folders for one process.</summary>
    public IReadOnlyList<string> New(string name) => [.. _roots.Select(root => PrivateFolder.Create(Path.Combine(root, name)))];

    public static void Remove(IReadOnlyList<string> folders)
    {
        foreach (var folder in folders) Remove(folder);
    }

    /// <summary>This Worker ends, and nothing that it started runs.</summary>
    public void Dispose() => Remove(_roots);

    private static void Remove(string folder)
    {
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.Warn($"The scratch folder {folder} could not be removed: {e.Message}");
        }
    }
}
