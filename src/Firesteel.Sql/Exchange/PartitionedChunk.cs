using Firesteel.Columnar.Blocks;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Sql.Exchange;

/// <summary>Rows in flat columns, ordered by partition.</summary>
/// <param name="Columns">One vector a column, of as many rows as the last offset says.</param>
/// <param name="Offsets">Where each partition starts, and the end.</param>
/// <param name="Memory">Holds the columns and what string views in them point at; disposed with the chunk.</param>
/// <param name="Bytes">About how much memory the rows take.</param>
sealed record PartitionedChunk(ColumnVector[] Columns, int[] Offsets, MemoryAllocator Memory, long Bytes)
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

    /// <summary>Writes one partition's rows as blocks.</summary>
    public void Write(int partition, SpillFile file)
    {
        for (var at = Offsets[partition]; at < Offsets[partition + 1];)
        {
            var count = Math.Min(SpillFile.BlockRows, Offsets[partition + 1] - at);
            file.Write(Columns, at, count);
            at += count;
        }
    }
}
