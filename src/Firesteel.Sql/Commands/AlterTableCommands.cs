using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.FileSystems;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Sql.Commands;

/// <summary>ALTER TABLE and ALTER VIEW, as far as the session catalog goes.</summary>
static class AlterTableCommands
{
    public static void Register()
    {
        CommandExecutor.Register<AlterTable>(Alter);
        CommandExecutor.Register<CommentOn>(Comment);
    }

    private static QueryResult Alter(AlterTable alter, SessionState session, QueryRunner runner)
    {
        var name = Statements.NameOf(alter.Name, runner);
        if (alter.Action is AlterTableAction.RenameTo rename) return Rename(name, rename, alter.IsView, session);
        var temporary = session.Catalog.FindTemporaryView(name);
        if (temporary != null && alter.IsView) throw Statements.Error("EXPECT_PERMANENT_VIEW_NOT_TEMP", ("viewName", SqlIdentifier.Quote(name)), ("operation", Operation(alter)));
        if (temporary != null) throw Tables.ExpectedTable(name, Operation(alter));
        var table = Tables.Get(name, session);
        if (alter.IsView && table.Type != CatalogTableType.View) throw Statements.Error("EXPECT_VIEW_NOT_TABLE.USE_ALTER_TABLE", ("tableName", SqlIdentifier.Quote(table.Name)), ("operation", Operation(alter)));
        if (!alter.IsView && table.Type == CatalogTableType.View)
            throw Statements.Error(alter.Action is AlterTableAction.SetProperties or AlterTableAction.UnsetProperties ? "EXPECT_TABLE_NOT_VIEW.USE_ALTER_VIEW" : "EXPECT_TABLE_NOT_VIEW.NO_ALTERNATIVE", ("viewName", SqlIdentifier.Quote(table.Name)), ("operation", Operation(alter)));
        switch (alter.Action)
        {
            case AlterTableAction.SetProperties set:
                var (comment, rest) = Split(set.Properties);
                Tables.Put(table with { Properties = new(table.Properties.Concat(rest)), Comment = comment ?? table.Comment }, session);
                break;
            case AlterTableAction.UnsetProperties unset:
                Tables.Put(table with { Properties = new(table.Properties.Where(p => !unset.Keys.Contains(p.Key))), Comment = unset.Keys.Contains("comment") ? null : table.Comment }, session);
                break;
            case AlterTableAction.AddColumns add: AddColumns(table, add, session); break;
            case AlterTableAction.AlterColumns columns: foreach (var change in columns.Changes) table = AlterColumn(table, change, session); Tables.Put(table, session); break;
            case AlterTableAction.DropColumns: throw Tables.Unsupported(table.Name, "DROP COLUMN");
            case AlterTableAction.RenameColumn: throw Tables.Unsupported(table.Name, "RENAME COLUMN");
            case AlterTableAction.ReplaceColumns: throw Tables.Unsupported(table.Name, "REPLACE COLUMNS");
            case AlterTableAction.AddConstraint: throw Tables.Unsupported(table.Name, "ADD CONSTRAINT");
            case AlterTableAction.DropConstraint: throw Tables.Unsupported(table.Name, "DROP CONSTRAINT");
            case AlterTableAction.SetSerde { Serde: null, Partition: null } serde: Tables.Put(table with { Options = new(table.Options.Concat(serde.Properties)) }, session); break;
            case AlterTableAction.SetSerde: throw Statements.Error("UNSUPPORTED_FEATURE.ALTER_TABLE_SERDE_FOR_DATASOURCE_TABLE", ("tableName", SqlIdentifier.Quote(table.Name)));
            case AlterTableAction.SetLocation { Partition: null } location: Tables.Put(table with { Location = FileSystemRegistry.Qualify(location.Location) }, session); break;
            case AlterTableAction.ClusterBy cluster: Tables.Put(table with { Properties = table.Properties.With("clusteringColumns", System.Text.Json.JsonSerializer.Serialize(cluster.Columns.Select(c => c.ToArray()))) }, session); break;
            case AlterTableAction.SetCollation collation: Tables.Put(table with { Collation = collation.Collation }, session); break;
            default: PartitionCommands.Alter(table, alter.Action, session, runner); break;
        }
        return CommandExecutor.Nothing;
    }

