using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Columnar.Blocks;

/// <summary>Reads the blocks of an extent one after the other. A batch is valid until the next call.</summary>
sealed unsafe class SpillReader(SpillFile file, BlockExtent extent, StructType schema, MemoryAllocator memory) : IDisposable
{
    private readonly ColumnarBatch _batch = ColumnarBatch.Allocate(schema, memory, 0);
    private NativeBuffer? _bytes;
    private long _at = extent.Offset;

    /// <summary>The next block's rows; null at the end.</summary>
    public ColumnarBatch? Next()
    {
        while (_at < extent.End)
        {
            var header = stackalloc byte[BlockFormat.HeaderSize];
            file.Read(_at, new Span<byte>(header, BlockFormat.HeaderSize));
            var length = BlockReader.LengthOf(header, extent.End - _at);
            if (_bytes == null || _bytes.Capacity < length)
            {
                _bytes?.Dispose();
                _bytes = null;
                _bytes = memory.Allocate(length);
            }
            file.Read(_at, new Span<byte>(_bytes.Pointer, length));
            BlockReader.Read(_bytes.Pointer, length, _batch);
            // Blocks begin at multiples of 8.
            _at += (length + 7L) & ~7L;
            if (_batch.RowCount > 0) return _batch;
        }
        return null;
    }

    public void Dispose()
    {
        _bytes?.Dispose();
        _bytes = null;
        foreach (var column in _batch.Columns) column.Dispose();
    }
}
