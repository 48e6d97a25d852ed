using Firesteel.Columnar.Blocks;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Sql.Execution.Remote;

/// <summary>Rows of a buffer as blocks in a stream.</summary>
static unsafe class RowBlocks
{
    public static void Write(RowBuffer rows, BinaryWriter output)
    {
        using var sink = new ByteSink();
        output.Write7BitEncodedInt(rows.Chunks.Count);
        foreach (var chunk in rows.Chunks)
        {
            sink.Clear();
            BlockWriter.Write(chunk.Columns, chunk.Selection, sink);
            output.Write7BitEncodedInt(sink.Length);
            output.Write(sink.Written);
        }
    }

    public static RowBuffer Read(BinaryReader input, StructType schema, MemoryAllocator memory)
    {
        var rows = new RowBuffer(schema, memory);
        using var scratch = new MemoryAllocator(memory.Manager, "received rows");
        var batch = ColumnarBatch.Allocate(schema, scratch, 0);
        for (var left = input.Read7BitEncodedInt(); left > 0; left--)
        {
            var length = input.Read7BitEncodedInt();
            using var bytes = scratch.Allocate(length);
            input.BaseStream.ReadExactly(new Span<byte>(bytes.Pointer, length));
            BlockReader.Read(bytes.Pointer, length, batch);
            rows.Append(batch);
        }
        return rows;
    }
}
