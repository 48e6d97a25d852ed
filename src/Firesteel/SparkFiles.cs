using System.Collections.Concurrent;
using Firesteel.Core.Storage;

namespace Firesteel;

/// <summary>Files that the program added for its tasks: in each process under the same name, fetched from the driver when first asked for.</summary>
public static class SparkFiles
{
    private static readonly ConcurrentDictionary<string, string> OfDriver = new();
    private static readonly Lock Gate = new();

    /// <summary>Where a file lies in this process.</summary>
    /// <exception cref="FileNotFoundException">No file of that name was added.</exception>
    public static string Get(string fileName)
    {
        if (OfDriver.TryGetValue(fileName, out var known) && TaskContext.Get()?.Blocks is not { IsShared: true }) return known;
        var blocks = TaskContext.Get()?.Blocks ?? throw new FileNotFoundException($"No file {fileName} was added", fileName);
        var target = Path.Combine(GetRootDirectory(), fileName);
        lock (Gate)
        {
            if (File.Exists(target)) return target;
            var bytes = blocks.GetFrom(blocks.Driver, BlockOf(fileName));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(target + ".part", bytes);
            File.Move(target + ".part", target);
        }
        return target;
    }

    /// <summary>The folder of added files in this process.</summary>
    public static string GetRootDirectory() => TaskContext.Get()?.Blocks is { IsShared: true } blocks
        ? Path.GetDirectoryName(blocks.Folders.FileOf(new BroadcastBlockId(-1, "files")))! + "/userFiles"
        : Path.GetTempPath();

    internal static void Add(BlockManager blocks, string path)
    {
        var name = Path.GetFileName(path);
        OfDriver[name] = path;
        blocks.Offer(BlockOf(name), () => File.ReadAllBytes(path));
    }

    private static string BlockOf(string name) => $"file_{name}";
}
