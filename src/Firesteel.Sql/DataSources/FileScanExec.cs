using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Optimizer;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Configuration;
using Firesteel.Foundation.FileSystems;
using Firesteel.Sql.Adaptive;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Operators;
using Firesteel.Sql.Planning;
using Firesteel.Types;

namespace Firesteel.Sql.DataSources;

/// <summary>
/// Reads the files of a table: their pieces are packed into partitions as Spark packs them; columns that nobody reads and rows that
/// the filters leave out are not decoded where the format can help it.
/// </summary>
/// <param name="Columns">Columns that come out: data columns, then partition columns.</param>
/// <param name="Filters">Conditions on the columns; rows that fail may still come out.</param>
sealed record FileScanExec(FileTable Table, ValueList<AttributeReference> Columns, ValueList<Expression> Filters, ValueList<ValueList<FileSplit>> Partitions, SqlConf Conf) : LeafExec
{
    /// <summary>Tests that joins above put in once their other side is known.</summary>
    public ValueList<ScanRuntimeFilter> RuntimeFilters { get; init; } = ValueList<ScanRuntimeFilter>.Empty;

    public override ValueList<AttributeReference> Output => Columns;
    public override int PartitionCount => Partitions.Count;
    public override Partitioning OutputPartitioning => Partitions.Count == 1 ? Partitioning.Single : Partitioning.Unknown(Partitions.Count);

    public override string Describe()
        => $"FileScan {Table.Format} [{string.Join(",", Columns)}] Batched: true, DataFilters: [{string.Join(", ", Filters)}], Location: [{string.Join(", ", Table.Paths)}], ReadSchema: {Required.SimpleString}";

    private StructType Required => new(DataColumns.Select(c => Table.DataSchema[c.Index]));

    private IEnumerable<(AttributeReference Attribute, int Index)> DataColumns
        => Columns.Select(c => (c, Table.IndexInFiles(c))).Where(c => c.Item2 >= 0);

    public override BatchIterator Execute(int partition, TaskExecution task) => new Iterator(this, Partitions[partition], task);

    private sealed class Iterator : BatchIterator
    {
        private readonly FileScanExec _scan;
        private readonly TaskExecution _task;
        private readonly IEnumerator<FileSplit> _splits;
        private readonly FileReadRequest _request;
        private readonly int[] _sources;
        private readonly ColumnVector?[] _constants;
        private BatchIterator? _current;

        public Iterator(FileScanExec scan, ValueList<FileSplit> splits, TaskExecution task)
        {
            (_scan, _task, _splits) = (scan, task, splits.GetEnumerator());
            var data = scan.DataColumns.ToList();
            ValueList<AttributeReference> dataAttributes = new(data.Select(d => d.Attribute));
            var filters = scan.Filters.Where(f => f.References.All(r => dataAttributes.Contains(r))).Select(f => BindReferences.Bind(f, dataAttributes));
            var rowIndex = scan.Columns.ToList().FindIndex(c => MetadataColumn.FieldOf(c) == FileMetadata.RowIndex);
            _request = new FileReadRequest(scan.Table.DataSchema, scan.Required, new(filters), scan.Table.Options, scan.Conf)
            {
                RowIndex = rowIndex >= 0,
                RuntimeFilters = [.. scan.RuntimeFilters.Select(f => (dataAttributes.ToList().FindIndex(a => a.Id == f.Column.Id), f.Source.Filter(task))).Where(f => f.Item1 >= 0)],
            };
            _sources = [.. scan.Columns.Select((c, i) => i == rowIndex ? data.Count : data.FindIndex(d => d.Attribute.Id == c.Id))];
            _constants = [.. scan.Columns.Select((c, i) => _sources[i] >= 0 ? null : new ColumnVector(c.DataType, task.Memory, 1))];
        }

        public override ColumnarBatch? Next()
        {
            while (true)
            {
                _task.ThrowIfCancelled();
                if (_current == null && !Open()) return null;
                if (_current!.Next() is { } batch) return WithConstants(batch);
                _current.Dispose();
                _current = null;
            }
        }

        public override void Dispose()
        {
            _current?.Dispose();
            _splits.Dispose();
        }

        private bool Open()
        {
            if (!_splits.MoveNext()) return false;
            var split = _splits.Current;
            for (var i = 0; i < _constants.Length; i++)
            {
                if (_constants[i] is not { } constant) continue;
                LiteralVectors.Fill(constant, ConstantOf(_scan.Columns[i], split));
            }
            _task.Evaluation.CurrentFile = new InputFile(split.File.Path, split.Start, split.Length);
            _current = _scan.Table.FileFormat.Read(split, _request, _task);
            return true;
        }

        private object? ConstantOf(AttributeReference column, FileSplit split)
            => MetadataColumn.FieldOf(column) is { } field ? FileMetadata.Value(field, split) : split.File.PartitionValues[_scan.Table.IndexInFolders(column)];

