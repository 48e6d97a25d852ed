using System.IO.Compression;
using System.Text;
using Firesteel.Formats.Text;
using Firesteel.Foundation.FileSystems;

namespace Firesteel;

/// <summary>The lines of text files. Files are cut as Hadoop cuts them; a line belongs to the piece in which it begins.</summary>
sealed class TextFileRDD : RDD<string>
{
    private readonly FileSplit[] _splits;

    public TextFileRDD(SparkContext context, string path, int minPartitions) : base(context)
    {
        Name = path;
        _splits = FileSplits.Of(path, new SplitSizes(Count: minPartitions), IsCompressed);
    }

    internal override int PartitionCount => _splits.Length;

    internal override IEnumerable<string> Compute(int partition, TaskContext context)
    {
        var split = _splits[partition];
        foreach (var (_, line) in Lines(split))
        {
            context.Metrics.Add(Core.Metrics.TaskMetric.InputRecordsRead, 1);
            yield return line;
        }
        context.Metrics.Add(Core.Metrics.TaskMetric.InputBytesRead, split.Length);
    }

    /// <summary>Lines, each with the offset at which it begins; that of what was compressed where the file is.</summary>
    /// <param name="delimiter">What lines end in; null for LF, CR or both.</param>
    public static IEnumerable<(long Offset, string Line)> Lines(FileSplit split, byte[]? delimiter = null) => split.Whole && IsCompressed(split.Path) ? Compressed(split, delimiter) : Plain(split, delimiter);

    public static bool IsCompressed(string path) => TextFile.IsCompressed(path) || IsBrotli(path);

    private static bool IsBrotli(string path) => Path.GetExtension(path) == ".br";

    private static IEnumerable<(long Offset, string Line)> Compressed(FileSplit split, byte[]? delimiter)
    {
        var (files, path) = FileSystemRegistry.Resolve(split.Qualified);
        using var file = files.Open(path);
        using var plain = IsBrotli(split.Path) ? new BrotliStream(new FileRangeStream(file, 0), CompressionMode.Decompress) : TextFile.Open(file, 0, Encoding.UTF8);
        var lines = new TextLines(plain, delimiter);
        while (lines.Next() is { } line) yield return (lines.LineStart, line);
    }

    private static IEnumerable<(long Offset, string Line)> Plain(FileSplit split, byte[]? delimiter)
    {
        using var file = InputFiles.OpenStream(split.Path);
        file.Position = split.Start;
        var lines = new TextLines(file, delimiter);
        // The line that the piece begins in belongs to the one before, even where it begins just here.
        if (split.Start > 0) lines.Skip();
        // A delimiter that is cut in two is seen from this side only: the line after it is read here.
        while ((lines.Position <= split.Length || lines.Position - (delimiter?.Length ?? 0) < split.Length) && lines.Next() is { } line) yield return (split.Start + lines.LineStart, line);
    }

    /// <summary>Cuts bytes into lines of UTF-8 that end in LF, CR or both, or in a delimiter.</summary>
    private sealed class TextLines(Stream stream, byte[]? delimiter)
    {
        private byte[] _buffer = new byte[64 << 10];
        private int _next, _end;
        private bool _afterReturn;

        /// <summary>Bytes of the lines that were returned, with their ends.</summary>
        public long Position { get; private set; }

        /// <summary>Where the line that was returned last begins.</summary>
        public long LineStart { get; private set; }

        public void Skip() => Read(wanted: false);

        public string? Next() => Read(wanted: true);

