using System.Buffers;
using System.Runtime.CompilerServices;
using Firesteel.Columnar.Memory;

namespace Firesteel.Formats.Buffers;

/// <summary>Bytes in native memory, appended to.</summary>
sealed unsafe class GrowingBuffer(MemoryAllocator allocator) : IBufferWriter<byte>, IDisposable
{
    private NativeBuffer? _buffer;
    private long _capacity;
    private byte* _start;

    public long Length { get; private set; }
    public byte* Pointer => _start;
    public ReadOnlySpan<byte> Span => new(_start, checked((int)Length));

    /// <summary>Room for so many bytes behind the end, to be claimed by <see cref="Advance"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte* Reserve(long bytes)
    {
        if (Length + bytes > _capacity) Grow(bytes);
        return _start + Length;
    }

    public void Advance(int count) => Length += count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append<T>(T value) where T : unmanaged
    {
        Unsafe.WriteUnaligned(Reserve(sizeof(T)), value);
        Length += sizeof(T);
    }

    public void Append(byte* bytes, long count)
    {
        if (count == 0) return;
        Buffer.MemoryCopy(bytes, Reserve(count), count, count);
        Length += count;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(new Span<byte>(Reserve(bytes.Length), bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>Forgets the content, keeps the room.</summary>
    public void Clear() => Length = 0;

    Memory<byte> IBufferWriter<byte>.GetMemory(int sizeHint) => throw new NotSupportedException();
    public Span<byte> GetSpan(int sizeHint = 0) => new(Reserve(Math.Max(sizeHint, 1)), Math.Max(sizeHint, 1));

    public void Dispose()
    {
        _buffer?.Dispose();
        _buffer = null;
        _start = null;
        (_capacity, Length) = (0, 0);
    }

    private void Grow(long bytes)
    {
        var fresh = allocator.Allocate(Math.Max(Length + bytes, _capacity * 2));
        if (Length > 0) Buffer.MemoryCopy(_start, fresh.Pointer, fresh.Capacity, Length);
        _buffer?.Dispose();
        _buffer = fresh;
        _start = fresh.Pointer;
        _capacity = fresh.Capacity;
    }
}
