using Firesteel.Core.Metrics;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Storage;

namespace Firesteel.Core.Shuffle;

/// <summary>Brings one block of a map output from another process.</summary>
interface IShuffleClient
{
    /// <summary>The bytes that <see cref="IMapOutput.WriteBlock"/> wrote there; throws if they cannot be had.</summary>
    ReadOnlyMemory<byte> Fetch(BlockManagerId location, ShuffleBlockId block, CancellationToken cancellation);
}

/// <summary>One block of a shuffle as a reduce task sees it: the map output itself if it is in this process, else its bytes.</summary>
readonly record struct ShuffleBlock(int MapIndex, int ReducePartition, long Rows, IMapOutput? Local, ReadOnlyMemory<byte> Bytes);

/// <summary>Reads a task's blocks of a shuffle in map order, so that no result depends on timing.</summary>
sealed class ShuffleReader(BlockManagerId here, ShuffleStore store, IShuffleClient? client)
{
    /// <summary>Blocks of maps [<paramref name="mapStart"/>, <paramref name="mapEnd"/>) for one reduce partition; empty ones are skipped.</summary>
    public IEnumerable<ShuffleBlock> Read(TaskContext context, int shuffleId, int reducePartition, int mapStart = 0, int mapEnd = int.MaxValue)
    {
        var statuses = context.ShuffleInput(shuffleId);
        var end = Math.Min(mapEnd, statuses.Count);
        for (var map = mapStart; map < end; map++)
        {
            var status = statuses[map]
                ?? throw new FetchFailedException(null, shuffleId, -1, map, reducePartition, $"Missing an output location for shuffle {shuffleId} partition {reducePartition}");
            if (status.PartitionSizes[reducePartition] == 0) continue;
            context.ThrowIfKilled();
            var block = status.Location.ExecutorId == here.ExecutorId
                ? ReadLocal(context, shuffleId, map, reducePartition, status)
                : Fetch(context, shuffleId, map, reducePartition, status);
            context.Metrics.Add(TaskMetric.ShuffleReadRecordsRead, block.Rows);
            yield return block;
        }
    }

    /// <summary>What <paramref name="make"/> makes of a whole shuffle, once for all tasks of this process; it stays until the task has ended.</summary>
    public T Share<T>(TaskContext context, int shuffleId, Func<T> make) where T : class, IDisposable
    {
        var (value, release) = store.Shared.Acquire(shuffleId, context.ShuffleInput(shuffleId), make);
        context.AddCompletionListener(_ => release());
        return value;
    }

    private ShuffleBlock ReadLocal(TaskContext context, int shuffleId, int map, int reduce, MapStatus status)
    {
        var output = store.Get(shuffleId, status.MapId)
            ?? throw new FetchFailedException(status.Location, shuffleId, status.MapId, map, reduce, $"Output of map {map} of shuffle {shuffleId} is gone");
        context.Metrics.Add(TaskMetric.ShuffleReadLocalBlocksFetched, 1);
        context.Metrics.Add(TaskMetric.ShuffleReadLocalBytesRead, status.PartitionSizes[reduce]);
        return new ShuffleBlock(map, reduce, status.PartitionRows[reduce], output, default);
    }

    private ShuffleBlock Fetch(TaskContext context, int shuffleId, int map, int reduce, MapStatus status)
    {
        var started = context.Time.GetTimestamp();
        ReadOnlyMemory<byte> bytes;
        try
        {
            if (client is null) throw new InvalidOperationException("This process has no shuffle client");
            bytes = client.Fetch(status.Location, new ShuffleBlockId(shuffleId, status.MapId, reduce), context.CancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var unreachable = e is IOException or System.Net.Sockets.SocketException;
            throw new FetchFailedException(status.Location, shuffleId, status.MapId, map, reduce, $"Failed to fetch from {status.Location}: {e.Message}", unreachable, e);
        }
        context.Metrics.Add(TaskMetric.ShuffleReadRemoteBlocksFetched, 1);
        context.Metrics.Add(TaskMetric.ShuffleReadRemoteBytesRead, bytes.Length);
        context.Metrics.Add(TaskMetric.ShuffleReadFetchWaitTime, (long)context.Time.GetElapsedTime(started).TotalMilliseconds);
        return new ShuffleBlock(map, reduce, status.PartitionRows[reduce], null, bytes);
    }
}
