using Firesteel.Core.Metrics;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Storage;

namespace Firesteel.Core.Shuffle;

/// <summary>Brings blocks of map outputs from another process.</summary>
interface IShuffleClient
{
    /// <summary>
    /// For each of the maps the bytes that <see cref="IMapOutput.WriteBlock"/> wrote there for the reduce partitions, one behind the other;
    /// throws if they cannot be had.
    /// </summary>
    FetchedBlocks Fetch(BlockManagerId location, int shuffleId, ReduceRange partitions, IReadOnlyList<long> mapIds, CancellationToken cancellation);
}

/// <summary>Neighbouring reduce partitions, from the first to before the end.</summary>
readonly record struct ReduceRange(int First, int End)
{
    public static implicit operator ReduceRange(int partition) => new(partition, partition + 1);
}

/// <summary>
/// What one map has for some reduce partitions, as a reduce task sees it: the map output itself if it is in this process, else the bytes of
/// its blocks, one behind the other, which may be valid only until the next is read.
/// </summary>
readonly record struct ShuffleBlock(int MapIndex, ReduceRange Partitions, long Rows, IMapOutput? Local, ReadOnlyMemory<byte> Bytes);

/// <summary>Reads a task's blocks of a shuffle in map order, so that no result depends on timing.</summary>
sealed class ShuffleReader(BlockManagerId here, ShuffleStore store, IShuffleClient? client)
{
    // Of this two are in flight: one that is read, and the next.
    private const long MaxWindow = 24 << 20;

    /// <summary>
    /// For each range in turn the blocks of maps [<paramref name="mapStart"/>, <paramref name="mapEnd"/>); empty ones are skipped. What lies with
    /// other executors is fetched while what came before it is read.
    /// </summary>
    /// <param name="keep">Whether the bytes of a block stay valid after the next is read.</param>
    public IEnumerable<ShuffleBlock> Read(TaskContext context, int shuffleId, IReadOnlyList<ReduceRange> ranges, bool keep, int mapStart = 0, int mapEnd = int.MaxValue)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        using var windows = Windows(context, shuffleId, ranges, mapStart, mapEnd).GetEnumerator();
        var ahead = Next();
        try
        {
            while (ahead is { } window)
            {
                ahead = Next();
                var fetched = window.Fetch is null ? null : Await(context, window.Fetch);
                foreach (var map in window.Maps)
                {
                    context.ThrowIfKilled();
                    var bytes = ReadOnlyMemory<byte>.Empty;
                    var isRemote = fetched?.Remove(map, out bytes) == true;
                    var block = Block(context, shuffleId, map, window.Partitions, isRemote, bytes);
                    context.Metrics.Add(TaskMetric.ShuffleReadRecordsRead, block.Rows);
                    yield return block;
                }
                if (!keep) window.Dispose();
            }
        }
        finally
        {
            ended.Cancel();
            // Who reads no further does not leave a fetch behind; how that ends nobody wants to know.
            if (ahead?.Fetch is { } left) Task.WhenAny(left).GetAwaiter().GetResult();
        }

