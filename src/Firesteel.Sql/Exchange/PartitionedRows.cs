using Firesteel.Columnar.Blocks;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Sql.Exchange;

/// <summary>
/// Chunks of partitioned rows, some in memory, older ones perhaps on disk: each time that chunks leave memory, all of them are written
/// partition by partition. Not thread-safe.
/// </summary>
sealed class PartitionedRows(StructType schema, int partitions, string spillFolder) : IDisposable
{
    private readonly List<PartitionedChunk> _chunks = [];
    private readonly List<long[]> _rounds = [];
    private SpillFile? _file;

    public StructType Schema => schema;
    public long[] Rows { get; } = new long[partitions];
    public long[] Sizes { get; } = new long[partitions];

    /// <summary>What these rows are a part of, for those who find them damaged on disk.</summary>
    public object? Owner
    {
        get;
        set
        {
            field = value;
            _file?.Contents = value;
        }
    }

    /// <summary>Bytes that the chunks in memory take.</summary>
    public long MemoryUsed => _chunks.Sum(c => c.Memory.Used);

    public void Add(PartitionedChunk chunk)
    {
        _chunks.Add(chunk);
        var total = chunk.Offsets[partitions];
        var width = Math.Max(1, (double)chunk.Bytes / Math.Max(1, total));
        for (var p = 0; p < partitions; p++)
        {
            var count = chunk.Offsets[p + 1] - chunk.Offsets[p];
            Rows[p] += count;
            Sizes[p] += (long)Math.Ceiling(count * width);
        }
    }

    /// <summary>Moves all chunks to disk; returns how many bytes that freed.</summary>
    public long Spill()
    {
        if (_chunks.Count == 0) return 0;
        if (_file is null)
        {
            _file = SpillFile.Create(spillFolder, "shuffle");
            _file.Contents = Owner;
        }
        var start = _file.Position;
        try { _rounds.Add(Write(_file)); }
        catch
        {
            // A full disk: what did not find room there takes none from others.
            _file.TakeBack(start);
            throw;
        }
        var freed = MemoryUsed;
        DisposeChunks();
        return freed;
    }

    /// <summary>The rows of partitions [first, end) in the order in which they were added. A batch is valid until the next.</summary>
    /// <param name="memory">For what is read from disk.</param>
    public IEnumerable<ColumnarBatch> Read(int first, int end, int batchRows, MemoryAllocator memory)
    {
        foreach (var positions in _rounds)
        {
            var extent = new BlockExtent(positions[first], positions[end] - positions[first]);
            if (extent.Length == 0) continue;
            using var reader = new SpillReader(_file!, [extent], schema, memory);
            while (reader.Next() is { } batch)
                foreach (var part in BatchParts.Split(batch, batchRows)) yield return part;
        }
        foreach (var chunk in _chunks)
            foreach (var batch in chunk.Slices(first, end, batchRows)) yield return batch;
    }

    public void Dispose()
    {
        DisposeChunks();
        _file?.Dispose();
    }

    // Where each partition begins, and the end.
    private long[] Write(SpillFile file)
    {
        var positions = new long[partitions + 1];
        for (var p = 0; p < partitions; p++)
        {
            positions[p] = file.Position;
            foreach (var chunk in _chunks) chunk.Write(p, file);
        }
        positions[partitions] = file.Position;
        file.Flush();
        return positions;
    }

    private void DisposeChunks()
    {
        foreach (var chunk in _chunks) chunk.Memory.Dispose();
        _chunks.Clear();
    }
}

/// <summary>Cuts a dense batch of flat columns into batches of fewer rows that share its memory.</summary>
static class BatchParts
{
    public static IEnumerable<ColumnarBatch> Split(ColumnarBatch batch, int batchRows)
    {
        if (batch.RowCount <= batchRows)
        {
            yield return batch;
            yield break;
        }
        for (var at = 0; at < batch.RowCount; at += batchRows)
        {
            var start = at;
            var part = new ColumnarBatch([.. batch.Columns.Select(c => VectorSlice.Of(c, start))]);
            part.SetRows(Math.Min(batchRows, batch.RowCount - at));
            yield return part;
        }
    }
}
