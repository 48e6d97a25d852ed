using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Columnar.Blocks;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Configuration;
using Firesteel.Foundation.FileSystems;
using Firesteel.Sql.DataSources.Writing;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Sql.DataSources;

/// <summary>
/// The files of a DataFrame's checkpoint: blocks of the engine's own, each behind its length, a file a partition. They hold every type as it
/// is, and last as long as the application needs them; programs cannot ask for the format, whose name is no name that they can write.
/// </summary>
sealed class CheckpointFormat : IFileFormat
{
    public string Name => "$checkpoint";

    /// <summary>Writes the rows of a query; what comes back reads them under the same columns.</summary>
    public static LogicalPlan Write(LogicalPlan query, string folder, QueryRunner runner)
    {
        var format = new CheckpointFormat();
        // Columns may have one name; files do not care for names.
        var plain = query.Output.Select((c, i) => c with { Name = $"_{i}", Id = ExprId.Next(), Qualifier = [] }).ToList();
        var renamed = new Project(new(query.Output.Zip(plain, (c, p) => (Expression)new Alias(c, p.Name, p.Id))), query);
        runner.Write(runner.Analyze(renamed), new FileWriteSpec(FileSystemRegistry.Qualify(folder), format, ValueMap.Empty, [], SaveMode.ErrorIfExists, runner.Session.Settings));
        var files = FileIndex.List([folder], ValueMap.Empty, false).Files;
        var schema = new StructType(plain.Select(c => new StructField(c.Name, c.DataType, c.IsNullable)));
        var read = new SourceRelation(new FileTable(format, files, schema, StructType.Empty, [folder], ValueMap.Empty), new(plain));
        return new Project(new(query.Output.Zip(plain, (c, p) => (Expression)new Alias(p, c.Name, c.Id) { ExplicitMetadata = c.Metadata, Qualifier = c.Qualifier })), read);
    }

    public StructType? InferSchema(IReadOnlyList<FileEntry> files, ValueMap options, SqlConf conf) => null;

    public bool IsSplittable(FileEntry file, ValueMap options) => false;

    public bool IsPartition => true;

    public BatchIterator Read(FileSplit split, FileReadRequest request, TaskExecution task)
        => TextScan.Iterate(split, request.Conf, () =>
        {
            var reader = new Reader(split.File.Open(), request, task.Memory);
            return (reader.Next, reader);
        });

    public IFileWriter CreateWriter(string path, FileWriteRequest request, TaskExecution task) => new Writer(path);

    public string FileSuffix(ValueMap options, SqlConf conf) => ".blocks";

    private sealed class Writer : IFileWriter
    {
        private readonly ByteSink _sink = new();
        private readonly BinaryWriter _output;

        public Writer(string path)
        {
            var (system, local) = FileSystemRegistry.Resolve(path);
            _output = new BinaryWriter(new BufferedStream(system.Create(local, overwrite: false), 1 << 16));
        }

        public void Write(ColumnarBatch batch)
        {
            _sink.Clear();
            BlockWriter.Write(batch.Columns, batch.Selection, _sink);
            _output.Write(_sink.Length);
            _output.Write(_sink.Written);
        }

        public void Close() => _output.Dispose();

        public void Dispose()
        {
            _output.Dispose();
            _sink.Dispose();
        }
    }

    private sealed unsafe class Reader : IDisposable
    {
        private readonly IRandomAccessFile _file;
        private readonly MemoryAllocator _memory;
        private readonly ColumnarBatch _batch;
        private readonly int[] _columns;
        private NativeBuffer? _block;
        private long _at;

        public Reader(IRandomAccessFile file, FileReadRequest request, MemoryAllocator memory)
        {
            (_file, _memory) = (file, memory);
            _batch = ColumnarBatch.Allocate(request.DataSchema, memory, 0);
            _columns = [.. request.Required.Fields.Select(f => request.DataSchema.IndexOf(f.Name))];
        }

        public ColumnarBatch? Next()
        {
            if (_at >= _file.Length) return null;
            var length = 0;
            _file.Read(_at, new Span<byte>(&length, sizeof(int)));
            if (length < 0 || length > _file.Length - _at - sizeof(int)) throw new InvalidDataException($"A block of {length} bytes in a file of {_file.Length}.");
            _block?.Dispose();
            _block = _memory.Allocate(length);
            _file.Read(_at + sizeof(int), new Span<byte>(_block.Pointer, length));
            _at += sizeof(int) + length;
            BlockReader.Read(_block.Pointer, length, _batch);
            var read = new ColumnarBatch([.. _columns.Select(c => _batch.Columns[c])]);
            read.SetRows(_batch.RowCount, _batch.Selection);
            return read;
        }

        public void Dispose()
        {
            _block?.Dispose();
            foreach (var column in _batch.Columns) column.Dispose();
            _file.Dispose();
        }
    }
}