        Window? Next()
        {
            if (!windows.MoveNext()) return null;
            var window = windows.Current;
            if (window.Remote.Count > 0)
            {
                window.Fetch = Task.Factory.StartNew(() => FetchAll(shuffleId, window, context.ShuffleInput(shuffleId), ended.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            }
            return window;
        }
    }

    /// <summary>What <paramref name="make"/> makes of a whole shuffle, once for all tasks of this process; it stays until the task has ended.</summary>
    public T Share<T>(TaskContext context, int shuffleId, Func<T> make) where T : class, IDisposable
    {
        var (value, release) = store.Shared.Acquire(shuffleId, context.ShuffleInput(shuffleId), make);
        context.AddCompletionListener(_ => release());
        return value;
    }

    // What is asked for at a time is bounded; within that, what lies with one executor comes in one answer.
    private IEnumerable<Window> Windows(TaskContext context, int shuffleId, IReadOnlyList<ReduceRange> ranges, int mapStart, int mapEnd)
    {
        var statuses = context.ShuffleInput(shuffleId);
        var end = Math.Min(mapEnd, statuses.Count);
        foreach (var range in ranges)
        {
            for (var map = mapStart; map < end;)
            {
                var window = new Window(range);
                for (var bytes = 0L; map < end && bytes < MaxWindow; map++)
                {
                    var status = statuses[map]
                        ?? throw new FetchFailedException(null, shuffleId, -1, map, range.First, $"Missing an output location for shuffle {shuffleId} partition {range.First}");
                    var size = Sum(status.PartitionSizes, range);
                    if (size == 0) continue;
                    window.Maps.Add(map);
                    if (status.Location.ExecutorId == here.ExecutorId) continue;
                    if (!window.Remote.TryGetValue(status.Location, out var group)) window.Remote.Add(status.Location, group = []);
                    group.Add(map);
                    bytes += size;
                }
                if (window.Maps.Count > 0) yield return window;
            }
        }
    }

    private ShuffleBlock Block(TaskContext context, int shuffleId, int map, ReduceRange partitions, bool isRemote, ReadOnlyMemory<byte> bytes)
    {
        var status = context.ShuffleInput(shuffleId)[map]!;
        var rows = Sum(status.PartitionRows, partitions);
        if (isRemote) return new ShuffleBlock(map, partitions, rows, null, bytes);
        var output = store.Get(shuffleId, status.MapId)
            ?? throw new FetchFailedException(status.Location, shuffleId, status.MapId, map, partitions.First, $"Output of map {map} of shuffle {shuffleId} is gone");
        context.Metrics.Add(TaskMetric.ShuffleReadLocalBlocksFetched, partitions.End - partitions.First);
        context.Metrics.Add(TaskMetric.ShuffleReadLocalBytesRead, Sum(status.PartitionSizes, partitions));
        return new ShuffleBlock(map, partitions, rows, output, default);
    }

    private static Dictionary<int, ReadOnlyMemory<byte>> Await(TaskContext context, Task<Dictionary<int, ReadOnlyMemory<byte>>> fetch)
    {
        var started = context.Time.GetTimestamp();
        var blocks = fetch.GetAwaiter().GetResult();
        context.Metrics.Add(TaskMetric.ShuffleReadFetchWaitTime, (long)context.Time.GetElapsedTime(started).TotalMilliseconds);
        context.Metrics.Add(TaskMetric.ShuffleReadRemoteBlocksFetched, blocks.Count);
        context.Metrics.Add(TaskMetric.ShuffleReadRemoteBytesRead, blocks.Values.Sum(b => (long)b.Length));
        return blocks;
    }

    // Executors answer at the same time, the last one on this thread.
    private Dictionary<int, ReadOnlyMemory<byte>> FetchAll(int shuffleId, Window window, IReadOnlyList<MapStatus?> statuses, CancellationToken cancellation)
    {
        var groups = window.Remote.ToList();
        var pending = groups.SkipLast(1).Select(g => Task.Factory.StartNew(() => Fetch(shuffleId, window.Partitions, statuses, g.Key, g.Value, cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToList();
        var blocks = new Dictionary<int, ReadOnlyMemory<byte>>();
        Exception? failure = null;
        for (var i = groups.Count - 1; i >= 0; i--)
        {
            try
            {
                var answers = i == groups.Count - 1 ? Fetch(shuffleId, window.Partitions, statuses, groups[i].Key, groups[i].Value, cancellation) : pending[i].GetAwaiter().GetResult();
                window.Answers.AddRange(answers);
                var map = 0;
                foreach (var bytes in answers.SelectMany(a => a.Blocks)) blocks.Add(groups[i].Value[map++], bytes);
            }
            catch (Exception e)
            {
                failure ??= e;
            }
        }
        if (failure is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        return blocks;
    }

    private IReadOnlyList<FetchedBlocks> Fetch(int shuffleId, ReduceRange partitions, IReadOnlyList<MapStatus?> statuses, BlockManagerId location, List<int> maps, CancellationToken cancellation)
    {
        try
        {
            if (client is null) throw new InvalidOperationException("This process has no shuffle client");
            return [client.Fetch(location, shuffleId, partitions, [.. maps.Select(map => statuses[map]!.MapId)], cancellation)];
        }
        catch (Exception e) when (e is not OperationCanceledException && maps.Count > 1 && e is not (IOException or System.Net.Sockets.SocketException))
        {
            // Which of them is lost or damaged shows when each is asked for alone.
            return [.. maps.SelectMany(map => Fetch(shuffleId, partitions, statuses, location, [map], cancellation))];
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var unreachable = e is IOException or System.Net.Sockets.SocketException;
            throw new FetchFailedException(location, shuffleId, statuses[maps[0]]!.MapId, maps[0], partitions.First, $"Failed to fetch from {location}: {e.Message}", unreachable, e);
        }
    }

    private static long Sum(IReadOnlyList<long> values, ReduceRange range)
    {
        var sum = 0L;
        for (var p = range.First; p < range.End; p++) sum += values[p];
        return sum;
    }

    // What is read at one time: of one range, some maps in order.
    private sealed class Window(ReduceRange partitions) : IDisposable
    {
        public ReduceRange Partitions => partitions;
        public List<int> Maps { get; } = [];
        public Dictionary<BlockManagerId, List<int>> Remote { get; } = [];
        public Task<Dictionary<int, ReadOnlyMemory<byte>>>? Fetch { get; set; }
        public List<FetchedBlocks> Answers { get; } = [];

        public void Dispose()
        {
            foreach (var answer in Answers) answer.Dispose();
        }
    }
}
