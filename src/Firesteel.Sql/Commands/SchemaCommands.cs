using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.FileSystems;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Sql.Commands;

/// <summary>CREATE, ALTER, DROP, USE and COMMENT ON of databases.</summary>
static class SchemaCommands
{
    public static void Register()
    {
        CommandExecutor.Register<CreateSchema>(Create);
        CommandExecutor.Register<AlterSchema>(Alter);
        CommandExecutor.Register<DropSchema>(Drop);
        CommandExecutor.Register<UseSchema>(Use);
        CommandExecutor.Register<SetCatalog>((set, session, _) =>
        {
            session.Catalog.Catalog(set.Name);
            session.Catalog.Use([set.Name]);
            return CommandExecutor.Nothing;
        });
    }

    private static QueryResult Create(CreateSchema create, SessionState session, QueryRunner runner)
    {
        var name = FullName(create.Name, session, runner);
        var catalog = session.Catalog.Catalog(name[0]);
        if (catalog.FindDatabase(name[1]) != null)
            return create.IfNotExists ? CommandExecutor.Nothing : throw Statements.Error("SCHEMA_ALREADY_EXISTS", ("schemaName", SqlIdentifier.Quote(name.Count > 1 && name[0] == SessionCatalog.DefaultCatalogName ? [name[^1]] : name)));
        if (create.Location is { Length: 0 }) throw Statements.Error("INVALID_EMPTY_LOCATION", ("location", ""));
        var location = create.Location != null ? FileSystemRegistry.Qualify(create.Location) : FileSystemRegistry.Qualify($"{session.Engine.Warehouse}/{name[1].ToLowerInvariant()}.db");
        var (system, path) = FileSystemRegistry.Resolve(location);
        system.MakeFolders(path);
        catalog.CreateDatabase(new CatalogDatabase([name[0], name[1].ToLowerInvariant()], location) { Comment = create.Comment, Properties = create.Properties, Owner = session.CurrentUser });
        return CommandExecutor.Nothing;
    }

    private static QueryResult Alter(AlterSchema alter, SessionState session, QueryRunner runner)
    {
        var name = FullName(alter.Name, session, runner);
        var database = Tables.Database(name, session);
        if (alter.Set is { } set) database = database with { Properties = new(database.Properties.Concat(set)) };
        if (alter.Unset is { } unset) database = database with { Properties = new(database.Properties.Where(p => !unset.Contains(p.Key))) };
        if (alter.Location is { } location)
        {
            if (location.Length == 0) throw Statements.Error("INVALID_EMPTY_LOCATION", ("location", ""));
            database = database with { Location = FileSystemRegistry.Qualify(location) };
        }
        session.Catalog.Catalog(name[0]).AlterDatabase(database);
        return CommandExecutor.Nothing;
    }

    private static QueryResult Drop(DropSchema drop, SessionState session, QueryRunner runner)
    {
        var name = FullName(drop.Name, session, runner);
        var catalog = session.Catalog.Catalog(name[0]);
        if (catalog.FindDatabase(name[1]) is not { } database)
            return drop.IfExists ? CommandExecutor.Nothing : throw SessionCatalog.SchemaNotFound(name);
        if (name[1].Equals(SessionCatalog.DefaultDatabase, StringComparison.OrdinalIgnoreCase))
            throw Statements.Error("UNSUPPORTED_FEATURE.DROP_DATABASE", ("database", SqlIdentifier.Quote(name)));
        var tables = catalog.Tables(name[1]).ToList();
        if (!drop.Cascade && (tables.Count > 0 || catalog.Functions(name[1]).Any()))
            throw Statements.Error("SCHEMA_NOT_EMPTY", ("schemaName", SqlIdentifier.Quote(name[1])));
        foreach (var table in tables.Select(t => catalog.FindTable(name[1], t)).OfType<CatalogTable>())
            if (table is { Type: CatalogTableType.Managed, Location: { } location }) Tables.DeleteFiles(location);
        catalog.DropDatabase(name[1]);
        Tables.DeleteFiles(database.Location);
        return CommandExecutor.Nothing;
    }

    private static QueryResult Use(UseSchema use, SessionState session, QueryRunner runner)
    {
        var name = Statements.NameOf(use.Name, runner);
        if (name.Count > 2) throw Statements.Error("REQUIRES_SINGLE_PART_NAMESPACE", ("sessionCatalog", session.CurrentCatalog), ("identifier", SqlIdentifier.Quote(name)));
        if (name.Count == 2 && session.Catalog.FindCatalog(name[0]) == null)
            throw Statements.Error("REQUIRES_SINGLE_PART_NAMESPACE", ("sessionCatalog", session.CurrentCatalog), ("identifier", SqlIdentifier.Quote(name)));
        session.Catalog.Use(name);
        return CommandExecutor.Nothing;
    }

    /// <summary>A database's name with its catalog's.</summary>
    public static ValueList<string> FullName(ObjectName name, SessionState session, QueryRunner runner)
    {
        var parts = Statements.NameOf(name, runner);
        if (parts.Count > 2 || parts.Count == 2 && session.Catalog.FindCatalog(parts[0]) == null)
            throw Statements.Error("REQUIRES_SINGLE_PART_NAMESPACE", ("sessionCatalog", session.CurrentCatalog), ("identifier", SqlIdentifier.Quote(parts)));
        return session.Catalog.QualifyDatabase(parts);
    }
}
