namespace Firesteel.Core.Scheduler;

/// <summary>
/// Carries computations and results to other processes and back; the layer that compiles to computations registers it.
/// In one process nothing is encoded.
/// </summary>
interface ITaskPayloadCodec
{
    byte[] EncodeComputation(StageComputation computation);

    /// <summary>The computation must list the same accumulators, by id, as the one that was encoded.</summary>
    StageComputation DecodeComputation(ReadOnlyMemory<byte> payload);

    byte[] EncodeResult(object? result);

    object? DecodeResult(ReadOnlyMemory<byte> payload);

    /// <summary>The blocks of this process, before anything is encoded or decoded: large or shared parts may travel as such.</summary>
    void UseBlocks(Storage.BlockManager blocks) { }
}
