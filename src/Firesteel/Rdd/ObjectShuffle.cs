using Firesteel.Core.Metrics;
using Firesteel.Core.Shuffle;
using Firesteel.Core.Storage;

namespace Firesteel;

/// <summary>Reads shuffled pairs, of this process as they lie, of others decoded. Large blocks are read as they are needed, and never lie in memory as a whole.</summary>
static class ObjectShuffle
{
    private const long LargeBytes = 32 << 20;

    /// <summary>The pairs of a reduce partition in the order of the maps.</summary>
    public static IEnumerable<(TKey, TValue)> Read<TKey, TValue>(TaskContext context, int shuffleId, int partition)
    {
        var maps = context.ShuffleInput(shuffleId);
        for (var map = 0; map < maps.Count;)
        {
            var end = map;
            while (end < maps.Count && !IsLarge(maps[end], partition, context)) end++;
            foreach (var block in context.ReadShuffle(shuffleId, [partition], map, end))
            {
                var pairs = block.Local switch
                {
                    ObjectMapOutput<TKey, TValue> objects => objects.Read(partition),
                    ShuffleFile file => PairBlocks.Read<TKey, TValue>(Own(file, block.MapIndex, partition, context, shuffleId)),
                    _ => PairBlocks.Read<TKey, TValue>(Segments.Read(block.Bytes)),
                };
                foreach (var pair in pairs) yield return pair;
            }
            if (end < maps.Count)
                foreach (var pair in PairBlocks.Read<TKey, TValue>(Fetched(end, partition, context, shuffleId))) yield return pair;
            map = end + 1;
        }
    }

    private static bool IsLarge(MapStatus? map, int partition, TaskContext context)
        => map is not null && map.PartitionSizes[partition] > LargeBytes && context.Blocks is { IsShared: true } blocks && map.Location.ExecutorId != blocks.Id.ExecutorId;

    private static IEnumerable<ReadOnlyMemory<byte>> Own(ShuffleFile file, int map, int partition, TaskContext context, int shuffleId)
        => Guarded(() => Segments.Read(file.Open(partition), file.PartitionSizes[partition], $"Partition {partition} of {Path.GetFileName(file.Path)}"), map, partition, context, shuffleId);

    private static IEnumerable<ReadOnlyMemory<byte>> Fetched(int map, int partition, TaskContext context, int shuffleId)
    {
        var status = context.ShuffleInput(shuffleId)[map]!;
        context.Metrics.Add(TaskMetric.ShuffleReadRemoteBlocksFetched, 1);
        context.Metrics.Add(TaskMetric.ShuffleReadRemoteBytesRead, status.PartitionSizes[partition]);
        context.Metrics.Add(TaskMetric.ShuffleReadRecordsRead, status.PartitionRows[partition]);
        var block = new ShuffleBlockId(shuffleId, status.MapId, partition).Name;
        return Guarded(() => Segments.Read(context.Blocks!.OpenRemote(status.Location, block, context.CancellationToken), status.PartitionSizes[partition], block), map, partition, context, shuffleId);
    }

    // What is damaged or gone is made again, whosever it is.
    private static IEnumerable<ReadOnlyMemory<byte>> Guarded(Func<IEnumerable<ReadOnlyMemory<byte>>> open, int map, int partition, TaskContext context, int shuffleId)
    {
        IEnumerator<ReadOnlyMemory<byte>>? segments = null;
        try
        {
            while (true)
            {
                context.ThrowIfKilled();
                try
                {
                    segments ??= open().GetEnumerator();
                    if (!segments.MoveNext()) yield break;
                }
                catch (Exception e) when (e is IOException or InvalidDataException or System.Net.Sockets.SocketException or InvalidOperationException)
                {
                    var status = context.ShuffleInput(shuffleId)[map]!;
                    var unreachable = e is IOException or System.Net.Sockets.SocketException && status.Location.ExecutorId != context.Blocks?.Id.ExecutorId;
                    throw new FetchFailedException(status.Location, shuffleId, status.MapId, map, partition, e.Message, unreachable, e);
                }
                yield return segments.Current;
            }
        }
        finally { segments?.Dispose(); }
    }
}
