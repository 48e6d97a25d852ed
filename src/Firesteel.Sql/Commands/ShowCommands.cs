using System.Text;
using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Sql.Commands;

/// <summary>SHOW of tables, views, databases, columns, properties and catalogs.</summary>
static class ShowCommands
{
    public static void Register()
    {
        CommandExecutor.Register<ShowTables>(ShowTables);
        CommandExecutor.Register<ShowViews>(ShowViews);
        CommandExecutor.Register<ShowSchemas>(ShowSchemas);
        CommandExecutor.Register<ShowColumns>(ShowColumns);
        CommandExecutor.Register<ShowTableProperties>(ShowProperties);
        CommandExecutor.Register<ShowCreateTable>((show, session, runner) => CommandRows.Text(["createtab_stmt"], [[TableText.Of(show, session, runner)]]));
        CommandExecutor.Register<ShowCatalogs>((show, session, _) => CommandRows.Text(["catalog"], Rows(Matching(session.Catalog.Catalogs.Select(c => c.Name), show.Pattern))));
        CommandExecutor.Register<ShowCurrentSchema>((_, session, _) => CommandRows.Text(["catalog", "namespace"], [[session.CurrentCatalog, session.CurrentDatabase]]));
        CommandExecutor.Register<ShowCollations>(ShowCollations);
    }

    /// <summary>Whether a name fits a pattern of SHOW: alternatives between bars, a star for any text, letters of any case.</summary>
    public static IEnumerable<string> Matching(IEnumerable<string> names, string? pattern)
    {
        if (pattern == null) return names;
        var alternatives = pattern.Trim().Split('|').Select(p => new System.Text.RegularExpressions.Regex(
            "^(?:" + p.Trim().Replace("*", ".*", StringComparison.Ordinal) + ")$", System.Text.RegularExpressions.RegexOptions.IgnoreCase)).ToList();
        return names.Where(n => alternatives.Exists(a => a.IsMatch(n)));
    }

    // Those of the session are seen from everywhere, global ones where their database is asked for.
    private static List<(string Place, string Name)> TemporaryViews(SessionState session, bool isGlobal, string? pattern) =>
    [
        .. isGlobal ? Matching(session.Catalog.GlobalViews.All.Select(v => v.Name[^1]).ToList(), pattern).Select(n => (SessionCatalog.GlobalTemporary, n)) : [],
        .. Matching(session.Catalog.Views.All.Select(v => v.Name[^1]).ToList(), pattern).Select(n => ("", n)),
    ];

    private static QueryResult ShowTables(ShowTables show, SessionState session, QueryRunner runner)
    {
        var database = DatabaseOf(show.Namespace, session, runner, out var isGlobal);
        var rows = new List<object?[]>();
        if (!isGlobal)
        {
            var catalog = session.Catalog.Catalog(database[0]);
            foreach (var name in Matching(catalog.Tables(database[1]), show.Pattern).ToList())
                if (catalog.FindTable(database[1], name) is { } table) rows.Add(Row(database[1], name, false, () => show.Partition == null ? Describe(table) : DescribePartition(table, show.Partition, session, runner)));
        }
        foreach (var (place, view) in TemporaryViews(session, isGlobal, show.Pattern))
            rows.Add(Row(place, view, true, () => $"Catalog: {session.CurrentCatalog}\nDatabase: {place}\nTable: {view}\nType: VIEW\n"));
        var schema = new List<StructField> { new("namespace", StringType.Instance, false), new("tableName", StringType.Instance, false), new("isTemporary", BooleanType.Instance, false) };
        if (show.Extended) schema.Add(new StructField("information", StringType.Instance, false));
        return CommandRows.Of(new StructType(schema), rows);

        object?[] Row(string space, string name, bool temporary, Func<string> information) => show.Extended ? [space, name, temporary, information()] : [space, name, temporary];
    }

