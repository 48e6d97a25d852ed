using System.Text;
using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Configuration;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Sql.Commands;

/// <summary>The statement that would make a table or view again: SHOW CREATE TABLE.</summary>
static class TableText
{
    public static string Of(ShowCreateTable show, SessionState session, QueryRunner runner)
    {
        var name = Statements.NameOf(show.Table, runner);
        if (session.Catalog.FindTemporaryView(name) != null)
            throw Statements.Error("EXPECT_PERMANENT_VIEW_NOT_TEMP", ("viewName", SqlIdentifier.Quote(name)), ("operation", "SHOW CREATE TABLE"));
        var table = Tables.Get(name, session);
        if (table.Type == CatalogTableType.View) return View(table);
        if (show.AsSerde) throw Statements.Error("UNSUPPORTED_SHOW_CREATE_TABLE.ON_DATA_SOURCE_TABLE_WITH_AS_SERDE", ("tableName", SqlIdentifier.Quote(table.Name)));
        return Table(table);
    }

    private static string Table(CatalogTable table)
    {
        var text = new StringBuilder("CREATE TABLE ").AppendJoin('.', table.Name.Select(SqlIdentifier.QuoteIfNeeded)).Append(" (\n  ");
        text.AppendJoin(",\n  ", table.Schema.Fields.Select(Column)).Append(")\n");
        text.Append("USING ").Append(table.Provider).Append('\n');
        Append(text, "OPTIONS", table.Options.Where(o => !o.Key.Equals("path", StringComparison.OrdinalIgnoreCase)).OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => KeyValuePair.Create(o.Key, Redaction.Value(o.Key, o.Value))));
        if (table.PartitionColumns.Count > 0) text.Append("PARTITIONED BY (").AppendJoin(", ", table.PartitionColumns.Select(SqlIdentifier.QuoteIfNeeded)).Append(")\n");
        if (table.Buckets is { } buckets)
        {
            text.Append("CLUSTERED BY (").AppendJoin(", ", buckets.Columns.Select(SqlIdentifier.QuoteIfNeeded)).Append(")\n");
            if (buckets.SortColumns.Count > 0) text.Append("SORTED BY (").AppendJoin(", ", buckets.SortColumns.Select(SqlIdentifier.QuoteIfNeeded)).Append(")\n");
            text.Append("INTO ").Append(buckets.Count).Append(" BUCKETS\n");
        }
        if (table.Properties.Get("clusteringColumns") is { } clustering)
            text.Append("CLUSTER BY (").AppendJoin(", ", System.Text.Json.JsonSerializer.Deserialize<string[][]>(clustering)!.Select(c => string.Join('.', c.Select(SqlIdentifier.QuoteIfNeeded)))).Append(")\n");
        if (table.Comment != null) text.Append("COMMENT '").Append(Escape(table.Comment)).Append("'\n");
        if (table.Collation != null) text.Append("DEFAULT COLLATION ").Append(table.Collation).Append('\n');
        if (table.Type == CatalogTableType.External && table.Location != null) text.Append("LOCATION '").Append(Escape(table.Location)).Append("'\n");
        Append(text, "TBLPROPERTIES", TableDetails.Shown(table).Where(p => p.Key != "clusteringColumns"));
        return text.ToString();
    }

    private static string Column(StructField field)
    {
        var text = new StringBuilder(SqlIdentifier.QuoteIfNeeded(field.Name)).Append(' ').Append(TypeText(field.DataType));
        if (!field.Nullable) text.Append(" NOT NULL");
        if (TableDefinitions.Text(field, TableDefinitions.CurrentDefault) is { } value) text.Append(" DEFAULT ").Append(value);
        if (field.Comment is { } comment) text.Append(" COMMENT '").Append(Escape(comment)).Append('\'');
        return text.ToString();
    }

    // Strings say how they compare.
    private static string TypeText(DataType type) => type switch
    {
        StringType or CharType or VarcharType => $"{type.Sql} COLLATE UTF8_BINARY",
        ArrayType a => $"ARRAY<{TypeText(a.ElementType)}>",
        MapType m => $"MAP<{TypeText(m.KeyType)}, {TypeText(m.ValueType)}>",
        StructType s => $"STRUCT<{string.Join(", ", s.Fields.Select(f => $"{SqlIdentifier.QuoteIfNeeded(f.Name)}: {TypeText(f.DataType)}{(f.Nullable ? "" : " NOT NULL")}"))}>",
        _ => type.Sql,
    };

    private static string View(CatalogTable view)
    {
        var text = new StringBuilder("CREATE VIEW ").AppendJoin('.', view.Name.Skip(1).Select(SqlIdentifier.QuoteIfNeeded)).Append(" (\n  ");
        text.AppendJoin(",\n  ", view.Schema.Fields.Select(f => SqlIdentifier.QuoteIfNeeded(f.Name) + (f.Comment is { } c ? $" COMMENT '{Escape(c)}'" : ""))).Append(")\n");
        if (view.Comment != null) text.Append("COMMENT '").Append(Escape(view.Comment)).Append("'\n");
        if (view.Collation != null) text.Append("DEFAULT COLLATION ").Append(view.Collation).Append('\n');
        Append(text, "TBLPROPERTIES", TableDetails.Shown(view));
        text.Append("WITH SCHEMA ").Append(TableDetails.SchemaMode(view)).Append('\n');
        return text.Append("AS ").Append(view.ViewText).Append('\n').ToString();
    }

    private static void Append(StringBuilder text, string clause, IEnumerable<KeyValuePair<string, string>> entries)
    {
        var all = entries.ToList();
        if (all.Count > 0) text.Append(clause).Append(" (\n  ").AppendJoin(",\n  ", all.Select(e => $"'{Escape(e.Key)}' = '{Escape(e.Value)}'")).Append(")\n");
    }

    private static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);
}