    private static (string? Comment, IEnumerable<KeyValuePair<string, string>> Others) Split(ValueMap properties)
        => (properties.Get("comment"), properties.Where(p => p.Key != "comment"));

    private static QueryResult Rename(ValueList<string> name, AlterTableAction.RenameTo rename, bool isView, SessionState session)
    {
        if (session.Catalog.FindTemporaryView(name) is { } view)
        {
            var views = view.Name.Count > 1 ? session.Catalog.GlobalViews : session.Catalog.Views;
            if (rename.Name.Count > 1) throw Statements.Error("CANNOT_RENAME_ACROSS_SCHEMA", ("type", "view"));
            views.Put(view with { Name = [.. view.Name.Take(view.Name.Count - 1), rename.Name[0]] }, replace: false);
            views.Drop(name[^1]);
            return CommandExecutor.Nothing;
        }
        var table = Tables.Get(name, session);
        if (isView != (table.Type == CatalogTableType.View))
            throw isView ? Statements.Error("EXPECT_VIEW_NOT_TABLE.USE_ALTER_TABLE", ("tableName", SqlIdentifier.Quote(table.Name)), ("operation", "ALTER VIEW ... RENAME TO"))
                : Statements.Error("EXPECT_TABLE_NOT_VIEW.USE_ALTER_VIEW", ("viewName", SqlIdentifier.Quote(table.Name)), ("operation", "ALTER TABLE ... RENAME TO"));
        if (rename.Name.Count > 1 && !rename.Name[^2].Equals(table.Name[1], StringComparison.OrdinalIgnoreCase)) throw Statements.Error("RENAME_TABLE_SOURCE_DESTINATION_DATABASE_MISMATCH", ("db", SqlIdentifier.Quote(table.Name[1])), ("newDb", SqlIdentifier.Quote(rename.Name[^2])));
        var target = rename.Name[^1];
        ValueList<string> full = [table.Name[0], table.Name[1], target];
        if (session.Catalog.FindTable(full) != null) throw Statements.Error("TABLE_OR_VIEW_ALREADY_EXISTS", ("relationName", SqlIdentifier.Quote(full.Skip(1))));
        session.Catalog.Catalog(table.Name[0]).RenameTable(table.Name[1], table.Name[2], target);
        if (table is not { Type: CatalogTableType.Managed, Location: { } location }) return CommandExecutor.Nothing;
        // The files of a managed table lie under its name.
        var moved = Tables.DefaultLocation(full, session);
        var ((system, from), to) = (FileSystemRegistry.Resolve(location), FileSystemRegistry.Resolve(moved).Path);
        if (system.GetStatus(from) != null) system.Rename(from, to);
        Tables.Put(table with { Name = full, Location = moved }, session);
        return CommandExecutor.Nothing;
    }

    private static void AddColumns(CatalogTable table, AlterTableAction.AddColumns add, SessionState session)
    {
        var fields = table.Schema.Fields.ToList();
        foreach (var column in add.Columns)
        {
            if (column.Name.Count > 1 || !column.Definition.Nullable) throw Tables.Unsupported(table.Name, column.Name.Count > 1 ? "ADD COLUMN with qualified column" : "ADD COLUMN with v1 tables cannot specify NOT NULL");
            if (fields.Exists(f => f.Name.Equals(column.Name[0], StringComparison.OrdinalIgnoreCase))) throw Statements.Error("COLUMN_ALREADY_EXISTS", ("columnName", SqlIdentifier.Quote(column.Name[0].ToLowerInvariant())));
            fields.Insert(fields.Count - table.PartitionColumns.Count, TableDefinitions.ToField(column.Definition, "ALTER TABLE ADD COLUMNS", table.Name, session));
        }
        Tables.Put(table with { Schema = new StructType(fields) }, session);
    }

