using Firesteel.Catalyst.Expressions;
using Firesteel.Formats.Text;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Configuration;
using Firesteel.Foundation.FileSystems;
using Firesteel.Sql.Adaptive;
using Firesteel.Sql.Operators.Sorting;
using Firesteel.Sql.Planning;
using Firesteel.Types;

namespace Firesteel.Sql.DataSources.Writing;

/// <summary>
/// Writes the rows of a plan as files: tasks write under a staging folder of this write's own, and the driver moves their files into
/// place when all have succeeded. A write that fails or is cancelled leaves nothing, and of a failed overwrite the former data stay.
/// What <c>DataFrameWriter.save</c>, INSERT and CREATE TABLE AS SELECT share.
/// </summary>
static class FileWrites
{
    /// <param name="execution">Runs the plan.</param>
    /// <param name="names">Names of the columns, where they are not the plan's own.</param>
    /// <exception cref="AnalysisException">PATH_ALREADY_EXISTS, UNSUPPORTED_OVERWRITE.PATH, COLUMN_ALREADY_EXISTS, and what the format refuses.</exception>
    public static FileWriteResult Run(FileWriteSpec spec, PhysicalPlan plan, QueryExecution execution, ValueList<string>? names = null)
    {
        var (system, root) = FileSystemRegistry.Resolve(spec.Location);
        var existing = system.GetStatus(root);
        if (existing != null && spec.Mode == SaveMode.Ignore) return FileWriteResult.Nothing;
        var output = new StructType(plan.Schema.Fields.Select((f, i) => names == null ? f : f with { Name = names[i] }));
        var layout = Layout(spec, output, system, root);
        if (existing != null && spec.Mode == SaveMode.ErrorIfExists)
            throw new AnalysisException("PATH_ALREADY_EXISTS", new Dictionary<string, string> { ["outputPath"] = system.Qualify(root) });
        if (spec is { Mode: SaveMode.Overwrite, DynamicOverwrite: false }) RefuseReadTarget(spec, plan, system.Qualify(root));
        var commit = new WriteCommit(spec, layout);
        var done = false;
        try
        {
            system.MakeFolders(layout.Staging);
            var files = new List<WrittenFile>();
            execution.Run(Sorted(plan, layout), new FileSink(spec, layout), (_, result) => files.AddRange((ValueList<WrittenFile>)result!));
            commit.Commit(files);
            done = true;
            return new FileWriteResult(files.Sum(f => f.Rows), files.Sum(f => f.Bytes), files.Count, new(files.Select(f => f.Folder).Where(f => f.Length > 0).Distinct(StringComparer.Ordinal)));
        }
        finally
        {
            commit.Clean();
            if (!done && existing == null && system.List(root).Count == 0) system.Delete(root, recursive: false);
        }
    }

    private static WriteLayout Layout(FileWriteSpec spec, StructType output, IFileSystem system, string root)
    {
        CheckNames(output, spec.Conf.CaseSensitive);
        var partitions = spec.PartitionColumns.Select(name => PartitionOrdinal(name, output, spec.Conf.CaseSensitive)).ToArray();
        if (partitions.Length > 0 && partitions.Length == output.Count) throw new AnalysisException("ALL_PARTITION_COLUMNS_NOT_ALLOWED");
        var data = Enumerable.Range(0, output.Count).Except(partitions).ToArray();
        var schema = new StructType(data.Select(i => spec.AsNullable ? output[i] with { Nullable = true } : output[i]));
        spec.Format.CheckWritable(schema);
        var jobId = Guid.NewGuid().ToString();
        var rows = new OptionReader(spec.Options).Text("maxRecordsPerFile") is { } text && long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var limit)
            ? limit : spec.Conf.Get(FileSourceConfig.MaxRecordsPerFile);
        return new WriteLayout(system.Qualify(root), jobId, spec.Format.FileSuffix(spec.Options, spec.Conf), schema, new(data), new(partitions), rows);
    }

    private static void CheckNames(StructType output, bool caseSensitive)
    {
        var seen = new HashSet<string>(caseSensitive ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);
        foreach (var field in output.Fields)
            if (!seen.Add(field.Name))
                throw new AnalysisException("COLUMN_ALREADY_EXISTS", new Dictionary<string, string> { ["columnName"] = $"`{(caseSensitive ? field.Name : field.Name.ToLowerInvariant())}`" });
    }

    private static int PartitionOrdinal(string name, StructType output, bool caseSensitive)
    {
        var ordinal = output.IndexOf(name, caseSensitive);
        if (ordinal < 0) throw new AnalysisException("_LEGACY_ERROR_TEMP_1155", new Dictionary<string, string> { ["col"] = name, ["schemaCatalog"] = output.SimpleString });
        if (output[ordinal].DataType is { UserDefined: not null } or ArrayType or MapType or StructType or BinaryType or VariantType)
            throw new AnalysisException("INVALID_PARTITION_COLUMN_DATA_TYPE", new Dictionary<string, string> { ["type"] = output[ordinal].DataType.QuotedSql });
        return ordinal;
    }

    // Rows of one folder follow each other, so that a task has one file open at a time.
    private static PhysicalPlan Sorted(PhysicalPlan plan, WriteLayout layout)
    {
        if (layout.PartitionOrdinals.Count == 0) return plan;
        ValueList<SortOrder> order = new(layout.PartitionOrdinals.Select(i => new SortOrder(plan.Output[i], true, true)));
        return plan.OutputOrdering.Take(order.Count).SequenceEqual(order) ? plan : new SortExec(order, false, plan);
    }

    private static void RefuseReadTarget(FileWriteSpec spec, PhysicalPlan plan, string prefix)
    {
        foreach (var scan in plan.Collect<FileScanExec>())
            foreach (var path in scan.Table.Paths)
            {
                var read = FileSystemRegistry.Qualify(path);
                if (read == prefix || read.StartsWith(prefix + "/", StringComparison.Ordinal) || prefix.StartsWith(read + "/", StringComparison.Ordinal))
                    throw spec.Table is { } table
                        ? new AnalysisException("UNSUPPORTED_OVERWRITE.TABLE", new Dictionary<string, string> { ["table"] = table })
                        : new AnalysisException("UNSUPPORTED_OVERWRITE.PATH", new Dictionary<string, string> { ["path"] = prefix });
            }
    }
}