    private static string Describe(CatalogTable table)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in TableDetails.Of(table)) text.Append(name).Append(": ").Append(value).Append('\n');
        if (table.PartitionColumns.Count > 0) text.Append("Partition Columns: [").AppendJoin(", ", table.PartitionColumns.Select(SqlIdentifier.Quote)).Append("]\n");
        text.Append("Schema: root\n");
        foreach (var field in table.Schema.Fields) TreeOf(field, " |-- ", text);
        return text.Append('\n').ToString();
    }

    private static void TreeOf(StructField field, string indent, StringBuilder text)
    {
        var type = Catalyst.Analysis.CheckCasts.WithoutLength(field.DataType);
        text.Append(indent).Append(field.Name).Append(": ").Append(type.TypeName).Append(" (nullable = ").Append(field.Nullable ? "true" : "false").Append(")\n");
        if (type is StructType s)
            foreach (var inner in s.Fields) TreeOf(inner, " |   " + indent, text);
    }

    private static string DescribePartition(CatalogTable table, PartitionSpec spec, SessionState session, QueryRunner runner)
    {
        var values = PartitionSpecs.ResolveWhole(spec, table, session, runner);
        return $"Partition Values: [{string.Join(", ", values.Select(v => $"{v.Key}={v.Value}"))}]\nLocation: {TablePartitions.FolderOf(table, values)}\n";
    }

    private static QueryResult ShowViews(ShowViews show, SessionState session, QueryRunner runner)
    {
        var database = DatabaseOf(show.Namespace, session, runner, out var isGlobal);
        var rows = new List<object?[]>();
        if (!isGlobal)
        {
            var catalog = session.Catalog.Catalog(database[0]);
            rows.AddRange(Matching(catalog.Tables(database[1]).Where(t => catalog.FindTable(database[1], t)?.Type == CatalogTableType.View), show.Pattern).Select(n => new object?[] { database[1], n, false }));
        }
        rows.AddRange(TemporaryViews(session, isGlobal, show.Pattern).Select(v => new object?[] { v.Place, v.Name, true }));
        return CommandRows.Of(new StructType(new StructField("namespace", StringType.Instance, false), new StructField("viewName", StringType.Instance, false), new StructField("isTemporary", BooleanType.Instance, false)), rows);
    }

    private static QueryResult ShowSchemas(ShowSchemas show, SessionState session, QueryRunner runner)
    {
        var catalog = session.Catalog.Catalog(show.Parent == null ? session.CurrentCatalog : Statements.NameOf(show.Parent, runner)[0]);
        return CommandRows.Text(["namespace"], Rows(Matching(catalog.Databases().Select(d => d.Name[^1]).Order(StringComparer.Ordinal), show.Pattern)));
    }

    private static QueryResult ShowColumns(ShowColumns show, SessionState session, QueryRunner runner)
    {
        var name = Statements.NameOf(show.Table, runner);
        if (show.Namespace != null)
        {
            var space = Statements.NameOf(show.Namespace, runner);
            if (name.Count > 1 && !name[^2].Equals(space[^1], StringComparison.OrdinalIgnoreCase))
                throw Statements.Error("SHOW_COLUMNS_WITH_CONFLICT_NAMESPACE", ("namespaceA", SqlIdentifier.Quote(space)), ("namespaceB", SqlIdentifier.Quote(name.Take(name.Count - 1))));
            name = [.. space, name[^1]];
        }
        var schema = session.Catalog.FindTemporaryView(name)?.Schema ?? Tables.Get(name, session).Schema;
        return CommandRows.Text(["col_name"], Rows(schema.Fields.Select(f => f.Name)));
    }

    private static QueryResult ShowProperties(ShowTableProperties show, SessionState session, QueryRunner runner)
    {
        var name = Statements.NameOf(show.Table, runner);
        if (session.Catalog.FindTemporaryView(name) != null) return CommandRows.Text(["key", "value"], []);
        var table = Tables.Get(name, session);
        var properties = TableDetails.Shown(table);
        if (show.Key == null) return CommandRows.Text(["key", "value"], properties.Select(p => new object?[] { p.Key, p.Value }));
        var value = properties.Where(p => p.Key == show.Key).Select(p => p.Value).FirstOrDefault() ?? $"Table {string.Join('.', table.Name)} does not have property: {show.Key}";
        return CommandRows.Text(["key", "value"], [[show.Key, value]]);
    }

    private static QueryResult ShowCollations(ShowCollations show, SessionState session, QueryRunner runner)
    {
        string[] names = ["UTF8_BINARY", "UTF8_LCASE", "UTF8_BINARY_RTRIM", "UTF8_LCASE_RTRIM"];
        var schema = new StructType(new StructField("NAME", StringType.Instance, false), new StructField("LANGUAGE", StringType.Instance), new StructField("COUNTRY", StringType.Instance),
            new StructField("ACCENT_SENSITIVITY", StringType.Instance, false), new StructField("CASE_SENSITIVITY", StringType.Instance, false), new StructField("PAD_ATTRIBUTE", StringType.Instance, false), new StructField("ICU_VERSION", StringType.Instance));
        return CommandRows.Of(schema, Matching(names, show.Pattern).Select(n => new object?[]
            { n, null, null, "ACCENT_SENSITIVE", n.Contains("LCASE", StringComparison.Ordinal) ? "CASE_INSENSITIVE" : "CASE_SENSITIVE", n.EndsWith("RTRIM", StringComparison.Ordinal) ? "RTRIM" : "NO_PAD", null }));
    }

    private static ValueList<string> DatabaseOf(ObjectName? name, SessionState session, QueryRunner runner, out bool isGlobal)
    {
        isGlobal = false;
        if (name == null) return [session.CurrentCatalog, session.CurrentDatabase];
        var full = SchemaCommands.FullName(name, session, runner);
        isGlobal = full[1].Equals(SessionCatalog.GlobalTemporary, StringComparison.OrdinalIgnoreCase);
        if (!isGlobal) Tables.Database(full, session);
        return full;
    }

    private static IEnumerable<object?[]> Rows(IEnumerable<string> values) => values.Select(v => new object?[] { v });
}
