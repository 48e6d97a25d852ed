using System.Collections.Concurrent;
using Firesteel.Columnar.Memory;
using Firesteel.Core.Serialization;
using Firesteel.Foundation.Logging;
using Firesteel.Types;

namespace Firesteel.Core.Storage;

/// <summary>Brings blocks from other processes, and brings copies there.</summary>
interface IBlockTransfer
{
    /// <summary>The bytes of a block; null if it is not there. Throws if the other side cannot be reached or what came is damaged.</summary>
    byte[]? Fetch(BlockManagerId from, string block, CancellationToken cancellation);

    /// <summary>Some bytes of a block, at most <see cref="MostBytes"/>, and how many it has; null if it is not there.</summary>
    (long Length, ReadOnlyMemory<byte> Bytes)? FetchPart(BlockManagerId from, string block, long offset, int most, CancellationToken cancellation);

    /// <summary>What one answer holds.</summary>
    const int MostBytes = 16 << 20;

    void Upload(BlockManagerId to, string block, StorageLevel level, ReadOnlyMemory<byte> bytes);
}

/// <summary>
/// The blocks of one process: cached partitions, pieces of broadcasts, results on their way. They lie in memory as objects
/// or bytes, or on disk, as their storage levels say; what is used longest ago leaves memory first.
/// </summary>
sealed class BlockManager : IDisposable
{
    private static readonly Logger Log = Logger.For("BlockManager");

    // A copy travels as one message.
    private const long MostCopied = 1 << 30;

    private readonly IBlockDirectory _directory;
    private readonly IBlockTransfer? _transfer;
    private readonly ConcurrentDictionary<string, object> _gates = new();
    private readonly ConcurrentDictionary<string, Func<ReadOnlyMemory<byte>?>> _sources = new();
    private readonly ConcurrentDictionary<string, Func<string, ReadOnlyMemory<byte>?>> _families = new();
    private readonly ConcurrentDictionary<string, PartSource> _parts = new();
    private readonly ConcurrentDictionary<string, Lazy<object?>> _shared = new();

    public BlockManager(BlockManagerId id, IBlockDirectory directory, IBlockTransfer? transfer, LocalDirectories folders)
    {
        (Id, _directory, _transfer, Folders) = (id, directory, transfer, folders);
        Disk = new DiskStore(folders);
        Memory = new MemoryStore(this);
        Columns = new ColumnStore(this);
    }

    public BlockManagerId Id { get; }

    /// <summary>Where the driver's blocks are.</summary>
    public BlockManagerId Driver { get => field ?? Id; init; }

    public LocalDirectories Folders { get; }
    public MemoryStore Memory { get; }

    /// <summary>Rows of queries, which lie in native memory.</summary>
    public ColumnStore Columns { get; }

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

    /// <summary>Blocks whose names begin alike, made as they are asked for by the rest of their names.</summary>
    public void OfferFamily(string prefix, Func<string, ReadOnlyMemory<byte>?> source) => _families[prefix] = source;

    /// <summary>Some bytes of a block by the rest of its name, and how many it has; null where there is no such block.</summary>
    public delegate (long Length, ReadOnlyMemory<byte> Bytes)? PartSource(string rest, long offset, int most);

    /// <summary>Blocks of any size whose names begin alike.</summary>
    public void OfferParts(string prefix, PartSource source) => _parts[prefix] = source;

    /// <summary>A block of another process, fetched as it is read.</summary>
    public Stream OpenRemote(BlockManagerId holder, string block, CancellationToken cancellation) =>
        new RemoteStream(_transfer ?? throw new InvalidOperationException("This process fetches no blocks"), holder, block, cancellation);

    /// <summary>Drops the blocks whose names begin so in all processes; set on the driver.</summary>
    public Action<string>? RemoveEverywhere { get; set; }

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
        Memory.GetBytes(block) ?? ReadColumns(block) ?? Disk.Read(block) ?? (_sources.TryGetValue(block, out var source) ? source() : OfFamily(block));

