using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Planning;

namespace Firesteel.Sql.Operators;

/// <summary>Makes whole numbers.</summary>
sealed record RangeExec(RangeRelation Range, int Partitions) : LeafExec
{
    public override ValueList<AttributeReference> Output => Range.Columns;
    public override int PartitionCount => Partitions;
    public override Partitioning OutputPartitioning => Partitions == 1 ? Partitioning.Single : Partitioning.Unknown(Partitions);
    public override string Describe() => $"Range ({Range.Start}, {Range.End}, step={Range.Step}, splits={Partitions})";

    public override BatchIterator Execute(int partition, TaskExecution task)
    {
        var first = Range.Count * partition / Partitions;
        var last = Range.Count * (partition + 1) / Partitions;
        return new Iterator((long)(Range.Start + first * Range.Step), (long)(last - first), Range.Step, task);
    }

    private sealed class Iterator(long next, long remaining, long step, TaskExecution task) : BatchIterator
    {
        private readonly ColumnarBatch _batch = new([new ColumnVector(Types.LongType.Instance, task.Memory)]);

        public override unsafe ColumnarBatch? Next()
        {
            if (remaining == 0) return null;
            task.ThrowIfCancelled();
            var count = (int)Math.Min(remaining, task.Settings.BatchRows);
            _batch.Reset(count);
            var values = _batch.Columns[0].Values<long>();
            for (var i = 0; i < count; i++) values[i] = next + i * step;
            next += count * step;
            remaining -= count;
            _batch.SetRows(count);
            return _batch;
        }
    }
}
