using System.Buffers;
using Firesteel.Columnar.Memory;
using Firesteel.Core.Serialization;
using Firesteel.Core.Shuffle;
using Firesteel.Core.Storage;

namespace Firesteel;

/// <summary>What one map task gave to all reduce partitions of this process: objects, and those that went to disk before them or since.</summary>
sealed class ObjectMapOutput<TKey, TValue> : IMapOutput, ISpillable
{
    private readonly List<(TKey, TValue)>?[] _parts;
    private readonly List<SpilledPairs<TKey, TValue>> _spills;
    private readonly ObjectReservation _memory;
    private readonly TaskContext _context;
    private readonly Lock _gate = new();
    private int _readers;
    private bool _disposed;

    public ObjectMapOutput(List<(TKey, TValue)>?[] parts, List<SpilledPairs<TKey, TValue>> spills, long[] rows, long bytesEach, ObjectReservation memory, TaskContext context)
    {
        (_parts, _spills, _memory, _context) = (parts, spills, memory, context);
        PartitionRows = rows;
        PartitionSizes = [.. rows.Select(r => r * bytesEach)];
        if (memory.Held > 0) ObjectMemory.Manager.Register(this);
    }

    public IReadOnlyList<long> PartitionSizes { get; }
    public IReadOnlyList<long> PartitionRows { get; }

    public IEnumerable<(TKey, TValue)> Read(int partition)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _readers++;
        }
        try
        {
            foreach (var spill in _spills)
                foreach (var pair in spill.Read(partition)) yield return pair;
            if (_parts[partition] is { } part)
                foreach (var pair in part) yield return pair;
        }
        finally
        {
            lock (_gate) _readers--;
        }
    }

    public void WriteBlock(int reducePartition, IBufferWriter<byte> output)
    {
        var bytes = new ObjectOutput();
        ItemBlocks.Write(Read(reducePartition), bytes);
        Segments.Write(bytes.Written, output);
    }

    public long Spill(long bytes)
    {
        // Who holds the gate is spilling this output already.
        if (!_gate.TryEnter()) return 0;
        try
        {
            if (_readers > 0 || _disposed || _memory.Held == 0) return 0;
            var spill = new SpilledPairs<TKey, TValue>(_context);
            foreach (var part in _parts) spill.Write(part ?? []);
            spill.Finish();
            _spills.Add(spill);
            Array.Clear(_parts);
            var freed = _memory.Held;
            _memory.Shrink(0);
            return freed;
        }
        finally { _gate.Exit(); }
    }

    public void Dispose()
    {
        ObjectMemory.Manager.Unregister(this);
        lock (_gate)
        {
            if (_disposed) return;
            _disposed = true;
            _memory.Dispose();
            foreach (var spill in _spills) spill.Dispose();
        }
    }
}
