using System.Text.RegularExpressions;
using Firesteel.Catalyst.Parser;
using Firesteel.Python.Gateway.Binding;
using Firesteel.Python.Gateway.Java;
using Firesteel.Types;

namespace Firesteel.Python.Gateway.Sql;

/// <summary><c>Catalog</c> and what it lists.</summary>
static class CatalogRoom
{
    public static void Register(ClassTable table)
    {
        table.Class<Catalog>("org.apache.spark.sql.classic.Catalog").Is("org.apache.spark.sql.catalog.Catalog")
            .Get("currentCatalog", c => c.CurrentCatalog())
            .Do("setCurrentCatalog", (c, a) => c.SetCurrentCatalog(a.Text(0)))
            .Call("listCatalogs", (c, a) => List(c.Session.State.Catalog.Catalogs.Select(k => (k.Name, (object)new CatalogName(k.Name))), a, 0))
            .Get("currentDatabase", c => c.CurrentDatabase())
            .Do("setCurrentDatabase", (c, a) => c.SetCurrentDatabase(a.Text(0)))
            .Call("listDatabases", (c, a) => List(c.ListDatabases().Select(d => (d.Name, (object)d)), a, 0))
            .Call("getDatabase", (c, a) => c.GetDatabase(a.Text(0)))
            .Call("databaseExists", (c, a) => c.DatabaseExists(a.Text(0)))
            .Do("createDatabase", (c, a) => Run(c, $"CREATE DATABASE {(a.Bool(1) ? "IF NOT EXISTS " : "")}{a.Text(0)}{Properties(a.TextMap(2))}"))
            .Do("dropDatabase", (c, a) => Run(c, $"DROP DATABASE {If(a.Bool(1))}{a.Text(0)}{(a.Bool(2) ? " CASCADE" : "")}"))
            .Call("listTables", (c, a) => List(c.ListTables(a.Count > 0 ? a.Text(0) : null).Select(t => (t.Name, (object)t)), a, 1))
            .Call("listViews", (c, a) => List(c.ListTables(a.Count > 0 ? a.Text(0) : null).Where(t => t.TableType is "VIEW" or "TEMPORARY").Select(t => (t.Name, (object)t)), a, 1))
            .Call("getTable", (c, a) => c.GetTable(Name(a)))
            .Call("tableExists", (c, a) => c.TableExists(Name(a)))
            .Do("dropTable", (c, a) => Run(c, $"DROP TABLE {If(a.Bool(1))}{a.Text(0)}{(a.Bool(2) ? " PURGE" : "")}"))
            .Do("dropView", (c, a) => Run(c, $"DROP VIEW {If(a.Bool(1))}{a.Text(0)}"))
            .Do("truncateTable", (c, a) => Run(c, $"TRUNCATE TABLE {a.Text(0)}"))
            .Do("analyzeTable", (c, a) => Run(c, $"ANALYZE TABLE {a.Text(0)} COMPUTE STATISTICS{(a.Bool(1) ? " NOSCAN" : "")}"))
            .Call("getTableProperties", (c, a) => c.Session.Sql($"SHOW TBLPROPERTIES {a.Text(0)}").Collect().ToDictionary(r => r[0]!, r => r[1]))
            .Call("getCreateTableString", (c, a) => c.Session.Sql($"SHOW CREATE TABLE {a.Text(0)}{(a.Bool(1) ? " AS SERDE" : "")}").Collect()[0][0])
            .Call("listPartitions", (c, a) => new CatalogRows([.. c.Session.Sql($"SHOW PARTITIONS {a.Text(0)}").Collect().Select(r => (object)new CatalogPartition((string)r[0]!))]))
            .Call("listColumns", (c, a) => new CatalogRows([.. c.ListColumns(Name(a))]))
            .Call("listFunctions", (c, a) => List(c.ListFunctions().Select(f => (f.Name, (object)f)), a, 1))
            .Call("getFunction", (c, a) => Function(c, Name(a)))
            .Call("functionExists", (c, a) => c.FunctionExists(Name(a)))
            .Call("createTable", CreateTable)
            .Call("createExternalTable", CreateTable)
            .Call("dropTempView", (c, a) => c.DropTempView(a.Text(0)))
            .Call("dropGlobalTempView", (c, a) => c.DropGlobalTempView(a.Text(0)))
            .Call("isCached", (c, a) => c.IsCached(a.Text(0)))
            .Do("cacheTable", (c, a) => c.CacheTable(a.Text(0), a.Count > 1 ? a.Of<StorageLevel>(1) : StorageLevel.MemoryAndDisk))
            .Do("uncacheTable", (c, a) => c.UncacheTable(a.Text(0)))
            .Do("clearCache", (c, _) => c.ClearCache())
            .Do("refreshTable", (c, a) => c.RefreshTable(a.Text(0)))
            .Get("getCurrentDatabase", c => c.CurrentDatabase())
            .Do("refreshByPath", (_, a) => a.Text(0))
            .Do("recoverPartitions", (c, a) => Run(c, $"ALTER TABLE {a.Text(0)} RECOVER PARTITIONS"));

        table.Class<CatalogRows>("org.apache.spark.sql.classic.CatalogRows").Get("toLocalIterator", r => new JavaIterator(r.Rows)).Get("collect", r => r.Rows.ToArray()).Get("collectAsList", r => JavaValues.List(r.Rows)).Get("count", r => (long)r.Rows.Count).Get("isEmpty", r => r.Rows.Count == 0);
        table.Class<CatalogName>("org.apache.spark.sql.catalog.CatalogMetadata").Get("name", c => c.Name).Get("description", _ => null);
        table.Class<CatalogPartition>("org.apache.spark.sql.catalog.CatalogTablePartition").Get("partition", p => p.Partition).Get("name", p => p.Partition);
        table.Class<Database>("org.apache.spark.sql.catalog.Database")
            .Get("name", d => d.Name).Get("catalog", d => d.Catalog).Get("description", d => d.Description).Get("locationUri", d => d.LocationUri);
        table.Class<Table>("org.apache.spark.sql.catalog.Table")
            .Get("name", t => t.Name).Get("catalog", t => t.Catalog).Get("namespace", t => t.Namespace?.ToArray<object>()).Get("database", t => t.Database)
            .Get("description", t => t.Description).Get("tableType", t => t.TableType).Get("isTemporary", t => t.IsTemporary);
        table.Class<CatalogColumn>("org.apache.spark.sql.catalog.Column")
            .Get("name", c => c.Name).Get("description", c => c.Description).Get("dataType", c => c.DataType).Get("nullable", c => c.Nullable)
            .Get("isPartition", c => c.IsPartition).Get("isBucket", c => c.IsBucket).Get("isCluster", _ => false);
        table.Class<CatalogFunction>("org.apache.spark.sql.catalog.Function")
            .Get("name", f => f.Name).Get("catalog", _ => null).Get("namespace", _ => null).Get("description", _ => "").Get("className", f => $"org.apache.spark.sql.catalyst.expressions.{f.Name}").Get("isTemporary", f => f.IsTemporary);
    }

