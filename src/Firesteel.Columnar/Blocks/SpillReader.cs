using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Columnar.Blocks;

/// <summary>Reads the blocks of some extents one after the other. A batch is valid until as many calls later as there are slots.</summary>
sealed unsafe class SpillReader : IDisposable
{
    private readonly SpillFile _file;
    private readonly IEnumerator<BlockExtent> _extents;
    private readonly MemoryAllocator _memory;
    private readonly ColumnarBatch[] _batches;
    private readonly NativeBuffer?[] _bytes;
    private BlockExtent _extent;
    private long _at;
    private int _slot;

    public SpillReader(SpillFile file, IEnumerable<BlockExtent> extents, StructType schema, MemoryAllocator memory, int slots = 1)
    {
        (_file, _extents, _memory) = (file, extents.GetEnumerator(), memory);
        _batches = [.. Enumerable.Range(0, slots).Select(_ => ColumnarBatch.Allocate(schema, memory, 0))];
        _bytes = new NativeBuffer?[slots];
    }

    /// <summary>The next block's rows; null at the end.</summary>
    public ColumnarBatch? Next()
    {
        while (true)
        {
            if (_at >= _extent.End)
            {
                if (!_extents.MoveNext()) return null;
                _extent = _extents.Current;
                _at = _extent.Offset;
                continue;
            }
            ColumnarBatch batch;
            try { batch = Read(); }
            catch (SparkException e) when (e.Condition == BlockFormat.Damaged && _file.Contents is { } contents) { throw new DamagedBlockException(contents, e); }
            if (batch.RowCount > 0) return batch;
        }
    }

    public void Dispose()
    {
        _extents.Dispose();
        foreach (var bytes in _bytes) bytes?.Dispose();
        foreach (var batch in _batches)
            foreach (var column in batch.Columns) column.Dispose();
    }

    private ColumnarBatch Read()
    {
        var header = stackalloc byte[BlockFormat.HeaderSize];
        _file.Read(_at, new Span<byte>(header, BlockFormat.HeaderSize));
        var length = BlockReader.LengthOf(header, _extent.End - _at);
        _slot = (_slot + 1) % _batches.Length;
        ref var bytes = ref _bytes[_slot];
        if (bytes == null || bytes.Capacity < length)
        {
            bytes?.Dispose();
            bytes = null;
            bytes = _memory.Allocate(length);
        }
        _file.Read(_at, new Span<byte>(bytes.Pointer, length));
        BlockReader.Read(bytes.Pointer, length, _batches[_slot]);
        // Blocks begin at multiples of 8.
        _at += (length + 7L) & ~7L;
        return _batches[_slot];
    }
}
