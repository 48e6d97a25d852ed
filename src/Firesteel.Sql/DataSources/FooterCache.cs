using Firesteel.Foundation.FileSystems;

namespace Firesteel.Sql.DataSources;

/// <summary>Opens files of one format and keeps the footers of those read lately, by path, length, time of change and how they are read.</summary>
/// <typeparam name="TOptions">How they are read.</typeparam>
sealed class FooterCache<TFile, TOptions>(Func<IRandomAccessFile, TOptions, TFile> open) where TFile : class, IDisposable
{
    private const int Capacity = 4096;
    private readonly Dictionary<(string, long, long, TOptions), TFile> _files = [];
    private readonly Queue<(string, long, long, TOptions)> _order = new();

    /// <summary>Null where the file is damaged and such files are to be left out.</summary>
    /// <exception cref="SparkException">FAILED_READ_FILE.</exception>
    public TFile? Find(FileEntry entry, TOptions options, bool skipCorrupt)
    {
        try
        {
            return Get(entry, options);
        }
        catch (SparkException e) when (skipCorrupt && e.Condition != "FAILED_READ_FILE.FILE_NOT_EXIST" && e.Condition.StartsWith("FAILED_READ_FILE", StringComparison.Ordinal))
        {
            return null;
        }
    }

    /// <exception cref="SparkException">FAILED_READ_FILE.</exception>
    public TFile Get(FileEntry entry, TOptions options)
    {
        var key = (entry.Path, entry.Length, entry.ModificationTime, options);
        lock (_files)
            if (_files.TryGetValue(key, out var known)) return known;
        var file = open(entry.Open(), options);
        lock (_files)
        {
            if (_files.TryGetValue(key, out var known))
            {
                file.Dispose();
                return known;
            }
            // A file that leaves the cache may still be read: its handle closes when nobody holds it.
            if (_order.Count >= Capacity) _files.Remove(_order.Dequeue());
            _order.Enqueue(key);
            _files[key] = file;
            return file;
        }
    }
}
