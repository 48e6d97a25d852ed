using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Sessions;

namespace Firesteel.Sql.Commands;

/// <summary>CACHE, UNCACHE, CLEAR CACHE and REFRESH: what they name must exist; rows are read anew each time, so that nothing goes stale.</summary>
static class CacheCommands
{
    public static void Register()
    {
        CommandExecutor.Register<CacheTable>(Cache);
        CommandExecutor.Register<UncacheTable>((uncache, session, runner) => uncache.IfExists ? CommandExecutor.Nothing : Exists(uncache.Name, session, runner));
        CommandExecutor.Register<ClearCache>((_, _, _) => CommandExecutor.Nothing);
        CommandExecutor.Register<RefreshTable>((refresh, session, runner) => Exists(refresh.Name, session, runner));
        CommandExecutor.Register<RefreshPath>((_, _, _) => CommandExecutor.Nothing);
    }

    private static QueryResult Cache(CacheTable cache, SessionState session, QueryRunner runner)
    {
        if (cache.Query == null) return Exists(cache.Name, session, runner);
        var view = new CreateView(cache.Name, ViewScope.Temporary, ValueList<ViewColumn>.Empty, cache.Query, cache.Text ?? "", false, false);
        return runner.Run(view);
    }

    private static QueryResult Exists(ObjectName name, SessionState session, QueryRunner runner)
    {
        var parts = Statements.NameOf(name, runner);
        if (session.Catalog.FindTemporaryView(parts) == null) Tables.Get(parts, session);
        return CommandExecutor.Nothing;
    }
}
