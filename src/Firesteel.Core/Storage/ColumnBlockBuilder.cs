using Firesteel.Columnar.Blocks;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Core.Storage;

/// <summary>Takes in the batches of a partition and makes a block of them: in memory, and where that runs out on disk or not at all.</summary>
sealed unsafe class ColumnBlockBuilder : IDisposable
{
    private const int ChunkRows = ColumnarBatch.DefaultRows;
    private const int SmallestSegment = 64 << 10;
    private const int LargestSegment = 4 << 20;

    private readonly string _block;
    private readonly StorageLevel _level;
    private readonly ColumnStore _store;
    private readonly DiskStore _disk;
    private readonly MemoryAllocator _memory;
    private readonly MemoryAllocator _scratch;
    private readonly ColumnarBatch _staged;
    private readonly ColumnarBatch[] _single;
    private readonly int[] _ends;
    private readonly ByteSink _sink = new();
    private readonly ColumnIndex _index;
    private readonly List<ColumnSegment> _segments = [];
    private FileStream? _file;

    public ColumnBlockBuilder(string block, StorageLevel level, StructType schema, ColumnStore store, DiskStore disk, MemoryManager memory)
    {
        (_block, _level, _store, _disk) = (block, level, store, disk);
        _memory = new MemoryAllocator(memory, block);
        _scratch = new MemoryAllocator(memory, $"{block}, a chunk");
        _staged = ColumnarBatch.Allocate(schema, _scratch, 0);
        _single = new ColumnarBatch[schema.Count];
        _ends = new int[schema.Count];
        _index = new ColumnIndex(schema.Count);
        if (!level.UseMemory) _file = disk.Create(block);
    }

    /// <summary>Whether no more can be taken in: there is no room, and the disk may not be used.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Takes in a batch, even one that turns out to fill it.</summary>
    public void Add(ColumnarBatch batch)
    {
        if (_staged.RowCount == 0 && batch.SelectedCount is >= ChunkRows / 2 and <= 2 * ChunkRows)
        {
            Write(batch.Columns, batch.Selection);
            return;
        }
        var selection = batch.Selection;
        for (var done = 0; done < selection.Count;)
        {
            var take = Math.Min(selection.Count - done, ChunkRows - _staged.RowCount);
            Stage(batch.Columns, selection, done, take);
            done += take;
            if (_staged.RowCount == ChunkRows) Flush();
        }
    }

    /// <summary>Ends the block, which is in the store then, or on disk; where there was no room it is nowhere but in what is returned.</summary>
    /// <returns>The block, held for the caller; null if it is on disk.</returns>
    public ColumnBlock? Finish()
    {
        if (_staged.RowCount > 0) Flush();
        if (_file is not null)
        {
            var tail = _index.Write();
            _file.Write(tail);
            var size = _file.Position;
            _file.Dispose();
            _file = null;
            _disk.Keep(_block, size);
            return null;
        }
        var made = new ColumnBlock(_index, [.. _segments], _memory);
        _segments.Clear();
        if (IsFull) return made;
        made.TryHold();
        _store.Add(_block, _level, made);
        return made;
    }

    public void Dispose()
    {
        _sink.Dispose();
        _scratch.Dispose();
        if (_file is not null)
        {
            _file.Dispose();
            _disk.Discard(_block);
        }
        // What was made of it has its own holders.
        if (_segments.Count > 0) _memory.Dispose();
    }

    private void Stage(ColumnVector[] columns, Selection selection, int from, int count)
    {
        var at = _staged.RowCount;
        if (at == 0) _staged.Reset(ChunkRows);
        if (selection.IsDense && from > 0)
        {
            var rows = stackalloc ushort[count];
            for (var k = 0; k < count; k++) rows[k] = (ushort)(from + k);
            Append(columns, at, new Selection(rows, count));
        }
        else Append(columns, at, selection.IsDense ? new Selection(count) : new Selection(selection.Indices + from, count));
        _staged.SetRows(at + count);
    }

    private void Append(ColumnVector[] columns, int at, Selection selection)
    {
        for (var c = 0; c < columns.Length; c++) VectorCopy.Append(_staged.Columns[c], at, columns[c], selection);
    }

    private void Flush()
    {
        Write(_staged.Columns, _staged.Selection);
        _staged.SetRows(0);
    }

    private void Write(ColumnVector[] columns, Selection selection)
    {
        _sink.Clear();
        for (var c = 0; c < columns.Length; c++)
        {
            // One array for all chunks: the writer takes an array of columns.
            var one = _single[c] is { } known && ReferenceEquals(known.Columns[0], columns[c]) ? known : _single[c] = new ColumnarBatch([columns[c]]);
            BlockWriter.Write(one.Columns, selection, _sink);
            _sink.Align();
            _ends[c] = _sink.Length;
        }
        _index.Add(selection.Count, _ends);
        if (_file is null) Keep(_sink.Written);
        else _file.Write(_sink.Written);
    }

    private void Keep(ReadOnlySpan<byte> chunk)
    {
        var start = _index.Length - chunk.Length;
        if (_segments.Count > 0 && _segments[^1] is var last && last.Buffer.Capacity - last.Length >= chunk.Length)
        {
            chunk.CopyTo(new Span<byte>(last.Buffer.Pointer + last.Length, chunk.Length));
            _segments[^1] = last with { Length = last.Length + chunk.Length };
            return;
        }
        if (NewSegment(chunk.Length) is { } buffer)
        {
            chunk.CopyTo(new Span<byte>(buffer.Pointer, chunk.Length));
            _segments.Add(new ColumnSegment(buffer, start, chunk.Length));
            return;
        }
        // Only there for its reader from here on.
        IsFull = !_level.UseDisk;
        if (IsFull)
        {
            var own = _memory.Allocate(chunk.Length);
            chunk.CopyTo(new Span<byte>(own.Pointer, chunk.Length));
            _segments.Add(new ColumnSegment(own, start, chunk.Length));
            return;
        }
        _file = _disk.Create(_block);
        foreach (var segment in _segments) _file.Write(new ReadOnlySpan<byte>(segment.Buffer.Pointer, segment.Length));
        _file.Write(chunk);
        _segments.Clear();
        _memory.Dispose();
    }

    private NativeBuffer? NewSegment(int least)
    {
        // What a buffer has beyond its bytes is padding; asked for so, it is a power of two as a whole.
        var size = Math.Max(least, (int)Math.Clamp(_index.Length, SmallestSegment, LargestSegment) - MemoryAllocator.Padding);
        return _store.MakeRoom(size, _block) ? _memory.TryAllocate(size) : null;
    }
}
