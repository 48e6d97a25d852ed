using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Sql.Execution;
using Firesteel.Types;

namespace Firesteel.Sql.Exchange;

/// <summary>
/// Collects one map task's rows and orders them by reduce partition, a few hundred thousand at a time, so that a partition's
/// slice of each chunk is long. What is collected goes to disk when memory is short.
/// </summary>
sealed unsafe class MapOutputWriter
{
    private const int StagedRows = 1 << 18;
    private readonly StructType _schema;
    private readonly int _partitions;
    private readonly MemoryManager _manager;
    private readonly PartitionedRows _rows;
    private readonly int _stagedRows;
    private readonly long _stagedBytes;
    private MemoryAllocator _memory;
    private RowBuffer _staged;
    private int[] _ids = [];
    private int[] _places = [];

    public MapOutputWriter(StructType schema, int partitions, QuerySettings settings)
    {
        _schema = schema;
        _partitions = partitions;
        _manager = settings.Memory;
        _rows = new PartitionedRows(schema, partitions, settings.SpillFolder);
        // One partition needs no order: each chunk of the buffer is one of the output.
        _stagedRows = partitions == 1 ? RowBuffer.ChunkRows : StagedRows;
        _stagedBytes = Math.Max(1 << 20, _manager.Limit / (16 * Math.Max(1, settings.Parallelism)));
        _memory = new MemoryAllocator(_manager, "map output");
        _staged = new RowBuffer(schema, _memory);
    }

    /// <param name="ids">The reduce partition of each place of the batch's selection; not looked at when there is one partition.</param>
    public void Write(ColumnarBatch batch, ReadOnlySpan<int> ids)
    {
        MakeRoom();
        if (_partitions == 1 && _staged.Count + batch.SelectedCount > _stagedRows) Seal();
        if (_partitions > 1) Note(ids);
        _staged.Append(batch);
        if (_staged.Count >= _stagedRows || _memory.Used > _stagedBytes) Seal();
    }

    public ColumnarMapOutput Finish()
    {
        if (_staged.Count > 0) Seal();
        _memory.Dispose();
        return new ColumnarMapOutput(_rows, _manager);
    }

    /// <summary>Frees everything, where the task failed.</summary>
    public void Abort()
    {
        _memory.Dispose();
        _rows.Dispose();
    }

    // What is worth writing is a fair piece of the pool; less than that is left to the reserve.
    private void MakeRoom()
    {
        if (_manager.HasRoom(_memory.Used)) return;
        if (_rows.MemoryUsed + _memory.Used < _stagedBytes) return;
        if (_staged.Count > 0) Seal();
        _rows.Spill();
    }

    private void Seal()
    {
        // Ordering copies the rows once.
        if (_partitions > 1 && !_manager.HasRoom(_memory.Used)) _rows.Spill();
        if (_partitions == 1) SealSingle();
        else SealPartitioned();
        _memory = new MemoryAllocator(_manager, "map output");
        _staged = new RowBuffer(_schema, _memory);
    }

    private void SealSingle()
    {
        var memory = _memory;
        for (var c = 0; c < _staged.Chunks.Count; c++)
        {
            var chunk = _staged.Chunks[c];
            // A batch of more rows than a chunk has makes several; the last one owns the memory, which all leave together.
            var owner = c == _staged.Chunks.Count - 1 ? memory : new MemoryAllocator(_manager, "map output");
            _rows.Add(new PartitionedChunk(chunk.Columns, [0, chunk.RowCount], owner, chunk.Columns.Sum(v => VectorSize.Of(v, chunk.RowCount))));
        }
    }

    private void Note(ReadOnlySpan<int> ids)
    {
        var count = (int)_staged.Count;
        if (_ids.Length < count + ids.Length) Array.Resize(ref _ids, Math.Max(count + ids.Length, Math.Min(2 * _ids.Length, StagedRows)));
        ids.CopyTo(_ids.AsSpan(count));
    }

    private void SealPartitioned()
    {
        var count = (int)_staged.Count;
        var ids = _ids.AsSpan(0, count);
        var offsets = new int[_partitions + 1];
        foreach (var id in ids) offsets[id + 1]++;
        for (var p = 0; p < _partitions; p++) offsets[p + 1] += offsets[p];
        if (_places.Length < count) _places = GC.AllocateUninitializedArray<int>(_ids.Length);
        var next = offsets.AsSpan(0, _partitions).ToArray();
        for (var row = 0; row < count; row++) _places[row] = next[ids[row]]++;
        var bytes = _staged.Chunks.Sum(chunk => chunk.Columns.Sum(c => VectorSize.Of(c, chunk.RowCount)));
        var columns = new ColumnVector[_schema.Count];
        int[]? order = null;
        for (var c = 0; c < columns.Length; c++)
        {
            columns[c] = new ColumnVector(_schema[c].DataType, _memory, count);
            if (RowBuffer.CanScatter(columns[c].Physical))
                fixed (int* places = _places) _staged.Scatter(c, places, columns[c]);
            else
                fixed (int* rows = order ??= Order(count)) _staged.Gather(c, rows, null, count, columns[c]);
        }
        if (columns.Any(c => c.Physical == PhysicalType.String)) _staged.KeepOnlyStrings();
        else _staged.Dispose();
        _rows.Add(new PartitionedChunk(columns, offsets, _memory, bytes));
    }

    // Values of many parts are appended, in the order in which they will lie.
    private int[] Order(int count)
    {
        var order = new int[count];
        for (var row = 0; row < count; row++) order[_places[row]] = row;
        return order;
    }
}
