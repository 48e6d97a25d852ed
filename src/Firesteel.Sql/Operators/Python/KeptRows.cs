using System.Collections.Concurrent;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Sql.Operators.Python;

/// <summary>Rows that were sent, one after the other as answers for them come; what comes beyond the last goes with the last. Where none was sent there are nulls.</summary>
sealed class KeptRows(int columns, Action<ColumnarBatch> giveBack)
{
    private readonly ConcurrentQueue<ColumnarBatch> _sent = new();
    private ColumnarBatch? _current;
    private int _row = -1;

    public void Add(ColumnarBatch batch) => _sent.Enqueue(batch);

    /// <summary>Goes to the next row.</summary>
    public void Advance()
    {
        _row++;
        if (_current != null && _row < _current.RowCount) return;
        if (_sent.TryDequeue(out var next))
        {
            if (_current != null) giveBack(_current);
            (_current, _row) = (next, 0);
        }
        else if (_current != null) _row = _current.RowCount - 1;
    }

    /// <summary>Copies the row's columns to some rows of a target.</summary>
    public void CopyTo(ColumnVector[] target, int at, int count)
    {
        for (var c = 0; c < columns; c++)
            for (var i = 0; i < count; i++)
            {
                if (_current != null) VectorCopy.AppendRow(target[c], at + i, _current.Columns[c], _row);
                else
                {
                    target[c].EnsureCapacity(at + i + 1);
                    target[c].SetNull(at + i);
                }
            }
    }
}
