using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats;
using Firesteel.Formats.Orc;
using Firesteel.Formats.Orc.Metadata;
using Firesteel.Formats.Orc.Reading;
using Firesteel.Formats.Orc.Writing;
using Firesteel.Formats.Text;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Configuration;
using Firesteel.Foundation.FileSystems;
using Firesteel.Sql.Execution;
using Firesteel.Types;

namespace Firesteel.Sql.DataSources;

/// <summary>ORC files as tables.</summary>
sealed class OrcFormat : IFileFormat
{
    private static readonly FooterCache<OrcFile, ValueTuple> Footers = new((file, _) => OrcFile.Open(file));

    public string Name => "orc";

    // As in Spark, files without columns tell nothing, and the first that has some tells all unless schemas are merged.
    public StructType? InferSchema(IReadOnlyList<FileEntry> files, ValueMap options, SqlConf conf)
    {
        var merge = new OptionReader(options).Flag("mergeSchema", conf.Get(FileSourceConfig.OrcMergeSchema));
        StructType? found = null;
        foreach (var file in files)
        {
            if (Open(file, conf) is not { Schema: { Count: > 0 } schema }) continue;
            found = found == null ? schema : SchemaMerger.Merge(found, schema, conf.CaseSensitive);
            if (!merge) break;
        }
        return found;
    }

    public bool IsSplittable(FileEntry file, ValueMap options) => true;

    public BatchIterator Read(FileSplit split, FileReadRequest request, TaskExecution task)
    {
        if (Open(split.File, request.Conf) is not { } file) return EmptyIterator.Instance;
        var stripes = file.StripesIn(split.Start, split.Start + split.Length);
        if (stripes.Count == 0) return EmptyIterator.Instance;
        var columns = request.Required.Fields.Select(field => (Stored: Find(file, field, request), Type: field.DataType)).ToList();
        if (request.Conf.Get(FileSourceConfig.OrcFilterPushdown) && FilterPushdown.Translate(request.Filters, request.Required) is { Count: > 0 } predicates)
        {
            var byName = new Dictionary<string, (OrcType?, DataType)>();
            for (var i = 0; i < columns.Count; i++) byName[request.Required[i].Name] = columns[i];
            stripes = OrcStripePruner.Select(file, stripes, predicates, byName);
            if (stripes.Count == 0) return EmptyIterator.Instance;
        }
        // Values of other types are read as they are and converted; those without a meaning there are null.
        var stored = columns.Select(c => c.Stored is { } one ? OrcColumnReaders.Nearest(one, c.Type, request.Conf.CaseSensitive, file.Path) : c.Type).ToList();
        var reader = new OrcReader(file, [.. columns.Select((c, i) => (c.Stored, stored[i]))], request.Conf.CaseSensitive, task.Settings.BatchRows, task.Memory);
        reader.SetStripes(stripes);
        if (columns.Select(c => c.Type).SequenceEqual(stored)) return new Iterator(reader, null);
        var casts = columns.Select((c, i) => (Expression)new BoundReference(i, stored[i], true) is var column && stored[i] == c.Type ? column : Conversion(file, columns[i].Stored!, column, c.Type, request.Conf));
        return new Iterator(reader, ExpressionCompiler.CompileAll([.. casts], task.Evaluation));
    }

    public IFileWriter CreateWriter(string path, FileWriteRequest request, TaskExecution task)
    {
        var options = OrcSettings.Write(request.Options, request.Conf);
        return new BatchFileWriter(path, sink => new OrcWriter(sink, request.Schema, options, task.Memory));
    }

    public string FileSuffix(ValueMap options, SqlConf conf) => OrcSettings.Suffix(options, conf);

    public void CheckReadable(StructType schema) => CheckWritable(schema);

    public void CheckWritable(StructType schema) => OrcSchema.ToOrc(schema);

    private static OrcFile? Open(FileEntry file, SqlConf conf) => Footers.Find(file, default, conf.Get(FileSourceConfig.IgnoreCorruptFiles));

    // Files whose names are places have the table's columns in its order.
    private static OrcType? Find(OrcFile file, StructField field, FileReadRequest request)
    {
        if (!file.HasPlaceNames) return OrcColumnReaders.Find(file.Footer.Schema, field.Name, request.Conf.CaseSensitive, file.Path);
        var place = request.DataSchema.IndexOf(field.Name, request.Conf.CaseSensitive);
        return place >= 0 && place < file.Footer.Schema.Children.Count ? file.Footer.Schema.Children[place] : null;
    }

    private static Expression Conversion(OrcFile file, OrcType stored, Expression column, DataType wanted, SqlConf conf)
    {
        var cast = new Cast(column, wanted, EvalMode.Try) { TimeZone = conf.SessionTimeZone };
        return cast.Resolved ? cast : throw OrcErrors.TypeMismatch(file.Path, stored, wanted);
    }

    private sealed class Iterator(OrcReader reader, ProjectionEvaluator? conversions) : BatchIterator
    {
        public override ColumnarBatch? Next()
        {
            if (!reader.Next(out var batch)) return null;
            if (conversions == null) return batch;
            var output = new ColumnarBatch(conversions.Evaluate(batch, batch.Selection));
            output.SetRows(batch.RowCount, batch.Selection);
            return output;
        }

        public override void Dispose() => reader.Dispose();
    }
}
