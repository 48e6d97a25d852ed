using System.Buffers.Binary;
using Firesteel.Core.Metrics;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Shuffle;

namespace Firesteel.Deploy.Tests.Simulation;

/// <summary>A stage whose tasks only take time.</summary>
sealed class SimulatedComputation(int number, int partitions, params ShuffleDependency[] dependencies) : StageComputation
{
    private static readonly SharedNothing Shared = new();

    public int Number => number;
    public Determinism Level { get; init; } = Determinism.Determinate;
    public bool SharesState { get; init; }
    public bool Barrier { get; init; }

    /// <summary>Whether each task publishes an output, for which it asks the driver.</summary>
    public bool Publishes { get; init; }

    /// <summary>Bytes of each map output for each reduce partition.</summary>
    public long[] Sizes { get; init; } = [1, 1];

    public Func<int, IReadOnlyList<string>>? Preferred { get; init; }
    public LongAccumulator Rows { get; } = new("rows");

    public override int PartitionCount => partitions;
    public override IReadOnlyList<ShuffleDependency> ShuffleDependencies => dependencies;
    public override Determinism Determinism => Level;
    public override bool HasSharedState => SharesState;
    public override bool IsBarrier => Barrier;
    public override IReadOnlyList<AccumulatorV2> Accumulators => [Rows];
    public override IDisposable? CreateSharedState(StageAttemptId attempt) => SharesState ? Shared : null;
    public override IReadOnlyList<string> PreferredLocations(int partition) => Preferred?.Invoke(partition) ?? [];
    public override object? RunTask(int partition, TaskContext context) => throw new NotSupportedException("Simulated tasks do not run");

    private sealed class SharedNothing : IDisposable
    {
        public void Dispose() { }
    }
}

/// <summary>What a simulated task returns.</summary>
sealed record SimulatedResult(int Partition, long TaskId);

/// <summary>Carries computations by their numbers.</summary>
sealed class SimulatedCodec : ITaskPayloadCodec
{
    private readonly Dictionary<int, SimulatedComputation> _known = [];

    public byte[] EncodeComputation(StageComputation computation)
    {
        var simulated = (SimulatedComputation)computation;
        _known[simulated.Number] = simulated;
        return BitConverter.GetBytes(simulated.Number);
    }

    public StageComputation DecodeComputation(ReadOnlyMemory<byte> payload) => _known[BitConverter.ToInt32(payload.Span)];

    public byte[] EncodeResult(object? result)
    {
        var simulated = (SimulatedResult)result!;
        var bytes = new byte[12];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, simulated.Partition);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(4), simulated.TaskId);
        return bytes;
    }

    public object? DecodeResult(ReadOnlyMemory<byte> payload) =>
        new SimulatedResult(BinaryPrimitives.ReadInt32LittleEndian(payload.Span), BinaryPrimitives.ReadInt64LittleEndian(payload.Span[4..]));
}
