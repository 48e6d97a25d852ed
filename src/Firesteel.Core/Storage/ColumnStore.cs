using Firesteel.Columnar.Memory;
using Firesteel.Foundation.Logging;

namespace Firesteel.Core.Storage;

/// <summary>
/// Blocks of columns in native memory, which they share with what queries work on: queries come first. The block used longest ago leaves first,
/// to disk where its level says so; one that is being read stays.
/// </summary>
sealed class ColumnStore(BlockManager blocks) : ISpillable, IDisposable
{
    private static readonly Logger Log = Logger.For("MemoryStore");

    // The process's, unless tasks work with another.
    private MemoryManager? _manager;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _order = [];

    public long SizeOf(string block)
    {
        lock (_gate) return _entries.TryGetValue(block, out var entry) ? entry.Value.Block.Size : 0;
    }

    /// <summary>A block, held for the caller, who releases it.</summary>
    public ColumnBlock? Hold(string block)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(block, out var node) || !node.Value.Block.TryHold()) return null;
            _order.Remove(node);
            _order.AddLast(node);
            return node.Value.Block;
        }
    }

    /// <summary>Keeps a block, which the caller hands over.</summary>
    public void Add(string block, StorageLevel level, ColumnBlock made)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(block, out var known)) Take(known);
            _entries.Add(block, _order.AddLast(new Entry(block, level, made)));
        }
    }

    public void Remove(string prefix)
    {
        lock (_gate)
            foreach (var node in _entries.Values.Where(n => n.Value.Name.StartsWith(prefix, StringComparison.Ordinal)).ToList()) Take(node);
    }

    /// <summary>The memory that blocks are to lie in; the first one named counts.</summary>
    public MemoryManager Use(MemoryManager manager)
    {
        if (Interlocked.CompareExchange(ref _manager, manager, null) is null) manager.Register(this);
        return manager;
    }

    /// <summary>
    /// Whether a new block may take so many bytes more, with others leaving for them; those of the same data stay, as they are wanted as
    /// much. Nothing that queries work on has to go for the sake of a block.
    /// </summary>
    public bool MakeRoom(long bytes, string block)
    {
        var family = block[..(block.LastIndexOf('_') + 1)];
        while (_manager is { } manager && !manager.Fits(bytes))
            if (!DropOldest(family, out _)) return false;
        return true;
    }

    public long Spill(long bytes)
    {
        var freed = 0L;
        while (freed < bytes && DropOldest(null, out var size)) freed += size;
        return freed;
    }

    public void Dispose()
    {
        _manager?.Unregister(this);
        Remove("");
    }

    // Under the gate.
    private bool Take(LinkedListNode<Entry> node)
    {
        if (!_entries.TryGetValue(node.Value.Name, out var known) || known != node) return false;
        _entries.Remove(node.Value.Name);
        _order.Remove(node);
        node.Value.Block.Release();
        return true;
    }

    private bool DropOldest(string? except, out long size)
    {
        LinkedListNode<Entry>? node;
        lock (_gate)
        {
            for (node = _order.First; node is not null; node = node.Next)
                if (!node.Value.IsLeaving && !node.Value.Block.IsRead && (except is null || !node.Value.Name.StartsWith(except, StringComparison.Ordinal))) break;
            size = 0;
            if (node is null || !node.Value.Block.TryHold()) return false;
            node.Value.IsLeaving = true;
        }
        var entry = node.Value;
        try
        {
            if (entry.Level.UseDisk && !blocks.Disk.Contains(entry.Name)) WriteToDisk(entry);
        }
        catch (IOException e)
        {
            Log.Warn($"Block {entry.Name} could not go to disk and is dropped: {e.Message}");
        }
        bool taken;
        lock (_gate) taken = Take(node);
        entry.Block.Release();
        // Unpersisted meanwhile: nobody would remove its file.
        if (!taken) blocks.Disk.Remove(entry.Name);
        size = entry.Block.Size;
        if (Log.IsEnabled(LogLevel.Info)) Log.Info($"Dropping block {entry.Name} from memory");
        blocks.Tell(entry.Name, entry.Level);
        return true;
    }

    private void WriteToDisk(Entry entry)
    {
        var isWhole = false;
        try
        {
            using var file = blocks.Disk.Create(entry.Name);
            entry.Block.WriteTo(file);
            blocks.Disk.Keep(entry.Name, file.Position);
            isWhole = true;
        }
        finally
        {
            if (!isWhole) blocks.Disk.Discard(entry.Name);
        }
    }

    private sealed class Entry(string name, StorageLevel level, ColumnBlock block)
    {
        public string Name => name;
        public StorageLevel Level => level;
        public ColumnBlock Block => block;
        public bool IsLeaving { get; set; }
    }
}
