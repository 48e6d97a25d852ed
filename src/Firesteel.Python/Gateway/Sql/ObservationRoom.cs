using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Execution;
using Firesteel.Foundation.Collections;
using Firesteel.Python.Gateway.Binding;

namespace Firesteel.Python.Gateway.Sql;

/// <summary>Observations: aggregates over the rows that pass a place in a query, which a query of their own computes when they are asked for.</summary>
static class ObservationRoom
{
    public static void Register(ClassTable table)
    {
        table.Class<DataFrame>("org.apache.spark.sql.classic.Dataset").Call("observe", Observe);
        table.Class<ObservedMetrics>("org.apache.spark.sql.Observation")
            .New(a => new ObservedMetrics(a.Count > 0 ? a.Text(0) : Guid.NewGuid().ToString()))
            .Get("name", o => o.Name)
            .Get("getRow", o => o.Metrics ?? throw new InvalidOperationException("Nothing is observed."));
        table.Static("org.apache.spark.sql.api.python.PythonSQLUtils").Static("toPyRow", a => RowStreams.SingleRow(a.Of<DataFrame>(0)));
    }

    private static object Observe(DataFrame frame, Arguments a)
    {
        var metrics = frame.With(new Aggregate(ValueList<Expression>.Empty, frame.Items([a.Column(1), .. a.Columns(2)]), frame.Plan));
        if (!a.Is<ObservedMetrics>(0)) return frame;
        var observation = a.Of<ObservedMetrics>(0);
        if (observation.Metrics is not null) throw new ArgumentException("An Observation can be used with a Dataset only once");
        observation.Metrics = metrics;
        return frame;
    }

    private sealed class ObservedMetrics(string name)
    {
        public string Name => name;
        public DataFrame? Metrics { get; set; }
    }
}
