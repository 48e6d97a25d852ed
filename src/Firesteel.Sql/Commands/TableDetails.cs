using System.Globalization;
using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Catalog;
using Firesteel.Foundation.Configuration;
using Firesteel.Foundation.FileSystems;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Sql.Commands;

/// <summary>What the catalog knows of a table, as the pairs of names and texts that DESCRIBE EXTENDED and SHOW TABLE EXTENDED print.</summary>
static class TableDetails
{
    /// <summary>Name of the property that holds a table's size and number of rows, once they have been computed.</summary>
    public const string SizeProperty = "spark.sql.statistics.totalSize";
    public const string RowsProperty = "spark.sql.statistics.numRows";
    public const string ColumnPrefix = "spark.sql.statistics.colStats.";

    public static IEnumerable<(string Name, string Text)> Of(CatalogTable table)
    {
        yield return ("Catalog", table.Name[0]);
        yield return ("Database", table.Name[1]);
        yield return ("Table", table.Name[2]);
        if (table.Owner is { Length: > 0 } owner) yield return ("Owner", owner);
        yield return ("Created Time", Moment(table.CreatedMicros));
        yield return ("Last Access", "UNKNOWN");
        yield return ("Created By", "Spark 4.3.0");
        yield return ("Type", table.Type.ToString().ToUpperInvariant());
        if (table.Provider != null) yield return ("Provider", table.Provider);
        if (table.Buckets is { } buckets)
        {
            yield return ("Num Buckets", buckets.Count.ToString(CultureInfo.InvariantCulture));
            yield return ("Bucket Columns", Names(buckets.Columns));
            yield return ("Sort Columns", Names(buckets.SortColumns));
        }
        if (table.Comment != null) yield return ("Comment", table.Comment);
        if (table.Collation != null) yield return ("Collation", table.Collation);
        if (table.Type == CatalogTableType.View)
        {
            yield return ("View Text", table.ViewText ?? "");
            yield return ("View Original Text", table.ViewText ?? "");
            yield return ("View Schema Mode", SchemaMode(table));
            yield return ("View Catalog and Namespace", ViewNamespace(table));
            yield return ("View Query Output Columns", Names(table.QueryColumnNames));
        }
        var properties = Shown(table).ToList();
        if (properties.Count > 0) yield return ("Table Properties", $"[{string.Join(", ", properties.Select(p => $"{p.Key}={p.Value}"))}]");
        if (Statistics(table) is { } statistics) yield return ("Statistics", statistics);
        if (table.Location != null) yield return ("Location", table.Location);
        if (table.Options.Count > 0) yield return ("Storage Properties", $"[{string.Join(", ", table.Options.Select(o => $"{o.Key}={Redaction.Value(o.Key, o.Value)}"))}]");
        if (table.PartitionColumns.Count > 0) yield return ("Partition Provider", "Catalog");
    }

    /// <summary>The properties that a user set, by name.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Shown(CatalogTable table)
        => table.Properties.Where(p => !p.Key.StartsWith("spark.sql.statistics.", StringComparison.Ordinal))
            .OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, Redaction.Value(p.Key, p.Value)));

    public static string SchemaMode(CatalogTable view) => (view.ViewSchemaMode ?? "COMPENSATION").ToUpperInvariant();

    public static string ViewNamespace(CatalogTable view)
        => $"{view.CapturedConf.Get(CapturedSession.CatalogKey) ?? view.Name[0]}.{view.CapturedConf.Get(CapturedSession.DatabaseKey) ?? view.Name[1]}";

    public static long SizeOf(string location)
    {
        var (system, path) = FileSystemRegistry.Resolve(location);
        return Size(path);

        long Size(string folder) => system.List(folder).Where(f => f.Name[0] is not ('.' or '_')).Sum(f => f.IsFolder ? Size(f.Path) : f.Length);
    }

    /// <summary>A moment as the catalog shows it: <c>Sat Nov 21 18:26:09 UTC 2026</c>.</summary>
    private static string Moment(long micros)
    {
        var time = DateTimeOffset.UnixEpoch.AddTicks(micros * 10);
        return string.Create(CultureInfo.InvariantCulture, $"{time:ddd MMM dd HH:mm:ss} UTC {time:yyyy}");
    }

    private static string? Statistics(CatalogTable table)
    {
        if (table.Properties.Get(SizeProperty) is not { } size) return null;
        return table.Properties.Get(RowsProperty) is { } rows ? $"{size} bytes, {rows} rows" : $"{size} bytes";
    }

    private static string Names(IEnumerable<string> names) => $"[{string.Join(", ", names.Select(SqlIdentifier.Quote))}]";
}