    private static string If(bool exists) => exists ? "IF EXISTS " : "";
    private static void Run(Catalog catalog, string statement) => catalog.Session.Sql(statement);
    private static string Name(Arguments a) => a.Count > 1 ? $"{SqlIdentifier.QuoteIfNeeded(a.Text(0))}.{SqlIdentifier.QuoteIfNeeded(a.Text(1))}" : a.Text(0);

    private static string Properties(Dictionary<string, string> properties)
        => properties.Count == 0 ? "" : $" WITH DBPROPERTIES ({string.Join(", ", properties.Select(p => $"'{Escape(p.Key)}'='{Escape(p.Value)}'"))})";

    private static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);

    private static object CreateTable(Catalog catalog, Arguments a)
    {
        // name, source, [schema,] description, options
        var schema = a.Is<StructType>(2) ? a.Of<StructType>(2) : null;
        var options = a.TextMap(a.Count - 1);
        string? path = null;
        if (options.Keys.FirstOrDefault(k => k.Equals("path", StringComparison.OrdinalIgnoreCase)) is { } key) options.Remove(key, out path);
        return catalog.CreateTable(a.Text(0), path, a.OrNull<string>(1), schema, options);
    }

    private static CatalogFunction Function(Catalog catalog, string name)
    {
        if (!catalog.FunctionExists(name))
            throw new AnalysisException("UNRESOLVED_ROUTINE", new Dictionary<string, string> { ["routineName"] = SqlIdentifier.Quote(SqlParser.ParseMultipartIdentifier(name)), ["searchPath"] = $"[`system`.`builtin`, `system`.`session`, `{catalog.CurrentCatalog()}`.`{catalog.CurrentDatabase()}`]" });
        return catalog.ListFunctions().FirstOrDefault(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? new CatalogFunction(name, true);
    }

    private static CatalogRows List(IEnumerable<(string Name, object Row)> rows, Arguments a, int pattern)
        => new([.. rows.Where(r => a.Count <= pattern || Matches(r.Name, a.Text(pattern))).Select(r => r.Row)]);

    // * stands for any text, | between alternatives.
    private static bool Matches(string name, string pattern)
        => pattern.Split('|').Any(p => Regex.IsMatch(name, $"^{Regex.Escape(p.Trim()).Replace("\\*", ".*", StringComparison.Ordinal)}$", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1)));

    private sealed record CatalogRows(List<object> Rows);
    private sealed record CatalogName(string Name);
    private sealed record CatalogPartition(string Partition);
}
