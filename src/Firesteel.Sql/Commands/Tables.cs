using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.FileSystems;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Sql.Commands;

/// <summary>Finds what a statement is about in the catalog, and raises the errors where it is not there or is something else.</summary>
static class Tables
{
    public static ValueList<string> Qualify(ValueList<string> name, SessionState session)
    {
        var isCatalog = name.Count > 1 && session.Catalog.FindCatalog(name[0]) != null;
        if (name.Count > 3 || name.Count == 3 && !isCatalog)
            throw Statements.Error("REQUIRES_SINGLE_PART_NAMESPACE", ("sessionCatalog", session.CurrentCatalog), ("identifier", SqlIdentifier.Quote(name)));
        return session.Catalog.Qualify(name);
    }

    /// <summary>A name as the catalog keeps it: names are found whatever their case, and shown in small letters.</summary>
    public static ValueList<string> Stored(ValueList<string> name) => new(name.Select((n, i) => i == 0 ? n : n.ToLowerInvariant()));

    /// <summary>The table or view of that name.</summary>
    public static CatalogTable Get(ObjectName name, SessionState session, QueryRunner runner) => Get(Statements.NameOf(name, runner), session);

    public static CatalogTable Get(ValueList<string> name, SessionState session) => session.Catalog.FindTable(Qualify(name, session)) ?? throw NotFound(name, session);

    /// <summary>A table, not a view, of that name.</summary>
    public static CatalogTable GetTable(ObjectName name, SessionState session, QueryRunner runner, string operation)
    {
        var parts = Statements.NameOf(name, runner);
        if (session.Catalog.FindTemporaryView(parts) != null) throw ExpectedTable(parts, operation);
        var table = Get(parts, session);
        return table.Type == CatalogTableType.View ? throw ExpectedTable(table.Name, operation) : table;
    }

    public static AnalysisException NotFound(ValueList<string> name, SessionState session)
        => Statements.Error("TABLE_OR_VIEW_NOT_FOUND", ("relationName", SqlIdentifier.Quote(name)),
            ("searchPath", $"[`system`.`builtin`, `system`.`session`, {SqlIdentifier.Quote([session.CurrentCatalog, session.CurrentDatabase])}]"));

    public static AnalysisException ExpectedTable(ValueList<string> view, string operation)
        => Statements.Error("EXPECT_TABLE_NOT_VIEW.NO_ALTERNATIVE", ("viewName", SqlIdentifier.Quote(view)), ("operation", operation));

    public static AnalysisException Unsupported(ValueList<string> table, string operation)
        => Statements.Error("UNSUPPORTED_FEATURE.TABLE_OPERATION", ("tableName", SqlIdentifier.Quote(table)), ("operation", operation));

    public static void Put(CatalogTable table, SessionState session) => session.Catalog.Catalog(table.Name[0]).PutTable(table);

    public static CatalogDatabase Database(ValueList<string> name, SessionState session)
    {
        var full = session.Catalog.QualifyDatabase(name);
        return session.Catalog.Catalog(full[0]).FindDatabase(full[^1]) ?? throw SessionCatalog.SchemaNotFound(full);
    }

    /// <summary>Where a managed table's files go: a folder of its name in its database's.</summary>
    public static string DefaultLocation(ValueList<string> name, SessionState session)
    {
        var database = session.Catalog.Catalog(name[0]).FindDatabase(name[1]) ?? throw SessionCatalog.SchemaNotFound([name[0], name[1]]);
        return FileSystemRegistry.Qualify(database.Location.TrimEnd('/') + "/" + name[2].ToLowerInvariant());
    }

    public static void DeleteFiles(string location)
    {
        var (system, path) = FileSystemRegistry.Resolve(location);
        system.Delete(path, recursive: true);
    }
}