    private static CatalogTable AlterColumn(CatalogTable table, ColumnChange change, SessionState session)
    {
        if (change.Name.Count > 1) throw Tables.Unsupported(table.Name, "ALTER COLUMN with qualified column");
        var at = table.Schema.IndexOf(change.Name[0]);
        if (at < 0) throw Statements.Error("UNRESOLVED_COLUMN.WITH_SUGGESTION", ("objectName", SqlIdentifier.Quote(change.Name)), ("proposal", string.Join(", ", table.Schema.Fields.Select(f => SqlIdentifier.Quote(f.Name)))));
        if (change.Nullable != null) throw Tables.Unsupported(table.Name, "ALTER COLUMN ... SET NOT NULL");
        if (change.Position != null) throw Tables.Unsupported(table.Name, "ALTER COLUMN ... FIRST | AFTER");
        var field = table.Schema[at];
        if (change.Type is { } type && type != field.DataType)
            throw Statements.Error("NOT_SUPPORTED_CHANGE_COLUMN", ("table", SqlIdentifier.Quote(table.Name)), ("originName", SqlIdentifier.Quote(field.Name)), ("originType", AnalysisErrors.Quote(field.DataType)), ("newName", SqlIdentifier.Quote(field.Name)), ("newType", AnalysisErrors.Quote(type)));
        if (change.Comment is { } comment) field = field with { Metadata = field.Metadata.With("comment", TableDefinitions.Quoted(comment)) };
        if (change.Default is { } given)
        {
            DefaultColumns.Check(given, field.Name, CheckCasts.WithoutLength(field.DataType), "ALTER TABLE ALTER COLUMN", session);
            field = field with { Metadata = field.Metadata.With(TableDefinitions.CurrentDefault, TableDefinitions.Quoted(given.Text)) };
        }
        if (change.DropDefault) field = field with { Metadata = new(field.Metadata.Where(m => m.Key != TableDefinitions.CurrentDefault)) };
        return table with { Schema = new StructType(table.Schema.Fields.Select((f, i) => i == at ? field : f)) };
    }

    private static QueryResult Comment(CommentOn on, SessionState session, QueryRunner runner)
    {
        switch (on.Kind.ToUpperInvariant())
        {
            case "TABLE" or "VIEW":
                Tables.Put(Tables.Get(on.Name, session, runner) with { Comment = on.Comment }, session);
                break;
            case "COLUMN":
                var parts = Statements.NameOf(on.Name, runner);
                var table = Tables.Get(new ValueList<string>(parts.Take(parts.Count - 1)), session);
                Tables.Put(AlterColumn(table, new ColumnChange([parts[^1]]) { Comment = on.Comment ?? "" }, session), session);
                break;
            default:
                var database = Tables.Database(SchemaCommands.FullName(on.Name, session, runner), session);
                session.Catalog.Catalog(database.Name[0]).AlterDatabase(database with { Comment = on.Comment });
                break;
        }
        return CommandExecutor.Nothing;
    }

    private static string Operation(AlterTable alter) => $"ALTER {(alter.IsView ? "VIEW" : "TABLE")} ... " + alter.Action switch
    {
        AlterTableAction.SetProperties => "SET TBLPROPERTIES",
        AlterTableAction.UnsetProperties => "UNSET TBLPROPERTIES",
        AlterTableAction.AddColumns => "ADD COLUMNS",
        AlterTableAction.DropColumns => "DROP COLUMNS",
        AlterTableAction.RenameColumn => "RENAME COLUMN",
        AlterTableAction.ReplaceColumns => "REPLACE COLUMNS",
        AlterTableAction.AlterColumns => "ALTER COLUMN",
        AlterTableAction.SetSerde => "SET [SERDE|SERDEPROPERTIES]",
        AlterTableAction.SetLocation => "SET LOCATION ...",
        AlterTableAction.AddPartitions => "ADD PARTITION ...",
        AlterTableAction.DropPartitions => "DROP PARTITION ...",
        AlterTableAction.RenamePartition => "RENAME TO PARTITION",
        _ => "",
    };
}
