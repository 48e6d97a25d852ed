using System.Buffers;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Columnar.Arrow;

/// <summary>Batches as Arrow IPC streams: the schema, then record batches, then the end.</summary>
sealed class ArrowStreamWriter
{
    private readonly StructType _schema;
    private readonly string _timeZone;
    private readonly ArrowBodyWriter _body = new();
    private readonly ArrayBufferWriter<byte> _head = new(512);
    private byte[]? _header;

    public ArrowStreamWriter(StructType schema, string timeZone) => (_schema, _timeZone) = (schema, timeZone);

    /// <summary>Whether texts and bytes have offsets of 64 bits, for columns of more than 2 GB.</summary>
    public bool LargeVariables { get => _body.LargeVariables; init => _body.LargeVariables = value; }

    public void WriteSchema(IBufferWriter<byte> output) => ArrowMessages.Write(output, _header ??= ArrowSchemaWriter.Write(_schema, _timeZone, LargeVariables).ToArray());

    public void WriteBatch(IBufferWriter<byte> output, ReadOnlySpan<ColumnVector> columns, Selection selection)
    {
        Append(columns, selection);
        WritePending(output);
    }

    /// <summary>A batch of one column of structs, none of them null, whose fields are the given columns.</summary>
    public void WriteStructBatch(IBufferWriter<byte> output, ReadOnlySpan<ColumnVector> fields, Selection selection)
    {
        _body.Start();
        _body.AddStruct(selection.Count);
        foreach (var field in fields) _body.Add(field, selection);
        Finish(selection.Count);
        WritePending(output);
    }

    /// <summary>Adds a batch to those that are pending.</summary>
    public void Append(ReadOnlySpan<ColumnVector> columns, Selection selection)
    {
        _body.Start();
        foreach (var column in columns) _body.Add(column, selection);
        Finish(selection.Count);
    }

    /// <summary>Batches that were appended, each whole, one behind the other.</summary>
    public ReadOnlySpan<byte> Pending => _body.Written;

    public void ClearPending() => _body.Clear();

    /// <summary>Gives the pending batches away; what follows is written to the given array.</summary>
    public ArraySegment<byte> TakePending(byte[] next) => _body.Take(next);

    private void Finish(int rows)
    {
        var builder = new FlatBufferBuilder();
        var (nodes, buffers) = (builder.Pairs(_body.Nodes), builder.Pairs(_body.Buffers));
        builder.StartTable();
        builder.Add(0, (long)rows);
        builder.AddOffset(1, nodes);
        builder.AddOffset(2, buffers);
        _head.ResetWrittenCount();
        ArrowMessages.Write(_head, ArrowMessages.Message(builder, ArrowFormat.RecordBatchMessage, builder.EndTable(), _body.BodyLength));
        _body.Finish(_head.WrittenSpan);
    }

    private void WritePending(IBufferWriter<byte> output)
    {
        output.Write(Pending);
        ClearPending();
    }

    public static void WriteEnd(IBufferWriter<byte> output) => ArrowMessages.WriteEnd(output);

    /// <summary>A whole stream of one batch.</summary>
    public byte[] Single(ReadOnlySpan<ColumnVector> columns, Selection selection)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        WriteSchema(output);
        WriteBatch(output, columns, selection);
        ArrowMessages.WriteEnd(output);
        return output.WrittenSpan.ToArray();
    }
}
