using Firesteel.Core.Metrics;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Storage;

namespace Firesteel.Core.Shuffle;

/// <summary>Brings one block of a map output from another process.</summary>
interface IShuffleClient
{
    /// <summary>The bytes that <see cref="IMapOutput.WriteBlock"/> wrote there; throws if they cannot be had.</summary>
    ReadOnlyMemory<byte> Fetch(BlockManagerId location, ShuffleBlockId block, CancellationToken cancellation);

    /// <summary>The blocks of several maps for one reduce partition, in one request where the client can do that.</summary>
    IReadOnlyList<ReadOnlyMemory<byte>> FetchMany(BlockManagerId location, int shuffleId, int reduceId, IReadOnlyList<long> mapIds, CancellationToken cancellation) =>
        [.. mapIds.Select(mapId => Fetch(location, new ShuffleBlockId(shuffleId, mapId, reduceId), cancellation))];
}

/// <summary>One block of a shuffle as a reduce task sees it: the map output itself if it is in this process, else its bytes.</summary>
readonly record struct ShuffleBlock(int MapIndex, int ReducePartition, long Rows, IMapOutput? Local, ReadOnlyMemory<byte> Bytes);

/// <summary>Reads a task's blocks of a shuffle in map order, so that no result depends on timing.</summary>
sealed class ShuffleReader(BlockManagerId here, ShuffleStore store, IShuffleClient? client)
{
    private const long MaxInFlight = 48 << 20;

    /// <summary>Blocks of maps [<paramref name="mapStart"/>, <paramref name="mapEnd"/>) for one reduce partition; empty ones are skipped.</summary>
    public IEnumerable<ShuffleBlock> Read(TaskContext context, int shuffleId, int reducePartition, int mapStart = 0, int mapEnd = int.MaxValue)
    {
        var statuses = context.ShuffleInput(shuffleId);
        var end = Math.Min(mapEnd, statuses.Count);
        for (var map = mapStart; map < end;)
        {
            // What is asked for at a time is bounded; within that, what lies with one executor comes in one answer.
            var (window, fetches) = (new List<int>(), new Dictionary<BlockManagerId, List<int>>());
            for (var bytes = 0L; map < end && bytes < MaxInFlight; map++)
            {
                var status = statuses[map]
                    ?? throw new FetchFailedException(null, shuffleId, -1, map, reducePartition, $"Missing an output location for shuffle {shuffleId} partition {reducePartition}");
                if (status.PartitionSizes[reducePartition] == 0) continue;
                window.Add(map);
                if (status.Location.ExecutorId == here.ExecutorId) continue;
                if (!fetches.TryGetValue(status.Location, out var group)) fetches.Add(status.Location, group = []);
                group.Add(map);
                bytes += status.PartitionSizes[reducePartition];
            }
            var fetched = fetches.Count > 0 ? FetchAll(context, shuffleId, reducePartition, statuses, fetches) : null;
            foreach (var next in window)
            {
                context.ThrowIfKilled();
                var status = statuses[next]!;
                var block = fetched is not null && fetched.Remove(next, out var bytes)
                    ? new ShuffleBlock(next, reducePartition, status.PartitionRows[reducePartition], null, bytes)
                    : ReadLocal(context, shuffleId, next, reducePartition, status);
                context.Metrics.Add(TaskMetric.ShuffleReadRecordsRead, block.Rows);
                yield return block;
            }
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

    // Executors answer at the same time, the last one on this thread.
    private Dictionary<int, ReadOnlyMemory<byte>> FetchAll(TaskContext context, int shuffleId, int reduce, IReadOnlyList<MapStatus?> statuses, Dictionary<BlockManagerId, List<int>> fetches)
    {
        var started = context.Time.GetTimestamp();
        var cancellation = context.CancellationToken;
        var groups = fetches.ToList();
        var pending = groups.SkipLast(1).Select(g => Task.Factory.StartNew(() => Fetch(shuffleId, reduce, statuses, g.Key, g.Value, cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToList();
        var blocks = new Dictionary<int, ReadOnlyMemory<byte>>();
        Exception? failure = null;
        for (var i = groups.Count - 1; i >= 0; i--)
        {
            try
            {
                var answer = i == groups.Count - 1 ? Fetch(shuffleId, reduce, statuses, groups[i].Key, groups[i].Value, cancellation) : pending[i].GetAwaiter().GetResult();
                for (var k = 0; k < answer.Count; k++)
                {
                    blocks.Add(groups[i].Value[k], answer[k]);
                    context.Metrics.Add(TaskMetric.ShuffleReadRemoteBlocksFetched, 1);
                    context.Metrics.Add(TaskMetric.ShuffleReadRemoteBytesRead, answer[k].Length);
                }
            }
            catch (Exception e)
            {
                failure ??= e;
            }
        }
        context.Metrics.Add(TaskMetric.ShuffleReadFetchWaitTime, (long)context.Time.GetElapsedTime(started).TotalMilliseconds);
        if (failure is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        return blocks;
    }

    private IReadOnlyList<ReadOnlyMemory<byte>> Fetch(int shuffleId, int reduce, IReadOnlyList<MapStatus?> statuses, BlockManagerId location, List<int> maps, CancellationToken cancellation)
    {
        try
        {
            if (client is null) throw new InvalidOperationException("This process has no shuffle client");
            return client.FetchMany(location, shuffleId, reduce, [.. maps.Select(map => statuses[map]!.MapId)], cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException && maps.Count > 1 && e is not (IOException or System.Net.Sockets.SocketException))
        {
            // Which of them is lost or damaged shows when each is asked for alone.
            return [.. maps.Select(map => Fetch(shuffleId, reduce, statuses, location, [map], cancellation)[0])];
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var unreachable = e is IOException or System.Net.Sockets.SocketException;
            throw new FetchFailedException(location, shuffleId, statuses[maps[0]]!.MapId, maps[0], reduce, $"Failed to fetch from {location}: {e.Message}", unreachable, e);
        }
    }
}
