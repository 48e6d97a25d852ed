using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Plans;
using Firesteel.Sql.Sessions;

namespace Firesteel.Execution;

/// <summary>Runs plans for the actions of DataFrames, with the properties of the calling thread.</summary>
static class QueryActions
{
    public static QueryResult Run(SparkSession session, LogicalPlan plan, string action, string? description = null, QueryParameters? parameters = null)
    {
        if (session.Remote is { } remote) return remote.Run(plan);
        var runner = Runner(session, action, description);
        if (parameters is not null) runner = runner.With(parameters);
        return runner.Run(plan);
    }

    /// <summary>What runs a plan later, with the properties of the calling thread.</summary>
    public static QueryRunner Runner(SparkSession session, string action, string? description = null)
    {
        var context = session.SparkContext;
        context.RequireRunning();
        return new QueryRunner(session.State, context.CallSite(action, description), context.Properties, CancellationToken.None);
    }

    /// <summary>Runs a statement of SQL at once, under a token that ends it.</summary>
    public static QueryResult Sql(SparkSession session, string text, CancellationToken cancellation)
    {
        var context = session.SparkContext;
        context.RequireRunning();
        var plan = session.State.Parse(text);
        var runner = new QueryRunner(session.State, context.CallSite("sql", text), context.Properties, cancellation);
        return runner.Run(plan);
    }
}
