using Firesteel.Columnar.Arrow;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Connect.Codec;
using Firesteel.Connect.Messages;
using Firesteel.Sql.Execution.Arrow;
using Firesteel.Types;
using Google.Protobuf;

namespace Firesteel.Connect.Service;

/// <summary>Sends rows to a client: each response holds an Arrow stream of one batch, which is well below what a message may hold unless a single row is larger.</summary>
/// <param name="chunks">How large batches come in pieces.</param>
/// <param name="settings">Whose bytes are the most that a batch of several rows has.</param>
sealed class ResultSender(StructType schema, ArrowSettings settings, ResultChunks chunks, MemoryManager memory, Action<ExecutePlanResponse> respond) : IDisposable
{
    private readonly ArrowStreamWriter _writer = settings.NewWriter(schema);
    private readonly MemoryAllocator _memory = new(memory, "rows for a client");
    private SelectionParts? _parts;
    private long _sent;

    public void Send(ColumnarBatch batch)
    {
        var most = RecordBatches.MostRows(batch, settings);
        for (var from = 0; from < batch.SelectedCount;)
        {
            var count = Math.Min(most, batch.SelectedCount - from);
            var part = count == batch.SelectedCount ? batch.Selection : (_parts ??= new(_memory.BatchScratch<ushort>())).Of(batch.Selection, from, count);
            var data = _writer.Single(batch.Columns, part);
            if (data.Length > settings.BatchBytes && count > 1)
            {
                // How much is in lists and structs shows only now.
                most = Math.Clamp((int)(count * (double)settings.BatchBytes / data.Length), 1, count - 1);
                continue;
            }
            Send(data, count);
            from += count;
        }
    }

    /// <summary>Sends a batch without rows if none has been sent: the schema comes with the first.</summary>
    public void Finish()
    {
        if (_sent == 0) Send(_writer.Single(ColumnarBatch.Allocate(schema, _memory, 0).Columns, new Selection(0)), 0);
    }

    public void Dispose() => _memory.Dispose();

    // A response more is a call more, with which the client says that it has it: the schema has none of its own.
    private void Send(byte[] data, int rows)
    {
        var piece = chunks.MostBytes ?? data.Length;
        var count = Math.Max(1, (data.Length + piece - 1) / piece);
        for (var i = 0; i < count; i++)
        {
            var part = data.AsMemory(i * piece, Math.Min(piece, data.Length - i * piece));
            var response = new ExecutePlanResponse { ArrowBatch = new() { RowCount = rows, Data = UnsafeByteOperations.UnsafeWrap(part), StartOffset = _sent } };
            if (chunks.MostBytes != null) (response.ArrowBatch.ChunkIndex, response.ArrowBatch.NumChunksInBatch) = (i, count);
            if (_sent == 0 && i == 0) response.Schema = TypeCodec.Encode(schema);
            respond(response);
        }
        _sent += rows;
    }
}
