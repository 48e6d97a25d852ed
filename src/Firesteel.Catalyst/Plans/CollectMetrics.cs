using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Plans;

/// <summary>Passes its rows on, and computes aggregates over them on their way; who observes is told them when the query has run.</summary>
/// <param name="Metrics">Named aggregates, as those of a query without groups.</param>
sealed record CollectMetrics(ValueList<Expression> Metrics, ObservedRow Target, LogicalPlan Child) : UnaryPlan(Child)
{
    public override IEnumerable<Expression> Expressions => Metrics;
    public override LogicalPlan MapExpressions(Func<Expression, Expression> map)
    {
        var metrics = Metrics.Map(map);
        return ReferenceEquals(metrics, Metrics) ? this : this with { Metrics = metrics };
    }
    public override long? MaxRows => Child.MaxRows;
    public override string Describe() => $"CollectMetrics [{string.Join(", ", Metrics)}]";
}

/// <summary>The metrics of the first query that has used the observed rows.</summary>
sealed class ObservedRow
{
    private Values? _values;

    /// <summary>Null until a query has run.</summary>
    public Values? Row => Volatile.Read(ref _values);

    public void Tell(Values values) => Interlocked.CompareExchange(ref _values, values, null);

    /// <param name="Items">Values in the form that literals have.</param>
    public sealed record Values(StructType Schema, IReadOnlyList<object?> Items);
}
