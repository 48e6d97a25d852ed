using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Sessions;

namespace Firesteel.Sql.Commands;

/// <summary>CACHE, UNCACHE, CLEAR CACHE and REFRESH. Kept rows are found by what a plan computes, a table's files among it, so that nothing goes stale.</summary>
static class CacheCommands
{
    public static void Register()
    {
        CommandExecutor.Register<CacheTable>(Cache);
        CommandExecutor.Register<UncacheTable>(Uncache);
        CommandExecutor.Register<ClearCache>((_, session, _) =>
        {
            session.Engine.Kept?.Clear();
            return CommandExecutor.Nothing;
        });
        CommandExecutor.Register<RefreshTable>((refresh, session, runner) =>
        {
            Named(refresh.Name, session, runner);
            return CommandExecutor.Nothing;
        });
        CommandExecutor.Register<RefreshPath>((_, _, _) => CommandExecutor.Nothing);
    }

    private static QueryResult Cache(CacheTable cache, SessionState session, QueryRunner runner)
    {
        if (cache.Query != null) runner.Run(new CreateView(cache.Name, ViewScope.Temporary, ValueList<ViewColumn>.Empty, cache.Query, cache.Text ?? "", false, false)).Dispose();
        var name = Named(cache.Name, session, runner);
        session.Engine.Kept?.Keep(name, runner.Analyze(new UnresolvedRelation(name)), cache.IsLazy, session, runner);
        return CommandExecutor.Nothing;
    }

    private static QueryResult Uncache(UncacheTable uncache, SessionState session, QueryRunner runner)
    {
        try
        {
            var name = Named(uncache.Name, session, runner);
            session.Engine.Kept?.Drop(name, runner.Analyze(new UnresolvedRelation(name)));
        }
        catch (AnalysisException e) when (uncache.IfExists && e.Condition.StartsWith("TABLE_OR_VIEW_NOT_FOUND", StringComparison.Ordinal))
        {
            // That is what IF EXISTS is for.
        }
        return CommandExecutor.Nothing;
    }

    // What is named must exist.
    private static ValueList<string> Named(ObjectName name, SessionState session, QueryRunner runner)
    {
        var parts = Statements.NameOf(name, runner);
        if (session.Catalog.FindTemporaryView(parts) == null) Tables.Get(parts, session);
        return parts;
    }
}
