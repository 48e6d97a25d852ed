using Firesteel.Catalyst.Expressions;
using Firesteel.Core.Storage;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Planning;
using Firesteel.Types;

namespace Firesteel.Sql.Caching;

/// <summary>Reads some columns of kept rows. The query's executor puts an <see cref="InMemoryStageExec"/> in its place once it is known how the rows come to be.</summary>
sealed record InMemoryTableScanExec(CachedPlan Cache, ValueList<AttributeReference> Columns, ValueList<int> Ordinals) : LeafExec
{
    public override ValueList<AttributeReference> Output => Columns;

    // Until the exchanges below have run nobody knows how many partitions there will be.
    public override int PartitionCount => Cache.PartitionCount ?? 2;
    public override Partitioning OutputPartitioning => PartitionCount == 1 ? Partitioning.Single : Partitioning.Unknown(PartitionCount);

    public override string Describe() => $"{(Cache.Name is { } name ? $"Scan In-memory table {string.Join('.', name)}" : "InMemoryTableScan")} [{string.Join(", ", Columns)}]";

    public override string? Details => $"InMemoryRelation [{string.Join(", ", Cache.Plan.Output)}], {Cache.Level}\n{string.Join('\n', Lines(Cache.PhysicalText))}";

    public override BatchIterator Execute(int partition, TaskExecution task) => throw new InvalidOperationException("Kept rows are read by a stage of their own.");

    private static IEnumerable<string> Lines(string tree) => tree.TrimEnd('\n').Split('\n').Select((line, i) => i == 0 ? $"      +- {line}" : $"         {line}");
}

/// <summary>Kept rows as tasks read them: from their block where there is one, and else from the plan that gives them, for the next reader's sake too.</summary>
/// <param name="Ordinals">Places of the columns that come out.</param>
/// <param name="Plan">Gives all columns; its partitions are the blocks.</param>
sealed record InMemoryStageExec(int RddId, StorageLevel Level, ValueList<AttributeReference> Columns, ValueList<int> Ordinals, PhysicalPlan Plan) : LeafExec
{
    public override ValueList<AttributeReference> Output => Columns;
    public override PhysicalPlan? Inner => Plan;
    public override int PartitionCount => Plan.PartitionCount;
    public override bool OneWorkerPerPartition => Plan.OneWorkerPerPartition;
    public override Partitioning OutputPartitioning => PartitionCount == 1 ? Partitioning.Single : Partitioning.Unknown(PartitionCount);
    public override string Describe() => $"InMemoryQueryStage rdd_{RddId} [{string.Join(", ", Columns)}]";

    public override IReadOnlyList<string> PreferredLocations(int partition, BlockDirectory blocks) => blocks.LocationsOf(new RddBlockId(RddId, partition));

    public override BatchIterator Execute(int partition, TaskExecution task)
    {
        var context = task.Context ?? throw new InvalidOperationException("Kept rows are read by tasks.");
        if (context.Blocks is not { } blocks) return new ColumnsOf(Plan.Execute(partition, task), Ordinals);
        // What computes a missing block is done when its rows have been taken in.
        return new SourceIterator(blocks.ReadColumns(new RddBlockId(RddId, partition).Name, Level, Plan.Schema, Ordinals, task.Memory, context, () => Plan.Execute(partition, task)), task);
    }

    private sealed class ColumnsOf(BatchIterator rows, ValueList<int> columns) : BatchIterator
    {
        public override Columnar.Vectors.ColumnarBatch? Next()
        {
            if (rows.Next() is not { } batch) return null;
            var narrow = new Columnar.Vectors.ColumnarBatch([.. columns.Select(c => batch.Columns[c])]);
            narrow.SetRows(batch.RowCount, batch.Selection);
            return narrow;
        }

        public override void Dispose() => rows.Dispose();
    }
}
