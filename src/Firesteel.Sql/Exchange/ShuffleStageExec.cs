using Firesteel.Catalyst.Expressions;
using Firesteel.Columnar.Vectors;
using Firesteel.Core.Shuffle;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Planning;

namespace Firesteel.Sql.Exchange;

/// <summary>A range of reduce partitions, and of maps, that one task of the stage above reads.</summary>
readonly record struct ReadRange(int FirstPartition, int EndPartition, int FirstMap = 0, int EndMap = int.MaxValue);

/// <summary>A leaf of a stage that reads a shuffle.</summary>
interface IShuffleInput
{
    ShuffleDependency Dependency { get; }
}

/// <summary>
/// A finished shuffle as the input of the next stage: each task reads some neighbouring reduce partitions,
/// as the adaptive planner joined them.
/// </summary>
sealed record ShuffleStageExec(ShuffleExchangeExec Exchange, ShuffleDependency Dependency, MapOutputStatistics Statistics, ValueList<ReadRange> Ranges) : LeafExec, IShuffleInput
{
    private const long LeastStep = 1 << 20;
    private const long LeastPiece = 32 << 10;

    public override ValueList<AttributeReference> Output => Exchange.Output;
    public override int PartitionCount => Ranges.Count;

    public override Partitioning OutputPartitioning => Exchange.Target switch
    {
        HashPartitioning h => Ranges.Count == 1 ? Partitioning.Single : h with { Count = Ranges.Count },
        RangePartitioning r => r with { Count = Ranges.Count },
        SinglePartition => Partitioning.Single,
        _ => Partitioning.Unknown(Ranges.Count),
    };

    public override string Describe() => $"ShuffleQueryStage {Dependency.ShuffleId}, {ShuffleExchangeExec.Text(Exchange.Target)}{(Ranges.Count < Statistics.BytesByPartition.Length ? $", coalesced to {Ranges.Count}" : "")}";

    public override BatchIterator Execute(int partition, TaskExecution task) => new Iterator(this, Ranges[partition], task);

    private sealed class Iterator(ShuffleStageExec stage, ReadRange range, TaskExecution task) : BatchIterator
    {
        private readonly IEnumerator<ColumnarBatch> _batches = Read(stage, range, task).GetEnumerator();

        public override ColumnarBatch? Next()
        {
            task.ThrowIfCancelled();
            return _batches.MoveNext() ? _batches.Current : null;
        }

        public override void Dispose() => _batches.Dispose();
    }

    private static IEnumerable<ColumnarBatch> Read(ShuffleStageExec stage, ReadRange range, TaskExecution task)
    {
        var (context, shuffle) = (task.Context!, stage.Dependency.ShuffleId);
        foreach (var block in context.ReadShuffle(shuffle, stage.Steps(range, context.ShuffleInput(shuffle).Count), range.FirstMap, range.EndMap))
        {
            var batches = block.Local is ColumnarMapOutput output
                ? output.Read(block.Partitions.First, block.Partitions.End, task.Settings.BatchRows, task.Memory)
                : RemoteBlocks.Read(block.Bytes, stage.Schema, task);
            foreach (var batch in batches) yield return batch;
        }
    }

    // A key's rows all lie in one partition: an aggregation or join that gets few partitions at a time finds what it knows of their keys in
    // the caches. From many maps a step takes more, so that pieces do not become small.
    private List<ReduceRange> Steps(ReadRange range, int maps)
    {
        var sizes = Statistics.BytesByPartition;
        var least = Math.Max(LeastStep, LeastPiece * maps);
        var steps = new List<ReduceRange>();
        var (first, bytes) = (range.FirstPartition, 0L);
        for (var p = range.FirstPartition; p < range.EndPartition; p++)
        {
            bytes += sizes[p];
            if (bytes < least && p < range.EndPartition - 1) continue;
            steps.Add(new ReduceRange(first, p + 1));
            (first, bytes) = (p + 1, 0);
        }
        return steps;
    }
}
