using System.Buffers;
using Firesteel.Columnar.Blocks;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Core.Shuffle;
using Firesteel.Sql.Operators.Sorting;

namespace Firesteel.Sql.Exchange;

/// <summary>
/// What one map task gave to a global sort: sorted runs, each from later rows than the one before. Runs go to disk when others need the
/// room and none is being read.
/// </summary>
sealed class SortedMapOutput : IMapOutput, ISpillable
{
    private readonly IReadOnlyList<SortedRun> _runs;
    private readonly SortLayout _layout;
    private readonly MemoryManager _memory;
    private readonly string _spillFolder;
    private readonly Lock _gate = new();
    private SpillFile? _file;
    private int _readers;
    private bool _disposed;

    public SortedMapOutput(IReadOnlyList<SortedRun> runs, SpillFile? file, SortLayout layout, MemoryManager memory, string spillFolder)
    {
        (_runs, _file, _layout, _memory, _spillFolder) = (runs, file, layout, memory, spillFolder);
        file?.Contents = this;
        PartitionRows = [runs.Sum(r => (long)r.Count)];
        PartitionSizes = [runs.Sum(r => Math.Max(r.Bytes, r.Count))];
        memory.Register(this);
    }

    public IReadOnlyList<SortedRun> Runs => _runs;
    public SortLayout Layout => _layout;
    public IReadOnlyList<long> PartitionRows { get; }
    public IReadOnlyList<long> PartitionSizes { get; }

    /// <summary>Keeps the runs where they are until the result is disposed.</summary>
    public IDisposable Hold()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _readers++;
        }
        return new Held(this);
    }

    public long Spill(long bytes)
    {
        if (!_gate.TryEnter()) return 0;
        try
        {
            if (_readers > 0 || _disposed || _runs.All(r => r.MemoryUsed == 0)) return 0;
            if (_file is null)
            {
                _file = SpillFile.Create(_spillFolder, "sort");
                _file.Contents = this;
            }
            var freed = 0L;
            foreach (var run in _runs) freed += run.Spill(_file);
            return freed;
        }
        finally { _gate.Exit(); }
    }

    /// <summary>All runs one after the other: who reads them elsewhere sorts them again.</summary>
    public void WriteBlock(int reducePartition, IBufferWriter<byte> output)
    {
        using var held = Hold();
        using var memory = new MemoryAllocator(_memory, "shuffle block");
        using var sink = new ByteSink();
        foreach (var run in _runs)
        {
            using var reader = run.Read(0, memory);
            while (reader.Next() is { } batch)
            {
                sink.Clear();
                BlockWriter.Write(batch.Columns[.._layout.OutputCount], new Selection(batch.RowCount), sink);
                sink.Align();
                output.Write(sink.Written);
            }
        }
    }

    public void Dispose()
    {
        _memory.Unregister(this);
        lock (_gate)
        {
            if (_disposed) return;
            _disposed = true;
            foreach (var run in _runs) run.Dispose();
            _file?.Dispose();
        }
    }

    private sealed class Held(SortedMapOutput output) : IDisposable
    {
        public void Dispose()
        {
            lock (output._gate) output._readers--;
        }
    }
}
