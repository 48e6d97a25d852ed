using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Sql.Execution.Arrow;

/// <summary>Rows in batches that are worth an envelope each: large ones pass as they come, small ones are gathered.</summary>
sealed class RecordBatches(BatchIterator rows, StructType schema, ArrowSettings settings, TaskExecution task)
{
    private const int EnoughRows = 1024;
    private const int SampledRows = 32;
    private readonly SelectionParts _parts = new(task.Memory.BatchScratch<ushort>());

    /// <summary>Hands over every batch: columns, and which of their rows. Both are valid during the call.</summary>
    public void Each(Action<ColumnVector[], Selection> take)
    {
        var gathered = ColumnarBatch.Allocate(schema, task.Memory, 0);
        while (rows.Next() is { } batch)
        {
            task.ThrowIfCancelled();
            var most = MostRows(batch, settings);
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
                take(batch.Columns, _parts.Of(batch.Selection, from, count));
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

    /// <summary>Rows of a batch that together have no more text than wanted, if they are of much the same length.</summary>
    public static int MostRows(ColumnarBatch batch, ArrowSettings settings)
    {
        var bytes = 0L;
        foreach (var column in batch.Columns)
            if (column.Physical == PhysicalType.String && IsLong(column, batch.Selection, settings.BatchBytes / 8)) bytes += TextBytes(column, batch.Selection);
        return bytes <= settings.BatchBytes ? settings.BatchRows : (int)Math.Clamp(batch.SelectedCount * (double)settings.BatchBytes / bytes, 1, settings.BatchRows);
    }

    // What a few rows tell: most texts are short, and to add up the lengths of all of them is work.
    private static bool IsLong(ColumnVector column, Selection selection, long most)
    {
        var seen = 0L;
        var step = Math.Max(1, selection.Count / SampledRows);
        for (var k = 0; k < selection.Count; k += step)
            if (!column.IsNull(selection[k])) seen += column.Get<StringView>(selection[k]).Length;
        return seen * step > most;
    }

    private static unsafe long TextBytes(ColumnVector column, Selection selection)
    {
        if (column.IsConstant) return column.IsNull(0) ? 0 : (long)selection.Count * column.Values<StringView>()[0].Length;
        var codes = column.Encoding == VectorEncoding.Dictionary ? column.Codes : null;
        var views = (codes == null ? column : column.Dictionary!).Values<StringView>();
        var bytes = 0L;
        for (var k = 0; k < selection.Count; k++)
        {
            var row = selection[k];
            if (!column.IsNull(row)) bytes += views[codes == null ? row : codes[row]].Length;
        }
        return bytes;
    }
}
