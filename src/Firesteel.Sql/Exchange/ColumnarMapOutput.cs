using System.Buffers;
using Firesteel.Columnar.Blocks;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Core.Shuffle;
using Firesteel.Types;

namespace Firesteel.Sql.Exchange;

/// <summary>
/// What one map task gave to all reduce partitions. It lies in memory until others need the room: then it goes to disk as a whole,
/// unless someone is reading it.
/// </summary>
sealed class ColumnarMapOutput : IMapOutput, ISpillable
{
    private readonly PartitionedRows _rows;
    private readonly MemoryManager _memory;
    private readonly Lock _gate = new();
    private int _readers;
    private bool _disposed;

    public ColumnarMapOutput(PartitionedRows rows, MemoryManager memory)
    {
        (_rows, _memory) = (rows, memory);
        rows.Owner = this;
        memory.Register(this);
    }

    public StructType Schema => _rows.Schema;
    public IReadOnlyList<long> PartitionRows => _rows.Rows;
    public IReadOnlyList<long> PartitionSizes => _rows.Sizes;

    /// <summary>The rows of partitions [first, end), in order. A batch is valid until the next.</summary>
    public IEnumerable<ColumnarBatch> Read(int first, int end, int batchRows, MemoryAllocator memory)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _readers++;
        }
        try
        {
            foreach (var batch in _rows.Read(first, end, batchRows, memory)) yield return batch;
        }
        finally
        {
            lock (_gate) _readers--;
        }
    }

    public long Spill(long bytes)
    {
        // Who holds the gate is spilling this output already.
        if (!_gate.TryEnter()) return 0;
        try { return _readers > 0 || _disposed ? 0 : _rows.Spill(); }
        finally { _gate.Exit(); }
    }

    public void WriteBlock(int reducePartition, IBufferWriter<byte> output)
    {
        using var memory = new MemoryAllocator(_memory, "shuffle block");
        using var sink = new ByteSink();
        foreach (var batch in Read(reducePartition, reducePartition + 1, SpillFile.BlockRows, memory))
        {
            sink.Clear();
            BlockWriter.Write(batch.Columns, batch.Selection, sink);
            sink.Align();
            output.Write(sink.Written);
        }
    }

    public void Dispose()
    {
        _memory.Unregister(this);
        lock (_gate)
        {
            if (_disposed) return;
            _disposed = true;
            _rows.Dispose();
        }
    }
}
