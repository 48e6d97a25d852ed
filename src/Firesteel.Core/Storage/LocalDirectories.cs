using Firesteel.Columnar.Blocks;
using Firesteel.Foundation.Logging;

namespace Firesteel.Core.Storage;

/// <summary>
/// The scratch folders of one process: a <c>blockmgr-…</c> folder under each local root, files spread over subfolders
/// by their names, all deleted when disposed. Nothing is created before the first file is asked for.
/// </summary>
/// <param name="roots">Where scratch files may go, such as <c>spark.local.dir</c>; the system's temporary folder if empty.</param>
sealed class LocalDirectories(IReadOnlyList<string> roots) : IDisposable
{
    private const int SubFolders = 64;
    private const int MostTries = 20;
    private static readonly Logger Log = Logger.For("DiskBlockManager");

    private readonly string[] _folders = [.. (roots.Count > 0 ? roots : [Path.GetTempPath()]).Select(root => Path.Combine(root, $"{Mark(Environment.ProcessId)}{Guid.NewGuid()}"))];

    /// <summary>Where scratch files of executors go: what the environment names, or the system's temporary folder.</summary>
    public static IReadOnlyList<string> RootsOfEnvironment() =>
        Environment.GetEnvironmentVariable("SPARK_LOCAL_DIRS")?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } named ? named : [Path.GetTempPath()];

    /// <summary>Deletes what a process left behind that could not do so itself.</summary>
    public static void RemoveOf(int processId, IReadOnlyList<string> roots)
    {
        foreach (var root in roots.Where(Directory.Exists))
            foreach (var folder in Directory.GetDirectories(root, Mark(processId) + "*"))
            {
                try { Directory.Delete(folder, recursive: true); }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    // Somebody else's by chance of its number, or gone meanwhile.
                }
            }
    }

    /// <summary>The folders themselves; they need not be there yet.</summary>
    public IReadOnlyList<string> All => _folders;

    /// <summary>Path of the file of a block; its folder exists when this returns.</summary>
    public string FileOf(BlockId block)
    {
        var hash = NonNegativeHash(block.Name);
        var folder = Path.Combine(_folders[hash % _folders.Length], (hash / _folders.Length % SubFolders).ToString("x2"));
        CreatePrivate(folder);
        return Path.Combine(folder, block.Name);
    }

    /// <summary>A file that no other block has, in a folder whose disk has room, as long as there is one.</summary>
    public (BlockId Id, string Path) NewTempFile()
    {
        var id = new TempLocalBlockId(Guid.NewGuid());
        for (var tries = 0; tries < 4 * _folders.Length && _folders.Length > 1 && !HasRoom(FolderOf(id)); tries++) id = new TempLocalBlockId(Guid.NewGuid());
        return (id, FileOf(id));
    }

    public void Dispose()
    {
        foreach (var folder in _folders) Delete(folder);
    }

    // A block may be on its way to the disk while all ends. What is left then goes with the next start on this machine.
    private static void Delete(string folder)
    {
        for (var tries = 0; tries < MostTries && Directory.Exists(folder); tries++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (tries == MostTries - 1) Log.Warn($"Could not delete {folder}: {e.Message}");
            }
        }
    }

    private string FolderOf(BlockId block) => _folders[NonNegativeHash(block.Name) % _folders.Length];

    private static bool HasRoom(string folder) => DiskRoom.IsIn(Path.GetDirectoryName(folder)!);

    private static string Mark(int processId) => $"blockmgr-{processId}-";

    // Scratch files hold users' data: only the owner may look.
    private static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    // string.GetHashCode differs from process to process; an executor's shuffle service must find the same file.
    private static int NonNegativeHash(string name)
    {
        var hash = 0;
        foreach (var c in name) hash = unchecked(31 * hash + c);
        return hash & int.MaxValue;
    }
}
