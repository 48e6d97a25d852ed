using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Firesteel.Core.Metrics;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Shuffle;

namespace Firesteel.Core.Tests.Rpc;

/// <summary>Carries the two computations below by their numbers.</summary>
sealed class TestCodec : ITaskPayloadCodec
{
    public byte[] EncodeComputation(StageComputation computation) => Encoding.UTF8.GetBytes(computation switch
    {
        SquaresMap map => $"map {map.PartitionCount} {map.Reduces} {map.Rows.Id}",
        SumReduce reduce => $"reduce {reduce.PartitionCount} {reduce.Shuffle.ShuffleId} {reduce.Behaviour}",
        _ => throw new NotSupportedException($"{computation.GetType().Name} holds a thing that cannot travel"),
    });

    public StageComputation DecodeComputation(ReadOnlyMemory<byte> payload)
    {
        var words = Encoding.UTF8.GetString(payload.Span).Split(' ');
        var partitions = int.Parse(words[1]);
        return words[0] == "map"
            ? new SquaresMap(partitions, int.Parse(words[2]), new LongAccumulator(long.Parse(words[3]), "rows"))
            : new SumReduce(partitions, new ShuffleDependency(int.Parse(words[2]), new SquaresMap(1, partitions, new LongAccumulator()), partitions), words[3]);
    }

    public byte[] EncodeResult(object? result) => BitConverter.GetBytes((long)result!);

    public object? DecodeResult(ReadOnlyMemory<byte> payload) => BitConverter.ToInt64(payload.Span);
}

/// <summary>Map task m gives reduce partition r the number m * m + r.</summary>
sealed class SquaresMap(int partitions, int reduces, LongAccumulator rows) : StageComputation
{
    public int Reduces => reduces;
    public LongAccumulator Rows => rows;
    public override int PartitionCount => partitions;
    public override IReadOnlyList<AccumulatorV2> Accumulators => [rows];

    public override object? RunTask(int partition, TaskContext context)
    {
        rows.Add(reduces);
        return new Output([.. Enumerable.Range(0, reduces).Select(reduce => (long)partition * partition + reduce)]);
    }

    /// <summary>One number for each reduce partition.</summary>
    public sealed class Output(long[] numbers) : IMapOutput
    {
        public long[] Numbers => numbers;
        public IReadOnlyList<long> PartitionSizes => [.. numbers.Select(_ => 8L)];
        public IReadOnlyList<long> PartitionRows => [.. numbers.Select(_ => 1L)];

        public void WriteBlock(int reducePartition, IBufferWriter<byte> output)
        {
            BinaryPrimitives.WriteInt64LittleEndian(output.GetSpan(8), numbers[reducePartition]);
            output.Advance(8);
        }

        public void Dispose() { }
    }
}

/// <summary>Sums the numbers of its partition.</summary>
/// <param name="behaviour"><c>hang</c>: first attempts on executor 0 never end; <c>fail</c>: every task throws an error with a condition; <c>commit</c>: tasks ask to commit; <c>slow</c>: each takes a while.</param>
sealed class SumReduce(int partitions, ShuffleDependency shuffle, string behaviour = "sum") : StageComputation
{
    public ShuffleDependency Shuffle => shuffle;
    public string Behaviour => behaviour;
    public override int PartitionCount => partitions;
    public override IReadOnlyList<ShuffleDependency> ShuffleDependencies => [shuffle];

    public override object? RunTask(int partition, TaskContext context)
    {
        if (behaviour == "fail") throw new SparkRuntimeException("DIVIDE_BY_ZERO", new Dictionary<string, string> { ["config"] = "c" }, new QueryContext("select 1/0", 7, 9));
        if (behaviour == "hang" && context.AttemptNumber == 0 && Environment.GetEnvironmentVariable("FIRESTEEL_EXECUTOR_ID") == "0")
        {
            context.CancellationToken.WaitHandle.WaitOne(TimeSpan.FromMinutes(5));
            context.ThrowIfKilled();
        }
        if (behaviour == "slow" && context.CancellationToken.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(50))) context.ThrowIfKilled();
        if (behaviour == "commit") context.ClaimCommit();
        var sum = 0L;
        foreach (var block in context.ReadShuffle(shuffle.ShuffleId, partition))
        {
            sum += block.Local is SquaresMap.Output local ? local.Numbers[partition] : BinaryPrimitives.ReadInt64LittleEndian(block.Bytes.Span);
        }
        return sum;
    }
}
