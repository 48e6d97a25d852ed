using System.Buffers;

namespace Firesteel.Core.Shuffle;

/// <summary>Blocks that came in one answer, in the order in which they were asked for. Who still holds bytes of them does not dispose them.</summary>
/// <param name="rented">The array of the shared pool that they lie in; null where there is none to give back.</param>
sealed class FetchedBlocks(IReadOnlyList<ReadOnlyMemory<byte>> blocks, byte[]? rented) : IDisposable
{
    private byte[]? _rented = rented;

    public IReadOnlyList<ReadOnlyMemory<byte>> Blocks => blocks;

    /// <summary>Gives the memory to the next fetch.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _rented, null) is { } array) ArrayPool<byte>.Shared.Return(array);
    }
}
