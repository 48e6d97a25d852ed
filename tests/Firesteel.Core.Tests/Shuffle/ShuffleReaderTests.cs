using System.Buffers;
using System.Collections.Concurrent;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Shuffle;
using Firesteel.Core.Storage;
using Firesteel.Core.Tests.Support;
using Xunit;

namespace Firesteel.Core.Tests.Shuffle;

public sealed class ShuffleReaderTests
{
    private const int Id = 7;
    private static readonly BlockManagerId Here = new("1", "here", 1);
    private static readonly BlockManagerId There = new("2", "there", 2);
    private readonly ShuffleStore _store = new();
    private readonly Remote _remote = new();

    [Fact]
    public void BlocksComeByRangeThenMap()
    {
        // Map 0 and 2 are elsewhere; map 1 is here; map 3 has nothing for the last two partitions.
        var read = Run(context => [.. Read(context, [new(0, 2), new(2, 4)]).Select(b => $"{b.MapIndex}:{b.Partitions.First}-{b.Partitions.End}:{b.Rows}:{(b.Local is null ? Text(b) : "local")}")]);
        Assert.Equal(["0:0-2:2:0/0 0/1 ", "1:0-2:2:local", "2:0-2:2:2/0 2/1 ", "3:0-2:2:3/0 3/1 ", "0:2-4:2:0/2 0/3 ", "1:2-4:2:local", "2:2-4:2:2/2 2/3 "], read);
        // Of one range and place all came in one answer.
        Assert.Equal(["0-2: 100 102 103", "2-4: 100 102"], _remote.Asked);
    }

    [Fact]
    public void TheNextRangeIsFetchedWhileOneIsRead()
    {
        Run(context =>
        {
            using var blocks = Read(context, [0, 1, 2]).GetEnumerator();
            Assert.True(blocks.MoveNext());
            Assert.True(_remote.WaitForAsked(2));
            return [];
        });
        // No more than one ahead.
        Assert.Equal(["0-1: 100 102 103", "1-2: 100 102 103"], _remote.Asked);
    }

    [Fact]
    public void AFetchAheadThatFailsFailsItsOwnRange()
    {
        _remote.Broken = 1;
        var seen = new List<int>();
        var outcome = Outcome(context =>
        {
            foreach (var block in Read(context, [0, 1, 2])) seen.Add(block.Partitions.First);
            return [];
        });
        Assert.Equal([0, 0, 0, 0], seen);
        var failure = Assert.IsType<FetchFailed>(outcome.Reason);
        Assert.Equal((There, Id, 1), (failure.Location, failure.ShuffleId, failure.ReduceId));
    }

    private static string Text(ShuffleBlock block) => System.Text.Encoding.ASCII.GetString(block.Bytes.Span);

    private static IEnumerable<ShuffleBlock> Read(TaskContext context, ReduceRange[] ranges) => context.ReadShuffle(Id, ranges, 0, int.MaxValue);

    private IReadOnlyList<string> Run(Func<TaskContext, IReadOnlyList<string>> task)
    {
        var outcome = Outcome(task);
        Assert.Equal(TaskSuccess.Instance, outcome.Reason);
        return (IReadOnlyList<string>)outcome.Value!;
    }

    private TaskOutcome Outcome(Func<TaskContext, IReadOnlyList<string>> task)
    {
        MapStatus Status(BlockManagerId place, long mapId, int filled) => new(place, mapId, [.. Enumerable.Range(0, 4).Select(p => p < filled ? 4L : 0)], [.. Enumerable.Range(0, 4).Select(p => p < filled ? 1L : 0)]);
        _store.Put(Id, 101, new Nothing());
        IReadOnlyList<MapStatus?> maps = [Status(There, 100, 4), Status(Here, 101, 4), Status(There, 102, 4), Status(There, 103, 2)];
        var set = new TaskSet(new StageAttemptId(1, 0), new TestComputation(1, (_, context) => task(context)), [0], null, 0, LocalProperties.Empty)
        {
            ShuffleInputs = new Dictionary<int, IReadOnlyList<MapStatus?>> { [Id] = maps },
        };
        var runner = new TaskRunner(Here, _store, _remote, new Never(), TimeProvider.System);
        var description = new TaskDescription(1, 0, "1", 0, set);
        return runner.Run(description, runner.NewContext(description));
    }

    private sealed class Never : ICommitPermission
    {
        public bool Ask(StageAttemptId stage, int partition, long taskId) => false;
    }

    private sealed class Nothing : IMapOutput
    {
        public IReadOnlyList<long> PartitionSizes => [4, 4, 4, 4];
        public IReadOnlyList<long> PartitionRows => [1, 1, 1, 1];
        public void WriteBlock(int reducePartition, IBufferWriter<byte> output) => throw new NotSupportedException();
        public void Dispose() { }
    }

    // Answers "map/partition " for each block.
    private sealed class Remote : IShuffleClient
    {
        private readonly ConcurrentQueue<string> _asked = new();
        private readonly SemaphoreSlim _calls = new(0);

        /// <summary>In the order of their texts: two fetches are on their way at a time.</summary>
        public IReadOnlyList<string> Asked => [.. _asked.Order(StringComparer.Ordinal)];

        /// <summary>A partition that cannot be had.</summary>
        public int Broken { get; set; } = -1;

        public bool WaitForAsked(int count)
        {
            for (; count > 0; count--)
                if (!_calls.Wait(TimeSpan.FromSeconds(30))) return false;
            return true;
        }

        public FetchedBlocks Fetch(BlockManagerId location, int shuffleId, ReduceRange partitions, IReadOnlyList<long> mapIds, CancellationToken cancellation)
        {
            Assert.Equal(There, location);
            _asked.Enqueue($"{partitions.First}-{partitions.End}: {string.Join(' ', mapIds)}");
            _calls.Release();
            if (partitions.First == Broken) throw new InvalidDataException("damaged");
            var blocks = mapIds.Select(m => string.Concat(Enumerable.Range(partitions.First, partitions.End - partitions.First).Select(p => $"{m - 100}/{p} ")));
            return new FetchedBlocks([.. blocks.Select(b => (ReadOnlyMemory<byte>)System.Text.Encoding.ASCII.GetBytes(b))], null);
        }
    }
}
