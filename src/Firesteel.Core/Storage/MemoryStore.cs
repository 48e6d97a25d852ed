using Firesteel.Columnar.Memory;
using Firesteel.Foundation.Logging;

namespace Firesteel.Core.Storage;

/// <summary>Blocks in memory, the one used longest ago first to leave, to disk where its level says so.</summary>
sealed class MemoryStore : ISpillable, IDisposable
{
    private const int CheckEvery = 64;
    private static readonly Logger Log = Logger.For("MemoryStore");

    private readonly BlockManager _blocks;
    private readonly MemoryManager _memory = ObjectMemory.Manager;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = [];
    private readonly LinkedList<Entry> _order = [];

    public MemoryStore(BlockManager blocks)
    {
        _blocks = blocks;
        _memory.Register(this);
    }

    public long SizeOf(string block)
    {
        lock (_gate) return _entries.TryGetValue(block, out var entry) ? entry.Size : 0;
    }

    public IEnumerable<T>? Get<T>(string block) => Touch(block) switch
    {
        null => null,
        List<T> items => items,
        ReadOnlyMemory<byte> bytes => ItemBlocks.Read<T>(bytes),
        _ => null,
    };

    public ReadOnlyMemory<byte>? GetBytes(string block)
    {
        Entry? entry;
        lock (_gate)
            if (!_entries.TryGetValue(block, out entry)) return null;
        Touch(block);
        return entry.Value is ReadOnlyMemory<byte> bytes ? bytes : entry.Encode!();
    }

    /// <summary>Writes a block of objects to disk too, where it is not there yet.</summary>
    public void CopyToDisk(string block)
    {
        Entry? entry;
        lock (_gate)
            if (!_entries.TryGetValue(block, out entry) || entry.WriteToDisk is null) return;
        lock (entry)
            if (!_blocks.Disk.Contains(block)) entry.WriteToDisk();
    }

    public bool TryPutBytes(string block, ReadOnlyMemory<byte> bytes, StorageLevel level)
    {
        if (!_memory.TryAcquire(bytes.Length)) return false;
        Add(new Entry(block, bytes, bytes.Length, level, null, null));
        return true;
    }

    /// <summary>Takes items in as long as there is room. Where there was enough nothing is left, and the block is kept.</summary>
    public (List<T> Taken, IEnumerable<T>? Left) Unroll<T>(string block, IEnumerable<T> items, StorageLevel level)
    {
        var (taken, reservation, sampled, samples) = (new List<T>(), new ObjectReservation(), 0L, 0);
        var each = items.GetEnumerator();
        try
        {
            while (each.MoveNext())
            {
                taken.Add(each.Current);
                if (taken.Count % CheckEvery != 1 && taken.Count > CheckEvery) continue;
                sampled += ObjectSize.Of(each.Current);
                samples++;
                if (!reservation.TryGrow(Size())) return (taken, Rest(each));
            }
            var size = Math.Max(1, Size());
            reservation.Dispose();
            each.Dispose();
            if (!_memory.TryAcquire(size)) return (taken, []);
            Add(new Entry(block, taken, size, level, () => ItemBlocks.Write(taken), () => _blocks.Disk.WriteItems(block, taken)));
            return (taken, null);
        }
        catch
        {
            each.Dispose();
            throw;
        }
        finally
        {
            reservation.Dispose();
        }

        long Size() => samples == 0 ? 0 : taken.Count * (sampled / samples + IntPtr.Size);

        static IEnumerable<T> Rest(IEnumerator<T> each)
        {
            using (each)
                while (each.MoveNext()) yield return each.Current;
        }
    }

    public void Remove(string prefix)
    {
        List<Entry> removed;
        lock (_gate)
        {
            removed = [.. _entries.Values.Where(e => e.Block.StartsWith(prefix, StringComparison.Ordinal))];
            foreach (var entry in removed) Take(entry);
        }
    }

    /// <summary>Makes room by moving what was used longest ago to disk, or dropping it.</summary>
    public long Spill(long bytes)
    {
        var freed = 0L;
        while (freed < bytes && Oldest() is { } entry)
        {
            if (entry.Level.UseDisk)
            {
                try
                {
                    if (!_blocks.Disk.Contains(entry.Block))
                    {
                        if (entry.Value is ReadOnlyMemory<byte> raw) _blocks.Disk.Write(entry.Block, raw.Span);
                        else entry.WriteToDisk!();
                    }
                }
                catch (IOException e)
                {
                    Log.Warn($"Block {entry.Block} could not go to disk and is dropped: {e.Message}");
                }
            }
            lock (_gate)
            {
                if (!Take(entry)) continue;
            }
            freed += entry.Size;
            if (Log.IsEnabled(LogLevel.Info)) Log.Info($"Dropping block {entry.Block} from memory");
            _blocks.Tell(entry.Block, entry.Level);
        }
        return freed;
    }

    public void Dispose()
    {
        _memory.Unregister(this);
        Remove("");
    }

    private Entry? Oldest()
    {
        lock (_gate) return _order.First?.Value;
    }

    private object? Touch(string block)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(block, out var entry)) return null;
            _order.Remove(entry.Node!);
            _order.AddLast(entry.Node!);
            return entry.Value;
        }
    }

    private void Add(Entry entry)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(entry.Block, out var known)) Take(known);
            _entries.Add(entry.Block, entry);
            entry.Node = _order.AddLast(entry);
        }
    }

    // Under the gate.
    private bool Take(Entry entry)
    {
        if (!_entries.TryGetValue(entry.Block, out var known) || known != entry) return false;
        _entries.Remove(entry.Block);
        _order.Remove(entry.Node!);
        _memory.Release(entry.Size);
        return true;
    }

    private sealed class Entry(string block, object value, long size, StorageLevel level, Func<byte[]>? encode, Action? writeToDisk)
    {
        public string Block => block;
        public object Value => value;
        public long Size => size;
        public StorageLevel Level => level;
        public Func<byte[]>? Encode => encode;
        public Action? WriteToDisk => writeToDisk;
        public LinkedListNode<Entry>? Node { get; set; }
    }
}
