using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Sql.Execution;
using Firesteel.Types;

namespace Firesteel.Sql.Operators.Python;

/// <summary>Cuts an input's rows into batches of a given size, with vectors of their own that live until they are given back.</summary>
sealed class BatchCollector(BatchIterator input, StructType schema, MemoryAllocator memory, int most)
{
    private const int FirstRows = 1024;
    private readonly System.Collections.Concurrent.ConcurrentBag<ColumnarBatch> _free = [];
    private readonly SelectionParts _parts = new(memory.BatchScratch<ushort>());
    private ColumnarBatch? _current;
    private int _next;

    /// <summary>The next batch, of exactly the given size but for the last; null at the end.</summary>
    public ColumnarBatch? Next()
    {
        ColumnarBatch? batch = null;
        while (batch == null || batch.RowCount < most)
        {
            if (_current == null || _next == _current.SelectedCount)
            {
                _current = input.Next();
                _next = 0;
                if (_current == null) break;
            }
            batch ??= Fresh();
            var take = Math.Min(most - batch.RowCount, _current.SelectedCount - _next);
            Append(batch, _current.Columns, _current.Selection, _next, take);
            _next += take;
        }
        return batch;
    }

    /// <summary>Takes a batch back whose rows nobody needs any more. May be called from another thread.</summary>
    public void Return(ColumnarBatch batch) => _free.Add(batch);

    /// <summary>An empty batch of the schema.</summary>
    public ColumnarBatch Fresh()
    {
        if (!_free.TryTake(out var batch)) batch = ColumnarBatch.Allocate(schema, memory, 0);
        batch.Reset(Math.Min(most, FirstRows));
        return batch;
    }

    /// <summary>Appends some of the selected rows.</summary>
    public void Append(ColumnarBatch batch, ColumnVector[] columns, Selection selection, int from, int count)
    {
        if (count == 0) return;
        var part = _parts.Of(selection, from, count);
        for (var c = 0; c < batch.Columns.Length; c++) VectorCopy.Append(batch.Columns[c], batch.RowCount, columns[c], part);
        batch.SetRows(batch.RowCount + count);
    }
}
