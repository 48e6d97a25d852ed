using Firesteel.Columnar.Memory;

namespace Firesteel.Columnar.Vectors;

/// <summary>Cuts rows into parts of neighbours, as Spark cuts local rows: what depends on partitions comes out as there.</summary>
static unsafe class RowParts
{
    /// <summary>The parts, at most so many and none empty unless all are; the rows are used up, chunk by chunk.</summary>
    public static RowBuffer[] Cut(RowBuffer rows, int most, MemoryAllocator memory)
    {
        var (total, count) = (rows.Count, (int)Math.Min(rows.Count, most));
        if (count <= 1) return [rows];
        var parts = new RowBuffer[count];
        for (var p = 0; p < count; p++) parts[p] = new RowBuffer(rows.Schema, memory);
        var places = new ushort[RowBuffer.ChunkRows];
        var (part, row) = (0, 0L);
        foreach (var chunk in rows.Chunks)
        {
            for (var at = 0; at < chunk.RowCount;)
            {
                var end = EndOf(part);
                if (row >= end)
                {
                    part++;
                    continue;
                }
                var take = (int)Math.Min(chunk.RowCount - at, end - row);
                for (var k = 0; k < take; k++) places[k] = (ushort)(at + k);
                fixed (ushort* selected = places) parts[part].Append(chunk.Columns, new Selection(selected, take));
                (at, row) = (at + take, row + take);
            }
            foreach (var column in chunk.Columns) column.Dispose();
        }
        rows.Dispose();
        return parts;

        long EndOf(int p) => (long)((Int128)(p + 1) * total / count);
    }
}
