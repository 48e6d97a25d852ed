using Firesteel.Catalyst.Expressions;
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
            session.Engine.Cache.Clear();
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
        var level = LevelOf(cache.Options);
        if (cache.Query != null) runner.Run(new CreateView(cache.Name, ViewScope.Temporary, ValueList<ViewColumn>.Empty, cache.Query, cache.Text ?? "", false, false)).Dispose();
        var name = Named(cache.Name, session, runner);
        var plan = runner.Analyze(new UnresolvedRelation(name));
        session.Engine.Cache.Add(plan, session, level, name);
        if (!cache.IsLazy) runner.Run(new Aggregate([], [new Alias(new UnresolvedFunction(["count"], [Literal.Of(1)]), "count")], plan)).Dispose();
        return CommandExecutor.Nothing;
    }

    private static QueryResult Uncache(UncacheTable uncache, SessionState session, QueryRunner runner)
    {
        try
        {
            var name = Named(uncache.Name, session, runner);
            session.Engine.Cache.RemoveNamed(name, runner.Analyze(new UnresolvedRelation(name)));
        }
        catch (AnalysisException e) when (uncache.IfExists && e.Condition.StartsWith("TABLE_OR_VIEW_NOT_FOUND", StringComparison.Ordinal))
        {
            // That is what IF EXISTS is for.
        }
        return CommandExecutor.Nothing;
    }

    private static StorageLevel LevelOf(ValueMap options)
    {
        var name = options.FirstOrDefault(o => o.Key.Equals("storageLevel", StringComparison.OrdinalIgnoreCase)).Value;
        if (name is null) return StorageLevel.MemoryAndDisk;
        return StorageLevel.Find(name) ?? throw new ArgumentException($"Invalid StorageLevel: {name}");
    }

    // What is named must exist.
    private static ValueList<string> Named(ObjectName name, SessionState session, QueryRunner runner)
    {
        var parts = Statements.NameOf(name, runner);
        if (session.Catalog.FindTemporaryView(parts) == null) Tables.Get(parts, session);
        return parts;
    }
}
