using Firesteel.Core.Shuffle;

namespace Firesteel;

/// <summary>Reads shuffled pairs, of this process as they lie, of others decoded.</summary>
static class ObjectShuffle
{
    /// <summary>The pairs of a reduce partition in the order of the maps.</summary>
    public static IEnumerable<(TKey, TValue)> Read<TKey, TValue>(TaskContext context, int shuffleId, int partition)
    {
        foreach (var block in context.ReadShuffle(shuffleId, partition))
        {
            var pairs = block.Local switch
            {
                ObjectMapOutput<TKey, TValue> objects => objects.Read(partition),
                ShuffleFile file => PairBlocks.Read<TKey, TValue>(Own(file, block, context, shuffleId)),
                _ => PairBlocks.Read<TKey, TValue>(block.Bytes),
            };
            foreach (var pair in pairs) yield return pair;
        }
    }

    // A file of this process that is damaged or gone is made again, as one of another process would be.
    private static byte[] Own(ShuffleFile file, ShuffleBlock block, TaskContext context, int shuffleId)
    {
        try
        {
            return file.Read(block.Partitions.First);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            var status = context.ShuffleInput(shuffleId)[block.MapIndex]!;
            throw new FetchFailedException(status.Location, shuffleId, status.MapId, block.MapIndex, block.Partitions.First, e.Message, cause: e);
        }
    }
}
