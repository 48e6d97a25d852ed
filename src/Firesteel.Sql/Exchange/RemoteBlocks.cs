using Firesteel.Columnar.Blocks;
using Firesteel.Columnar.Vectors;
using Firesteel.Sql.Execution;
using Firesteel.Types;

namespace Firesteel.Sql.Exchange;

/// <summary>Reads the blocks that another process sent, one after the other.</summary>
static class RemoteBlocks
{
    public static IEnumerable<ColumnarBatch> Read(ReadOnlyMemory<byte> bytes, StructType schema, TaskExecution task)
    {
        using var buffer = task.Memory.Allocate(bytes.Length);
        Copy(bytes, buffer);
        var batch = ColumnarBatch.Allocate(schema, task.Memory, 0);
        for (var at = 0; at < bytes.Length;)
        {
            at = BlockFormat.Align(at + ReadOne(buffer, at, bytes.Length, batch));
            if (batch.RowCount == 0) continue;
            foreach (var part in BatchParts.Split(batch, task.Settings.BatchRows)) yield return part;
        }
        foreach (var column in batch.Columns) column.Dispose();
    }

    private static unsafe void Copy(ReadOnlyMemory<byte> bytes, Columnar.Memory.NativeBuffer buffer) => bytes.Span.CopyTo(new Span<byte>(buffer.Pointer, bytes.Length));

    private static unsafe int ReadOne(Columnar.Memory.NativeBuffer buffer, int at, int length, ColumnarBatch batch) => BlockReader.Read(buffer.Pointer + at, length - at, batch);
}
