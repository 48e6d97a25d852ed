using Firesteel.Columnar.Memory;

namespace Firesteel.Formats.Parquet.Reading;

/// <summary>Bytes in native memory that grow as needed.</summary>
sealed unsafe class ByteBlock(MemoryAllocator allocator) : IDisposable
{
    private NativeBuffer? _buffer;

    public byte* Pointer => _buffer!.Pointer;

    /// <summary>Makes room for <paramref name="size"/> bytes and keeps the first <paramref name="kept"/>.</summary>
    public void Reserve(long size, long kept)
    {
        if (_buffer is { } old && old.Capacity >= size) return;
        var fresh = allocator.Allocate(Math.Max(size, (_buffer?.Capacity ?? 0) * 2));
        if (kept > 0) Buffer.MemoryCopy(_buffer!.Pointer, fresh.Pointer, fresh.Capacity, kept);
        _buffer?.Dispose();
        _buffer = fresh;
    }

    public void Append(byte* bytes, int count, int at)
    {
        Reserve((long)at + count, at);
        Buffer.MemoryCopy(bytes, Pointer + at, count, count);
    }

    public void Dispose()
    {
        _buffer?.Dispose();
        _buffer = null;
    }
}
