using Firesteel.Formats.Parquet.Reading;
using Firesteel.Formats.Parquet.Schema;
using Firesteel.Foundation.FileSystems;

namespace Firesteel.Sql.DataSources;

/// <summary>Keeps the footers of files read lately, by path, length, time of change and how their schema is read.</summary>
static class FooterCache
{
    private const int Capacity = 4096;
    private static readonly Dictionary<(string, long, long, SchemaOptions), ParquetFile> Files = [];
    private static readonly Queue<(string, long, long, SchemaOptions)> Order = new();

    public static ParquetFile Get(FileEntry entry, SchemaOptions? options = null)
    {
        var key = (entry.Path, entry.Length, entry.ModificationTime, options ?? SchemaOptions.Default);
        lock (Files)
            if (Files.TryGetValue(key, out var known)) return known;
        var (system, path) = FileSystemRegistry.Resolve(entry.Path);
        var file = ParquetFile.Open(system.Open(path), key.Item4);
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
