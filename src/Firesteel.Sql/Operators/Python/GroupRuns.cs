using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Sql.Execution;
using Firesteel.Types;

namespace Firesteel.Sql.Operators.Python;

/// <summary>Walks through sorted rows in runs of one key each: pieces of batches in which no group begins but at the start.</summary>
sealed class GroupRuns(BatchIterator input, StructType schema, int[] keys, MemoryAllocator memory)
{
    private readonly ColumnarBatch _lastKey = ColumnarBatch.Allocate(new StructType(keys.Select(k => schema[k])), memory, 1);
    private ColumnVector[] _keyColumns = [];
    private bool _hasLast;
    private int _next;

    /// <summary>The batch that the run lies in.</summary>
    public ColumnarBatch? Batch { get; private set; }

    /// <summary>Where the run lies in the batch's selection.</summary>
    public int From { get; private set; }
    public int Count { get; private set; }

    /// <summary>Whether the run begins a group.</summary>
    public bool StartsGroup { get; private set; }

    /// <summary>The run's key columns.</summary>
    public ColumnVector[] Keys => _keyColumns;

    /// <summary>Goes to the next run; false at the end.</summary>
    public bool Next()
    {
        if (Batch == null || _next == Batch.SelectedCount)
        {
            if (Batch != null) KeepKey();
            Batch = input.Next();
            if (Batch == null) return false;
            _keyColumns = [.. keys.Select(k => Batch.Columns[k])];
            _next = 0;
        }
        var selection = Batch.Selection;
        From = _next;
        StartsGroup = _next > 0 || !_hasLast || !KeyMatch.Rows(_keyColumns, selection[0], _lastKey.Columns, 0);
        _next = KeyMatch.RunEnd(_keyColumns, selection, From);
        Count = _next - From;
        return true;
    }

    private void KeepKey()
    {
        _lastKey.Reset(1);
        var row = Batch!.Selection[Batch.SelectedCount - 1];
        for (var c = 0; c < _keyColumns.Length; c++) VectorCopy.AppendRow(_lastKey.Columns[c], 0, _keyColumns[c], row);
        _lastKey.SetRows(1);
        _hasLast = true;
    }
}
