using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Plans;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.FileSystems;
using Firesteel.Sql.DataSources;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Sql.Commands;

/// <summary>Writes the rows of a query into a table's folder: a file for each task and partition of the table.</summary>
static class TableWriter
{
    public enum Mode { Append, Overwrite, OverwritePartitions }

    /// <param name="query">Analysed; its columns are the table's, in order.</param>
    /// <param name="staticPartitions">Partition values that the statement fixes; an overwrite clears only their folders.</param>
    public static void Write(CatalogTable table, LogicalPlan query, Mode mode, ValueMap staticPartitions, SessionState session, QueryRunner runner)
    {
        var format = FileFormats.Find(table.Provider!) ?? throw Statements.Error("DATA_SOURCE_NOT_FOUND", ("provider", table.Provider!));
        // The rows are computed before anything is cleared: they may come from the table itself.
        using var result = runner.RunAnalyzed(query);
        Write(table.Location!, format, table.Options, table.PartitionColumns, result, mode, staticPartitions, session);
    }

    /// <summary>Writes rows under a folder.</summary>
    public static void Write(string location, IFileFormat format, ValueMap options, ValueList<string> partitionColumns, QueryResult result, Mode mode, ValueMap staticPartitions, SessionState session)
    {
        var (system, root) = FileSystemRegistry.Resolve(location);
        if (mode == Mode.Overwrite) Clear(system, root, partitionColumns, staticPartitions);
        system.MakeFolders(root);
        var cleared = new HashSet<string>(StringComparer.Ordinal);
        var partitionAt = partitionColumns.Select(p => result.Schema.IndexOf(p)).ToArray();
        var dataAt = Enumerable.Range(0, result.Schema.Count).Except(partitionAt).ToArray();
        var schema = new StructType(dataAt.Select(i => result.Schema[i] with { Nullable = true }));
        var job = Guid.NewGuid();
        using var task = new TaskExecution(session.QuerySettings(), 0, null);
        for (var part = 0; part < result.Parts.Count; part++)
        {
            if (result.Parts[part].Count == 0) continue;
            var writers = new Dictionary<string, IFileWriter>(StringComparer.Ordinal);
            try
            {
                foreach (var batch in result.Parts[part].Chunks)
                    foreach (var (folder, selection) in Split(batch, partitionColumns, partitionAt, session.TimeZone))
                    {
                        if (!writers.TryGetValue(folder, out var writer))
                        {
                            var path = folder.Length == 0 ? root : root + "/" + folder;
                            if (mode == Mode.OverwritePartitions && cleared.Add(folder)) system.Delete(path, recursive: true);
                            system.MakeFolders(path);
                            var file = $"{path}/part-{part:D5}-{job}-c000{format.FileSuffix(options, session.Settings)}";
                            writers[folder] = writer = format.CreateWriter(file, new FileWriteRequest(schema, options, session.Settings), task);
                        }
                        WriteRows(writer, batch, dataAt, selection);
                    }
                foreach (var writer in writers.Values) writer.Close();
            }
            finally
            {
                foreach (var writer in writers.Values) writer.Dispose();
            }
        }
    }

    private static unsafe void WriteRows(IFileWriter writer, ColumnarBatch batch, int[] columns, ushort[]? rows)
    {
        var slice = new ColumnarBatch([.. columns.Select(c => batch.Columns[c])]);
        if (rows == null)
        {
            slice.SetRows(batch.RowCount, batch.Selection);
            writer.Write(slice);
            return;
        }
        fixed (ushort* p = rows)
        {
            slice.SetRows(batch.RowCount, new Selection(p, rows.Length));
            writer.Write(slice);
        }
    }

    // The rows of each partition folder, in the order in which folders first appear.
    private static List<(string Folder, ushort[]? Rows)> Split(ColumnarBatch batch, ValueList<string> names, int[] partitionAt, string timeZone)
    {
        if (partitionAt.Length == 0) return [("", null)];
        var text = new ValueText(TextStyle.Cast, timeZone);
        var folders = new Dictionary<string, List<ushort>>(StringComparer.Ordinal);
        for (var k = 0; k < batch.SelectedCount; k++)
        {
            var row = batch.Selection[k];
            var folder = string.Join('/', partitionAt.Select((c, i) => $"{PartitionText.Escape(names[i])}={Value(batch.Columns[c], row)}"));
            if (!folders.TryGetValue(folder, out var rows)) folders[folder] = rows = [];
            rows.Add((ushort)row);
        }
        return [.. folders.Select(f => (f.Key, (ushort[]?)[.. f.Value]))];

        string Value(ColumnVector column, int row)
            => column.IsNull(row) || text.Text(column, row) is not { Length: > 0 } value ? FileIndex.NullPartition : PartitionText.Escape(value);
    }

    private static void Clear(IFileSystem system, string root, ValueList<string> columns, ValueMap fixedValues)
    {
        var path = root;
        foreach (var column in columns)
        {
            if (!fixedValues.TryGetValue(column, out var value)) break;
            path += $"/{PartitionText.Escape(column)}={(value == FileIndex.NullPartition ? value : PartitionText.Escape(value))}";
        }
        if (path != root)
        {
            system.Delete(path, recursive: true);
            return;
        }
        foreach (var entry in system.List(root)) system.Delete(entry.Path, recursive: true);
    }
}