    private ReadOnlyMemory<byte>? OfFamily(string block)
    {
        foreach (var (prefix, source) in _families)
            if (block.StartsWith(prefix, StringComparison.Ordinal)) return source(block[prefix.Length..]);
        return null;
    }

    /// <summary>Some bytes of a block of this process, and how many it has; null if it is not here.</summary>
    public (long Length, ReadOnlyMemory<byte> Bytes)? GetLocalPart(string block, long offset, int most)
    {
        if (Columns.Hold(block) is { } columns)
        {
            try
            {
                var bytes = new byte[(int)Math.Clamp(columns.Length - offset, 0, most)];
                columns.Read(offset, bytes);
                return (columns.Length, bytes);
            }
            finally { columns.Release(); }
        }
        foreach (var (prefix, source) in _parts)
            if (block.StartsWith(prefix, StringComparison.Ordinal)) return source(block[prefix.Length..], offset, most);
        // Objects would be encoded anew for each part: large blocks of them are served from a copy on disk.
        if (Memory.SizeOf(block) > IBlockTransfer.MostBytes) Memory.CopyToDisk(block);
        if (Disk.ReadPart(block, offset, most) is { } part) return part;
        return GetLocalBytes(block) is { } whole ? (whole.Length, whole.Slice((int)Math.Min(offset, whole.Length), (int)Math.Clamp(whole.Length - offset, 0, most))) : null;
    }

    /// <summary>Some of the columns of a block: from where it is kept, or computed and kept.</summary>
    /// <param name="schema">All of its columns.</param>
    /// <param name="columns">Places of those that are wanted.</param>
    /// <param name="tell">Whether the driver is told, so that others find it.</param>
    public IBatchSource ReadColumns(string block, StorageLevel level, StructType schema, IReadOnlyList<int> columns, MemoryAllocator memory, TaskContext? context, Func<IBatchSource> compute, bool tell = true)
    {
        if (OpenColumns(block, memory, tell ? context : null) is { } kept) return new ColumnReader(kept, schema, columns, memory);
        // A block that two tasks want is computed once.
        lock (_gates.GetOrAdd(block, static _ => new object()))
        {
            try { return OpenColumns(block, memory, null) is { } here ? new ColumnReader(here, schema, columns, memory) : StoreColumns(block, level, schema, columns, memory, compute, tell); }
            finally { _gates.TryRemove(block, out _); }
        }
    }

    private IBatchSource StoreColumns(string block, StorageLevel level, StructType schema, IReadOnlyList<int> columns, MemoryAllocator memory, Func<IBatchSource> compute, bool tell)
    {
        var rows = compute();
        try
        {
            using var builder = new ColumnBlockBuilder(block, level, schema, Columns, Disk, Columns.Use(memory.Manager));
            while (!builder.IsFull && rows.Next() is { } batch) builder.Add(batch);
            var made = builder.Finish();
            if (builder.IsFull)
            {
                Log.Warn($"Block {block} could not be kept: not enough memory");
                var rest = rows;
                rows = null;
                return new ColumnReader(new HeldColumns(made!), schema, columns, memory) { Rest = rest };
            }
            if (tell) Tell(block, level);
            if (tell && level.Replication > 1) Replicate(block, level);
            ColumnBytes bytes = made is null ? FileColumns.Open(this, block, memory) ?? throw new IOException($"Block {block} cannot be read back") : new HeldColumns(made);
            return new ColumnReader(bytes, schema, columns, memory);
        }
        finally { rows?.Dispose(); }
    }

