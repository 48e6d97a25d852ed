using Firesteel.Catalyst.Plans;
using Firesteel.Encoders;

namespace Firesteel;

/// <summary>Aggregates over the rows of a DataFrame, told once a query has used them.</summary>
public sealed class Observation(string name)
{
    private readonly Lock _gate = new();
    private DataFrame? _frame;
    private Column[] _metrics = [];
    private IReadOnlyDictionary<string, object?>? _values;

    public Observation() : this(Guid.NewGuid().ToString()) { }

    public string Name => name;

    internal ObservedRow Target { get; } = new();

    /// <summary>The aggregates by their names.</summary>
    /// <exception cref="InvalidOperationException">No DataFrame is observed; on a server: no query has used it yet.</exception>
    public IReadOnlyDictionary<string, object?> Get()
    {
        lock (_gate)
        {
            if (_values is not null) return _values;
            if (_frame is not { } frame) throw new InvalidOperationException("The observation observes no DataFrame.");
            if (Target.Row is { } told) return _values = told.Schema.Fields.Select((f, i) => KeyValuePair.Create(f.Name, ClrValues.FromLiteral(told.Items[i], f.DataType))).ToDictionary();
            // Where no query has used the rows, one of their own computes them.
            var row = frame.SparkSession.Remote is { } remote ? remote.Observed(name) ?? throw new InvalidOperationException("No query has used the observed DataFrame yet.") : frame.Agg(_metrics[0], _metrics[1..]).First();
            return _values = row.Schema!.Fields.Select((f, i) => KeyValuePair.Create(f.Name, row[i])).ToDictionary();
        }
    }

    /// <exception cref="InvalidOperationException">It observes another one.</exception>
    internal void Attach(DataFrame frame, Column[] metrics)
    {
        lock (_gate)
        {
            if (_frame is not null) throw new InvalidOperationException("An observation is for one DataFrame.");
            (_frame, _metrics) = (frame, metrics);
        }
    }
}
