using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Shuffle;
using Firesteel.Core.Storage;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Execution.Remote;
using Firesteel.Sql.Planning;

namespace Firesteel.Sql.Operators;

/// <summary>Rows that the layer above makes in partitions; travels as an object of the program.</summary>
abstract class RowSource : IRowSource, IProgramFunction
{
    public abstract int PartitionCount { get; }
    public abstract long? InputBytes { get; }

    /// <summary>Shuffles that its tasks read; on the driver only.</summary>
    public abstract IReadOnlyList<ShuffleDependency> Shuffles { get; }

    public abstract Determinism Determinism { get; }

    public abstract IReadOnlyList<string> PreferredLocations(int partition);

    public abstract BatchIterator Open(int partition, TaskExecution task);
}

/// <summary>Rows of an RDD, made by the tasks that read them.</summary>
sealed record RddScanExec(RowSource Source, ValueList<AttributeReference> Columns) : LeafExec
{
    public override ValueList<AttributeReference> Output => Columns;
    public override int PartitionCount => Source.PartitionCount;
    public override bool OneWorkerPerPartition => true;
    public override Partitioning OutputPartitioning => PartitionCount == 1 ? Partitioning.Single : Partitioning.Unknown(PartitionCount);
    public override string Describe() => $"Scan ExistingRDD[{string.Join(",", Columns)}]";
    public override IReadOnlyList<string> PreferredLocations(int partition, BlockDirectory blocks) => Source.PreferredLocations(partition);
    public override BatchIterator Execute(int partition, TaskExecution task) => Source.Open(partition, task);
}
