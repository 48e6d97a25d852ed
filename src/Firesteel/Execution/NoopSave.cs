using Firesteel.Catalyst.Expressions;
using Firesteel.Sql.DataSources;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Execution;

/// <summary>Computes the rows of a DataFrame and keeps none: what a job costs without its output.</summary>
static class NoopSave
{
    /// <exception cref="ArgumentException">Rows of the source lie in no partitions.</exception>
    /// <exception cref="AnalysisException">A column holds calendar intervals, which no source takes.</exception>
    public static void Run(DataFrame frame, IReadOnlyList<string> partitionBy)
    {
        var session = frame.SparkSession;
        var context = session.SparkContext;
        context.RequireRunning();
        if (partitionBy.Count > 0)
            throw new ArgumentException($"requirement failed: The partitioning columns differ from those of the table.\n - provided: {string.Join(", ", partitionBy.Select(p => $"identity({p})"))}\n - table: ");
        var runner = new QueryRunner(session.State, context.CallSite("save", null), context.Properties, CancellationToken.None);
        if (frame.Plan.Output.Any(c => c.DataType is CalendarIntervalType)) throw new AnalysisException("_LEGACY_ERROR_TEMP_1183");
        NoopTableProvider.Write(frame.Plan, runner);
    }
}
