using System.Text;

namespace Firesteel.Deploy.Pages;

/// <summary>A range of a log's bytes.</summary>
/// <param name="Total">Bytes of the whole log.</param>
sealed record LogSlice(long Start, long End, long Total, string Text);

/// <summary>One output of an executor or driver: the file being written, behind those that were rolled over, as one run of bytes.</summary>
sealed class LogFiles
{
    private readonly List<string> _files;

    private LogFiles(string folder, string name, List<string> files) => (Path, _files) = (System.IO.Path.Combine(folder, name), files);

    /// <summary>What it is called on its page.</summary>
    public string Path { get; }

    /// <summary>Finds a log; null where there is none.</summary>
    /// <param name="names">Names of folders in the work folder, as a request gives them: anything else is refused.</param>
    public static LogFiles? Find(string workFolder, ReadOnlySpan<string> names, string type)
    {
        if (type is not ("stdout" or "stderr")) return null;
        var folder = workFolder;
        foreach (var name in names)
        {
            if (name.Length == 0 || name[0] == '.' || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')) return null;
            folder = System.IO.Path.Combine(folder, name);
            if (!Directory.Exists(folder) || new DirectoryInfo(folder).LinkTarget is not null) return null;
        }
        var current = System.IO.Path.Combine(folder, type);
        // Names of rolled files hold the time, so that they sort by it.
        var files = Directory.GetFiles(folder, type + "--*").Order(StringComparer.Ordinal).Append(current).Where(f => new FileInfo(f) is { Exists: true, LinkTarget: null }).ToList();
        return files.Count > 0 ? new LogFiles(folder, type, files) : null;
    }

    /// <param name="offset">Where to start; null for the end of the log.</param>
    public LogSlice Read(long? offset, int length)
    {
        var sizes = _files.ConvertAll(f => new FileInfo(f).Length);
        var total = sizes.Sum();
        var start = Math.Clamp(offset ?? total - length, 0, total);
        var end = Math.Min(total, start + length);
        var bytes = new byte[end - start];
        var (filled, before) = (0, 0L);
        for (var i = 0; i < _files.Count && filled < bytes.Length; before += sizes[i++])
        {
            var from = start + filled - before;
            if (from >= sizes[i]) continue;
            using var file = new FileStream(_files[i], FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            file.Seek(from, SeekOrigin.Begin);
            filled += file.ReadAtLeast(bytes.AsSpan(filled, (int)Math.Min(bytes.Length - filled, sizes[i] - from)), 1, throwOnEndOfStream: false);
        }
        return new LogSlice(start, start + filled, total, Encoding.UTF8.GetString(bytes, 0, filled));
    }
}
