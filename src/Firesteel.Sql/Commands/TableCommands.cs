using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.FileSystems;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Sql.Commands;

/// <summary>CREATE TABLE in all its forms, and DROP TABLE.</summary>
static class TableCommands
{
    public static void Register()
    {
        CommandExecutor.Register<CreateTable>(Create);
        CommandExecutor.Register<CreateTableLike>(CreateLike);
        CommandExecutor.Register<DropTable>(Drop);
    }

    private static QueryResult Create(CreateTable create, SessionState session, QueryRunner runner)
    {
        var name = Tables.Qualify(Statements.NameOf(create.Name, runner), session);
        if (create.Mode is TableCreation.Replace or TableCreation.CreateOrReplace)
            throw Tables.Unsupported(name, create.Query == null ? "REPLACE TABLE" : "REPLACE TABLE AS SELECT");
        var query = create.Query == null ? null : runner.Analyze(create.Query);
        if (session.Catalog.FindTable(name) != null)
        {
            if (create.Mode == TableCreation.CreateIfNotExists) return CommandExecutor.Nothing;
            throw Statements.Error("TABLE_OR_VIEW_ALREADY_EXISTS", ("relationName", SqlIdentifier.Quote(name)));
        }
        var table = TableDefinitions.Define(name, create, query, session);
        if (query == null)
        {
            session.Catalog.CreateTable(table, replace: false);
            return CommandExecutor.Nothing;
        }
        CheckEmpty(table, session);
        session.Catalog.CreateTable(table, replace: false);
        try
        {
            TableWriter.Write(table, ReorderForPartitions(query, table), TableWriter.Mode.Append, ValueMap.Empty, session, runner);
        }
        catch
        {
            session.Catalog.Catalog(name[0]).DropTable(name[1], name[2]);
            if (table.Type == CatalogTableType.Managed) Tables.DeleteFiles(table.Location!);
            throw;
        }
        return CommandExecutor.Nothing;
    }

    // Partition columns are last in the table, wherever the query has them.
    private static LogicalPlan ReorderForPartitions(LogicalPlan query, CatalogTable table)
        => table.PartitionColumns.Count == 0 ? query
         : new Project(new(table.Schema.Fields.Select(f => (Expression)query.Output.First(o => o.Name.Equals(f.Name, StringComparison.OrdinalIgnoreCase)))), query);

    private static void CheckEmpty(CatalogTable table, SessionState session)
    {
        var (system, path) = FileSystemRegistry.Resolve(table.Location!);
        if (system.GetStatus(path) != null && system.List(path).Count > 0)
            throw Statements.Error("LOCATION_ALREADY_EXISTS", ("location", $"'{table.Location}'"), ("identifier", SqlIdentifier.Quote(table.Name)));
    }

    private static QueryResult CreateLike(CreateTableLike create, SessionState session, QueryRunner runner)
    {
        var name = Tables.Qualify(Statements.NameOf(create.Name, runner), session);
        var sourceName = Statements.NameOf(create.Source, runner);
        var source = session.Catalog.FindTemporaryView(sourceName) is { } view
            ? view.Table ?? new CatalogTable([session.CurrentCatalog, session.CurrentDatabase, sourceName[^1]], CatalogTableType.View, view.Schema)
            : Tables.Get(sourceName, session);
        if (session.Catalog.FindTable(name) != null)
        {
            if (create.IfNotExists) return CommandExecutor.Nothing;
            throw Statements.Error("TABLE_OR_VIEW_ALREADY_EXISTS", ("relationName", SqlIdentifier.Quote(name)));
        }
        var spec = create.Spec;
        var provider = spec.Provider ?? (source.Type == CatalogTableType.View ? session.Conf("spark.sql.sources.default") : source.Provider);
        session.Catalog.CreateTable(new CatalogTable(Tables.Stored(name), spec.Location == null ? CatalogTableType.Managed : CatalogTableType.External, source.Schema)
        {
            Provider = provider,
            Location = spec.Location == null ? Tables.DefaultLocation(name, session) : FileSystemRegistry.Qualify(spec.Location),
            PartitionColumns = source.PartitionColumns,
            Buckets = source.Buckets,
            Properties = spec.Properties,
            Options = source.Options,
            Comment = source.Comment,
            Owner = session.CurrentUser,
            CreatedMicros = session.QueryTimeMicros,
        }, replace: false);
        return CommandExecutor.Nothing;
    }

    private static QueryResult Drop(DropTable drop, SessionState session, QueryRunner runner)
    {
        var name = Statements.NameOf(drop.Name, runner);
        if (session.Catalog.FindTemporaryView(name) is { } view)
        {
            (view.Name.Count > 1 ? session.Catalog.GlobalViews : session.Catalog.Views).Drop(name[^1]);
            return CommandExecutor.Nothing;
        }
        var full = Tables.Qualify(name, session);
        if (session.Catalog.FindTable(full) is not { } table)
            return drop.IfExists ? CommandExecutor.Nothing : throw Tables.NotFound(name, session);
        session.Catalog.Catalog(full[0]).DropTable(full[1], full[2]);
        if (table is { Type: CatalogTableType.Managed, Location: { } location }) Tables.DeleteFiles(location);
        return CommandExecutor.Nothing;
    }
}
