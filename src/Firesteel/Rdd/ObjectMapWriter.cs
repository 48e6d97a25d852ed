using Firesteel.Core.Serialization;
using Firesteel.Core.Shuffle;
using Firesteel.Core.Storage;

namespace Firesteel;

/// <summary>
/// Takes the pairs of one map task and parts them. In one process they stay objects until memory is short; for other
/// processes they end up in one file, partition by partition.
/// </summary>
sealed class ObjectMapWriter<TKey, TValue> : IDisposable
{
    private const int CheckEvery = 1024;
    private const int CheckBytes = 2 << 20;
    private const int SampleEvery = 64;

    private readonly Func<TKey, int> _place;
    private readonly TaskContext _context;
    private readonly List<(TKey, TValue)>?[] _parts;
    private readonly long[] _rows;
    private readonly List<SpilledPairs<TKey, TValue>> _spills = [];
    private readonly ObjectReservation _memory = new();
    private long _count, _inMemory, _sampled, _samples, _nextCheck;
    private bool _finished;

    public ObjectMapWriter(Partitioner partitioner, TaskContext context)
    {
        (_place, _context) = (partitioner.For<TKey>(), context);
        _parts = new List<(TKey, TValue)>?[partitioner.NumPartitions];
        _rows = new long[partitioner.NumPartitions];
    }

    public void Write(TKey key, TValue value)
    {
        var place = _place(key);
        (_parts[place] ??= []).Add((key, value));
        _rows[place]++;
        _inMemory++;
        if (_count++ is var number && (number < SampleEvery || number % SampleEvery == 0)) (_sampled, _samples) = (_sampled + ObjectSize.Of((key, value)), _samples + 1);
        if (_inMemory < _nextCheck) return;
        if (!_memory.TryGrow(Size * 2)) Spill();
        // Large items are looked at more often.
        _nextCheck = _inMemory + Math.Clamp(CheckBytes / Math.Max(1, _sampled / _samples), 1, CheckEvery);
    }

    public IMapOutput Finish()
    {
        _finished = true;
        if (_context.Blocks is { IsShared: true } blocks) return ToFile(blocks);
        var bytesEach = _samples == 0 ? 0 : Math.Max(1, _sampled / _samples);
        return new ObjectMapOutput<TKey, TValue>(_parts, _spills, _rows, bytesEach, _memory, _context);
    }

    public void Dispose()
    {
        if (_finished) return;
        _memory.Dispose();
        foreach (var spill in _spills) spill.Dispose();
    }

    private long Size => _samples == 0 ? 0 : _inMemory * (_sampled / _samples);

    private void Spill()
    {
        var spill = new SpilledPairs<TKey, TValue>(_context);
        _spills.Add(spill);
        foreach (var part in _parts) spill.Write(part ?? []);
        spill.Finish();
        _context.Metrics.Add(Core.Metrics.TaskMetric.MemoryBytesSpilled, _memory.Held);
        _context.Metrics.Add(Core.Metrics.TaskMetric.DiskBytesSpilled, spill.Length);
        Array.Clear(_parts);
        _inMemory = 0;
        _memory.Shrink(0);
    }

    private ShuffleFile ToFile(BlockManager blocks)
    {
        var file = new ShuffleFileWriter(blocks.Folders.NewTempFile().Path, _parts.Length);
        try
        {
            for (var p = 0; p < _parts.Length; p++)
            {
                foreach (var spill in _spills) file.Append(p, spill.Read(p));
                if (_parts[p] is { } part) file.Append(p, part);
            }
            return file.Finish(_rows);
        }
        catch
        {
            file.Abort();
            throw;
        }
        finally
        {
            _memory.Dispose();
            foreach (var spill in _spills) spill.Dispose();
        }
    }
}
