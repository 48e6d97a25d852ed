using System.Buffers;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Columnar.Arrow;

/// <summary>Batches as Arrow IPC streams: the schema, then record batches, then the end.</summary>
sealed class ArrowStreamWriter
{
    private readonly byte[] _schema;
    private readonly ArrowBodyWriter _body = new();

    public ArrowStreamWriter(StructType schema, string timeZone) => _schema = ArrowSchemaWriter.Write(schema, timeZone).ToArray();

    public void WriteSchema(IBufferWriter<byte> output) => ArrowMessages.Write(output, _schema);

    public void WriteBatch(IBufferWriter<byte> output, ReadOnlySpan<ColumnVector> columns, Selection selection)
    {
        _body.Start();
        foreach (var column in columns) _body.Add(column, selection);
        var builder = new FlatBufferBuilder();
        var (nodes, buffers) = (builder.Pairs(_body.Nodes), builder.Pairs(_body.Buffers));
        builder.StartTable();
        builder.Add(0, (long)selection.Count);
        builder.AddOffset(1, nodes);
        builder.AddOffset(2, buffers);
        var body = _body.Written;
        ArrowMessages.Write(output, ArrowMessages.Message(builder, ArrowFormat.RecordBatchMessage, builder.EndTable(), body.Length));
        output.Write(body);
    }

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
