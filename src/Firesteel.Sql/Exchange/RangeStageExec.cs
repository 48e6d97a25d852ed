using Firesteel.Catalyst.Expressions;
using Firesteel.Columnar.Vectors;
using Firesteel.Core.Shuffle;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Operators.Sorting;
using Firesteel.Sql.Planning;

namespace Firesteel.Sql.Exchange;

/// <summary>The sorted runs of a finished map stage as ranges in order: each task merges its slice of every run.</summary>
sealed record RangeStageExec(ShuffleExchangeExec Exchange, ShuffleDependency Dependency, RangeBounds Bounds) : LeafExec, IShuffleInput
{
    private ValueList<SortOrder> Order => ((RangePartitioning)Exchange.Target).Order;

    public override ValueList<AttributeReference> Output => Exchange.Output;
    public override int PartitionCount => Bounds.Ranges;
    public override Partitioning OutputPartitioning => Bounds.Ranges == 1 ? Partitioning.Single : new RangePartitioning(Order, Bounds.Ranges);
    public override ValueList<SortOrder> OutputOrdering => Order;
    public override string Describe() => $"SortQueryStage {Dependency.ShuffleId}, {ShuffleExchangeExec.Text(Exchange.Target)}, ranges {Bounds.Ranges}";

    public override BatchIterator Execute(int partition, TaskExecution task)
    {
        // Where there are fewer keys to part by than ranges were asked for, the first takes all.
        if (Bounds.Keys == null && partition > 0) return EmptyIterator.Instance;
        var outputs = new List<SortedMapOutput>();
        var blocks = task.Context!.ReadShuffle(Dependency.ShuffleId, 0).ToList();
        if (blocks.Any(b => b.Local is not SortedMapOutput)) return SortAnew(blocks, task);
        return new Iterator(blocks.Select(b => (SortedMapOutput)b.Local!), Bounds, partition, task);
    }

    private SortIterator SortAnew(IReadOnlyList<ShuffleBlock> blocks, TaskExecution task)
        => new(new SortExec(Order, false, Exchange), new BlockIterator(blocks, Schema, task), task);

    private sealed class BlockIterator(IReadOnlyList<ShuffleBlock> blocks, Types.StructType schema, TaskExecution task) : BatchIterator
    {
        private readonly IEnumerator<ColumnarBatch> _batches = Read(blocks, schema, task).GetEnumerator();

        public override ColumnarBatch? Next() => _batches.MoveNext() ? _batches.Current : null;
        public override void Dispose() => _batches.Dispose();

        private static IEnumerable<ColumnarBatch> Read(IReadOnlyList<ShuffleBlock> blocks, Types.StructType schema, TaskExecution task)
        {
            foreach (var block in blocks)
            {
                var batches = block.Local is SortedMapOutput output ? Local(output, task) : RemoteBlocks.Read(block.Bytes, schema, task);
                foreach (var batch in batches) yield return batch;
            }
        }

        private static IEnumerable<ColumnarBatch> Local(SortedMapOutput output, TaskExecution task)
        {
            using var held = output.Hold();
            foreach (var run in output.Runs)
            {
                using var reader = run.Read(0, task.Memory);
                while (reader.Next() is { } batch)
                {
                    var columns = new ColumnarBatch(batch.Columns[..output.Layout.OutputCount]);
                    columns.SetRows(batch.RowCount);
                    yield return columns;
                }
            }
        }
    }

    private sealed class Iterator : BatchIterator
    {
        private readonly List<IDisposable> _held = [];
        private readonly RunMerger? _merger;

        public Iterator(IEnumerable<SortedMapOutput> outputs, RangeBounds bounds, int range, TaskExecution task)
        {
            var memory = task.NewAllocator("sorted rows");
            var cursors = new List<RunCursor>();
            SortLayout? layout = null;
            foreach (var output in outputs)
            {
                _held.Add(output.Hold());
                layout ??= output.Layout;
                var (lower, upper) = bounds.Keys == null ? (-1, -1) : (range - 1, range == bounds.Ranges - 1 ? -1 : range);
                foreach (var run in output.Runs)
                {
                    var cursor = new RunCursor(run, output.Layout, bounds.Keys, lower, upper, memory);
                    if (cursor.Batch != null) cursors.Add(cursor);
                    else cursor.Dispose();
                }
            }
            if (layout != null) _merger = new RunMerger(cursors, layout, task, memory, long.MaxValue);
        }

        public override ColumnarBatch? Next() => _merger?.Next();

        public override void Dispose()
        {
            _merger?.Dispose();
            foreach (var held in _held) held.Dispose();
        }
    }
}
