using Firesteel.Core.Scheduler;

namespace Firesteel.Execution;

/// <summary>What carries an application's computations to executors in other processes.</summary>
static class ClusterCodec
{
    public static ITaskPayloadCodec Create() => new Unsendable();

    private sealed class Unsendable : ITaskPayloadCodec
    {
        public byte[] EncodeComputation(StageComputation computation) => throw NotSupported(computation.GetType().Name);
        public StageComputation DecodeComputation(ReadOnlyMemory<byte> payload) => throw NotSupported("A computation");
        public byte[] EncodeResult(object? result) => throw NotSupported("A result");
        public object? DecodeResult(ReadOnlyMemory<byte> payload) => throw NotSupported("A result");

        private static NotSupportedException NotSupported(string what) => new($"{what} cannot be sent to executors in other processes yet");
    }
}
