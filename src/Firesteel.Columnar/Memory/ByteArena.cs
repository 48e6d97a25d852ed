namespace Firesteel.Columnar.Memory;

/// <summary>Bump allocation of bytes whose addresses stay until <see cref="Reset"/>: the heap behind string and binary values.</summary>
sealed unsafe class ByteArena(MemoryAllocator allocator) : IDisposable
{
    private const long FirstChunk = 16 << 10;
    private const long LargestChunk = 4 << 20;
    private readonly List<NativeBuffer> _chunks = [];
    private byte* _next;
    private byte* _end;

    /// <summary>Bytes held, used or not.</summary>
    public long Capacity { get; private set; }

    /// <summary>Room for <paramref name="length"/> bytes, unaligned, contents undefined.</summary>
    public byte* Allocate(int length)
    {
        if (_end - _next < length) Grow(length);
        var result = _next;
        _next += length;
        return result;
    }

    /// <summary>Gives back the tail of the newest allocation: for writers that ask for an upper bound first.</summary>
    public void Shrink(byte* endOfUse) => _next = endOfUse;

    public byte* Copy(ReadOnlySpan<byte> bytes)
    {
        var target = Allocate(bytes.Length);
        bytes.CopyTo(new Span<byte>(target, bytes.Length));
        return target;
    }

    /// <summary>Forgets all content; keeps the largest chunk for reuse.</summary>
    public void Reset()
    {
        if (_chunks.Count == 0) return;
        var keep = _chunks[^1];
        for (var i = 0; i < _chunks.Count - 1; i++) _chunks[i].Dispose();
        _chunks.Clear();
        _chunks.Add(keep);
        Capacity = keep.Capacity;
        _next = keep.Pointer;
        _end = keep.Pointer + keep.Capacity;
    }

    public void Dispose()
    {
        foreach (var chunk in _chunks) chunk.Dispose();
        _chunks.Clear();
        _next = _end = null;
        Capacity = 0;
    }

    private void Grow(int length)
    {
        var size = Math.Max(length, Math.Min(LargestChunk, FirstChunk << Math.Min(_chunks.Count, 8)));
        var chunk = allocator.Allocate(size);
        _chunks.Add(chunk);
        Capacity += chunk.Capacity;
        _next = chunk.Pointer;
        _end = chunk.Pointer + chunk.Capacity;
    }
}
