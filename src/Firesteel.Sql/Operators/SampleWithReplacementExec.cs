using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Numerics;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Planning;

namespace Firesteel.Sql.Operators;

/// <summary>Each row as often as a Poisson draw says, by Spark's generator; a partition's seed is the one that the sample's seed gives in its place.</summary>
sealed record SampleWithReplacementExec(double Lower, double Upper, long Seed, PhysicalPlan Child) : UnaryExec(Child)
{
    public override bool OneWorkerPerPartition => true;
    public override string Describe() => $"Sample {Lower}, {Upper}, true, {Seed}";
    public override BatchIterator Execute(int partition, TaskExecution task) => new Iterator(this, Child.Execute(partition, task), partition, task);

    private long SeedOf(int partition)
    {
        var random = new JavaRandom(Seed);
        for (var i = 0; i < partition; i++) random.NextLong();
        return random.NextLong();
    }

    private sealed unsafe class Iterator(SampleWithReplacementExec plan, BatchIterator input, int partition, TaskExecution task) : BatchIterator
    {
        private readonly PoissonDraws? _draws = plan.Upper > plan.Lower ? new(plan.Upper - plan.Lower, plan.SeedOf(partition)) : null;
        private readonly ushort[] _rows = task.Memory.BatchScratch<ushort>();
        private readonly ColumnVector[] _taken = [.. plan.Output.Select(c => new ColumnVector(c.DataType, task.Memory))];
        private ColumnarBatch? _batch;
        private int _place;
        private int _left;

        public override ColumnarBatch? Next()
        {
            if (_draws == null) return null;
            while (true)
            {
                task.ThrowIfCancelled();
                if (_batch == null)
                {
                    _batch = input.Next();
                    if (_batch == null) return null;
                    (_place, _left) = (-1, 0);
                }
                var count = Fill(_draws, _batch);
                if (count == 0)
                {
                    _batch = null;
                    continue;
                }
                fixed (ushort* rows = _rows)
                    for (var i = 0; i < _taken.Length; i++) VectorGather.Gather(_batch.Columns[i], rows, count, _taken[i]);
                var output = new ColumnarBatch(_taken);
                output.SetRows(count);
                return output;
            }
        }

        public override void Dispose() => input.Dispose();

        // Rows of the batch as often as they are drawn, up to a batch of them; the next call goes on.
        private int Fill(PoissonDraws draws, ColumnarBatch batch)
        {
            var (count, most) = (0, task.Settings.BatchRows);
            while (count < most)
            {
                if (_left == 0)
                {
                    if (++_place >= batch.SelectedCount) break;
                    _left = draws.Next();
                    continue;
                }
                var copies = Math.Min(_left, most - count);
                _rows.AsSpan(count, copies).Fill((ushort)batch.Selection[_place]);
                (count, _left) = (count + copies, _left - copies);
            }
            return count;
        }
    }
}
