using Firesteel.Core.Shuffle;
using Firesteel.Sql.DataSources;
using Firesteel.Sql.Exchange;
using Firesteel.Sql.Operators;
using Firesteel.Sql.Planning;

namespace Firesteel.Sql.Execution;

/// <summary>The finished shuffles that the tasks of a plan read.</summary>
static class PlanShuffles
{
    public static IReadOnlyList<ShuffleDependency> Of(PhysicalPlan plan)
    {
        var builds = plan.CollectEverywhere<FileScanExec>().SelectMany(s => s.RuntimeFilters).Select(f => f.Source.Build).OfType<IShuffleInput>();
        return [.. plan.CollectEverywhere<IShuffleInput>().Concat(builds).Select(s => s.Dependency).Concat(plan.CollectEverywhere<RddScanExec>().SelectMany(s => s.Source.Shuffles)).DistinctBy(d => d.ShuffleId)];
    }
}
