using System.Collections.Concurrent;
using Firesteel.Core.Serialization;
using Firesteel.Foundation.Logging;

namespace Firesteel.Core.Storage;

/// <summary>Brings blocks from other processes, and brings copies there.</summary>
interface IBlockTransfer
{
    /// <summary>The bytes of a block; null if it is not there. Throws if the other side cannot be reached or what came is damaged.</summary>
    byte[]? Fetch(BlockManagerId from, string block, CancellationToken cancellation);

    void Upload(BlockManagerId to, string block, StorageLevel level, ReadOnlyMemory<byte> bytes);
}

/// <summary>
/// The blocks of one process: cached partitions, pieces of broadcasts, results on their way. They lie in memory as objects
/// or bytes, or on disk, as their storage levels say; what is used longest ago leaves memory first.
/// </summary>
sealed class BlockManager : IDisposable
{
    private static readonly Logger Log = Logger.For("BlockManager");

    private readonly IBlockDirectory _directory;
    private readonly IBlockTransfer? _transfer;
    private readonly ConcurrentDictionary<string, object> _gates = new();
    private readonly ConcurrentDictionary<string, Func<ReadOnlyMemory<byte>?>> _sources = new();
    private readonly ConcurrentDictionary<string, Lazy<object?>> _shared = new();

    public BlockManager(BlockManagerId id, IBlockDirectory directory, IBlockTransfer? transfer, LocalDirectories folders)
    {
        (Id, _directory, _transfer, Folders) = (id, directory, transfer, folders);
        Disk = new DiskStore(folders);
        Memory = new MemoryStore(this);
    }

    public BlockManagerId Id { get; }

    /// <summary>Where the driver's blocks are.</summary>
    public BlockManagerId Driver { get => field ?? Id; init; }

    public LocalDirectories Folders { get; }
    public MemoryStore Memory { get; }
    public DiskStore Disk { get; }

    /// <summary>Whether tasks of other processes read what this one makes.</summary>
    public bool IsShared => _transfer is not null;

    /// <summary>The items of an RDD's partition: from where they are kept, or computed and kept.</summary>
    public IEnumerable<T> GetOrCompute<T>(RddBlockId block, StorageLevel level, TaskContext context, Func<IEnumerable<T>> compute)
    {
        if (TryGetLocal<T>(block.Name, level) is { } local) return local;
        if (TryGetRemote<T>(block.Name, context) is { } remote) return remote;
        // A block that two tasks want is computed once.
        lock (_gates.GetOrAdd(block.Name, static _ => new object()))
        {
            try { return TryGetLocal<T>(block.Name, level) ?? Store(block.Name, level, compute()); }
            finally { _gates.TryRemove(block.Name, out _); }
        }
    }

    /// <summary>Keeps bytes as a block.</summary>
    /// <param name="tell">Whether the driver is told, so that others find it.</param>
    public void PutBytes(string block, ReadOnlyMemory<byte> bytes, StorageLevel level, bool tell = true)
    {
        if (!level.UseMemory || !Memory.TryPutBytes(block, bytes, level)) Disk.Write(block, bytes.Span);
        if (tell) Tell(block, level);
    }

    /// <summary>A block that something else has: an assembly, a file.</summary>
    public void Offer(string block, Func<ReadOnlyMemory<byte>?> source) => _sources[block] = source;

    /// <summary>An object that this process has made of blocks, made by the first that asks; it goes with the blocks whose names begin so.</summary>
    public object? Shared(string prefix, Func<object?> make)
    {
        var made = _shared.GetOrAdd(prefix, _ => new Lazy<object?>(make));
        try
        {
            return made.Value;
        }
        catch
        {
            // The next one tries again.
            _shared.TryRemove(KeyValuePair.Create(prefix, made));
            throw;
        }
    }

    /// <summary>The bytes of a block of this process; null if it is not here.</summary>
    public ReadOnlyMemory<byte>? GetLocalBytes(string block) =>
        Memory.GetBytes(block) ?? Disk.Read(block) ?? (_sources.TryGetValue(block, out var source) ? source() : null);

    /// <summary>The bytes of a block, from wherever it is.</summary>
    public ReadOnlyMemory<byte>? GetBytes(string block, CancellationToken cancellation) => GetLocalBytes(block) ?? FetchRemote(block, cancellation);

    /// <summary>The bytes of a block that a certain process has.</summary>
    public byte[] GetFrom(BlockManagerId holder, string block) =>
        (_transfer ?? throw new InvalidOperationException("This process fetches no blocks")).Fetch(holder, block, default) ?? throw new IOException($"{holder} has no block {block}");

