using System.Buffers;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Core.Shuffle;
using Firesteel.Types;

namespace Firesteel.Sql.Exchange;

/// <summary>
/// What one map task gave to all reduce partitions, in memory: chunks whose rows are ordered by partition, so that any range of
/// neighbouring partitions is one slice of each chunk.
/// </summary>
sealed class ColumnarMapOutput(StructType schema, MemoryAllocator memory, IReadOnlyList<PartitionedChunk> chunks, int partitions) : IMapOutput
{
    public StructType Schema => schema;
    public IReadOnlyList<PartitionedChunk> Chunks => chunks;
    public IReadOnlyList<long> PartitionRows { get; } = CountRows(chunks, partitions);
    public IReadOnlyList<long> PartitionSizes { get; } = EstimateSizes(chunks, partitions);

    public void WriteBlock(int reducePartition, IBufferWriter<byte> output)
        => throw new NotSupportedException("Blocks between processes are not written yet.");

    public void Dispose() => memory.Dispose();

    private static long[] CountRows(IReadOnlyList<PartitionedChunk> chunks, int partitions)
    {
        var rows = new long[partitions];
        foreach (var chunk in chunks)
            for (var p = 0; p < partitions; p++) rows[p] += chunk.Offsets[p + 1] - chunk.Offsets[p];
        return rows;
    }

    private static long[] EstimateSizes(IReadOnlyList<PartitionedChunk> chunks, int partitions)
    {
        var sizes = new long[partitions];
        foreach (var chunk in chunks)
        {
            var total = chunk.Offsets[partitions];
            if (total == 0) continue;
            var width = Math.Max(1, (double)chunk.Bytes / total);
            for (var p = 0; p < partitions; p++) sizes[p] += (long)Math.Ceiling((chunk.Offsets[p + 1] - chunk.Offsets[p]) * width);
        }
        return sizes;
    }
}

/// <summary>Rows in flat columns, ordered by partition. <see cref="Offsets"/> holds where each partition starts, and the end.</summary>
/// <param name="Columns">One vector a column, of as many rows as the last offset says.</param>
/// <param name="Strings">Keeps the bytes that string views in the columns point at; null where there are none.</param>
/// <param name="Bytes">About how much memory the rows take.</param>
sealed record PartitionedChunk(ColumnVector[] Columns, int[] Offsets, RowBuffer? Strings, long Bytes)
{
    /// <summary>The rows of partitions [first, end) as batches that share the chunk's memory.</summary>
    public IEnumerable<ColumnarBatch> Slices(int first, int end, int batchRows)
    {
        var (at, last) = (Offsets[first], Offsets[end]);
        while (at < last)
        {
            var count = Math.Min(batchRows, last - at);
            var views = new ColumnVector[Columns.Length];
            for (var c = 0; c < views.Length; c++) views[c] = VectorSlice.Of(Columns[c], at);
            var batch = new ColumnarBatch(views);
            batch.SetRows(count);
            yield return batch;
            at += count;
        }
    }
}
