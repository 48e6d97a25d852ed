using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Expressions;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Operators.Sorting;
using Firesteel.Sql.Planning;

namespace Firesteel.Sql.Exchange;

/// <summary>Says to which reduce partition each row of a batch goes. One instance a task.</summary>
abstract class RowPartitioner(TaskExecution task)
{
    protected int[] Ids => field ??= task.Memory.BatchScratch<int>();

    /// <summary>The partition of each place of the batch's selection; valid until the next call.</summary>
    public abstract ReadOnlySpan<int> Partition(ColumnarBatch batch);

    public static RowPartitioner Create(Partitioning target, ValueList<AttributeReference> input, int mapPartition, TaskExecution task) => target switch
    {
        HashPartitioning h => new ByHash([.. h.Expressions.Select(e => BindReferences.Bind(e, input))], h.Count, task),
        PassThroughPartitioning p => new ByNumber(BindReferences.Bind(p.PartitionId, input), p.Count, task),
        RoundRobinPartitioning r => new InTurn(r.Count, mapPartition, task),
        RangePartitioning { Bounds.Keys: { } bounds } r => new ByRange(new SortLayout(r.Order, input, task), bounds, task),
        { Count: 1 } => new ToOne(task),
        _ => throw new InvalidOperationException($"No partitioner for {target.GetType().Name}."),
    };

    private sealed class ToOne(TaskExecution task) : RowPartitioner(task)
    {
        public override ReadOnlySpan<int> Partition(ColumnarBatch batch) => default;
    }

    private sealed unsafe class ByHash(Expression[] keys, int count, TaskExecution task) : RowPartitioner(task)
    {
        private readonly ProjectionEvaluator _keys = ExpressionCompiler.CompileAll(keys, task.Evaluation);

        public override ReadOnlySpan<int> Partition(ColumnarBatch batch)
        {
            var values = _keys.Evaluate(batch, batch.Selection);
            fixed (int* ids = Ids)
            {
                Murmur3Hash.Hash(values, batch.Selection, ids);
                Murmur3Hash.ToPartitions(ids, batch.SelectedCount, count);
            }
            return Ids.AsSpan(0, batch.SelectedCount);
        }
    }

    private sealed class ByNumber(Expression number, int count, TaskExecution task) : RowPartitioner(task)
    {
        private readonly ProjectionEvaluator _number = ExpressionCompiler.CompileAll([number], task.Evaluation);

        public override ReadOnlySpan<int> Partition(ColumnarBatch batch)
        {
            var numbers = _number.Evaluate(batch, batch.Selection)[0];
            var ids = Ids.AsSpan(0, batch.SelectedCount);
            for (var k = 0; k < ids.Length; k++)
            {
                var row = batch.Selection[k];
                var rest = numbers.IsNull(row) ? 0 : numbers.Get<int>(row) % count;
                ids[k] = rest < 0 ? rest + count : rest;
            }
            return ids;
        }
    }

    private sealed class ByRange(SortLayout layout, RowBuffer bounds, TaskExecution task) : RowPartitioner(task)
    {
        public override ReadOnlySpan<int> Partition(ColumnarBatch batch)
        {
            var keys = layout.Keys(layout.Columns(batch));
            var ids = Ids.AsSpan(0, batch.SelectedCount);
            for (var k = 0; k < ids.Length; k++) ids[k] = RangeOf(keys, batch.Selection[k]);
            return ids;
        }

        // The number of bounds that do not come after the row.
        private int RangeOf(ColumnVector[] keys, int row)
        {
            var (low, high) = (0, (int)bounds.Count);
            while (low < high)
            {
                var middle = (low + high) >>> 1;
                var (chunk, at) = bounds.Locate(middle);
                if (layout.Comparer.Compare(chunk.Columns, at, keys, row) <= 0) low = middle + 1;
                else high = middle;
            }
            return low;
        }
    }

    private sealed class InTurn(int count, int mapPartition, TaskExecution task) : RowPartitioner(task)
    {
        // Each map starts at another partition, so that few rows do not all go to the first.
        private int _next = (int)((uint)mapPartition * 7919 % (uint)count);

        public override ReadOnlySpan<int> Partition(ColumnarBatch batch)
        {
            var ids = Ids.AsSpan(0, batch.SelectedCount);
            for (var k = 0; k < ids.Length; k++)
            {
                ids[k] = _next;
                if (++_next == count) _next = 0;
            }
            return ids;
        }
    }
}
