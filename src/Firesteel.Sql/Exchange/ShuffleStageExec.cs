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
        var context = task.Context!;
        var shuffle = stage.Dependency.ShuffleId;
        var maps = Math.Min(range.EndMap, context.ShuffleInput(shuffle).Count);
        for (var map = range.FirstMap; map < maps; map++)
        {
            for (var p = range.FirstPartition; p < range.EndPartition; p++)
            {
                var whole = false;
                foreach (var block in context.ReadShuffle(shuffle, p, map, map + 1))
                {
                    if (block.Local is not ColumnarMapOutput output)
                    {
                        foreach (var batch in RemoteBlocks.Read(block.Bytes, stage.Schema, task)) yield return batch;
                        continue;
                    }
                    // An output of this process gives the whole range as one slice of each chunk.
                    foreach (var batch in output.Read(range.FirstPartition, range.EndPartition, task.Settings.BatchRows, task.Memory)) yield return batch;
                    whole = true;
                }
                if (whole) break;
            }
        }
    }
}
