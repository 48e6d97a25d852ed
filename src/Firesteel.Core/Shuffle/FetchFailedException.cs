using Firesteel.Core.Storage;

namespace Firesteel.Core.Shuffle;

/// <summary>A map output could not be read: the scheduler answers by running the missing map tasks again.</summary>
/// <param name="location">Where it should have been; null if the driver knows of no output at all.</param>
/// <param name="executorUnreachable">Whether the whole executor did not answer, so that all it held counts as lost.</param>
sealed class FetchFailedException(
    BlockManagerId? location, int shuffleId, long mapId, int mapIndex, int reduceId, string message, bool executorUnreachable = false, Exception? cause = null)
    : Exception(message, cause)
{
    public BlockManagerId? Location => location;
    public int ShuffleId => shuffleId;
    public long MapId => mapId;
    public int MapIndex => mapIndex;
    public int ReduceId => reduceId;
    public bool ExecutorUnreachable => executorUnreachable;
}
