using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.FileSystems;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Sql.Commands;

/// <summary>Checks the clauses of CREATE TABLE and makes the catalog's entry of them.</summary>
static class TableDefinitions
{
    /// <summary>Metadata of a column that holds its DEFAULT, and of the value that rows written before have.</summary>
    public const string CurrentDefault = "CURRENT_DEFAULT";
    public const string ExistsDefault = "EXISTS_DEFAULT";

    public static CatalogTable Define(ValueList<string> name, CreateTable create, LogicalPlan? query, SessionState session)
    {
        var spec = create.Spec;
        var provider = spec.Provider ?? session.Conf("spark.sql.sources.default");
        if (provider.Equals("hive", StringComparison.OrdinalIgnoreCase) || spec.Serde.Count > 0 && spec.Provider == null) throw Statements.Error("NOT_SUPPORTED_COMMAND_WITHOUT_HIVE_SUPPORT", ("cmd", create.Query == null ? "CREATE Hive TABLE" : "CREATE Hive TABLE (AS SELECT)"));
        if (!session.Catalog.Providers.Get(provider).MakesTables) throw NoTables(name, provider);
        var isPath = spec.Options.Where(o => o.Key.Equals("path", StringComparison.OrdinalIgnoreCase)).Select(o => o.Value).FirstOrDefault();
        if (spec.Location != null && isPath != null) throw Statements.Error("_LEGACY_ERROR_TEMP_0032", ("pathOne", spec.Location), ("pathTwo", isPath));
        var location = spec.Location ?? isPath;
        var columns = Columns(name, create, query, location, provider, spec, session);
        var partitions = PartitionColumns(spec, columns, name);
        CheckNames(columns, partitions, session);
        if (columns.Count > 0 && partitions.Count == columns.Count) throw Statements.Error("ALL_PARTITION_COLUMNS_NOT_ALLOWED");
        var ordered = new StructType(columns.Fields.Where(f => !partitions.Contains(f.Name)).Concat(partitions.Select(p => columns.Fields.First(f => f.Name == p))));
        DataSources.FileFormats.Find(provider)?.CheckReadable(new StructType(ordered.Fields.SkipLast(partitions.Count)));
        return new CatalogTable(Tables.Stored(name), location == null ? CatalogTableType.Managed : CatalogTableType.External, ordered)
        {
            Provider = provider,
            Location = location == null ? Tables.DefaultLocation(name, session) : FileSystemRegistry.Qualify(location),
            PartitionColumns = partitions,
            Buckets = Buckets(spec, ordered, partitions, name),
            Properties = ClusterProperties(spec),
            Options = new(spec.Options.Where(o => !o.Key.Equals("path", StringComparison.OrdinalIgnoreCase))),
            Comment = spec.Comment,
            Collation = spec.Collation,
            Owner = session.CurrentUser,
            CreatedMicros = session.QueryTimeMicros,
        };
    }

    private static SparkException NoTables(ValueList<string> name, string provider)
        => new("CANNOT_CREATE_DATA_SOURCE_TABLE.EXTERNAL_METADATA_UNSUPPORTED", new Dictionary<string, string> { ["tableName"] = SqlIdentifier.Quote(Tables.Stored(name).Skip(name.Count - 2)), ["provider"] = provider });

    /// <summary>A column of the catalog, its default in its metadata.</summary>
    public static StructField ToField(ColumnDefinition column, string statement, ValueList<string> table, SessionState session)
    {
        if (column.GeneratedAs != null) throw Tables.Unsupported(table, "generated columns");
        if (column.Identity != null) throw Tables.Unsupported(table, "identity columns");
        var field = column.ToField();
        if (column.Default is not { } given) return field;
        var value = DefaultColumns.Check(given, column.Name, CheckCasts.WithoutLength(column.Type), statement, session);
        return field with { Metadata = field.Metadata.With(CurrentDefault, Quoted(given.Text)).With(ExistsDefault, Quoted(value)) };
    }

    public static string Quoted(string text) => System.Text.Json.JsonSerializer.Serialize(text, TextJson);

    public static string? Text(StructField field, string key)
        => field.Metadata.TryGetValue(key, out var json) ? System.Text.Json.JsonSerializer.Deserialize<string>(json) : null;

