namespace Firesteel.Columnar.Memory;

/// <summary>
/// Hands out buffers charged to the process's memory manager, for one owner (a task, a stage's shared state, a query).
/// Disposing it frees whatever its owner did not. Thread-safe.
/// </summary>
sealed unsafe class MemoryAllocator(MemoryManager manager, string owner) : IDisposable
{
    /// <summary>Readable bytes past a buffer's end, so that SIMD loads need no tail check.</summary>
    public const int Padding = 64;

    private const int LongestWait = 256;

    private readonly HashSet<NativeBuffer> _live = [];
    private List<Action>? _scratch;
    private long _used;
    private bool _disposed;

    /// <summary>When set (by a test run), fresh and freed buffers are filled with a pattern, so that stale reads show.</summary>
    public static bool Poison { get; set; }

    public MemoryManager Manager => manager;
    public string Owner => owner;
    public long Used => Volatile.Read(ref _used);

    /// <summary>A buffer of at least <paramref name="bytes"/>, contents undefined.</summary>
    /// <exception cref="SparkException">UNABLE_TO_ACQUIRE_MEMORY when the pool is exhausted and nothing can spill.</exception>
    public NativeBuffer Allocate(long bytes)
        => TryAllocate(bytes) ?? WaitAndAllocate(bytes) ?? throw new SparkException("UNABLE_TO_ACQUIRE_MEMORY", new Dictionary<string, string>
        {
            ["requestedBytes"] = bytes.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["receivedBytes"] = Math.Max(0, manager.Limit - manager.Used).ToString(System.Globalization.CultureInfo.InvariantCulture),
        });

    // Other tasks may be about to spill or to end: worth a moment, where failing costs the whole query.
    private NativeBuffer? WaitAndAllocate(long bytes)
    {
        for (var wait = 1; wait <= LongestWait && bytes < manager.Limit / 4; wait *= 2)
        {
            Thread.Sleep(wait);
            if (TryAllocate(bytes) is { } buffer) return buffer;
        }
        return null;
    }

    /// <summary>As <see cref="Allocate"/>, or null when the pool is exhausted: then the caller spills.</summary>
    public NativeBuffer? TryAllocate(long bytes)
    {
        var size = BufferPool.RoundUp(bytes + Padding);
        if (!manager.TryAcquire(size)) return null;
        var buffer = new NativeBuffer(this, (byte*)manager.Pool.Rent(size), size);
        if (Poison) new Span<byte>(buffer.Pointer, (int)Math.Min(size, int.MaxValue)).Fill(0xA5);
        lock (_live)
        {
            if (_disposed)
            {
                Return(buffer);
                throw new ObjectDisposedException(owner);
            }
            _live.Add(buffer);
        }
        Interlocked.Add(ref _used, size);
        return buffer;
    }

    /// <summary>A pinned array with a place for each row of a batch, contents undefined; like the buffers it is its owner's until the allocator ends.</summary>
    public T[] BatchScratch<T>() where T : unmanaged
    {
        var array = ScratchArrays<T>.Rent(Vectors.ColumnarBatch.MaxRows);
        lock (_live)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            (_scratch ??= []).Add(() => ScratchArrays<T>.Return(array));
        }
        return array;
    }

    public void Dispose()
    {
        lock (_live)
        {
            if (_disposed) return;
            _disposed = true;
            foreach (var giveBack in _scratch ?? []) giveBack();
            _scratch = null;
            foreach (var buffer in _live) Return(buffer);
            _live.Clear();
        }
    }

    internal void Free(NativeBuffer buffer)
    {
        lock (_live)
            if (!_live.Remove(buffer)) return;
        Interlocked.Add(ref _used, -buffer.Size);
        Return(buffer);
    }

    private void Return(NativeBuffer buffer)
    {
        if (Poison) new Span<byte>(buffer.Pointer, (int)Math.Min(buffer.Size, int.MaxValue)).Fill(0x5A);
        manager.Pool.Return((nint)buffer.Pointer, buffer.Size);
        manager.Release(buffer.Size);
    }
}

/// <summary>A block of native memory with one owner; 64-byte aligned, padded by <see cref="MemoryAllocator.Padding"/> bytes.</summary>
sealed unsafe class NativeBuffer : IDisposable
{
    private readonly MemoryAllocator _allocator;

    internal NativeBuffer(MemoryAllocator allocator, byte* pointer, long size)
    {
        _allocator = allocator;
        Pointer = pointer;
        Size = size;
    }

    public byte* Pointer { get; }

    /// <summary>Bytes of the block, padding included.</summary>
    public long Size { get; }

    /// <summary>Bytes that the owner may use.</summary>
    public long Capacity => Size - MemoryAllocator.Padding;

    public void Dispose() => _allocator.Free(this);
}
