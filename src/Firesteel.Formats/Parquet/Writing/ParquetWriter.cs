using System.Buffers.Binary;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Buffers;
using Firesteel.Formats.Parquet.Metadata;
using Firesteel.Formats.Parquet.Reading;
using Firesteel.Types;

namespace Firesteel.Formats.Parquet.Writing;

/// <summary>
/// Writes batches as a Parquet file, laid out as Spark's own. Row groups stay in memory until they end. The sink is written front to back
/// and is the caller's to close; without <see cref="Close"/> the file has no footer.
/// </summary>
sealed class ParquetWriter : IBatchWriter
{
    // Pages end between slices, so that a page exceeds its size by at most one.
    private const int SliceRows = 1000;
    private const string SparkVersionKey = "org.apache.spark.version";
    // Readers of Spark take dates and times as proleptic Gregorian only where they find one of its versions from 3.0 on.
    private const string SparkVersion = "4.3.0";

    private readonly CountingStream _output;
    private readonly ParquetWriteOptions _options;
    private readonly MemoryAllocator _allocator;
    private readonly ColumnShredder[] _columns;
    private readonly List<LeafWriter> _leaves = [];
    private readonly FileMetaData _metaData;
    private readonly List<FinishedChunk> _chunks = [];
    private long _groupRows;

    /// <exception cref="AnalysisException">UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE where Parquet has no form of a type.</exception>
    public ParquetWriter(Stream sink, StructType schema, ParquetWriteOptions options, MemoryAllocator allocator)
    {
        (_output, _options, _allocator) = (new CountingStream(sink), options, allocator);
        var columns = WriteColumn.Create(schema, options, out var elements);
        _columns = columns.Select(column => new ColumnShredder(column, options, allocator, _leaves)).ToArray();
        _metaData = new FileMetaData
        {
            Version = 1,
            Schema = elements,
            CreatedBy = $"Firesteel version {typeof(ParquetWriter).Assembly.GetName().Version?.ToString(3)}",
            TypeDefinedOrder = _leaves.Select(_ => true).ToList(),
            KeyValues = [new(SparkVersionKey, SparkVersion), new(ParquetFile.SparkSchemaKey, SchemaJson.Write(schema))],
        };
        foreach (var (key, value) in options.Properties) _metaData.KeyValues.Add(new(key, value));
        _output.Write("PAR1"u8);
    }

    /// <summary>Bytes that went to the sink.</summary>
    public long BytesWritten => _output.Position;

    /// <summary>Bytes written and waiting, about: what the file's size would be.</summary>
    public long EstimatedBytes => _output.Position + BufferedBytes;

    public long RowsWritten { get; private set; }

    /// <summary>The footer; complete after <see cref="Close"/>.</summary>
    public FileMetaData MetaData => _metaData;

    private long BufferedBytes
    {
        get
        {
            var bytes = 0L;
            foreach (var leaf in _leaves) bytes += leaf.BufferedBytes;
            return bytes;
        }
    }

    public void Write(ColumnarBatch batch)
    {
        for (var from = 0; from < batch.SelectedCount; from += SliceRows)
        {
            var to = Math.Min(batch.SelectedCount, from + SliceRows);
            for (var i = 0; i < _columns.Length; i++) _columns[i].Add(batch.Columns[i], batch.Selection, from, to);
            foreach (var leaf in _leaves) leaf.EndRows();
        }
        _groupRows += batch.SelectedCount;
        RowsWritten += batch.SelectedCount;
        if (BufferedBytes >= _options.RowGroupBytes) FlushRowGroup();
    }

    /// <summary>Ends the row group that rows were written to.</summary>
    public void FlushRowGroup()
    {
        if (_groupRows == 0) return;
        var start = _output.Position;
        var group = new RowGroup { NumRows = _groupRows, FileOffset = start, Ordinal = (short)_metaData.RowGroups.Count };
        foreach (var leaf in _leaves)
        {
            var finished = leaf.Finish(_output);
            _chunks.Add(finished);
            group.Columns.Add(finished.Chunk);
            group.TotalByteSize += finished.Chunk.MetaData!.TotalUncompressedSize;
        }
        group.TotalCompressedSize = _output.Position - start;
        _metaData.RowGroups.Add(group);
        _groupRows = 0;
    }

    /// <summary>Writes what is left, the indexes and the footer.</summary>
    public void Close()
    {
        FlushRowGroup();
        _metaData.NumRows = RowsWritten;
        using var buffer = new GrowingBuffer(_allocator);
        foreach (var chunk in _chunks) WriteBloomFilter(chunk, buffer);
        foreach (var chunk in _chunks)
        {
            if (chunk.ColumnIndex is not { } index) continue;
            buffer.Clear();
            index.Write(new ThriftWriter(buffer));
            (chunk.Chunk.ColumnIndexOffset, chunk.Chunk.ColumnIndexLength) = (_output.Position, (int)buffer.Length);
            _output.Write(buffer);
        }
        foreach (var chunk in _chunks)
        {
            buffer.Clear();
            chunk.OffsetIndex.Write(new ThriftWriter(buffer));
            (chunk.Chunk.OffsetIndexOffset, chunk.Chunk.OffsetIndexLength) = (_output.Position, (int)buffer.Length);
            _output.Write(buffer);
        }
        buffer.Clear();
        _metaData.Write(new ThriftWriter(buffer));
        _output.Write(buffer);
        Span<byte> tail = stackalloc byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(tail, checked((int)buffer.Length));
        "PAR1"u8.CopyTo(tail[4..]);
        _output.Write(tail);
        _output.Flush();
    }

    public void Dispose()
    {
        foreach (var column in _columns) column.Dispose();
        foreach (var leaf in _leaves) leaf.Dispose();
    }

    private void WriteBloomFilter(FinishedChunk chunk, GrowingBuffer buffer)
    {
        if (chunk.BloomFilter is not { } filter) return;
        var start = _output.Position;
        buffer.Clear();
        new BloomFilterHeader(filter.Bits.Length, IsKnown: true).Write(new ThriftWriter(buffer));
        _output.Write(buffer);
        _output.Write(filter.Bits);
        (chunk.Chunk.MetaData!.BloomFilterOffset, chunk.Chunk.MetaData.BloomFilterLength) = (start, (int)(_output.Position - start));
    }
}
