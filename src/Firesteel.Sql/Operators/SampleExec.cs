using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Numerics;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Planning;

namespace Firesteel.Sql.Operators;

/// <summary>A random part of the rows: those whose draw lies in [lower, upper), by Spark's generator seeded with seed + partition.</summary>
sealed record SampleExec(double Lower, double Upper, long Seed, PhysicalPlan Child) : UnaryExec(Child)
{
    public override bool OneWorkerPerPartition => true;
    public override string Describe() => $"Sample {Lower}, {Upper}, false, {Seed}";
    public override BatchIterator Execute(int partition, TaskExecution task) => new Iterator(this, Child.Execute(partition, task), new XorShiftRandom(Seed + partition), task);

    private sealed class Iterator(SampleExec plan, BatchIterator input, XorShiftRandom random, TaskExecution task) : BatchIterator
    {
        private readonly ushort[] _indices = task.Memory.BatchScratch<ushort>();

        public override unsafe ColumnarBatch? Next()
        {
            while (input.Next() is { } batch)
            {
                var count = 0;
                for (var k = 0; k < batch.SelectedCount; k++)
                {
                    var draw = random.NextDouble();
                    if (draw >= plan.Lower && draw < plan.Upper) _indices[count++] = (ushort)batch.Selection[k];
                }
                if (count == 0) continue;
                fixed (ushort* indices = _indices) batch.SetRows(batch.RowCount, new Selection(indices, count));
                return batch;
            }
            return null;
        }

        public override void Dispose() => input.Dispose();
    }
}
