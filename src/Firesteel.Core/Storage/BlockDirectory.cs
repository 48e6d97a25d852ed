using System.Collections.Concurrent;

namespace Firesteel.Core.Storage;

/// <summary>What one process holds of a block.</summary>
readonly record struct BlockStatus(StorageLevel Level, long MemorySize, long DiskSize)
{
    public bool IsHeld => MemorySize > 0 || DiskSize > 0;
}

/// <summary>Where blocks are.</summary>
interface IBlockDirectory
{
    IReadOnlyList<BlockManagerId> Locations(string block);

    /// <summary>A process tells what it holds of a block now; nothing where it holds none.</summary>
    void Update(BlockManagerId holder, string block, BlockStatus status);

    /// <summary>Other processes that could hold a copy.</summary>
    IReadOnlyList<BlockManagerId> Peers(BlockManagerId self);
}

/// <summary>The driver's record of the blocks of all processes.</summary>
sealed class BlockDirectory : IBlockDirectory
{
    private readonly ConcurrentDictionary<string, BlockManagerId> _managers = new();
    private readonly Dictionary<string, Dictionary<BlockManagerId, BlockStatus>> _blocks = [];
    private readonly Lock _gate = new();

    /// <summary>Who hears of changes; null where nobody does.</summary>
    public Events.IListenerBus? Bus { get; set; }

    /// <summary>What each process keeps in memory, with the number of processes known.</summary>
    public IReadOnlyList<(BlockManagerId Manager, long MemorySize)> Holdings()
    {
        lock (_gate) return [.. _managers.Values.Select(m => (m, _blocks.Values.Sum(h => h.TryGetValue(m, out var status) ? status.MemorySize : 0)))];
    }

    public void Register(BlockManagerId manager) => _managers[manager.ExecutorId] = manager;

    public BlockManagerId? Find(string executorId) => _managers.GetValueOrDefault(executorId);

    public IReadOnlyList<BlockManagerId> Peers(BlockManagerId self) => [.. _managers.Values.Where(m => m != self && m.ExecutorId != BlockManagerId.DriverId)];

    public IReadOnlyList<BlockManagerId> Locations(string block)
    {
        lock (_gate) return _blocks.TryGetValue(block, out var holders) ? [.. holders.Keys] : [];
    }

    public void Update(BlockManagerId holder, string block, BlockStatus status)
    {
        lock (_gate)
        {
            if (status.IsHeld)
            {
                // Word of an executor that is gone comes too late.
                if (_managers.GetValueOrDefault(holder.ExecutorId) != holder) return;
                if (!_blocks.TryGetValue(block, out var holders)) _blocks.Add(block, holders = []);
                holders[holder] = status;
            }
            else if (_blocks.TryGetValue(block, out var holders) && holders.Remove(holder) && holders.Count == 0) _blocks.Remove(block);
        }
        if (Bus is { HasListeners: true } bus) bus.Post(new SparkListenerBlockUpdated(new BlockUpdatedInfo(holder, block, status.Level, status.MemorySize, status.DiskSize)));
    }

    /// <summary>Forgets a process and what it held.</summary>
    public void RemoveExecutor(string executorId)
    {
        if (!_managers.TryRemove(executorId, out var manager)) return;
        lock (_gate)
            foreach (var (block, holders) in _blocks.ToList())
                if (holders.Remove(manager) && holders.Count == 0) _blocks.Remove(block);
    }

    /// <summary>Forgets the blocks whose names begin so.</summary>
    /// <param name="except">A process that keeps its own.</param>
    public void Remove(string prefix, BlockManagerId? except = null)
    {
        lock (_gate)
        {
            foreach (var (block, holders) in _blocks.Where(b => b.Key.StartsWith(prefix, StringComparison.Ordinal)).ToList())
            {
                foreach (var holder in holders.Keys.Where(h => h != except).ToList()) holders.Remove(holder);
                if (holders.Count == 0) _blocks.Remove(block);
            }
        }
    }

    public bool HoldsAny(string prefix)
    {
        lock (_gate) return _blocks.Keys.Any(b => b.StartsWith(prefix, StringComparison.Ordinal));
    }

    /// <summary>The statuses of the blocks whose names begin so, one a partition.</summary>
    public RddStatus StatusOf(int rddId)
    {
        var prefix = $"rdd_{rddId}_";
        var (partitions, memory, disk) = (0, 0L, 0L);
        lock (_gate)
        {
            foreach (var (block, holders) in _blocks)
            {
                if (!block.StartsWith(prefix, StringComparison.Ordinal)) continue;
                partitions++;
                foreach (var status in holders.Values) (memory, disk) = (memory + status.MemorySize, disk + status.DiskSize);
            }
        }
        return new RddStatus(partitions, memory, disk);
    }

    /// <summary>Executors that hold a block, as the scheduler names preferred places.</summary>
    public IReadOnlyList<string> LocationsOf(RddBlockId block) => [.. Locations(block.Name).Select(m => $"executor_{m.Host}_{m.ExecutorId}")];
}

/// <summary>How much of an RDD is kept.</summary>
readonly record struct RddStatus(int CachedPartitions, long MemorySize, long DiskSize);
