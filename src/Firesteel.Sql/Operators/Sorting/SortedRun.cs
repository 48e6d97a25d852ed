using Firesteel.Columnar.Blocks;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Sql.Execution;

namespace Firesteel.Sql.Operators.Sorting;

/// <summary>
/// Rows in order, in segments of equal length of which the first row's key is always at hand. The rows lie in memory or on disk.
/// </summary>
sealed unsafe class SortedRun : IDisposable
{
    private const int LargestSegment = SpillFile.BlockRows;
    private const int SmallestSegment = 128;
    private readonly SortLayout _layout;
    private readonly MemoryAllocator _headMemory;
    private readonly List<BlockExtent> _extents = [];
    private MemoryAllocator? _memory;
    private ColumnVector[]? _columns;
    private SpillFile? _file;

    private SortedRun(SortLayout layout, int count, long bytes, MemoryManager manager)
    {
        (_layout, Count, Bytes) = (layout, count, bytes);
        // A merge holds two segments of each run.
        SegmentRows = (int)Math.Clamp(Math.Clamp(manager.Limit / 1024, 16 << 10, 256 << 10) / Math.Max(1, bytes / Math.Max(1, count)), SmallestSegment, LargestSegment);
        _headMemory = new MemoryAllocator(manager, "sorted run");
        Heads = new RowBuffer(layout.KeySchema, _headMemory);
    }

    public int Count { get; }
    public long Bytes { get; }
    public int SegmentRows { get; }
    public int Segments => _columns == null ? _extents.Count : (Count + SegmentRows - 1) / SegmentRows;

    /// <summary>The key of each segment's first row.</summary>
    public RowBuffer Heads { get; }

    public long MemoryUsed => _memory?.Used ?? 0;

    /// <summary>Orders the rows and keeps them in memory. Takes over the buffer's memory, from which all its rows must come.</summary>
    public static SortedRun InMemory(RowBuffer rows, SortLayout layout, MemoryAllocator memory)
    {
        var run = new SortedRun(layout, (int)rows.Count, SizeOf(rows), memory.Manager) { _memory = memory };
        using (var order = new RowOrder(rows, layout, memory))
        {
            using var numbers = memory.Allocate(Math.Max(1, (long)order.Count * sizeof(int)));
            var picked = (int*)numbers.Pointer;
            order.CopyRows(0, order.Count, picked);
            run._columns = new ColumnVector[layout.Stored.Count];
            for (var c = 0; c < run._columns.Length; c++)
            {
                run._columns[c] = new ColumnVector(layout.Stored[c].DataType, memory, Math.Max(1, order.Count));
                rows.Gather(c, picked, null, order.Count, run._columns[c]);
            }
        }
        rows.KeepOnlyStrings();
        for (var segment = 0; segment < run.Segments; segment++) run.AddHead(run.Slice(segment));
        return run;
    }

    /// <summary>Orders the rows and writes the first <paramref name="limit"/> of them to a file; the buffer stays as it is.</summary>
    public static SortedRun OnDisk(RowBuffer rows, SortLayout layout, MemoryAllocator memory, SpillFile file, long limit)
    {
        using var order = new RowOrder(rows, layout, memory);
        var run = new SortedRun(layout, (int)Math.Min(order.Count, limit), SizeOf(rows), memory.Manager) { _file = file };
        using var scratchMemory = new MemoryAllocator(memory.Manager, "sorted segment");
        var segment = ColumnarBatch.Allocate(layout.Stored, scratchMemory, 0);
        var picked = stackalloc int[LargestSegment];
        for (var at = 0; at < run.Count; at += run.SegmentRows)
        {
            var count = Math.Min(run.SegmentRows, run.Count - at);
            order.CopyRows(at, count, picked);
            segment.Reset(count);
            for (var c = 0; c < segment.Columns.Length; c++) rows.Gather(c, picked, null, count, segment.Columns[c]);
            segment.SetRows(count);
            run.AddHead(segment);
            run.WriteSegment(segment, file);
        }
        return run;
    }

    /// <summary>Writes several runs, older ones first, as one to a file. They stay as they are.</summary>
    public static SortedRun Merged(IReadOnlyList<SortedRun> runs, SortLayout layout, TaskExecution task, SpillFile file)
    {
        var run = new SortedRun(layout, checked((int)runs.Sum(r => (long)r.Count)), runs.Sum(r => r.Bytes), task.Settings.Memory) { _file = file };
        using var memory = new MemoryAllocator(task.Settings.Memory, "merged runs");
        using var merger = new RunMerger(runs.Select(r => new RunCursor(r, layout, null, -1, -1, memory)), layout.Whole(), task, memory, long.MaxValue, run.SegmentRows);
        while (merger.Next() is { } segment)
        {
            run.AddHead(segment);
            run.WriteSegment(segment, file);
        }
        return run;
    }

    /// <summary>Moves the rows to a file, where they are in memory; returns the bytes that this freed.</summary>
    public long Spill(SpillFile file)
    {
        if (_columns == null) return 0;
        var start = file.Position;
        try
        {
            for (var segment = 0; segment < Segments; segment++) WriteSegment(Slice(segment), file);
            file.Flush();
        }
        catch
        {
            // A full disk: the rows are still in memory, and may be written another time.
            _extents.Clear();
            file.TakeBack(start);
            throw;
        }
        var freed = MemoryUsed;
        (_file, _columns) = (file, null);
        _memory!.Dispose();
        _memory = null;
        return freed;
    }

    /// <summary>Reads segments from one on.</summary>
    public Reader Read(int firstSegment, MemoryAllocator memory) => new(this, firstSegment, memory);

    public void Dispose()
    {
        _memory?.Dispose();
        _headMemory.Dispose();
    }

    private static long SizeOf(RowBuffer rows) => rows.Chunks.Sum(chunk => chunk.Columns.Sum(c => VectorSize.Of(c, chunk.RowCount)));

    private ColumnarBatch Slice(int segment)
    {
        var start = segment * SegmentRows;
        var batch = new ColumnarBatch([.. _columns!.Select(c => VectorSlice.Of(c, start))]);
        batch.SetRows(Math.Min(SegmentRows, Count - start));
        return batch;
    }

    private void AddHead(ColumnarBatch segment) => Heads.Append(_layout.Keys(segment.Columns), new Selection(1));

    private void WriteSegment(ColumnarBatch segment, SpillFile file)
    {
        var start = file.Position;
        file.Write(segment);
        _extents.Add(new BlockExtent(start, file.Position - start));
    }

    /// <summary>A batch stays valid over one more call, and the last two until the reader is disposed.</summary>
    public sealed class Reader(SortedRun run, int firstSegment, MemoryAllocator memory) : IDisposable
    {
        private readonly SpillReader? _file = run._columns != null || firstSegment >= run.Segments
            ? null : new SpillReader(run._file!, run._extents.Skip(firstSegment), run._layout.Stored, memory, slots: 2);
        private int _segment = firstSegment;

        public ColumnarBatch? Next() => _file != null ? _file.Next() : _segment < run.Segments ? run.Slice(_segment++) : null;

        public void Dispose() => _file?.Dispose();
    }
}