        private string? Read(bool wanted)
        {
            var scanned = 0;
            while (true)
            {
                if (_afterReturn && (_next < _end || Fill()))
                {
                    _afterReturn = false;
                    if (_buffer[_next] == (byte)'\n')
                    {
                        _next++;
                        Position++;
                    }
                }
                var rest = _buffer.AsSpan(_next + scanned, _end - _next - scanned);
                if (delimiter != null)
                {
                    if (rest.IndexOf(delimiter) is >= 0 and var found) return Take(scanned + found, delimiter.Length, wanted);
                    scanned = Math.Max(0, _end - _next - delimiter.Length + 1);
                    if (Fill()) continue;
                    return _next == _end ? null : Take(_end - _next, 0, wanted);
                }
                var at = rest.IndexOfAny((byte)'\n', (byte)'\r');
                if (at >= 0)
                {
                    var length = scanned + at;
                    // A CR may be followed by an LF, which belongs to it: known at once where the buffer goes on.
                    var ends = 1;
                    if (rest[at] == (byte)'\r')
                    {
                        if (_next + length + 1 < _end) ends = _buffer[_next + length + 1] == (byte)'\n' ? 2 : 1;
                        else _afterReturn = true;
                    }
                    return Take(length, ends, wanted);
                }
                scanned = _end - _next;
                if (Fill()) continue;
                return scanned == 0 ? null : Take(scanned, 0, wanted);
            }
        }

        private string Take(int length, int ends, bool wanted)
        {
            var line = wanted ? Encoding.UTF8.GetString(_buffer, _next, length) : "";
            _next += length + ends;
            LineStart = Position;
            Position += length + ends;
            return line;
        }

        private bool Fill()
        {
            if (_next > 0)
            {
                Buffer.BlockCopy(_buffer, _next, _buffer, 0, _end - _next);
                (_next, _end) = (0, _end - _next);
            }
            if (_end == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
            var read = stream.Read(_buffer, _end, _buffer.Length - _end);
            _end += read;
            return read > 0;
        }
    }
}

/// <summary>The files that a path names: several behind commas, wildcards, folders; hidden ones are passed over.</summary>
static class InputFiles
{
    /// <exception cref="SparkException">There is nothing.</exception>
    public static List<FileStatus> Of(string paths) => [.. Found(paths).Select(f => f.Status)];

    /// <summary>The files with the file systems that hold them.</summary>
    /// <exception cref="SparkException">There is nothing.</exception>
    public static List<(IFileSystem Files, FileStatus Status)> Found(string paths)
    {
        var found = new List<(IFileSystem, FileStatus)>();
        foreach (var path in paths.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var (files, local) = FileSystemRegistry.Resolve(path);
            var matches = GlobPattern.Expand(files, local);
            if (matches.Count == 0)
                throw new MissingInputException(GlobPattern.IsPattern(local) ? $"Input Pattern {files.Qualify(local)} matches 0 files" : $"Input path does not exist: {files.Qualify(local)}", local);
            foreach (var match in matches)
            {
                if (!match.IsFolder) found.Add((files, match));
                else found.AddRange(files.List(match.Path).Where(f => !f.IsFolder && f.Name[0] is not ('_' or '.')).Select(f => (files, f)));
            }
        }
        return found;
    }

    public static FileStream OpenStream(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
}

/// <summary>Whole files, a name and what it holds each; several small ones share a partition.</summary>
sealed class WholeFileRDD<T> : RDD<(string Path, T Content)>
{
    private readonly string[][] _files;
    private readonly Func<string, T> _read;

    public WholeFileRDD(SparkContext context, string path, int minPartitions, Func<string, T> read) : base(context)
    {
        Name = path;
        _read = read;
        var files = InputFiles.Of(path);
        var most = Math.Max(1, (files.Sum(f => f.Length) + minPartitions - 1) / Math.Max(1, minPartitions));
        var (groups, group, size) = (new List<string[]>(), new List<string>(), 0L);
        foreach (var file in files)
        {
            group.Add(file.Path);
            size += file.Length;
            if (size < most) continue;
            groups.Add([.. group]);
            group.Clear();
            size = 0;
        }
        if (group.Count > 0) groups.Add([.. group]);
        _files = [.. groups];
    }

    internal override int PartitionCount => _files.Length;
    internal override IEnumerable<(string Path, T Content)> Compute(int partition, TaskContext context) => _files[partition].Select(file => ("file:" + file, _read(file)));
}
