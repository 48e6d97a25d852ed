using Firesteel.Catalyst.Expressions;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Operators.Sorting;

namespace Firesteel.Sql.Exchange;

/// <summary>Takes the sort keys of every so manieth row, from which the bounds of ranges are chosen.</summary>
sealed record KeySample(ValueList<SortOrder> Order, ValueList<AttributeReference> Input, long Step) : TaskSink
{
    public override object? Run(BatchIterator rows, int partition, TaskExecution task)
    {
        var layout = new SortLayout(Order, Input, task);
        var memory = new MemoryAllocator(task.Settings.Memory, "sort keys");
        try
        {
            var keys = new RowBuffer(layout.KeySchema, memory);
            var taken = task.Memory.BatchScratch<ushort>();
            var next = Step / 2;
            while (rows.Next() is { } batch)
            {
                next = Take(layout, batch, next, taken, keys);
                task.ThrowIfCancelled();
            }
            return new CollectedRows(keys, memory);
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    // Returns how many rows of the next batches are left out first.
    private unsafe long Take(SortLayout layout, ColumnarBatch batch, long next, ushort[] taken, RowBuffer keys)
    {
        var count = 0;
        for (; next < batch.SelectedCount; next += Step) taken[count++] = (ushort)batch.Selection[(int)next];
        fixed (ushort* places = taken)
        {
            if (count > 0) keys.Append(layout.Keys(layout.Columns(batch)), new Selection(places, count));
        }
        return next - batch.SelectedCount;
    }
}