    /// <summary>Drops the blocks whose names begin so.</summary>
    public void Remove(string prefix)
    {
        Memory.Remove(prefix);
        Disk.Remove(prefix);
        foreach (var name in _shared.Keys)
            if (name.StartsWith(prefix, StringComparison.Ordinal)) _shared.TryRemove(name, out _);
        foreach (var name in _sources.Keys)
            if (name.StartsWith(prefix, StringComparison.Ordinal)) _sources.TryRemove(name, out _);
    }

    /// <summary>Waits, for a while, until no process holds such a block.</summary>
    public void WaitUntilDropped(string prefix)
    {
        if (_directory is BlockDirectory directory) SpinWait.SpinUntil(() => !directory.HoldsAny(prefix), TimeSpan.FromSeconds(10));
    }

    /// <summary>What is kept of a block here, after a change.</summary>
    public void Tell(string block, StorageLevel level) => _directory.Update(Id, block, new BlockStatus(level, Memory.SizeOf(block), Disk.SizeOf(block)));

    public void Dispose()
    {
        Memory.Dispose();
        Folders.Dispose();
    }

    private IEnumerable<T>? TryGetLocal<T>(string block, StorageLevel level)
    {
        if (Memory.Get<T>(block) is { } kept) return kept;
        if (!Disk.Contains(block)) return null;
        var items = Disk.ReadItems<T>(block);
        if (!level.UseMemory || !level.Deserialized || items is null) return items;
        // What is used again is worth its place in memory, where there is one.
        var (list, rest) = Memory.Unroll(block, items, level);
        if (rest is not null) return list.Concat(rest);
        Tell(block, level);
        return list;
    }

    private IEnumerable<T>? TryGetRemote<T>(string block, TaskContext context) =>
        FetchRemote(block, context.CancellationToken) is { } bytes ? ItemBlocks.Read<T>(bytes) : null;

    private byte[]? FetchRemote(string block, CancellationToken cancellation)
    {
        if (_transfer is null) return null;
        foreach (var holder in _directory.Locations(block).OrderBy(h => h.ExecutorId == BlockManagerId.DriverId).ThenBy(_ => Random.Shared.Next()))
        {
            if (holder == Id) continue;
            try
            {
                if (_transfer.Fetch(holder, block, cancellation) is { } bytes) return bytes;
            }
            catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException or InvalidDataException)
            {
                Log.Warn($"Failed to fetch remote block {block} from {holder}: {e.Message}");
            }
        }
        return null;
    }

    private IEnumerable<T> Store<T>(string block, StorageLevel level, IEnumerable<T> items)
    {
        IEnumerable<T> result;
        if (level is { UseMemory: true, Deserialized: true })
        {
            var (list, rest) = Memory.Unroll(block, items, level);
            if (rest is null) result = list;
            else if (level.UseDisk)
            {
                Log.Warn($"Persisting block {block} to disk instead.");
                result = OnDisk(block, list.Concat(rest));
            }
            else
            {
                Log.Warn($"Block {block} could not be kept: not enough memory");
                return list.Concat(rest);
            }
        }
        else if (level.UseMemory)
        {
            var bytes = ItemBlocks.Write(items);
            if (!Memory.TryPutBytes(block, bytes, level))
            {
                if (!level.UseDisk) return ItemBlocks.Read<T>(bytes);
                Disk.Write(block, bytes);
            }
            result = ItemBlocks.Read<T>(bytes);
        }
        else result = OnDisk(block, items);
        Tell(block, level);
        if (level.Replication > 1) Replicate(block, level);
        return result;
    }

    private IEnumerable<T> OnDisk<T>(string block, IEnumerable<T> items)
    {
        Disk.WriteItems(block, items);
        return Disk.ReadItems<T>(block) ?? throw new IOException($"Block {block} cannot be read back");
    }

    private void Replicate(string block, StorageLevel level)
    {
        if (_transfer is null || GetLocalBytes(block) is not { } bytes) return;
        var left = level.Replication - 1;
        foreach (var peer in _directory.Peers(Id).OrderBy(_ => Random.Shared.Next()))
        {
            if (left == 0) return;
            try
            {
                _transfer.Upload(peer, block, level with { Deserialized = false }, bytes);
                left--;
            }
            catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException or InvalidDataException)
            {
                Log.Warn($"Block {block} could not be copied to {peer}: {e.Message}");
            }
        }
        if (left > 0) Log.Warn($"Block {block} replicated to only {level.Replication - 1 - left} peer(s) instead of {level.Replication - 1} peers");
    }
}
