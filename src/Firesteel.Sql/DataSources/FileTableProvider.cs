using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Functions.Json;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Configuration;
using Firesteel.Types;

namespace Firesteel.Sql.DataSources;

/// <summary>Opens tables whose data are files.</summary>
sealed class FileTableProvider : ITableProvider
{
    public ValueList<string> Names { get; } = new(FileFormats.Names);

    public ITable Open(CatalogTable table, ValueMap options, TimeTravel? timeTravel)
    {
        var format = FileFormats.Find(table.Provider ?? "parquet") ?? throw DataSourceErrors.NotFound(table.Provider ?? "");
        var merged = new ValueMap(table.Options.Concat(options), ignoreCase: true);
        var partitions = new StructType(table.Schema.Fields.Where(f => table.PartitionColumns.Contains(f.Name)));
        var data = new StructType(table.Schema.Fields.Where(f => !table.PartitionColumns.Contains(f.Name)));
        format.CheckReadable(data);
        var location = table.Location!;
        var (system, path) = Foundation.FileSystems.FileSystemRegistry.Resolve(location);
        var files = system.GetStatus(path) == null ? [] : FileIndex.List([location], merged, false, partitions).Files;
        return new FileTable(format, files, data, partitions, [location], merged);
    }

    /// <summary>The files under some paths as a table, with the given schema or the one that they show.</summary>
    /// <exception cref="AnalysisException">PATH_NOT_FOUND, UNABLE_TO_INFER_SCHEMA.</exception>
    public static FileTable OpenPaths(string formatName, ValueList<string> paths, ValueMap options, StructType? schema, SqlConf conf)
    {
        var format = FileFormats.Find(formatName) ?? throw DataSourceErrors.NotFound(formatName);
        var listing = FileIndex.List(paths, options, conf.Get(FileSourceConfig.PartitionColumnTypeInference), schema, conf.SessionTimeZone);
        var found = schema ?? format.InferSchema(listing.Files, options, conf)
            ?? throw new AnalysisException("UNABLE_TO_INFER_SCHEMA", new Dictionary<string, string> { ["format"] = Shown(formatName) });
        var names = listing.Partitions.Fields.Select(p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        CheckNames(found, conf.CaseSensitive);
        // Files read from outside may hold nulls whatever they say.
        var data = new StructType(found.Fields.Where(f => !names.Contains(f.Name)).Select(f => f with { DataType = FromJson.AsNullable(f.DataType), Nullable = true }));
        format.CheckReadable(data);
        return new FileTable(format, listing.Files, data, listing.Partitions, paths, options);
    }

    // A format as Spark writes it in errors.
    private static string Shown(string format) => format.ToLowerInvariant() switch { "parquet" => "Parquet", "json" => "JSON", "csv" => "CSV", "orc" => "ORC", "xml" => "XML", _ => format };

    private static void CheckNames(StructType schema, bool caseSensitive)
    {
        var repeated = schema.Fields.GroupBy(f => caseSensitive ? f.Name : f.Name.ToLowerInvariant(), StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1);
        if (repeated != null) throw new AnalysisException("COLUMN_ALREADY_EXISTS", new Dictionary<string, string> { ["columnName"] = $"`{repeated.Key}`" });
    }
}