    private static readonly System.Text.Json.JsonSerializerOptions TextJson = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static StructType Columns(ValueList<string> name, CreateTable create, LogicalPlan? query, string? location, string provider, TableSpec spec, SessionState session)
    {
        if (query != null) return new StructType(query.Schema.Fields.Select(f => f with { DataType = DeclaredTypes.Of(f), Nullable = true, Metadata = DeclaredTypes.Without(f.Metadata) }));
        if (create.Columns.Count > 0) return new StructType(create.Columns.Select(c => ToField(c, "CREATE TABLE", name, session)));
        // A table over files that are there has the columns that they show.
        if (location == null) return StructType.Empty;
        var (system, path) = FileSystemRegistry.Resolve(location);
        if (system.GetStatus(path) == null) return StructType.Empty;
        return DataSources.FileTableProvider.OpenPaths(provider, [location], spec.Options, null, session.Settings).Schema;
    }

    private static ValueList<string> PartitionColumns(TableSpec spec, StructType columns, ValueList<string> table) => new(spec.Partitioning.Select(p =>
    {
        if (p.Name != "identity") throw Tables.Unsupported(table, "partition transforms");
        var wanted = ((UnresolvedAttribute)p.Arguments[0]).Parts;
        var found = columns.Fields.FirstOrDefault(f => f.Name.Equals(wanted[^1], StringComparison.OrdinalIgnoreCase))?.Name;
        return found ?? throw Statements.Error("COLUMN_NOT_DEFINED_IN_TABLE", ("colType", "partition"), ("colName", SqlIdentifier.Quote(wanted)), ("tableName", SqlIdentifier.Quote(table)), ("tableCols", string.Join(", ", columns.Fields.Select(f => SqlIdentifier.Quote(f.Name)))));
    }));

    private static void CheckNames(StructType columns, ValueList<string> partitions, SessionState session)
    {
        var comparer = session.Conf("spark.sql.caseSensitive") == "true" ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;
        foreach (var names in new[] { columns.Fields.Select(f => f.Name), partitions })
        {
            var repeated = names.GroupBy(n => n, comparer).FirstOrDefault(g => g.Count() > 1);
            if (repeated != null) throw Statements.Error("COLUMN_ALREADY_EXISTS", ("columnName", SqlIdentifier.Quote(repeated.Key.ToLowerInvariant())));
        }
        foreach (var p in partitions)
            if (columns.Fields.First(f => f.Name == p).DataType is { UserDefined: not null } or ArrayType or MapType or StructType or VariantType or CalendarIntervalType)
                throw Statements.Error("INVALID_PARTITION_COLUMN_DATA_TYPE", ("type", AnalysisErrors.Quote(columns.Fields.First(f => f.Name == p).DataType)));
    }

    private static CatalogBuckets? Buckets(TableSpec spec, StructType columns, ValueList<string> partitions, ValueList<string> table)
    {
        if (spec.Bucketing is not { } b) return null;
        if (b.Count is <= 0 or > 100000) throw Statements.Error("INVALID_BUCKET_COUNT", ("bucketingMaxBuckets", "100000"), ("numBuckets", $"{b.Count}"));
        foreach (var named in new[] { b.Columns, b.SortColumns })
            if (named.GroupBy(n => n, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } repeated)
                throw Statements.Error("COLUMN_ALREADY_EXISTS", ("columnName", SqlIdentifier.Quote(repeated.Key.ToLowerInvariant())));
        return new CatalogBuckets(b.Count, new(b.Columns.Select(Find)), new(b.SortColumns.Select(Find)));

        string Find(string name)
        {
            var found = columns.Fields.FirstOrDefault(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Name
                ?? throw Statements.Error("COLUMN_NOT_DEFINED_IN_TABLE", ("colType", "bucket"), ("colName", SqlIdentifier.Quote(name)), ("tableName", SqlIdentifier.Quote(table)), ("tableCols", string.Join(", ", columns.Fields.Select(f => SqlIdentifier.Quote(f.Name)))));
            return partitions.Contains(found) ? throw Statements.Error("_LEGACY_ERROR_TEMP_1166", ("bucketCol", found), ("normalizedPartCols", string.Join(", ", partitions))) : found;
        }
    }

    private static ValueMap ClusterProperties(TableSpec spec)
        => spec.ClusterBy is { } columns ? spec.Properties.With("clusteringColumns", System.Text.Json.JsonSerializer.Serialize(columns.Select(c => c.ToArray()))) : spec.Properties;
}
