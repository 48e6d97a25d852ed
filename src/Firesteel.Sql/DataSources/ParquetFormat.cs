using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Parquet.Reading;
using Firesteel.Formats.Parquet.Writing;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Configuration;
using Firesteel.Foundation.FileSystems;
using Firesteel.Sql.Execution;
using Firesteel.Types;

namespace Firesteel.Sql.DataSources;

/// <summary>Parquet files as tables.</summary>
sealed class ParquetFormat : IFileFormat
{
    public string Name => "parquet";

    public StructType? InferSchema(IReadOnlyList<FileEntry> files, ValueMap options, SqlConf conf) => files.Count == 0 ? null : Open(files[0]).Schema;

    public bool IsSplittable(FileEntry file, ValueMap options) => true;

    public string FileSuffix(ValueMap options, SqlConf conf) => ".snappy.parquet";

    public BatchIterator Read(FileSplit split, FileReadRequest request, TaskExecution task)
    {
        var file = Open(split.File);
        var filters = request.Filters.Select(f => (IBatchFilter)new ScanFilter(f, task.Evaluation)).ToList();
        filters.AddRange(request.RuntimeFilters.Select(f => new KeyFilter(f.Column, f.Filter)));
        var reader = new ParquetReader(file, request.Required, [], filters, new ParquetReadOptions { BatchRows = task.Settings.BatchRows }, task.Memory);
        reader.SetRowGroups(file.RowGroupsIn(split.Start, split.Start + split.Length));
        return new Iterator(reader);
    }

    public ITableStatistics? Statistics(IReadOnlyList<FileEntry> files, StructType schema) => new ParquetStatistics(files, schema);

    public IFileWriter CreateWriter(string path, FileWriteRequest request, TaskExecution task)
    {
        var (system, local) = FileSystemRegistry.Resolve(path);
        var stream = system.Create(local, overwrite: false);
        return new Writer(stream, new ParquetWriter(stream, request.Schema, ParquetWriteOptions.Default, task.Memory));
    }

    private sealed class Writer(Stream stream, ParquetWriter writer) : IFileWriter
    {
        public long BytesWritten => writer.BytesWritten;
        public void Write(ColumnarBatch batch) => writer.Write(batch);
        public void Close() => writer.Close();

        public void Dispose()
        {
            writer.Dispose();
            stream.Dispose();
        }
    }

    /// <summary>The open file; footers are kept as long as the file stays the same.</summary>
    private static ParquetFile Open(FileEntry entry) => FooterCache.Get(entry);

    private sealed class Iterator(ParquetReader reader) : BatchIterator
    {
        public override ColumnarBatch? Next() => reader.Next(out var batch) ? batch : null;
        public override void Dispose() => reader.Dispose();
    }

    // Switched off for the rest of the file once it has shown to let most rows pass.
    private sealed class KeyFilter(int column, Adaptive.RuntimeFilter filter) : IBatchFilter
    {
        private const int Trial = 1 << 15;
        private readonly ushort[] _rows = GC.AllocateUninitializedArray<ushort>(ColumnarBatch.MaxRows, pinned: true);
        private long _seen;
        private long _passed;
        private bool _off;

        public int[] Columns { get; } = [column];

        public unsafe Selection Apply(ColumnarBatch batch, Selection current)
        {
            if (_off) return current;
            fixed (ushort* rows = _rows)
            {
                var count = filter.Select(batch.Columns[column], current, rows);
                _seen += current.Count;
                _passed += count;
                _off = _seen > Trial && _passed > _seen * 0.8;
                return new Selection(rows, count);
            }
        }
    }

    private sealed class ScanFilter(Expression condition, EvaluationContext context) : IBatchFilter
    {
        private readonly FilterEvaluator _filter = new(condition, context);
        public int[] Columns { get; } = [.. condition.Collect<BoundReference>().Select(r => r.Ordinal).Distinct()];
        public Selection Apply(ColumnarBatch batch, Selection current) => _filter.Evaluate(batch, current);
    }
}

/// <summary>Keeps the footers of files read lately, by path, length and time of change.</summary>
static class FooterCache
{
    private const int Capacity = 4096;
    private static readonly Dictionary<(string, long, long), ParquetFile> Files = [];
    private static readonly Queue<(string, long, long)> Order = new();

    public static ParquetFile Get(FileEntry entry)
    {
        var key = (entry.Path, entry.Length, entry.ModificationTime);
        lock (Files)
            if (Files.TryGetValue(key, out var known)) return known;
        var (system, path) = FileSystemRegistry.Resolve(entry.Path);
        var file = ParquetFile.Open(system.Open(path));
        lock (Files)
        {
            if (Files.TryGetValue(key, out var known))
            {
                file.Dispose();
                return known;
            }
            // A file that leaves the cache may still be read: its handle closes when nobody holds it.
            if (Order.Count >= Capacity) Files.Remove(Order.Dequeue());
            Order.Enqueue(key);
            Files[key] = file;
            return file;
        }
    }
}
