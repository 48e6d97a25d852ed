using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Storage;

namespace Firesteel;

/// <summary>
/// Brings the values of each key together. When memory is short, what is there goes to disk ordered by the hash of its keys,
/// and the parts are merged at the end. Keys come out in the order in which they were first met, as long as nothing was spilled.
/// </summary>
sealed class CombineMap<TKey, TCombined> : IDisposable
{
    private const int CheckEvery = 1024;
    private const int SampleEvery = 64;
    private const int EntryBytes = 40;

    private readonly Func<TCombined, TCombined, TCombined> _merge;
    private readonly TaskContext _context;
    private readonly IEqualityComparer<TKey> _keys = KeyEquality<TKey>.Instance;
    private readonly Dictionary<Slot, TCombined> _map;
    private readonly ObjectReservation _memory = new();
    private readonly List<SpilledPairs<TKey, TCombined>> _spills = [];
    private long _operations;
    private long _newSampled, _newSamples, _merges, _mergedSampled, _mergeSamples;

    public CombineMap(Func<TCombined, TCombined, TCombined> merge, TaskContext context)
    {
        (_merge, _context) = (merge, context);
        // The runtime's own equality is quickest where nothing else is asked for.
        _map = new Dictionary<Slot, TCombined>(ReferenceEquals(_keys, EqualityComparer<TKey>.Default) ? null : new Slots(_keys));
        context.AddCompletionListener(_ => Dispose());
    }

    public void Insert<TValue>(TKey key, TValue value, Func<TValue, TCombined> create, Func<TCombined, TValue, TCombined> add)
    {
        ref var combined = ref CollectionsMarshal.GetValueRefOrAddDefault(_map, new Slot(key), out var known);
        if (!known)
        {
            combined = create(value);
            if (_map.Count % SampleEvery == 1) (_newSampled, _newSamples) = (_newSampled + ObjectSize.Of(key) + ObjectSize.Of(combined), _newSamples + 1);
        }
        else if (++_merges % SampleEvery != 0 || !RuntimeHelpers.IsReferenceOrContainsReferences<TCombined>()) combined = add(combined!, value);
        else
        {
            var before = ObjectSize.Of(combined);
            combined = add(combined!, value);
            (_mergedSampled, _mergeSamples) = (_mergedSampled + Math.Max(0, ObjectSize.Of(combined) - before), _mergeSamples + 1);
        }
        if (++_operations % CheckEvery == 0) MakeRoom();
    }

    /// <summary>The keys with what was brought together for each. The map is given up when they have been read.</summary>
    public IEnumerable<(TKey Key, TCombined Value)> Read()
    {
        if (_spills.Count > 0) return Merged();
        return InMemory();
    }

    public void Dispose()
    {
        _memory.Dispose();
        foreach (var spill in _spills) spill.Dispose();
        _spills.Clear();
    }

    private IEnumerable<(TKey Key, TCombined Value)> InMemory()
    {
        foreach (var (slot, combined) in _map) yield return (slot.Key, combined);
        Dispose();
    }

    // Runs are ordered by hash: those of the smallest hash are brought together, and among them the keys that are equal.
    private IEnumerable<(TKey Key, TCombined Value)> Merged()
    {
        Spill();
        var queue = new PriorityQueue<IEnumerator<(TKey Key, TCombined Value)>, (int Hash, int Run)>();
        for (var run = 0; run < _spills.Count; run++)
        {
            var each = _spills[run].Read(0).GetEnumerator();
            if (each.MoveNext()) queue.Enqueue(each, (HashOf(each.Current.Key), run));
        }
        var found = new List<(TKey Key, TCombined Value)>();
        while (queue.TryPeek(out _, out var next))
        {
            found.Clear();
            while (queue.TryPeek(out var each, out var at) && at.Hash == next.Hash)
            {
                queue.Dequeue();
                Join(found, each.Current);
                var more = each.MoveNext();
                while (more && HashOf(each.Current.Key) == at.Hash)
                {
                    Join(found, each.Current);
                    more = each.MoveNext();
                }
                if (more) queue.Enqueue(each, (HashOf(each.Current.Key), at.Run));
                else each.Dispose();
            }
            foreach (var pair in found) yield return pair;
        }
        Dispose();
    }

    private void Join(List<(TKey Key, TCombined Value)> found, (TKey Key, TCombined Value) pair)
    {
        for (var i = 0; i < found.Count; i++)
        {
            if (!_keys.Equals(found[i].Key, pair.Key)) continue;
            found[i] = (found[i].Key, _merge(found[i].Value, pair.Value));
            return;
        }
        found.Add(pair);
    }

    private void MakeRoom()
    {
        _context.ThrowIfKilled();
        var size = _map.Count * (EntryBytes + Unsafe.SizeOf<(TKey, TCombined)>() + (_newSamples == 0 ? 0 : _newSampled / _newSamples)) + (_mergeSamples == 0 ? 0 : _merges * (_mergedSampled / _mergeSamples));
        if (!_memory.TryGrow(size)) Spill();
    }

    private void Spill()
    {
        if (_map.Count == 0) return;
        var size = _memory.Held;
        var spill = new SpilledPairs<TKey, TCombined>(_context);
        _spills.Add(spill);
        spill.Write(_map.Select(e => (e.Key.Key, e.Value)).OrderBy(p => HashOf(p.Key)));
        spill.Finish();
        _context.Metrics.Add(Core.Metrics.TaskMetric.MemoryBytesSpilled, size);
        _context.Metrics.Add(Core.Metrics.TaskMetric.DiskBytesSpilled, spill.Length);
        _map.Clear();
        (_newSampled, _newSamples, _merges, _mergedSampled, _mergeSamples) = (0, 0, 0, 0, 0);
        _memory.Shrink(0);
    }

    private int HashOf(TKey key) => key is null ? 0 : _keys.GetHashCode(key);

    // A key, null too.
    private readonly record struct Slot(TKey Key);

    private sealed class Slots(IEqualityComparer<TKey> keys) : IEqualityComparer<Slot>
    {
        public bool Equals(Slot x, Slot y) => keys.Equals(x.Key, y.Key);
        public int GetHashCode(Slot slot) => slot.Key is null ? 0 : keys.GetHashCode(slot.Key);
    }
}
