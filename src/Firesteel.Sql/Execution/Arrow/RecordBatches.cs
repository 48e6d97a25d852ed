using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Sql.Execution.Arrow;

/// <summary>Rows in batches that are worth an envelope each: large ones pass as they come, small ones are gathered.</summary>
/// <param name="most">Most rows of a batch.</param>
sealed unsafe class RecordBatches(BatchIterator rows, StructType schema, int most, TaskExecution task)
{
    private const int EnoughRows = 1024;
    private readonly ushort[] _indices = GC.AllocateUninitializedArray<ushort>(ColumnarBatch.MaxRows, pinned: true);

    /// <summary>Hands over every batch: columns, and which of their rows. Both are valid during the call.</summary>
    public void Each(Action<ColumnVector[], Selection> take)
    {
        var gathered = ColumnarBatch.Allocate(schema, task.Memory, 0);
        while (rows.Next() is { } batch)
        {
            task.ThrowIfCancelled();
            if (batch.SelectedCount < EnoughRows && batch.SelectedCount < most)
            {
                if (gathered.RowCount > most - batch.SelectedCount) Flush();
                for (var c = 0; c < gathered.Columns.Length; c++) VectorCopy.Append(gathered.Columns[c], gathered.RowCount, batch.Columns[c], batch.Selection);
                gathered.SetRows(gathered.RowCount + batch.SelectedCount);
                if (gathered.RowCount >= EnoughRows) Flush();
                continue;
            }
            Flush();
            for (int from = 0, count; from < batch.SelectedCount; from += count)
            {
                count = Math.Min(most, batch.SelectedCount - from);
                take(batch.Columns, Part(batch.Selection, from, count));
            }
        }
        Flush();

        void Flush()
        {
            if (gathered.RowCount == 0) return;
            take(gathered.Columns, gathered.Selection);
            gathered.Reset(0);
        }
    }

    private Selection Part(Selection selection, int from, int count)
    {
        if (count == selection.Count) return selection;
        if (!selection.IsDense) return new Selection(selection.Indices + from, count);
        if (from == 0) return new Selection(count);
        for (var k = 0; k < count; k++) _indices[k] = (ushort)(from + k);
        fixed (ushort* indices = _indices) return new Selection(indices, count);
    }
}
