namespace Firesteel.Core.Shuffle;

/// <summary>Sizes of a finished map stage's output, summed over its map tasks: what adaptive execution plans from.</summary>
sealed record MapOutputStatistics(int ShuffleId, long[] BytesByPartition, long[] RowsByPartition)
{
    public long TotalBytes => BytesByPartition.Sum();
    public long TotalRows => RowsByPartition.Sum();
}
