using Firesteel.Columnar.Blocks;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Sql.Exchange;
using Firesteel.Sql.Execution;
using Firesteel.Types;

namespace Firesteel.Sql.Operators.Spilling;

/// <summary>
/// An operator's rows on disk, parted by some bits of their key's hash, so that each part can be worked on by itself; a part that is still
/// too large is parted again by the next bits.
/// </summary>
sealed class SpilledPartitions(StructType schema, string owner, TaskExecution task) : IDisposable
{
    public const int Count = 16;
    private const int Bits = 4;

    /// <summary>Levels after which the hash has no more bits to part by.</summary>
    public const int MostLevels = 7;

    private readonly SpillFile _file = SpillFile.Create(task.Settings.SpillFolder, owner);
    private readonly List<BlockExtent>[] _extents = [.. Enumerable.Range(0, Count).Select(_ => new List<BlockExtent>())];

    /// <summary>Rows of each partition.</summary>
    public long[] Rows { get; } = new long[Count];

    public long Bytes(int partition) => _extents[partition].Sum(e => e.Length);

    /// <summary>The partition of a hash; every level looks at other bits.</summary>
    public static int Of(ulong hash, int level) => (int)(hash >> (32 + level * Bits)) & (Count - 1);

    /// <summary>Appends one block of a partition's rows.</summary>
    public void Write(int partition, ColumnarBatch batch)
    {
        var start = _file.Position;
        _file.Write(batch);
        var extents = _extents[partition];
        if (extents.Count > 0 && extents[^1].End == start) extents[^1] = new BlockExtent(extents[^1].Offset, _file.Position - extents[^1].Offset);
        else extents.Add(new BlockExtent(start, _file.Position - start));
        Rows[partition] += batch.SelectedCount;
    }

    /// <summary>To be called after the last write, before the first read.</summary>
    public void Flush() => _file.Flush();

    /// <summary>A partition's rows in the order in which they were written.</summary>
    public BatchIterator Read(int partition, MemoryAllocator memory) => new SpilledIterator(_file, _extents[partition], schema, task, memory);

    public void Dispose() => _file.Dispose();
}

/// <summary>Batches out of some extents of a file.</summary>
sealed class SpilledIterator(SpillFile file, IReadOnlyList<BlockExtent> extents, StructType schema, TaskExecution task, MemoryAllocator memory) : BatchIterator
{
    private readonly IEnumerator<ColumnarBatch> _batches = Read(file, extents, schema, task, memory).GetEnumerator();

    public override ColumnarBatch? Next()
    {
        task.ThrowIfCancelled();
        return _batches.MoveNext() ? _batches.Current : null;
    }

    public override void Dispose() => _batches.Dispose();

    private static IEnumerable<ColumnarBatch> Read(SpillFile file, IReadOnlyList<BlockExtent> extents, StructType schema, TaskExecution task, MemoryAllocator memory)
    {
        using var reader = new SpillReader(file, extents, schema, memory);
        while (reader.Next() is { } batch)
            foreach (var part in BatchParts.Split(batch, task.Settings.BatchRows)) yield return part;
    }
}
