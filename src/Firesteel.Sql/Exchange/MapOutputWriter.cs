using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Sql.Execution;
using Firesteel.Types;

namespace Firesteel.Sql.Exchange;

/// <summary>
/// Collects one map task's rows and orders them by reduce partition, a few hundred thousand at a time, so that a partition's
/// slice of each chunk is long.
/// </summary>
sealed unsafe class MapOutputWriter
{
    private const int StagedRows = 1 << 18;
    private readonly StructType _schema;
    private readonly int _partitions;
    private readonly MemoryAllocator _memory;
    private readonly List<PartitionedChunk> _chunks = [];
    private readonly List<int> _ids = [];
    private RowBuffer _staged;

    public MapOutputWriter(StructType schema, int partitions, QuerySettings settings)
    {
        _schema = schema;
        _partitions = partitions;
        _memory = new MemoryAllocator(settings.Memory, "map output");
        _staged = new RowBuffer(schema, _memory);
    }

    /// <param name="ids">The reduce partition of each place of the batch's selection; not looked at when there is one partition.</param>
    public void Write(ColumnarBatch batch, ReadOnlySpan<int> ids)
    {
        _staged.Append(batch);
        if (_partitions > 1) _ids.AddRange(ids);
        if (_staged.Count >= StagedRows) Seal();
    }

    public ColumnarMapOutput Finish()
    {
        if (_staged.Count > 0) Seal();
        return new ColumnarMapOutput(_schema, _memory, _chunks, _partitions);
    }

    /// <summary>Frees everything, where the task failed.</summary>
    public void Abort() => _memory.Dispose();

    private void Seal()
    {
        if (_partitions == 1) SealSingle();
        else SealPartitioned();
        _ids.Clear();
        _staged = new RowBuffer(_schema, _memory);
    }

    private void SealSingle()
    {
        foreach (var chunk in _staged.Chunks)
            _chunks.Add(new PartitionedChunk(chunk.Columns, [0, chunk.RowCount], _staged, chunk.Columns.Sum(c => VectorSize.Of(c, chunk.RowCount))));
    }

    private void SealPartitioned()
    {
        var count = (int)_staged.Count;
        var offsets = new int[_partitions + 1];
        foreach (var id in _ids) offsets[id + 1]++;
        for (var p = 0; p < _partitions; p++) offsets[p + 1] += offsets[p];
        var order = new int[count];
        var next = offsets.AsSpan(0, _partitions).ToArray();
        for (var row = 0; row < count; row++) order[next[_ids[row]]++] = row;
        var bytes = _staged.Chunks.Sum(chunk => chunk.Columns.Sum(c => VectorSize.Of(c, chunk.RowCount)));
        var columns = new ColumnVector[_schema.Count];
        fixed (int* rows = order)
        {
            for (var c = 0; c < columns.Length; c++)
            {
                columns[c] = new ColumnVector(_schema[c].DataType, _memory, count);
                _staged.Gather(c, rows, null, count, columns[c]);
            }
        }
        var strings = columns.Any(c => c.Physical == PhysicalType.String) ? _staged : null;
        if (strings == null) _staged.Dispose();
        else strings.KeepOnlyStrings();
        _chunks.Add(new PartitionedChunk(columns, offsets, strings, bytes));
    }
}
