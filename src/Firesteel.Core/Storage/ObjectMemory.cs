using Firesteel.Columnar.Memory;

namespace Firesteel.Core.Storage;

/// <summary>
/// Accounts for objects on the managed heap that the engine keeps: cached items, shuffled pairs, tables that combine them.
/// Storage and execution share one limit; what is cached leaves first.
/// </summary>
static class ObjectMemory
{
    private const double HeapShare = 0.6;
    private const double MachineShare = 0.3;

    private static MemoryManager? _manager;

    /// <summary>The manager of this process; its limit is a share of the heap's own, where that has one.</summary>
    public static MemoryManager Manager
    {
        get => _manager ?? Interlocked.CompareExchange(ref _manager, new MemoryManager(Limit()), null) ?? _manager;
        set => _manager = value;
    }

    private static long Limit()
    {
        var heap = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return (long)(heap * (AppContext.GetData("GCHeapHardLimit") is null ? MachineShare : HeapShare));
    }
}

/// <summary>What one consumer has taken of <see cref="ObjectMemory"/>.</summary>
sealed class ObjectReservation : IDisposable
{
    /// <summary>So much a consumer may hold without asking: less is not worth a spill.</summary>
    public const long Free = 1 << 20;

    private readonly MemoryManager _manager = ObjectMemory.Manager;
    private long _held;

    public long Held => _held;

    /// <summary>Grows the reservation to a size; false when there is no room for it.</summary>
    public bool TryGrow(long bytes)
    {
        if (bytes <= Math.Max(_held, Free)) return true;
        // In steps, so that not every item asks.
        var wanted = Math.Max(bytes - _held, Math.Min(_held / 2, 16 << 20));
        if (!_manager.TryAcquire(wanted) && (wanted == bytes - _held || !_manager.TryAcquire(wanted = bytes - _held))) return false;
        _held += wanted;
        return true;
    }

    public void Shrink(long bytes)
    {
        if (bytes >= _held) return;
        _manager.Release(_held - bytes);
        _held = bytes;
    }

    public void Dispose() => Shrink(0);
}
