using System.Buffers.Binary;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Columnar.Arrow;

/// <summary>
/// Reads an Arrow IPC stream batch by batch as it arrives, up to its end mark and not a byte further. The arrays of a batch are valid
/// until the next one.
/// </summary>
sealed class ArrowBatchReader
{
    private const int MaxMetadata = 64 << 20;
    private readonly Stream _stream;
    private readonly Dictionary<long, ArrowArray> _dictionaries = [];
    private readonly byte[] _head = new byte[4];
    private byte[] _metadata = [];
    private byte[] _body = [];

    /// <exception cref="FormatException">The stream does not start with a schema.</exception>
    public ArrowBatchReader(Stream stream)
    {
        _stream = stream;
        if (NextMessage(true) is not var (message, _) || message.Byte(1) != ArrowFormat.SchemaMessage) throw new FormatException("An Arrow stream starts with its schema.");
        var schema = message.Table(2)!.Value;
        Fields = [.. Enumerable.Range(0, schema.Count(1)).Select(i => ArrowField.Read(schema.TableAt(1, i)))];
    }

    public IReadOnlyList<ArrowField> Fields { get; }

    /// <summary>Rows of the current batch.</summary>
    public int RowCount { get; private set; }

    /// <summary>Columns of the current batch.</summary>
    public ArrowArray[] Columns { get; private set; } = [];

    /// <summary>Goes to the next batch; false at the end.</summary>
    public bool Next()
    {
        try
        {
            while (NextMessage(false) is var (message, body))
            {
                var header = message.Table(2)!.Value;
                switch (message.Byte(1))
                {
                    case ArrowFormat.DictionaryMessage:
                        ArrowDictionaries.Add(_dictionaries, Fields, header, body);
                        break;
                    case ArrowFormat.RecordBatchMessage:
                        RowCount = checked((int)header.Long(0));
                        var source = new ArrowBatch(header, body, _dictionaries);
                        Columns = [.. Fields.Select(source.Next)];
                        return true;
                }
            }
            return false;
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or IndexOutOfRangeException or OverflowException)
        {
            throw new FormatException("The Arrow stream is broken.", e);
        }
    }

    private (FlatTable Message, ReadOnlyMemory<byte> Body)? NextMessage(bool isFirst)
    {
        var length = ReadInt();
        // Before 0.15 the length stood alone.
        if (length == ArrowFormat.Continuation) length = ReadInt();
        if (length == 0 && !isFirst) return null;
        if (length is <= 0 or > MaxMetadata) throw new FormatException("The Arrow stream is broken.");
        // Schemas and dictionaries outlive the message.
        var metadata = isFirst || _metadata.Length < length ? _metadata = new byte[length] : _metadata;
        _stream.ReadExactly(metadata, 0, length);
        if (isFirst) _metadata = [];
        var message = FlatTable.Root(metadata.AsMemory(0, length));
        var size = checked((int)message.Long(3));
        if (size < 0) throw new FormatException("The Arrow stream is broken.");
        var keeps = message.Byte(1) == ArrowFormat.DictionaryMessage;
        var body = keeps ? new byte[size] : _body.Length >= size ? _body : _body = GC.AllocateUninitializedArray<byte>(Math.Max(size, (int)Math.Min(Array.MaxLength, 2L * _body.Length)), pinned: true);
        _stream.ReadExactly(body, 0, size);
        if (keeps) _metadata = [];
        return (message, body.AsMemory(0, size));
    }

    private int ReadInt()
    {
        _stream.ReadExactly(_head, 0, 4);
        return BinaryPrimitives.ReadInt32LittleEndian(_head);
    }
}
