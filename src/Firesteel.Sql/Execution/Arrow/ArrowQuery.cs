using Firesteel.Catalyst.Plans;
using Firesteel.Sql.Sessions;

namespace Firesteel.Sql.Execution.Arrow;

/// <summary>Queries whose rows go into an Arrow stream while their tasks run.</summary>
static class ArrowQuery
{
    /// <summary>Runs a query; its batches are written between the stream's header and its end, both of which the caller writes.</summary>
    /// <returns>The places of the batches in the stream, in the order of the rows.</returns>
    public static IReadOnlyList<int> Run(QueryRunner runner, LogicalPlan plan, ArrowSink sink, ArrowOutput output)
    {
        var places = new List<int>();
        // Tasks of other processes give their batches back.
        if (runner.Session.Engine.Runtime.IsInProcess) sink = sink.Into(output);
        runner.Run(runner.Analyze(plan), sink, (_, made) =>
        {
            var rows = (EncodedRows)made!;
            places.AddRange(rows.Places);
            foreach (var batches in rows.Batches) places.AddRange(output.Add(batches.Bytes, batches.Count));
        });
        return places;
    }
}
