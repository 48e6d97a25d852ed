using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Execution;

/// <summary>
/// What <c>saveAsTable</c> asks of a table before it adds rows: that it is one, of the format, place, columns, partitions and buckets that the writer
/// describes, be it by saying nothing about them.
/// </summary>
static class TableAppend
{
    /// <param name="table">The table that is there.</param>
    /// <param name="format">The format that the writer names, or the session's default.</param>
    /// <exception cref="AnalysisException">_LEGACY_ERROR_TEMP_1158 to 1164.</exception>
    public static void Check(CatalogTable table, LogicalPlan rows, string format, string? location, ValueList<string> partitions, CatalogBuckets? buckets, StringComparer names)
    {
        if (table.Type == CatalogTableType.View) throw new AnalysisException("_LEGACY_ERROR_TEMP_1158");
        var name = string.Join(".", table.Name);
        if (table.Provider is { } existing && !SourceClass(existing).Equals(SourceClass(format), StringComparison.Ordinal))
            throw Error("1159", ("tableName", name), ("existingProvider", SourceClass(existing)), ("specifiedProvider", SourceClass(format)));
        if (location != null && table.Location is { } place && Plain(location) != Plain(place))
            throw Error("1160", ("identifier", SqlIdentifier.Quote(table.Name)), ("existingTableLoc", place), ("tableDescLoc", location));
        var columns = table.Schema.Fields.Select(f => f.Name).ToList();
        if (rows.Output.Count != columns.Count)
            throw Error("1161", ("tableName", name), ("existingTableSchema", table.Schema.SimpleString), ("querySchema", new StructType(rows.Output.Select(o => new StructField(o.Name, o.DataType, o.Nullable))).SimpleString));
        if (columns.Find(c => !rows.Output.Any(o => names.Equals(o.Name, c))) is { } missing)
            throw Error("1162", ("col", missing), ("inputColumns", string.Join(", ", rows.Output.Select(o => o.Name))));
        if (!partitions.SequenceEqual(table.PartitionColumns, names))
            throw Error("1163", ("tableName", name), ("specifiedPartCols", string.Join(", ", partitions)), ("existingPartCols", string.Join(", ", table.PartitionColumns)));
        if (!Text(buckets).Equals(Text(table.Buckets), StringComparison.OrdinalIgnoreCase))
            throw Error("1164", ("tableName", name), ("specifiedBucketString", Text(buckets)), ("existingBucketString", Text(table.Buckets)));
    }

    private static string Text(CatalogBuckets? buckets) => buckets switch
    {
        null => "not bucketed",
        { SortColumns.Count: 0 } b => $"{b.Count} buckets, bucket columns: [{string.Join(", ", b.Columns)}]",
        var b => $"{b.Count} buckets, bucket columns: [{string.Join(", ", b.Columns)}], sort columns: [{string.Join(", ", b.SortColumns)}]",
    };

    // The names of the classes that stand for formats in Spark's errors.
    private static string SourceClass(string format) => format.ToLowerInvariant() switch
    {
        "parquet" => "ParquetDataSourceV2",
        "json" => "JsonDataSourceV2",
        "csv" => "CSVDataSourceV2",
        "orc" => "OrcDataSourceV2",
        "text" => "TextDataSourceV2",
        "xml" => "XmlFileFormat",
        var other => other,
    };

    private static string Plain(string location) => (location.StartsWith("file:", StringComparison.Ordinal) ? "/" + location[5..].TrimStart('/') : location).TrimEnd('/');

    private static AnalysisException Error(string number, params (string Name, string Value)[] parameters)
        => new("_LEGACY_ERROR_TEMP_" + number, parameters.ToDictionary(p => p.Name, p => p.Value));
}
