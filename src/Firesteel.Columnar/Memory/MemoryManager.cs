namespace Firesteel.Columnar.Memory;

/// <summary>State that can leave memory for disk when others need the room. <see cref="Spill"/> may be called from any thread.</summary>
interface ISpillable
{
    /// <summary>Moves about <paramref name="bytes"/> to disk and returns how many were freed; 0 when nothing can go.</summary>
    long Spill(long bytes);
}

/// <summary>
/// Accounts for all native memory of the process against one limit. Operators that cannot get more spill their own state;
/// shared state (exchanges, cached blocks) registers as <see cref="ISpillable"/> and is asked first.
/// </summary>
sealed class MemoryManager
{
    private const int TrimAttempts = 16;
    private readonly Lock _gate = new();
    private readonly List<ISpillable> _spillables = [];
    private long _used;
    private long _peak;

    /// <param name="limit">Bytes that may be in use at once.</param>
    public MemoryManager(long limit)
    {
        Limit = limit;
        Pool = new BufferPool(this);
    }

    /// <summary>The manager of this process; set once at start, before any query runs.</summary>
    public static MemoryManager Process { get; set; } = new(DefaultLimit());

    public long Limit { get; }
    public long Used => Volatile.Read(ref _used);
    public long Peak => Volatile.Read(ref _peak);
    public BufferPool Pool { get; }

    /// <summary>Reserves bytes, asking shared state to spill where they do not fit. False when they still do not.</summary>
    public bool TryAcquire(long bytes)
    {
        if (TryAddTrimmed(bytes)) return true;
        foreach (var candidate in Candidates())
            if (candidate.Spill(bytes) > 0 && TryAddTrimmed(bytes)) return true;
        return false;
    }

    /// <summary>
    /// Whether the pool stays clear of its reserve when <paramref name="bytes"/> more are taken. Operators that can spill ask before they
    /// take in a batch, and spill where the answer is no: the reserve is for what a batch allocates before the next question.
    /// </summary>
    public bool HasRoom(long bytes)
    {
        if (Fits(bytes)) return true;
        foreach (var candidate in Candidates())
            if (candidate.Spill(bytes) > 0 && Fits(bytes)) return true;
        return false;
    }

    public void Release(long bytes) => Interlocked.Add(ref _used, -bytes);

    public void Register(ISpillable spillable) { lock (_gate) _spillables.Add(spillable); }
    public void Unregister(ISpillable spillable) { lock (_gate) _spillables.Remove(spillable); }

    /// <summary>60 % of what the machine or container has.</summary>
    public static long DefaultLimit() => (long)(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes * 0.6);

    /// <summary>Whether so many bytes more leave the reserve alone, with nothing asked to spill.</summary>
    public bool Fits(long bytes) => Used + bytes <= Limit - Limit / 4;

    private ISpillable[] Candidates()
    {
        lock (_gate) return [.. _spillables];
    }

    private bool TryAddTrimmed(long bytes)
    {
        // Others may return blocks to the cache while this one gives some back.
        for (var attempt = 0; attempt < TrimAttempts; attempt++)
        {
            if (TryAdd(bytes)) return true;
            if (Used + bytes > Limit) return false;
            Pool.Trim(Used + bytes + Pool.CachedBytes - Limit);
        }
        return TryAdd(bytes);
    }

    // Cached free buffers are resident too, so they count against the limit.
    private bool TryAdd(long bytes)
    {
        while (true)
        {
            var used = Volatile.Read(ref _used);
            if (used + bytes + Pool.CachedBytes > Limit) return false;
            if (Interlocked.CompareExchange(ref _used, used + bytes, used) != used) continue;
            if (used + bytes > Volatile.Read(ref _peak)) Volatile.Write(ref _peak, used + bytes);
            return true;
        }
    }
}
