using System.Text;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Text;
using Firesteel.Foundation.Configuration;
using Firesteel.Foundation.FileSystems;
using Firesteel.Sql.Execution;

namespace Firesteel.Sql.DataSources;

/// <summary>Opens pieces of text files for the readers of CSV, JSON and text, and gives their errors the file's name.</summary>
static class TextScan
{
    /// <summary>The lines of one piece, from the first that begins in it on.</summary>
    public static LineReader Open(FileSplit split, Encoding encoding, byte[]? separator, MemoryAllocator memory)
    {
        var file = split.File.Open();
        var wholeFile = split.Start == 0 && split.Length >= split.File.Length;
        var window = new TextWindow(new OwningStream(TextFile.Open(file, split.Start, encoding), file), split.Start, memory);
        var lines = new LineReader(window, separator, wholeFile ? long.MaxValue : split.Start + split.Length);
        if (split.Start > 0) lines.SkipPartial();
        return lines;
    }

    /// <summary>The whole of a file.</summary>
    public static LineReader Open(FileEntry file, Encoding encoding, byte[]? separator, MemoryAllocator memory) => Open(new FileSplit(file, 0, file.Length), encoding, separator, memory);

    /// <summary>Records of files as whole as the session wants them: what cannot be read is an error, or skipped.</summary>
    public static BatchIterator Iterate(FileSplit split, SqlConf conf, Func<(Func<ColumnarBatch?> Next, IDisposable Reader)> open)
    {
        try
        {
            var (next, reader) = open();
            return new Iterator(split.File.Path, conf, next, reader);
        }
        catch (SparkException e) when (e.Condition == "FAILED_READ_FILE.FILE_NOT_EXIST" && conf.Get(FileSourceConfig.IgnoreMissingFiles))
        {
            return EmptyIterator.Instance;
        }
        catch (Exception e) when (IsCorruption(e))
        {
            return conf.Get(FileSourceConfig.IgnoreCorruptFiles) ? EmptyIterator.Instance : throw Failed(split.File.Path, e);
        }
    }

    /// <summary>The path as errors show it: <c>file:///a/b</c>.</summary>
    public static string ErrorPath(string url)
    {
        var colon = url.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && url.Length > colon + 1 && url[colon + 1] == '/' && !url.AsSpan(colon + 1).StartsWith("//") ? $"{url[..colon]}://{url[(colon + 1)..]}" : url;
    }

    public static SparkException Failed(string path, Exception cause) => new("FAILED_READ_FILE.NO_HINT", new Dictionary<string, string> { ["path"] = ErrorPath(path) }, cause: cause);

    private static bool IsCorruption(Exception e) => e is IOException or InvalidDataException or EndOfStreamException;

    private static bool IsMalformed(Exception e)
        => e is SparkException s && (s.Condition.StartsWith("MALFORMED_RECORD_IN_PARSING", StringComparison.Ordinal) || s.Condition is "MALFORMED_CSV_RECORD" or "");

    private sealed class Iterator(string path, SqlConf conf, Func<ColumnarBatch?> next, IDisposable reader) : BatchIterator
    {
        public override ColumnarBatch? Next()
        {
            try
            {
                return next();
            }
            catch (Exception e) when (IsCorruption(e))
            {
                if (conf.Get(FileSourceConfig.IgnoreCorruptFiles)) return null;
                throw Failed(path, e);
            }
            catch (Exception e) when (IsMalformed(e))
            {
                throw Failed(path, e);
            }
        }

        public override void Dispose() => reader.Dispose();
    }

    /// <summary>Closes the file with the stream over it.</summary>
    private sealed class OwningStream(Stream stream, IDisposable owned) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override int Read(Span<byte> buffer) => stream.Read(buffer);
        public override int Read(byte[] buffer, int offset, int count) => stream.Read(buffer, offset, count);
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                stream.Dispose();
                owned.Dispose();
            }
            base.Dispose(disposing);
        }
    }
}
