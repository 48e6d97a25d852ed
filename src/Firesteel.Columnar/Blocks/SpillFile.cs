using Firesteel.Columnar.Vectors;
using Microsoft.Win32.SafeHandles;

namespace Firesteel.Columnar.Blocks;

/// <summary>Neighbouring blocks of a file.</summary>
readonly record struct BlockExtent(long Offset, long Length)
{
    public long End => Offset + Length;
}

/// <summary>
/// Blocks of one schema in a nameless file: the name is removed once the file is open, so that nothing of it outlives the process.
/// One thread writes; any number may read what was written before.
/// </summary>
sealed unsafe class SpillFile : IDisposable
{
    /// <summary>Rows of a block unless its writer knows better: what readers hold at a time.</summary>
    public const int BlockRows = ColumnarBatch.DefaultRows;

    private const int FlushBytes = 256 << 10;
    private readonly SafeFileHandle _file;
    private readonly ByteSink _sink = new();
    private readonly string _owner;
    private long _written;

    private SpillFile(SafeFileHandle file, string owner) => (_file, _owner) = (file, owner);

    /// <summary>Whose rows these are, for those who can have them made again when the file is damaged; null where the task itself has to run again.</summary>
    public object? Contents { get; set; }

    /// <summary>Where the next block will begin.</summary>
    public long Position => _written + _sink.Length;

    /// <summary>Where this process spills, whatever the query's settings name: an executor has disks of its own, which need not be its driver's.</summary>
    public static IReadOnlyList<string> FoldersOfProcess { get; set; } = [];

    public static SpillFile Create(string folder, string owner)
    {
        try
        {
            if (FoldersOfProcess.Count > 0) folder = DiskRoom.Choose(FoldersOfProcess);
            Directory.CreateDirectory(folder);
            var path = Path.Combine(folder, $"temp_local_{Guid.NewGuid()}");
            var options = OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None;
            var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, options);
            if (!OperatingSystem.IsWindows()) File.Delete(path);
            return new SpillFile(file, owner);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(owner, e);
        }
    }

    /// <summary>Appends the selected rows of a batch as one block.</summary>
    public void Write(ColumnarBatch batch) => Write(batch.Columns, batch.Selection);

    public void Write(ColumnVector[] columns, Selection selection)
    {
        BlockWriter.Write(columns, selection, _sink);
        FlushIfFull();
    }

    /// <summary>Appends rows [first, first + count) of flat columns as one block.</summary>
    public void Write(ColumnVector[] columns, int first, int count)
    {
        BlockWriter.Write(columns, first, count, _sink);
        FlushIfFull();
    }

    public void Write(ColumnVector[] columns, ReadOnlySpan<int> rows)
    {
        BlockWriter.Write(columns, rows, _sink);
        FlushIfFull();
    }

    /// <summary>Hands what is buffered to the system; needed before reading.</summary>
    public void Flush()
    {
        if (_sink.Length > 0)
        {
            _sink.Align();
            try { RandomAccess.Write(_file, _sink.Written, _written); }
            catch (IOException e) { throw Failed(_owner, e); }
            _written += _sink.Length;
        }
        _sink.Dispose();
    }

    /// <summary>Reads bytes at a place; fails where the file ends before.</summary>
    public void Read(long offset, Span<byte> target)
    {
        while (target.Length > 0)
        {
            int read;
            try { read = RandomAccess.Read(_file, target, offset); }
            catch (IOException e) { throw BlockFormat.Corrupt($"it cannot be read: {e.Message}"); }
            if (read == 0) throw BlockFormat.Corrupt("its file ends before it");
            target = target[read..];
            offset += read;
        }
    }

    /// <summary>Takes back what was written from a position on, as where the disk was full: the room is free again.</summary>
    public void TakeBack(long position)
    {
        _sink.Truncate((int)Math.Max(0, position - _written));
        _written = Math.Min(_written, position);
        try { RandomAccess.SetLength(_file, _written); }
        catch (IOException e) { throw Failed(_owner, e); }
    }

    public void Dispose()
    {
        _sink.Dispose();
        _file.Dispose();
    }

    private void FlushIfFull()
    {
        _sink.Align();
        if (_sink.Length < FlushBytes) return;
        try { RandomAccess.Write(_file, _sink.Written, _written); }
        catch (IOException e) { throw Failed(_owner, e); }
        _written += _sink.Length;
        _sink.Clear();
    }

    private static SparkException Failed(string owner, Exception e)
        => new("SPILL_OUT_OF_MEMORY", new Dictionary<string, string> { ["consumerToSpill"] = owner, ["message"] = e.Message }, cause: e);
}
