using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats;
using Firesteel.Formats.Parquet.Reading;
using Firesteel.Formats.Parquet.Schema;
using Firesteel.Formats.Parquet.Writing;
using Firesteel.Formats.Text;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Configuration;
using Firesteel.Foundation.FileSystems;
using Firesteel.Sql.Execution;
using Firesteel.Types;

namespace Firesteel.Sql.DataSources;

/// <summary>Parquet files as tables.</summary>
sealed class ParquetFormat : IFileFormat
{
    /// <summary>The files read lately.</summary>
    public static readonly FooterCache<ParquetFile, SchemaOptions> Footers = new(ParquetFile.Open);

    public string Name => "parquet";

    public StructType? InferSchema(IReadOnlyList<FileEntry> files, ValueMap options, SqlConf conf)
    {
        if (files.Count == 0) return null;
        var settings = ParquetSettings.Schema(conf);
        var merge = new OptionReader(options).Flag("mergeSchema", conf.Get(FileSourceConfig.ParquetMergeSchema));
        var skipCorrupt = conf.Get(FileSourceConfig.IgnoreCorruptFiles);
        StructType? found = null;
        foreach (var file in files)
        {
            if (Footers.Find(file, settings, skipCorrupt) is not { } footer) continue;
            found = found == null ? footer.Schema : SchemaMerger.Merge(found, footer.Schema, conf.CaseSensitive);
            if (!merge) break;
        }
        return found;
    }

    public bool FiltersExactly => true;

    public bool KnowsRowIndex => true;

    public bool IsSplittable(FileEntry file, ValueMap options) => true;

    public BatchIterator Read(FileSplit split, FileReadRequest request, TaskExecution task)
    {
        var read = ParquetSettings.Read(request.Options, request.Conf, task.Settings.BatchRows);
        if (Footers.Find(split.File, read.Schema, request.Conf.Get(FileSourceConfig.IgnoreCorruptFiles)) is not { } file) return EmptyIterator.Instance;
        var groups = file.RowGroupsIn(split.Start, split.Start + split.Length);
        if (groups.Count == 0) return EmptyIterator.Instance;
        var filters = request.Filters.Select(f => (IBatchFilter)new ScanFilter(f, task.Evaluation)).ToList();
        filters.AddRange(request.RuntimeFilters.Select(f => new ParquetKeyFilter(f.Column, f.Filter)));
        var pruning = request.Conf.Get(FileSourceConfig.ParquetFilterPushdown) ? FilterPushdown.Translate(request.Filters, request.Required) : [];
        var reader = new ParquetReader(file, request.Required, pruning, filters, read, task.Memory, request.RowIndex);
        reader.SetRowGroups(groups);
        return new Iterator(reader);
    }

    public ITableStatistics? Statistics(IReadOnlyList<FileEntry> files, StructType schema) => new ParquetStatistics(files, schema);

    public IFileWriter CreateWriter(string path, FileWriteRequest request, TaskExecution task)
    {
        var options = ParquetSettings.Write(request.Options, request.Conf);
        return new BatchFileWriter(path, sink => new ParquetWriter(sink, request.Schema, options, task.Memory));
    }

    public string FileSuffix(ValueMap options, SqlConf conf) => ParquetSettings.Suffix(options, conf);

    public void CheckWritable(StructType schema) => WriteColumn.Create(schema, ParquetWriteOptions.Default, out _);

    private sealed class Iterator(ParquetReader reader) : BatchIterator
    {
        public override ColumnarBatch? Next() => reader.Next(out var batch) ? batch : null;
        public override void Dispose() => reader.Dispose();
    }

    private sealed class ScanFilter(Expression condition, EvaluationContext context) : IBatchFilter
    {
        private readonly FilterEvaluator _filter = new(condition, context);
        public int[] Columns { get; } = [.. condition.Collect<BoundReference>().Select(r => r.Ordinal).Distinct()];
        public Selection Apply(ColumnarBatch batch, Selection current) => _filter.Evaluate(batch, current);
    }
}
