using System.Text;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Configuration;
using Firesteel.Foundation.FileSystems;
using Firesteel.Sql.Execution;
using Firesteel.Types;

namespace Firesteel.Sql.DataSources;

/// <summary>Files as rows: a file's path, time of change, length in bytes and content. They are read only.</summary>
sealed class BinaryFileFormat : IFileFormat
{
    private const string PathColumn = "path", TimeColumn = "modificationTime", LengthColumn = "length", ContentColumn = "content";

    private static readonly StructType Schema = new(
        new StructField(PathColumn, StringType.Instance), new StructField(TimeColumn, TimestampType.Instance), new StructField(LengthColumn, LongType.Instance), new StructField(ContentColumn, BinaryType.Instance));

    public string Name => "binaryFile";

    public StructType? InferSchema(IReadOnlyList<FileEntry> files, ValueMap options, SqlConf conf) => Schema;

    public bool IsSplittable(FileEntry file, ValueMap options) => false;

    public BatchIterator Read(FileSplit split, FileReadRequest request, TaskExecution task)
    {
        var content = request.Required.IndexOf(ContentColumn);
        // A file that is not wanted for its name, time or length need not be read.
        var filters = request.Filters.Where(f => f.Collect<BoundReference>().All(r => r.Ordinal != content)).Select(f => new FilterEvaluator(f, task.Evaluation)).ToList();
        return TextScan.Iterate(split, request.Conf, () =>
        {
            var file = content >= 0 ? split.File.Open() : null;
            var batch = ColumnarBatch.Allocate(request.Required, task.Memory, 1);
            var isRead = false;
            return (Next, new Reader(file, batch));

            ColumnarBatch? Next()
            {
                if (isRead) return null;
                isRead = true;
                batch.Reset(1);
                batch.SetRows(1);
                for (var c = 0; c < batch.Columns.Length; c++)
                    if (c != content) Set(batch.Columns[c], request.Required[c].Name, split.File);
                var wanted = new Selection(1);
                foreach (var filter in filters)
                    if (wanted.Count > 0) wanted = filter.Evaluate(batch, wanted);
                if (wanted.Count == 0) return null;
                if (file != null) batch.Columns[content].SetString(0, ReadAll(file));
                return batch;
            }
        });
    }

    public IFileWriter CreateWriter(string path, FileWriteRequest request, TaskExecution task) => throw ReadOnly();

    public string FileSuffix(ValueMap options, SqlConf conf) => "";

    public void CheckWritable(StructType schema) => throw ReadOnly();

    private static void Set(ColumnVector column, string name, FileEntry file)
    {
        switch (name)
        {
            case PathColumn: column.SetString(0, Encoding.UTF8.GetBytes(file.Path)); break;
            case TimeColumn: column.Set(0, file.ModificationTime * 1000); break;
            case LengthColumn: column.Set(0, file.Length); break;
            default: column.SetNull(0); break;
        }
    }

    private static byte[] ReadAll(IRandomAccessFile file)
    {
        if (file.Length > Array.MaxLength) throw new InvalidDataException($"A value holds at most {Array.MaxLength} bytes, and the file has {file.Length}.");
        var bytes = new byte[file.Length];
        file.Read(0, bytes);
        return bytes;
    }

    private static SparkException ReadOnly() => new("UNSUPPORTED_FEATURE.WRITE_FOR_BINARY_SOURCE");

    private sealed class Reader(IRandomAccessFile? file, ColumnarBatch batch) : IDisposable
    {
        public void Dispose()
        {
            file?.Dispose();
            foreach (var column in batch.Columns) column.Dispose();
        }
    }
}
