using Firesteel.Core.Shuffle;
using Firesteel.Core.Storage;

namespace Firesteel;

/// <summary>Pairs of a shuffle as bytes: segments one after the other, each a stream of its own.</summary>
static class PairBlocks
{
    public static IEnumerable<(TKey, TValue)> Read<TKey, TValue>(IEnumerable<ReadOnlyMemory<byte>> segments)
    {
        foreach (var segment in segments)
            foreach (var pair in ItemBlocks.Read<(TKey, TValue)>(segment)) yield return pair;
    }
}
