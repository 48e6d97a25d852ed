using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Sql.Commands;

/// <summary>DESCRIBE of tables, views, columns, queries and databases.</summary>
static class DescribeCommands
{
    private static readonly StructType Columns = new(new StructField("col_name", StringType.Instance, false), new StructField("data_type", StringType.Instance, false), new StructField("comment", StringType.Instance));
    private static readonly StructType Info = new(new StructField("info_name", StringType.Instance, false), new StructField("info_value", StringType.Instance, false));

    public static void Register()
    {
        CommandExecutor.Register<DescribeTable>(Table);
        CommandExecutor.Register<DescribeQuery>((describe, _, runner) => CommandRows.Of(Columns, Schema(runner.Analyze(describe.Query).Schema)));
        CommandExecutor.Register<DescribeSchema>(Database);
    }

    private static QueryResult Table(DescribeTable describe, SessionState session, QueryRunner runner)
    {
        var name = Statements.NameOf(describe.Name, runner);
        if (session.Catalog.FindTemporaryView(name) is { } temporary)
        {
            if (describe.AsJson) throw Statements.Error("DESCRIBE_JSON_NOT_EXTENDED", ("tableName", name[^1]));
            if (describe.Partition != null) throw Statements.Error("FORBIDDEN_OPERATION", ("statement", "DESC PARTITION"), ("objectType", "TEMPORARY VIEW"), ("objectName", SqlIdentifier.Quote(name[^1])));
            return describe.Column is { } c ? Column(temporary.Schema, c, describe.Extended, null) : CommandRows.Of(Columns, Schema(temporary.Schema));
        }
        var table = Tables.Get(name, session);
        if (describe.AsJson)
        {
            if (!describe.Extended) throw Statements.Error("DESCRIBE_JSON_NOT_EXTENDED", ("tableName", name[^1]));
            return CommandRows.Text(["json_metadata"], [[TableJson.Of(table, session)]]);
        }
        if (describe.Column is { } column) return Column(table.Schema, column, describe.Extended, table);
        var rows = Schema(table.Schema);
        AddPartitioning(table, rows);
        if (describe.Partition is { } partition) AddPartition(table, partition, describe.Extended, rows, session, runner);
        else if (describe.Extended) AddDetails("# Detailed Table Information", TableDetails.Of(table), rows);
        AddDefaults(table, rows);
        return CommandRows.Of(Columns, rows);
    }

    private static List<object?[]> Schema(StructType schema) => [.. schema.Fields.Select(f => new object?[] { f.Name, DeclaredTypes.Of(f).SimpleString, f.Comment })];

    private static void AddPartitioning(CatalogTable table, List<object?[]> rows)
    {
        if (table.PartitionColumns.Count > 0)
        {
            rows.Add(["# Partition Information", "", ""]);
            rows.Add(["# col_name", "data_type", "comment"]);
            rows.AddRange(Schema(new StructType(table.Schema.Fields.Where(f => table.PartitionColumns.Contains(f.Name)))));
        }
        if (table.Properties.Get("clusteringColumns") is not { } clustering) return;
        rows.Add(["# Clustering Information", "", ""]);
        rows.Add(["# col_name", "data_type", "comment"]);
        foreach (var column in System.Text.Json.JsonSerializer.Deserialize<string[][]>(clustering)!)
            if (table.Schema.IndexOf(column[0]) is >= 0 and var at) rows.Add([string.Join('.', column), table.Schema[at].DataType.SimpleString, table.Schema[at].Comment]);
    }

    private static void AddDetails(string title, IEnumerable<(string Name, string Text)> details, List<object?[]> rows)
    {
        rows.Add(["", "", ""]);
        rows.Add([title, "", ""]);
        rows.AddRange(details.Select(d => new object?[] { d.Name, d.Text, "" }));
    }

