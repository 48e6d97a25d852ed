using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Execution;
using Firesteel.Foundation.Collections;
using Firesteel.Frames.Steps;
using Firesteel.Python.Gateway.Binding;

namespace Firesteel.Python.Gateway.Sql;

/// <summary>Observations: aggregates over the rows that pass a place in a query, known once it has run.</summary>
static class ObservationRoom
{
    public static void Register(ClassTable table)
    {
        table.Class<DataFrame>("org.apache.spark.sql.classic.Dataset").Call("observe", Observe);
        table.Class<ObservedMetrics>("org.apache.spark.sql.Observation")
            .New(a => new ObservedMetrics(a.Count > 0 ? a.Text(0) : Guid.NewGuid().ToString()))
            .Get("name", o => o.Name)
            .Get("getRow", o => o.Row());
        table.Static("org.apache.spark.sql.api.python.PythonSQLUtils").Static("toPyRow", a => RowStreams.SingleRow(a.Of<DataFrame>(0)));
    }

    private static object Observe(DataFrame frame, Arguments a)
    {
        var metrics = frame.Items([a.Column(1), .. a.Columns(2)]);
        var observation = a.Is<ObservedMetrics>(0) ? a.Of<ObservedMetrics>(0) : new ObservedMetrics(a.Text(0));
        ObserveRows.Check(observation.Name, metrics, frame);
        var observed = frame.With(new ObserveRows(observation.Name, metrics, frame.Plan) { Target = observation.Target });
        observation.Observe(frame.With(new Aggregate(ValueList<Expression>.Empty, metrics, frame.Plan)));
        return observed;
    }

    private sealed class ObservedMetrics(string name)
    {
        private DataFrame? _metrics;

        public string Name => name;
        public ObservedRow Target { get; } = new();

        public void Observe(DataFrame metrics)
        {
            if (_metrics is not null) throw new ArgumentException("An Observation can be used with a Dataset only once");
            _metrics = metrics;
        }

        /// <summary>A row of what a query has told, or else of a query of its own.</summary>
        public DataFrame Row()
        {
            var metrics = _metrics ?? throw new InvalidOperationException("Nothing is observed.");
            return Target.Row is { } told ? DataFrame.Of(metrics.SparkSession, LocalData.OfLiterals(told.Schema, [[.. told.Items]])) : metrics;
        }
    }
}
