using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.FileSystems;
using Firesteel.Sql.Commands;
using Firesteel.Sql.DataSources;
using Firesteel.Types;

namespace Firesteel.Execution;

/// <summary>Writes the rows of a DataFrame under a path.</summary>
static class FileSave
{
    public static void Run(DataFrame frame, string source, string path, ValueMap options, ValueList<string> partitionBy, SaveMode mode)
    {
        var state = frame.SparkSession.State;
        var format = FileFormats.Find(source) ?? throw new AnalysisException("DATA_SOURCE_NOT_FOUND", new Dictionary<string, string> { ["provider"] = source });
        var location = FileSystemRegistry.Qualify(path);
        var (system, local) = FileSystemRegistry.Resolve(location);
        if (system.GetStatus(local) is not null)
        {
            if (mode == SaveMode.Ignore) return;
            if (mode == SaveMode.ErrorIfExists) throw new AnalysisException("PATH_ALREADY_EXISTS", new Dictionary<string, string> { ["outputPath"] = location });
        }
        var plan = frame.Plan;
        var comparison = state.Settings.CaseSensitive ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        var partitions = new ValueList<string>(partitionBy.Select(p => plan.Output.FirstOrDefault(o => o.Name.Equals(p, comparison))?.Name
            ?? throw new AnalysisException("PARTITION_COLUMN_NOT_FOUND_IN_SCHEMA", new Dictionary<string, string> { ["column"] = p, ["schema"] = plan.Schema.SimpleString })));
        if (partitions.Count > 0 && partitions.Count == plan.Output.Count) throw new AnalysisException("ALL_PARTITION_COLUMNS_NOT_ALLOWED");
        var repeated = plan.Output.GroupBy(o => o.Name, StringComparer.FromComparison(comparison)).FirstOrDefault(g => g.Count() > 1);
        if (repeated is not null) throw new AnalysisException("COLUMN_ALREADY_EXISTS", new Dictionary<string, string> { ["columnName"] = SqlIdentifier.Quote(repeated.Key.ToLowerInvariant()) });
        using var result = QueryActions.Run(frame.SparkSession, plan, "save");
        var dynamic = state.Settings.PartitionOverwriteMode == Foundation.Configuration.PartitionOverwriteMode.Dynamic && partitions.Count > 0;
        var written = mode != SaveMode.Overwrite ? TableWriter.Mode.Append : dynamic ? TableWriter.Mode.OverwritePartitions : TableWriter.Mode.Overwrite;
        TableWriter.Write(location, format, options, partitions, result, written, ValueMap.Empty, state);
    }
}
