using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Connect.Service;
using Firesteel.Foundation.Collections;
using Firesteel.Types;
using Case = Firesteel.Connect.Messages.Catalog.CatTypeOneofCase;
using Proto = Firesteel.Connect.Messages.Catalog;

namespace Firesteel.Connect.Codec;

/// <summary>Requests to the catalog: each runs at once, and its answer is a relation.</summary>
sealed class CatalogDecoder(ConnectSession session)
{
    private static readonly StructType Tables = new StructType([Text("name", false), Text("catalog"), new("namespace", new ArrayType(StringType.Instance)), Text("description"), Text("tableType", false), Flag("isTemporary")]);
    private static readonly StructType Databases = new([Text("name", false), Text("catalog"), Text("description"), Text("locationUri", false)]);
    private static readonly StructType Functions = new([Text("name", false), Text("catalog"), new("namespace", new ArrayType(StringType.Instance)), Text("description"), Text("className"), Flag("isTemporary")]);
    private static readonly StructType Columns = new([Text("name", false), Text("description"), Text("dataType", false), Flag("nullable"), Flag("isPartition"), Flag("isBucket"), Flag("isCluster")]);
    private static readonly StructType Catalogs = new([Text("name", false), Text("description")]);

    private SparkSession Spark => session.Spark;
    private Catalog Catalog => Spark.Catalog;

    public LogicalPlan Run(Proto c)
    {
        switch (c.CatTypeCase)
        {
            case Case.CurrentDatabase: return One(Catalog.CurrentDatabase());
            case Case.SetCurrentDatabase: return Done(() => Catalog.SetCurrentDatabase(c.SetCurrentDatabase.DbName));
            case Case.ListDatabases: return Rows(Databases, Catalog.ListDatabases().Where(d => Matches(d.Name, c.ListDatabases.HasPattern ? c.ListDatabases.Pattern : null)).Select(Row));
            case Case.GetDatabase: return Rows(Databases, [Row(Catalog.GetDatabase(c.GetDatabase.DbName))]);
            case Case.DatabaseExists: return One(Catalog.DatabaseExists(c.DatabaseExists.DbName));
            case Case.ListTables: return Rows(Tables, Catalog.ListTables(c.ListTables.HasDbName ? c.ListTables.DbName : null).Where(t => Matches(t.Name, c.ListTables.HasPattern ? c.ListTables.Pattern : null)).Select(Row));
            case Case.ListViews: return Rows(Tables, Catalog.ListTables(c.ListViews.HasDbName ? c.ListViews.DbName : null).Where(t => t.TableType is "VIEW" or "TEMPORARY" && Matches(t.Name, c.ListViews.HasPattern ? c.ListViews.Pattern : null)).Select(Row));
            case Case.GetTable: return Rows(Tables, [Row(Catalog.GetTable(Name(c.GetTable.TableName, c.GetTable.HasDbName ? c.GetTable.DbName : null)))]);
            case Case.TableExists: return One(Catalog.TableExists(Name(c.TableExists.TableName, c.TableExists.HasDbName ? c.TableExists.DbName : null)));
            case Case.ListFunctions: return Rows(Functions, Catalog.ListFunctions().Where(f => Matches(f.Name, c.ListFunctions.HasPattern ? c.ListFunctions.Pattern : null)).Select(Row));
            case Case.GetFunction: return Function(Name(c.GetFunction.FunctionName, c.GetFunction.HasDbName ? c.GetFunction.DbName : null));
            case Case.FunctionExists: return One(Catalog.FunctionExists(Name(c.FunctionExists.FunctionName, c.FunctionExists.HasDbName ? c.FunctionExists.DbName : null)));
            case Case.ListColumns: return Rows(Columns, Catalog.ListColumns(Name(c.ListColumns.TableName, c.ListColumns.HasDbName ? c.ListColumns.DbName : null))
                .Select(f => new object?[] { f.Name, f.Description, f.DataType, f.Nullable, f.IsPartition, f.IsBucket, false }));
            case Case.CreateTable: return Catalog.CreateTable(c.CreateTable.TableName, c.CreateTable.HasPath ? c.CreateTable.Path : null, c.CreateTable.HasSource ? c.CreateTable.Source : null, Schema(c.CreateTable.Schema), c.CreateTable.Options).Plan;
            case Case.CreateExternalTable: return Catalog.CreateTable(c.CreateExternalTable.TableName, c.CreateExternalTable.HasPath ? c.CreateExternalTable.Path : null, c.CreateExternalTable.HasSource ? c.CreateExternalTable.Source : null, Schema(c.CreateExternalTable.Schema), c.CreateExternalTable.Options).Plan;
            case Case.DropTempView: return One(Catalog.DropTempView(c.DropTempView.ViewName));
            case Case.DropGlobalTempView: return One(Catalog.DropGlobalTempView(c.DropGlobalTempView.ViewName));
            case Case.IsCached: return One(Catalog.IsCached(c.IsCached.TableName));
            case Case.CacheTable: return Done(() => Catalog.CacheTable(c.CacheTable.TableName, c.CacheTable.StorageLevel is { } level ? StorageLevels.Decode(level) : StorageLevel.MemoryAndDisk));
            case Case.UncacheTable: return Done(() => Catalog.UncacheTable(c.UncacheTable.TableName));
            case Case.ClearCache: return Done(Catalog.ClearCache);
            case Case.RefreshTable: return Done(() => Catalog.RefreshTable(c.RefreshTable.TableName));
            case Case.RefreshByPath: return Done(() => { });
            case Case.CurrentCatalog: return One(Catalog.CurrentCatalog());
            case Case.SetCurrentCatalog: return Done(() => Catalog.SetCurrentCatalog(c.SetCurrentCatalog.CatalogName));
            case Case.ListCatalogs: return Rows(Catalogs, Spark.State.Catalog.Catalogs.Where(k => Matches(k.Name, c.ListCatalogs.HasPattern ? c.ListCatalogs.Pattern : null)).Select(k => new object?[] { k.Name, null }));
            case Case.DropTable: return Statement($"DROP TABLE {If(c.DropTable.IfExists)}{c.DropTable.TableName}{(c.DropTable.Purge ? " PURGE" : "")}");
            case Case.DropView: return Statement($"DROP VIEW {If(c.DropView.IfExists)}{c.DropView.ViewName}");
            case Case.CreateDatabase: return Statement($"CREATE DATABASE {(c.CreateDatabase.IfNotExists ? "IF NOT EXISTS " : "")}{c.CreateDatabase.DbName}{Properties(c.CreateDatabase.Properties)}");
            case Case.DropDatabase: return Statement($"DROP DATABASE {If(c.DropDatabase.IfExists)}{c.DropDatabase.DbName}{(c.DropDatabase.Cascade ? " CASCADE" : "")}");
            case Case.RecoverPartitions: return Statement($"ALTER TABLE {c.RecoverPartitions.TableName} RECOVER PARTITIONS");
            case Case.ListPartitions: return Statement($"SHOW PARTITIONS {c.ListPartitions.TableName}");
            case Case.GetTableProperties: return Statement($"SHOW TBLPROPERTIES {c.GetTableProperties.TableName}");
            case Case.GetCreateTableString: return Statement($"SHOW CREATE TABLE {c.GetCreateTableString.TableName}{(c.GetCreateTableString.AsSerde ? " AS SERDE" : "")}");
            case Case.TruncateTable: return Statement($"TRUNCATE TABLE {c.TruncateTable.TableName}");
            case Case.AnalyzeTable: return Statement($"ANALYZE TABLE {c.AnalyzeTable.TableName} COMPUTE STATISTICS{(c.AnalyzeTable.NoScan ? " NOSCAN" : "")}");
            default: throw InvalidPlan.NotSupported("spark.connect.Catalog.cat_type", c.CatTypeCase);
        }
    }

