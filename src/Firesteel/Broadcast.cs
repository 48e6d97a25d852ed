using Firesteel.Core.Scheduler;
using Firesteel.Core.Serialization;
using Firesteel.Core.Storage;

namespace Firesteel;

/// <summary>
/// A value that every task may read. To other processes it travels in pieces, each from any process that has it already, and once a process.
/// </summary>
public sealed class Broadcast<T> : ITraveller
{
    private static readonly StorageLevel Level = StorageLevel.MemoryAndDiskSer;

    private readonly DriverRuntime? _driver;
    private readonly int _pieceBytes;
    private readonly Lock _gate = new();
    private readonly Func<T>? _fetch;
    private readonly T? _value;
    private BroadcastPieces? _pieces;
    private System.Reflection.Assembly[] _assemblies = [];
    private volatile bool _destroyed;

    internal Broadcast(DriverRuntime driver, long id, T value, int pieceBytes) => (_driver, Id, _value, _pieceBytes) = (driver, id, value, pieceBytes);

    private Broadcast(long id, Func<T> fetch) => (Id, _fetch) = (id, fetch);

    ~Broadcast()
    {
        if (_driver is { } driver && _pieces is not null) driver.InBackground(() => driver.RemoveBlocks(Prefix(Id)));
    }

    /// <summary>Number of this broadcast, unique in the application.</summary>
    public long Id { get; }

    /// <exception cref="SparkException">The broadcast was destroyed.</exception>
    public T Value()
    {
        if (_destroyed) throw SparkException.WithoutCondition($"Attempted to use Broadcast({Id}) after it was destroyed");
        return _fetch is null ? _value! : _fetch();
    }

    /// <summary>Drops the copies of executors; they fetch the value again when they need it.</summary>
    public void Unpersist(bool blocking = false) => _driver?.RemoveBlocksOfExecutors(Prefix(Id));

    /// <summary>Gives the value up: tasks cannot read it any more.</summary>
    public void Destroy(bool blocking = false)
    {
        _destroyed = true;
        _driver?.RemoveBlocks(Prefix(Id));
    }

    public override string ToString() => $"Broadcast({Id})";

    object ITraveller.Depart(ObjectOutput output)
    {
        if (_destroyed) throw SparkException.WithoutCondition($"Attempted to use Broadcast({Id}) after it was destroyed");
        if (_driver is null) throw new TaskNotSerializableException("a broadcast within a result");
        lock (_gate)
        {
            if (_pieces is null)
            {
                var graph = new ObjectOutput();
                graph.WriteObject(_value);
                _assemblies = [.. graph.Assemblies];
                _pieces = BroadcastPieces.Store(Id, graph.Written, _pieceBytes, _driver.Blocks, Level);
            }
        }
        output.Assemblies.UnionWith(_assemblies);
        return new Arrival(Id, _pieces);
    }

    private static string Prefix(long id) => $"broadcast_{id}_";

    private sealed record Arrival(long Id, BroadcastPieces Pieces) : IArrival
    {
        public object Arrive(ObjectInput input)
        {
            var (blocks, types, pieces, id) = (input.Blocks ?? throw new InvalidOperationException("A broadcast came to a process that has no blocks"), input.Types, Pieces, Id);
            return new Broadcast<T>(id, () => (T)blocks.Shared(Prefix(id), () => new ObjectInput(pieces.Fetch(id, blocks, Level), types) { Blocks = blocks }.ReadObject())!);
        }
    }
}

/// <summary>The pieces of a broadcast: how long it is, and the checksum of each.</summary>
sealed record BroadcastPieces(int Length, int PieceBytes, uint[] Checksums)
{
    public static BroadcastPieces Store(long id, ReadOnlySpan<byte> bytes, int pieceBytes, BlockManager blocks, StorageLevel level)
    {
        var checksums = new uint[(bytes.Length + pieceBytes - 1) / pieceBytes];
        for (var i = 0; i < checksums.Length; i++)
        {
            var piece = bytes.Slice(i * pieceBytes, Math.Min(pieceBytes, bytes.Length - i * pieceBytes));
            checksums[i] = Checksum.Of(piece);
            blocks.PutBytes(NameOf(id, i), piece.ToArray(), level);
        }
        return new BroadcastPieces(bytes.Length, pieceBytes, checksums);
    }

    /// <summary>The whole value as bytes. Pieces come in random order, so that processes that begin at the same time have something for each other.</summary>
    public byte[] Fetch(long id, BlockManager blocks, StorageLevel level)
    {
        var whole = GC.AllocateUninitializedArray<byte>(Length);
        var order = Enumerable.Range(0, Checksums.Length).ToArray();
        Random.Shared.Shuffle(order);
        var cancellation = TaskContext.Get()?.CancellationToken ?? default;
        foreach (var i in order)
        {
            var name = NameOf(id, i);
            var own = blocks.GetLocalBytes(name);
            var piece = own ?? blocks.GetBytes(name, cancellation) ?? throw SparkException.WithoutCondition($"Failed to get {name} of Broadcast({id})");
            if (Checksum.Of(piece.Span) != Checksums[i]) throw SparkException.WithoutCondition($"corrupt remote block {name} of Broadcast({id}): its checksum differs");
            if (own is null) blocks.PutBytes(name, piece, level);
            piece.CopyTo(whole.AsMemory(i * PieceBytes));
        }
        return whole;
    }

    private static string NameOf(long id, int piece) => $"broadcast_{id}_piece{piece}";
}