    private static void AddPartition(CatalogTable table, PartitionSpec spec, bool extended, List<object?[]> rows, SessionState session, QueryRunner runner)
    {
        if (table.Type == CatalogTableType.View) throw Statements.Error("FORBIDDEN_OPERATION", ("statement", "DESC PARTITION"), ("objectType", "VIEW"), ("objectName", SqlIdentifier.Quote(table.Name[^1])));
        var values = PartitionSpecs.ResolveWhole(spec, table, session, runner);
        var present = new ValueMap(values.Select(v => KeyValuePair.Create(v.Key, v.Value!)));
        if (!TablePartitions.Exists(table, present)) throw PartitionCommands.NotFound(table, present);
        if (!extended) return;
        AddDetails("# Detailed Partition Information",
        [
            ("Database", table.Name[1]), ("Table", table.Name[2]), ("Partition Values", $"[{string.Join(", ", present.Select(p => $"{p.Key}={p.Value}"))}]"),
            ("Location", TablePartitions.FolderOf(table, values)), .. TableDetails.Of(table).Where(d => d.Name is "Created Time" or "Last Access"),
        ], rows);
        AddDetails("# Storage Information", TableDetails.Of(table).Where(d => d.Name is "Num Buckets" or "Bucket Columns" or "Sort Columns" or "Location"), rows);
    }

    private static void AddDefaults(CatalogTable table, List<object?[]> rows)
    {
        var defaults = table.Schema.Fields.Where(f => TableDefinitions.Text(f, TableDefinitions.CurrentDefault) != null).ToList();
        if (defaults.Count == 0) return;
        rows.Add(["", "", ""]);
        rows.Add(["# Column Default Values", "", ""]);
        rows.AddRange(defaults.Select(f => new object?[] { f.Name, f.DataType.SimpleString, TableDefinitions.Text(f, TableDefinitions.CurrentDefault) }));
    }

    private static QueryResult Column(StructType schema, ValueList<string> column, bool extended, CatalogTable? table)
    {
        var at = schema.IndexOf(column[0]);
        if (at < 0) throw Statements.Error("COLUMN_NOT_FOUND", ("colName", SqlIdentifier.Quote(column)), ("caseSensitiveConfig", "\"spark.sql.caseSensitive\""));
        if (column.Count > 1) throw Statements.Error("_LEGACY_ERROR_TEMP_1060", ("command", "DESC TABLE COLUMN"), ("column", string.Join('.', column)));
        var field = schema[at];
        var rows = new List<object?[]> { new object?[] { "col_name", field.Name }, new object?[] { "data_type", DeclaredTypes.Of(field).SimpleString }, new object?[] { "comment", field.Comment ?? "NULL" } };
        if (extended)
        {
            foreach (var (shown, kept) in (ReadOnlySpan<(string, string)>)[("min", "min"), ("max", "max"), ("num_nulls", "nullCount"), ("distinct_count", "distinctCount"), ("avg_col_len", "avgLen"), ("max_col_len", "maxLen"), ("histogram", "histogram")])
                rows.Add([shown, table?.Properties.Get($"{TableDetails.ColumnPrefix}{field.Name}.{kept}") ?? "NULL"]);
            if (TableDefinitions.Text(field, TableDefinitions.CurrentDefault) is { } value) rows.Add(["default", value]);
        }
        return CommandRows.Of(Info, rows);
    }

    private static QueryResult Database(DescribeSchema describe, SessionState session, QueryRunner runner)
    {
        var database = Tables.Database(SchemaCommands.FullName(describe.Name, session, runner), session);
        var rows = new List<object?[]>
        {
            new object?[] { "Catalog Name", database.Name[0] }, new object?[] { "Namespace Name", database.Name[^1] }, new object?[] { "Comment", database.Comment ?? "" },
            new object?[] { "Location", Foundation.FileSystems.FileSystemRegistry.Qualify(database.Location) }, new object?[] { "Owner", database.Owner ?? session.CurrentUser },
        };
        if (describe.Extended)
            rows.Add(["Properties", database.Properties.Count == 0 ? "" : $"({string.Join(", ", database.Properties.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"({p.Key},{p.Value})"))})"]);
        return CommandRows.Of(new StructType(Info[0], Info[1] with { Nullable = true }), rows);
    }
}
