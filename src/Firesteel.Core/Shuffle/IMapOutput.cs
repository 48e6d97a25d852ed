using System.Buffers;

namespace Firesteel.Core.Shuffle;

/// <summary>
/// What one map task made for every reduce partition, opaque to the scheduler. The shuffle store owns it and disposes
/// it when the shuffle is unregistered or the attempt is discarded.
/// </summary>
interface IMapOutput : IDisposable
{
    /// <summary>Bytes for each reduce partition; a size of 0 says that there is nothing to read.</summary>
    IReadOnlyList<long> PartitionSizes { get; }

    /// <summary>Rows for each reduce partition.</summary>
    IReadOnlyList<long> PartitionRows { get; }

    /// <summary>Writes one reduce partition in the block format, for a reader in another process.</summary>
    void WriteBlock(int reducePartition, IBufferWriter<byte> output);
}
