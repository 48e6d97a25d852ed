using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Planning;

namespace Firesteel.Sql.Operators;

/// <summary>
/// The first rows of each partition, after leaving some out. Over all rows (<paramref name="IsGlobal"/>) it wants one partition.
/// </summary>
sealed record LimitExec(long Limit, long Offset, bool IsGlobal, PhysicalPlan Child) : UnaryExec(Child)
{
    public override ValueList<Distribution> RequiredDistribution => [IsGlobal ? Distribution.All : Distribution.Unspecified];
    public override string Describe() => $"{(IsGlobal ? "Global" : "Local")}Limit {Limit}{(Offset > 0 ? $", {Offset}" : "")}";

    public override BatchIterator Execute(int partition, TaskExecution task) => new Iterator(Child.Execute(partition, task), Limit, Offset, task);

    private sealed class Iterator(BatchIterator input, long remaining, long skip, TaskExecution task) : BatchIterator
    {
        private readonly ushort[] _indices = task.Memory.BatchScratch<ushort>();

        public override unsafe ColumnarBatch? Next()
        {
            while (remaining > 0 && input.Next() is { } batch)
            {
                var selection = batch.Selection;
                if (skip >= selection.Count)
                {
                    skip -= selection.Count;
                    continue;
                }
                var (from, count) = ((int)skip, (int)Math.Min(selection.Count - skip, remaining));
                skip = 0;
                remaining -= count;
                if (count < selection.Count)
                {
                    for (var k = 0; k < count; k++) _indices[k] = (ushort)selection[from + k];
                    fixed (ushort* indices = _indices) batch.SetRows(batch.RowCount, new Selection(indices, count));
                }
                return batch;
            }
            return null;
        }

        public override void Dispose() => input.Dispose();
    }
}