    private static StructField Text(string name, bool nullable = true) => new(name, StringType.Instance, nullable);
    private static StructField Flag(string name) => new(name, BooleanType.Instance, false);
    private static string If(bool exists) => exists ? "IF EXISTS " : "";

    private static string Properties(IEnumerable<KeyValuePair<string, string>> properties)
    {
        var list = properties.Select(p => $"'{Escape(p.Key)}'='{Escape(p.Value)}'").ToList();
        return list.Count == 0 ? "" : $" WITH DBPROPERTIES ({string.Join(", ", list)})";
    }

    private static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);

    private LogicalPlan Statement(string text) => Execution.LocalData.OfResult(Spark, session.Runner(CancellationToken.None).Sql(text)).Plan;

    private static LocalRelation Done(Action action)
    {
        action();
        return Execution.LocalData.OfLiterals(StructType.Empty, []);
    }

    private static LocalRelation One(string value) => Rows(new StructType([Text("value", false)]), [[value]]);
    private static LocalRelation One(bool value) => Rows(new StructType([Flag("value")]), [[value]]);
    private static LocalRelation Rows(StructType schema, IEnumerable<object?[]> rows) => Execution.LocalData.OfLiterals(schema, rows);
    private static StructType? Schema(Messages.DataType? type) => type == null ? null : TypeCodec.Decode(type) as StructType;
    private static string Name(string name, string? database) => database is null ? name : $"{SqlIdentifier.QuoteIfNeeded(database)}.{SqlIdentifier.QuoteIfNeeded(name)}";
    private static NestedValue? Names(IEnumerable<string>? names) => names is null ? null : new NestedValue(new(names.Select(n => (object?)n)));
    private static object?[] Row(Database d) => [d.Name, d.Catalog, d.Description, d.LocationUri];
    private static object?[] Row(Table t) => [t.Name, t.Catalog, Names(t.Namespace), t.Description, t.TableType, t.IsTemporary];
    private static object?[] Row(CatalogFunction f) => [f.Name, null, null, null, null, f.IsTemporary];

    private LocalRelation Function(string name)
    {
        if (!Catalog.FunctionExists(name))
            throw new AnalysisException("UNRESOLVED_ROUTINE", new Dictionary<string, string> { ["routineName"] = SqlIdentifier.Quote(Catalyst.Parser.SqlParser.ParseMultipartIdentifier(name)), ["searchPath"] = $"[`system`.`builtin`, `system`.`session`, `{Catalog.CurrentCatalog()}`.`{Catalog.CurrentDatabase()}`]" });
        return Rows(Functions, [Row(Catalog.ListFunctions().FirstOrDefault(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? new CatalogFunction(name, true))]);
    }

    // * stands for any text, | between alternatives.
    private static bool Matches(string name, string? pattern)
        => pattern is null || pattern.Split('|').Any(p => System.Text.RegularExpressions.Regex.IsMatch(name, $"^{System.Text.RegularExpressions.Regex.Escape(p.Trim()).Replace("\\*", ".*", StringComparison.Ordinal)}$", System.Text.RegularExpressions.RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1)));
}
