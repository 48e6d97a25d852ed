using Firesteel.Columnar.Blocks;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Core.Storage;

/// <summary>Reads some of the columns of a block, chunk by chunk; their values stay where they are as far as they can.</summary>
sealed unsafe class ColumnReader : IBatchSource
{
    private readonly ColumnBytes _bytes;
    private readonly IReadOnlyList<int> _columns;
    private readonly ColumnarBatch[] _single;
    private readonly ColumnarBatch _batch;
    private int _chunk;

    public ColumnReader(ColumnBytes bytes, StructType schema, IReadOnlyList<int> columns, MemoryAllocator memory)
    {
        (_bytes, _columns) = (bytes, columns);
        _single = new ColumnarBatch[columns.Count];
        for (var i = 0; i < _single.Length; i++) _single[i] = new ColumnarBatch([new ColumnVector(schema[columns[i]].DataType, memory)]);
        _batch = new ColumnarBatch([.. _single.Select(s => s.Columns[0])]);
    }

    /// <summary>What comes behind the block's rows: a partition of which there was no room for all.</summary>
    public IBatchSource? Rest { get; init; }

    public ColumnarBatch? Next()
    {
        while (_chunk < _bytes.Index.Chunks)
        {
            try { ReadChunk(_chunk++); }
            catch (Exception e) when (_bytes.Verifies && e is SparkException or InvalidDataException or IOException)
            {
                _bytes.OnDamage();
                throw;
            }
            if (_batch.RowCount > 0) return _batch;
        }
        if (Rest?.Next() is not { } batch) return null;
        var narrow = new ColumnarBatch([.. _columns.Select(c => batch.Columns[c])]);
        narrow.SetRows(batch.RowCount, batch.Selection);
        return narrow;
    }

    public void Dispose()
    {
        _bytes.Dispose();
        Rest?.Dispose();
        foreach (var column in _batch.Columns) column.Dispose();
    }

    private void ReadChunk(int chunk)
    {
        var index = _bytes.Index;
        for (int first = 0, end; first < _columns.Count; first = end)
        {
            // Neighbours are read at once.
            for (end = first + 1; end < _columns.Count && _columns[end] == _columns[end - 1] + 1; end++) { }
            var extent = index.Extent(chunk, _columns[first], end - first);
            var start = _bytes.Get(extent, first);
            for (var i = first; i < end; i++)
            {
                var column = index.Extent(chunk, _columns[i]);
                _bytes.Read(start + (column.Offset - extent.Offset), chunk, _columns[i], column, _single[i]);
                if (_single[i].RowCount != index.Rows(chunk)) throw BlockFormat.Corrupt("its rows are not as many as its index says");
            }
        }
        _batch.SetRows(index.Rows(chunk));
    }
}
