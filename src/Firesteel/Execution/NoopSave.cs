using Firesteel.Catalyst.Expressions;
using Firesteel.Sql.DataSources;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Execution;

/// <summary>Computes the rows of a DataFrame and keeps none: what a job costs without its output.</summary>
static class NoopSave
{
    /// <exception cref="AnalysisException">A column holds calendar intervals, which no source takes.</exception>
    public static void Run(DataFrame frame)
    {
        var session = frame.SparkSession;
        var context = session.SparkContext;
        context.RequireRunning();
        var runner = new QueryRunner(session.State, context.CallSite("save", null), context.Properties, CancellationToken.None);
        if (frame.Plan.Output.Any(c => c.DataType is CalendarIntervalType)) throw new AnalysisException("_LEGACY_ERROR_TEMP_1183");
        NoopTableProvider.Write(frame.Plan, runner);
    }
}
