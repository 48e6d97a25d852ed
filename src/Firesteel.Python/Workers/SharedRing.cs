using System.Runtime.InteropServices;

namespace Firesteel.Python.Workers;

/// <summary>
/// One direction of the memory that a worker shares with the engine: bytes between a count of what was written and a count of what was
/// read, both growing for ever. Each count has one writer; what it covers is in memory before it is, which x64 keeps by itself.
/// </summary>
/// <param name="memory">Keeps the memory mapped while it is touched.</param>
/// <param name="head">The counts: written, read, and whether the reader sleeps, each in a cache line of its own.</param>
/// <param name="ring">The bytes.</param>
sealed unsafe class SharedRing(SafeBuffer memory, byte* head, byte* ring, int size)
{
    private const int ReadPlace = 64;
    private const int SleepsPlace = 128;

    public bool IsEmpty
    {
        get
        {
            using var held = new Held(memory);
            return Volatile.Read(ref Written) == Read;
        }
    }

    /// <summary>Writes what there is room for without wrapping.</summary>
    /// <returns>The count; 0 when the ring is full.</returns>
    public int TryWrite(ReadOnlySpan<byte> bytes)
    {
        using var held = new Held(memory);
        var at = Written;
        var count = Piece(at, Math.Min(bytes.Length, size - (at - Volatile.Read(ref Read))));
        bytes[..count].CopyTo(new Span<byte>(ring + at % size, count));
        Volatile.Write(ref Written, at + count);
        return count;
    }

    /// <summary>Reads what there is without wrapping.</summary>
    /// <returns>The count; 0 when the ring is empty.</returns>
    public int TryRead(Span<byte> target)
    {
        using var held = new Held(memory);
        var at = Read;
        var count = Piece(at, Math.Min(target.Length, Volatile.Read(ref Written) - at));
        new ReadOnlySpan<byte>(ring + at % size, count).CopyTo(target);
        Volatile.Write(ref Read, at + count);
        return count;
    }

    /// <summary>Says that the reader will sleep. True if it may: nothing has come meanwhile.</summary>
    public bool TrySleep()
    {
        using var held = new Held(memory);
        Volatile.Write(ref Sleeps, 1);
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref Written) == Read) return true;
        Volatile.Write(ref Sleeps, 0);
        return false;
    }

    /// <summary>Whether the reader sleeps and is to be woken by who asks.</summary>
    public bool TakeSleeper()
    {
        using var held = new Held(memory);
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref Sleeps) == 0) return false;
        Volatile.Write(ref Sleeps, 0);
        return true;
    }

    private int Piece(long at, long count) => (int)Math.Min(count, size - at % size);

    private ref long Written => ref *(long*)head;
    private ref long Read => ref *(long*)(head + ReadPlace);
    private ref long Sleeps => ref *(long*)(head + SleepsPlace);

    // Another thread may let the memory go at any time; it stays until nobody is in it.
    private readonly ref struct Held
    {
        private readonly SafeBuffer _memory;

        public Held(SafeBuffer memory)
        {
            var isHeld = false;
            (_memory = memory).DangerousAddRef(ref isHeld);
        }

        public void Dispose() => _memory.DangerousRelease();
    }
}
