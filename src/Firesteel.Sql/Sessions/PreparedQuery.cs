using Firesteel.Sql.Adaptive;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Planning;

namespace Firesteel.Sql.Sessions;

/// <summary>A query that has run up to its last stage, whose tasks others start; it owns what they read until it is disposed.</summary>
/// <param name="Plan">The operators of the last stage.</param>
sealed record PreparedQuery(PhysicalPlan Plan, QuerySettings Settings, QueryExecution Execution, RepeatedQueries Repeated) : IDisposable
{
    public void Dispose()
    {
        Execution.Dispose();
        Repeated.Dispose();
    }
}
