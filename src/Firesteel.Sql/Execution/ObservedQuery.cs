using Firesteel.Sql.Operators;
using Firesteel.Sql.Planning;

namespace Firesteel.Sql.Execution;

/// <summary>Listens to the observed metrics of one query while it runs.</summary>
sealed class ObservedQuery : IDisposable
{
    private readonly List<(CollectMetricsExec Metrics, MetricsAccumulator States)> _observed;

    public ObservedQuery(PhysicalPlan plan)
        => _observed = [.. plan.CollectEverywhere<CollectMetricsExec>().DistinctBy(m => m.AccumulatorId).Select(m => (m, MetricsAccumulator.Register(m.AccumulatorId)))];

    /// <summary>Tells the observers, after the query has run to its end.</summary>
    public void Tell(QuerySettings settings)
    {
        foreach (var (metrics, states) in _observed)
            if (!states.IsZero) metrics.Tell(states.States, settings);
    }

    public void Dispose()
    {
        foreach (var (_, states) in _observed) states.Unregister();
    }
}
