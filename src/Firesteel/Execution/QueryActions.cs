using Firesteel.Catalyst.Plans;
using Firesteel.Sql.Sessions;

namespace Firesteel.Execution;

/// <summary>Runs plans for the actions of DataFrames, with the properties of the calling thread.</summary>
static class QueryActions
{
    public static QueryResult Run(SparkSession session, LogicalPlan plan, string action, string? description = null)
    {
        var context = session.SparkContext;
        context.RequireRunning();
        var runner = new QueryRunner(session.State, context.CallSite(action, description), context.Properties, CancellationToken.None);
        return runner.Run(context.Cached.Apply(plan, session));
    }
}
