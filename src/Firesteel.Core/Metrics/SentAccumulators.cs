using System.Collections.Concurrent;

namespace Firesteel.Core.Metrics;

/// <summary>The accumulators that went out with functions: their updates are found by number, as long as the program holds them.</summary>
static class SentAccumulators
{
    private static readonly ConcurrentDictionary<long, WeakReference<AccumulatorV2>> Known = new();

    public static void Add(AccumulatorV2 accumulator) => Known[accumulator.Id] = new WeakReference<AccumulatorV2>(accumulator);

    public static AccumulatorV2? Find(long id) => Known.TryGetValue(id, out var known) && known.TryGetTarget(out var accumulator) ? accumulator : null;
}
