using Firesteel.Formats.Orc.Reading;
using Firesteel.Foundation.Configuration;
using Firesteel.Foundation.FileSystems;

namespace Firesteel.Sql.DataSources;

/// <summary>Opens ORC files, and keeps the footers of those read lately.</summary>
static class OrcFiles
{
    private const int Capacity = 4096;
    private static readonly Dictionary<(string, long, long), OrcFile> Files = [];
    private static readonly Queue<(string, long, long)> Order = new();

    /// <summary>Null where the file is damaged and settings say to leave such files out.</summary>
    /// <exception cref="SparkException">FAILED_READ_FILE.</exception>
    public static OrcFile? Open(FileEntry entry, SqlConf conf)
    {
        try
        {
            return Get(entry);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SparkException("FAILED_READ_FILE.FILE_NOT_EXIST", new Dictionary<string, string> { ["path"] = TextScan.ErrorPath(entry.Path) }, cause: e);
        }
        catch (SparkException e) when (conf.Get(FileSourceConfig.IgnoreCorruptFiles) && e.Condition.StartsWith("FAILED_READ_FILE", StringComparison.Ordinal))
        {
            return null;
        }
    }

    private static OrcFile Get(FileEntry entry)
    {
        var key = (entry.Path, entry.Length, entry.ModificationTime);
        lock (Files)
            if (Files.TryGetValue(key, out var known)) return known;
        var (system, path) = FileSystemRegistry.Resolve(entry.Path);
        var file = OrcFile.Open(system.Open(path));
        lock (Files)
        {
            if (Files.TryGetValue(key, out var known))
            {
                file.Dispose();
                return known;
            }
            // A file that leaves the cache may still be read: its handle closes when nobody holds it.
            if (Order.Count >= Capacity) Files.Remove(Order.Dequeue());
            Order.Enqueue(key);
            Files[key] = file;
            return file;
        }
    }
}
