using Firesteel.Core.Shuffle;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Exchange;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Operators;
using Firesteel.Sql.Planning;

namespace Firesteel.Sql.Adaptive;

/// <summary>
/// Joins neighbouring small reduce partitions of the finished shuffles that a stage reads, so that each task has a fair share of
/// work. Shuffles that meet in one operator are joined alike; the inputs of a union stand alone.
/// </summary>
static class PartitionCoalescing
{
    // A task of less than this is mostly overhead; one of much more does not fit the caches.
    private const long SmallestTarget = 1 << 20;
    private const long LargestTarget = 8 << 20;

    /// <summary>One task for each reduce partition.</summary>
    public static ValueList<ReadRange> Each(MapOutputStatistics statistics)
        => new(Enumerable.Range(0, statistics.BytesByPartition.Length).Select(p => new ReadRange(p, p + 1)));

    public static PhysicalPlan Apply(PhysicalPlan stage, QuerySettings settings)
    {
        if (stage is UnionExec) return stage.MapChildren(c => Apply(c, settings));
        var shuffles = new List<ShuffleStageExec>();
        var unions = new List<UnionExec>();
        Collect(stage, shuffles, unions);
        if (unions.Count > 0 && shuffles.Count == 0) return Replace(stage, unions.ToDictionary(u => (PhysicalPlan)u, u => Apply(u, settings)));
        if (unions.Count > 0 || shuffles.Count == 0 || shuffles.Any(s => s.Exchange.IsUserSpecified)) return stage;
        var count = shuffles[0].Statistics.BytesByPartition.Length;
        if (count == 1 || shuffles.Any(s => s.Statistics.BytesByPartition.Length != count)) return stage;
        var sizes = new long[count];
        foreach (var shuffle in shuffles)
            for (var p = 0; p < count; p++) sizes[p] += shuffle.Statistics.BytesByPartition[p];
        var ranges = Join(sizes, settings);
        return Replace(stage, shuffles.ToDictionary(s => (PhysicalPlan)s, s => (PhysicalPlan)(s with { Ranges = ranges })));
    }

    private static ValueList<ReadRange> Join(long[] sizes, QuerySettings settings)
    {
        var target = Math.Clamp(sizes.Sum() / Math.Max(1, settings.Parallelism * 2), SmallestTarget, LargestTarget);
        var ranges = new List<ReadRange>();
        var (first, size) = (0, 0L);
        for (var p = 0; p < sizes.Length; p++)
        {
            if (p > first && size + sizes[p] > target)
            {
                ranges.Add(new ReadRange(first, p));
                (first, size) = (p, 0);
            }
            size += sizes[p];
        }
        ranges.Add(new ReadRange(first, sizes.Length));
        return new ValueList<ReadRange>(ranges);
    }

    private static void Collect(PhysicalPlan plan, List<ShuffleStageExec> shuffles, List<UnionExec> unions)
    {
        if (plan is ShuffleStageExec shuffle) shuffles.Add(shuffle);
        else if (plan is UnionExec union) unions.Add(union);
        else foreach (var child in plan.Children) Collect(child, shuffles, unions);
    }

    private static PhysicalPlan Replace(PhysicalPlan plan, Dictionary<PhysicalPlan, PhysicalPlan> replacements)
        => replacements.TryGetValue(plan, out var replacement) ? replacement : plan.MapChildren(c => Replace(c, replacements));
}