        private ColumnarBatch WithConstants(ColumnarBatch batch)
        {
            var columns = new ColumnVector[_sources.Length];
            for (var i = 0; i < columns.Length; i++) columns[i] = _constants[i] ?? batch.Columns[_sources[i]];
            var output = new ColumnarBatch(columns);
            output.SetRows(batch.RowCount, batch.Selection);
            return output;
        }
    }
}

/// <summary>A runtime filter on a column of a scan.</summary>
sealed record ScanRuntimeFilter(AttributeReference Column, RuntimeFilterSource Source);

/// <summary>Cuts files into pieces and packs them into partitions, by Spark's sizes.</summary>
static class FilePartitioning
{
    public static ValueList<ValueList<FileSplit>> Plan(FileTable table, IReadOnlyList<FileEntry> files, SqlConf conf, int parallelism)
    {
        if (table.FileFormat.IsPartition && files.Count > 0) return new(files.Select(f => new ValueList<FileSplit>([new FileSplit(f, 0, f.Length)])));
        var openCost = conf.Get(FileSourceConfig.OpenCostInBytes);
        var total = files.Sum(f => f.Length + openCost);
        var splitSize = Math.Max(1, Math.Min(conf.Get(FileSourceConfig.MaxPartitionBytes), Math.Max(openCost, total / Math.Max(1, parallelism))));
        var splits = files.SelectMany(f => Split(table, f, splitSize)).OrderByDescending(s => s.Length);
        var partitions = new List<ValueList<FileSplit>>();
        var (current, size) = (new List<FileSplit>(), 0L);
        foreach (var split in splits)
        {
            if (current.Count > 0 && size + split.Length > splitSize)
            {
                partitions.Add(new(current));
                (current, size) = ([], 0);
            }
            current.Add(split);
            size += split.Length + openCost;
        }
        if (current.Count > 0) partitions.Add(new(current));
        return new(partitions.Count == 0 ? [ValueList<FileSplit>.Empty] : partitions);
    }

    private static IEnumerable<FileSplit> Split(FileTable table, FileEntry file, long size)
    {
        if (!table.FileFormat.IsSplittable(file, table.Options)) return [new FileSplit(file, 0, file.Length)];
        var splits = new List<FileSplit>();
        for (var start = 0L; start < file.Length; start += size) splits.Add(new FileSplit(file, start, Math.Min(size, file.Length - start)));
        return splits;
    }
}

/// <summary>Plans reads of file tables; the columns that come out are those that the plan above reads.</summary>
sealed class FileSourceStrategy(SqlConf conf) : IPlanStrategy
{
    public PhysicalPlan? Plan(Catalyst.Plans.LogicalPlan plan, PhysicalPlanner planner)
    {
        if (plan is Catalyst.Plans.Filter { Child: Catalyst.Plans.SourceRelation { Table: FileTable table } below } filter)
        {
            var conditions = Conjunctions.Split(filter.Condition).ToList();
            var scan = Scan(below, [.. conditions.Where(c => c.Deterministic)], planner);
            // Conditions on columns that are not in the files, and those of formats that only look roughly, are looked at again.
            var again = conditions.Where(c => !table.FileFormat.FiltersExactly || !c.Deterministic || c.References.Any(r => table.IndexInFiles(r) < 0) || !c.References.Any()).ToList();
            return Conjunctions.Join(again) is { } rest ? new FilterExec(rest, scan) : scan;
        }
        return plan is Catalyst.Plans.SourceRelation { Table: FileTable } relation ? Scan(relation, [], planner) : null;
    }

    private FileScanExec Scan(Catalyst.Plans.SourceRelation relation, ValueList<Expression> filters, PhysicalPlanner planner)
    {
        var table = (FileTable)relation.Table;
        var files = PartitionPruning.Prune(table, relation.Columns, filters);
        return new FileScanExec(table, relation.Columns, filters, FilePartitioning.Plan(table, files, conf, planner.Settings.Parallelism), conf);
    }
}

/// <summary>Leaves out the files whose partition values, names, sizes and times cannot meet the conditions.</summary>
static class PartitionPruning
{
    public static IReadOnlyList<FileEntry> Prune(FileTable table, ValueList<AttributeReference> columns, ValueList<Expression> filters)
    {
        var known = columns.Where(c => table.IndexInFolders(c) >= 0 || FileMetadata.IsOfWholeFile(c)).Select(c => c.Id).ToHashSet();
        if (known.Count == 0) return table.Files;
        var applicable = filters.Where(f => !f.CanFail && f.References.Any() && f.References.All(r => known.Contains(r.Id))).ToList();
        return applicable.Count == 0 ? table.Files : [.. table.Files.Where(file => applicable.All(f => IsTrue(f, file)))];

        bool IsTrue(Expression filter, FileEntry file)
        {
            var bound = filter.TransformUp(e => e is AttributeReference a ? new Literal(ValueOf(a, file), a.DataType) : e);
            return ConstantFolding.Evaluate(bound).IsTrue;
        }

        object? ValueOf(AttributeReference column, FileEntry file)
            => MetadataColumn.FieldOf(column) is { } field ? FileMetadata.Value(field, new FileSplit(file, 0, file.Length)) : file.PartitionValues[table.IndexInFolders(column)];
    }
}
