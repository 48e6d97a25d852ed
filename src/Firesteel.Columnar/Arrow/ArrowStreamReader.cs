using System.Buffers.Binary;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Columnar.Arrow;

/// <summary>Reads a whole Arrow IPC stream that lies in memory.</summary>
sealed class ArrowStreamReader
{
    private const int SliceRows = 4096;
    private readonly ReadOnlyMemory<byte> _stream;
    private readonly Dictionary<long, ArrowArray> _dictionaries = [];
    private int _position;

    /// <exception cref="FormatException">The stream does not start with a schema.</exception>
    public ArrowStreamReader(ReadOnlyMemory<byte> stream)
    {
        _stream = stream;
        if (NextMessage() is not var (message, _) || message.Byte(1) != ArrowFormat.SchemaMessage) throw new FormatException("An Arrow stream starts with its schema.");
        var schema = message.Table(2)!.Value;
        Fields = [.. Enumerable.Range(0, schema.Count(1)).Select(i => ArrowField.Read(schema.TableAt(1, i)))];
        Schema = new StructType(Fields.Select(f => f.ToField()));
    }

    public IReadOnlyList<ArrowField> Fields { get; }
    public StructType Schema { get; }

    /// <summary>Columns, by place, in which nulls were read.</summary>
    public HashSet<int> NullColumns { get; } = [];

    /// <summary>All rows of the stream, appended to a buffer of the stream's schema.</summary>
    public void ReadInto(RowBuffer target, MemoryAllocator scratch)
    {
        try
        {
            while (NextMessage() is var (message, body))
            {
                var header = message.Table(2)!.Value;
                switch (message.Byte(1))
                {
                    case ArrowFormat.DictionaryMessage: ArrowDictionaries.Add(_dictionaries, Fields, header, body); break;
                    case ArrowFormat.RecordBatchMessage: ReadBatch(header, body, target, scratch); break;
                }
            }
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or IndexOutOfRangeException or OverflowException)
        {
            throw new FormatException("The Arrow stream is broken.", e);
        }
    }

    private void ReadBatch(FlatTable header, ReadOnlyMemory<byte> body, RowBuffer target, MemoryAllocator scratch)
    {
        var rows = checked((int)header.Long(0));
        var source = new ArrowBatch(header, body, _dictionaries);
        var arrays = Fields.Select(f => source.Next(f)).ToArray();
        for (var c = 0; c < arrays.Length; c++)
            if (arrays[c].NullCount > 0) NullColumns.Add(c);
        var batch = ColumnarBatch.Allocate(Schema, scratch, 0);
        for (var start = 0; start < rows; start += SliceRows)
        {
            var count = Math.Min(SliceRows, rows - start);
            batch.Reset(count);
            for (var c = 0; c < arrays.Length; c++) arrays[c].CopyTo(batch.Columns[c], start, count, 0);
            batch.SetRows(count);
            target.Append(batch);
        }
        foreach (var column in batch.Columns) column.Dispose();
    }

    private (FlatTable Message, ReadOnlyMemory<byte> Body)? NextMessage()
    {
        if (_stream.Length - _position < 4) return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(_stream.Span[_position..]);
        _position += 4;
        // Before 0.15 the length stood alone.
        if (length == ArrowFormat.Continuation)
        {
            if (_stream.Length - _position < 4) return null;
            length = BinaryPrimitives.ReadInt32LittleEndian(_stream.Span[_position..]);
            _position += 4;
        }
        if (length <= 0) return null;
        var message = FlatTable.Root(_stream.Slice(_position, length));
        _position += length;
        var bodyLength = checked((int)message.Long(3));
        var body = _stream.Slice(_position, bodyLength);
        _position += bodyLength;
        return (message, body);
    }
}