    /// <param name="asker">The task, if other processes are to be asked.</param>
    private ColumnBytes? OpenColumns(string block, MemoryAllocator memory, TaskContext? asker)
    {
        if (Columns.Hold(block) is { } held) return new HeldColumns(held);
        if (FileColumns.Open(this, block, memory) is { } file) return file;
        if (Memory.GetBytes(block) is { } copy) return new CopiedColumns(copy, memory);
        if (_transfer is null || asker is null) return null;
        foreach (var holder in Holders(block))
        {
            try
            {
                if (RemoteColumns.Open(_transfer, holder, block, memory, asker.CancellationToken) is { } remote) return remote;
            }
            catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException or InvalidDataException)
            {
                Log.Warn($"Failed to fetch remote block {block} from {holder}: {e.Message}");
            }
        }
        return null;
    }

    private long SizeOf(string block) => Math.Max(Memory.SizeOf(block) + Columns.SizeOf(block), Disk.SizeOf(block));

    /// <summary>Forgets a block of this process that turned out to be damaged.</summary>
    public void Forget(string block)
    {
        Log.Warn($"Block {block} is damaged, and dropped");
        Disk.Forget(block);
        Tell(block, StorageLevel.None);
    }

    private ReadOnlyMemory<byte>? ReadColumns(string block)
    {
        if (Columns.Hold(block) is not { } columns) return null;
        try
        {
            var bytes = new byte[checked((int)columns.Length)];
            columns.Read(0, bytes);
            return bytes;
        }
        finally { columns.Release(); }
    }

    /// <summary>The bytes of a block, from wherever it is.</summary>
    public ReadOnlyMemory<byte>? GetBytes(string block, CancellationToken cancellation) => GetLocalBytes(block) ?? FetchRemote(block, cancellation);

    /// <summary>The bytes of a block that a certain process has.</summary>
    public byte[] GetFrom(BlockManagerId holder, string block) =>
        (_transfer ?? throw new InvalidOperationException("This process fetches no blocks")).Fetch(holder, block, default) ?? throw new IOException($"{holder} has no block {block}");

    /// <summary>Drops the blocks whose names begin so.</summary>
    public void Remove(string prefix)
    {
        Memory.Remove(prefix);
        Columns.Remove(prefix);
        Disk.Remove(prefix);
        foreach (var name in _shared.Keys)
            if (name.StartsWith(prefix, StringComparison.Ordinal)) _shared.TryRemove(name, out _);
        foreach (var name in _sources.Keys)
            if (name.StartsWith(prefix, StringComparison.Ordinal)) _sources.TryRemove(name, out _);
        foreach (var name in _families.Keys)
            if (name.StartsWith(prefix, StringComparison.Ordinal)) _families.TryRemove(name, out _);
    }

    /// <summary>Waits, for a while, until no process holds such a block.</summary>
    public void WaitUntilDropped(string prefix)
    {
        if (_directory is BlockDirectory directory) SpinWait.SpinUntil(() => !directory.HoldsAny(prefix), TimeSpan.FromSeconds(10));
    }

    /// <summary>What is kept of a block here, after a change.</summary>
    public void Tell(string block, StorageLevel level) => _directory.Update(Id, block, new BlockStatus(level, Memory.SizeOf(block) + Columns.SizeOf(block), Disk.SizeOf(block)));

    public void Dispose()
    {
        Memory.Dispose();
        Columns.Dispose();
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

    private IEnumerable<T>? TryGetRemote<T>(string block, TaskContext context)
    {
        if (_transfer is null) return null;
        foreach (var holder in Holders(block))
        {
            try
            {
                if (_transfer.FetchPart(holder, block, 0, 0, context.CancellationToken) is not { } found) continue;
                if (found.Length > MostCopied) return ItemBlocks.Read<T>(new ObjectInput(OpenRemote(holder, block, context.CancellationToken), found.Length));
                if (_transfer.Fetch(holder, block, context.CancellationToken) is { } bytes) return ItemBlocks.Read<T>(bytes);
            }
            catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException or InvalidDataException)
            {
                Log.Warn($"Failed to fetch remote block {block} from {holder}: {e.Message}");
            }
        }
        return null;
    }

    private IEnumerable<BlockManagerId> Holders(string block) => _directory.Locations(block).Where(h => h != Id).OrderBy(h => h.ExecutorId == BlockManagerId.DriverId).ThenBy(_ => Random.Shared.Next());

    private byte[]? FetchRemote(string block, CancellationToken cancellation)
    {
        if (_transfer is null) return null;
        foreach (var holder in Holders(block))
        {
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
        if (SizeOf(block) > MostCopied)
        {
            Log.Warn($"Block {block} is too large to be replicated");
            return;
        }
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
