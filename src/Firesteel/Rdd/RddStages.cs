using Firesteel.Core.Events;
using Firesteel.Core.Shuffle;

namespace Firesteel;

/// <summary>What of a lineage belongs to one stage: everything up to the nearest shuffles.</summary>
static class RddStages
{
    /// <summary>The shuffles that the stage of an RDD reads, in the order in which they are met.</summary>
    public static List<ShuffleDependency> ShufflesOf(RDD rdd)
    {
        var shuffles = new List<ShuffleDependency>();
        foreach (var part in Of(rdd))
        {
            if (part.Checkpointed is null)
                foreach (var shuffle in part.PlanShuffles)
                    if (!shuffles.Contains(shuffle)) shuffles.Add(shuffle);
            foreach (var dependency in part.Dependencies)
                if (dependency is RddShuffle { Shuffle: var shuffle } && !shuffles.Contains(shuffle)) shuffles.Add(shuffle);
        }
        return shuffles;
    }

    /// <summary>About how many bytes there are at the roots of a lineage, over all its stages; null where one of them does not know.</summary>
    public static long? InputBytesOf(RDD rdd)
    {
        var (seen, waiting, sum) = (new HashSet<RDD>(ReferenceEqualityComparer.Instance) { rdd }, new Stack<RDD>([rdd]), 0L);
        while (waiting.TryPop(out var next))
        {
            if (next.Dependencies.Count == 0)
            {
                if (next.OwnBytes is not { } bytes) return null;
                sum += bytes;
            }
            foreach (var dependency in next.Dependencies)
                if (seen.Add(dependency.Rdd)) waiting.Push(dependency.Rdd);
        }
        return sum;
    }

    public static List<RddInfo> InfosOf(RDD rdd) => [.. Of(rdd).Select(InfoOf).OrderByDescending(info => info.RddId)];

    /// <summary>The RDDs that one task of the stage computes, the nearest first. Lineages grow long in loops: the walk keeps its own stack.</summary>
    public static IEnumerable<RDD> Of(RDD rdd)
    {
        var seen = new HashSet<RDD>(ReferenceEqualityComparer.Instance) { rdd };
        var waiting = new Stack<RDD>([rdd]);
        while (waiting.TryPop(out var next))
        {
            yield return next;
            foreach (var dependency in next.Dependencies.Reverse())
                if (dependency is NarrowDependency && seen.Add(dependency.Rdd)) waiting.Push(dependency.Rdd);
        }
    }

    private static RddInfo InfoOf(RDD rdd)
    {
        var level = rdd.StorageLevel;
        var status = level.IsValid ? rdd.SparkContext.Blocks.StatusOf(rdd.Id) : default;
        return new RddInfo(rdd.Id, rdd.Name ?? RddLineage.KindOf(rdd), rdd.GetNumPartitions(), rdd.CallSite)
        {
            ParentIds = [.. rdd.Dependencies.Select(d => d.Rdd.Id)],
            StorageLevel = level,
            NumCachedPartitions = status.CachedPartitions,
            MemorySize = status.MemorySize,
            DiskSize = status.DiskSize,
        };
    }
}
