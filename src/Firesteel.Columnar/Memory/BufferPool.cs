using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Firesteel.Columnar.Memory;

/// <summary>
/// Keeps freed blocks for reuse, by size class: the first touch of fresh memory costs more than most kernels.
/// Blocks of 2 MB and more are mapped directly with huge pages advised, and unmapped when they are given up; freed smaller ones leave holes
/// in the heap, whose pages are handed back as they add up.
/// </summary>
sealed unsafe class BufferPool(MemoryManager manager)
{
    private const int SmallestClass = 8;
    private const int MappedClass = 21;
    private const int Steps = 4;
    private const long HeapTrimBytes = 16 << 20;
    private readonly ConcurrentBag<nint>[] _free = Enumerable.Range(0, 64 * Steps).Select(_ => new ConcurrentBag<nint>()).ToArray();
    private long _cached;
    private long _heapFreed;

    /// <summary>Bytes of free blocks held for reuse.</summary>
    public long CachedBytes => Volatile.Read(ref _cached);

    /// <summary>The size that a request is rounded up to: powers of two with four steps between.</summary>
    public static long RoundUp(long bytes)
    {
        if (bytes <= 1L << SmallestClass) return 1L << SmallestClass;
        var step = 1L << (BitOperations.Log2((ulong)(bytes - 1)) - 2);
        return (bytes + step - 1) / step * step;
    }

    /// <summary>A block of exactly the rounded size, 64-byte aligned, contents undefined.</summary>
    public nint Rent(long size)
    {
        if (_free[Class(size)].TryTake(out var block))
        {
            Interlocked.Add(ref _cached, -size);
            return block;
        }
        return Map(size);
    }

    public void Return(nint block, long size)
    {
        if (CachedBytes + size > manager.Limit / 4)
        {
            Unmap(block, size);
            return;
        }
        _free[Class(size)].Add(block);
        Interlocked.Add(ref _cached, size);
    }

    /// <summary>Gives cached blocks back to the system, large ones first, until <paramref name="bytes"/> are free or none is left.</summary>
    public void Trim(long bytes = long.MaxValue)
    {
        for (var i = _free.Length - 1; i >= 0 && bytes > 0; i--)
        {
            var size = SizeOf(i);
            while (bytes > 0 && _free[i].TryTake(out var block))
            {
                Interlocked.Add(ref _cached, -size);
                bytes -= size;
                Unmap(block, size);
            }
        }
    }

    private static int Class(long size)
    {
        var log = BitOperations.Log2((ulong)size);
        return log * Steps + (int)((size - (1L << log)) >> (log - 2));
    }

    private static long SizeOf(int index) => (1L << (index / Steps)) + index % Steps * (1L << Math.Max(0, index / Steps - 2));

    private static nint Map(long size)
    {
        if (size < 1L << MappedClass) return (nint)NativeMemory.AlignedAlloc((nuint)size, 64);
        var block = Native.mmap(0, (nuint)size, Native.ProtReadWrite, Native.MapPrivateAnonymous, -1, 0);
        if (block == -1) throw new OutOfMemoryException($"The system refused {size} bytes.");
        _ = Native.madvise(block, (nuint)size, Native.MadvHugePage);
        return block;
    }

    private void Unmap(nint block, long size)
    {
        if (size >= 1L << MappedClass)
        {
            _ = Native.munmap(block, (nuint)size);
            return;
        }
        NativeMemory.AlignedFree((void*)block);
        if (Interlocked.Add(ref _heapFreed, size) < HeapTrimBytes) return;
        Interlocked.Exchange(ref _heapFreed, 0);
        if (HasHeapTrim) _ = Native.malloc_trim(0);
    }

    // The C library of some systems gives pages back by itself and has no call for it.
    private static readonly bool HasHeapTrim = OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out var library) && NativeLibrary.TryGetExport(library, "malloc_trim", out _);

    private static class Native
    {
        public const int ProtReadWrite = 3;
        public const int MapPrivateAnonymous = 0x22;
        public const int MadvHugePage = 14;

        [DllImport("libc", SetLastError = true)] public static extern nint mmap(nint address, nuint length, int protection, int flags, int file, nint offset);
        [DllImport("libc.so.6")] public static extern int malloc_trim(nuint keep);
        [DllImport("libc", SetLastError = true)] public static extern int munmap(nint address, nuint length);
        [DllImport("libc", SetLastError = true)] public static extern int madvise(nint address, nuint length, int advice);
    }
}
