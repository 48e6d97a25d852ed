using Firesteel.Columnar.Memory;

namespace Firesteel.Formats.Parquet.Reading;

/// <summary>Memory for decompressed pages, reused from page to page unless vectors of the current batch point into it.</summary>
sealed unsafe class PageBuffers(MemoryAllocator allocator) : IDisposable
{
    private readonly List<NativeBuffer> _retired = [];
    private readonly List<NativeBuffer> _companions = [];
    private NativeBuffer? _current;
    private bool _pinned;

    public byte* Next(int length)
    {
        if (_current is { } old && (_pinned || old.Capacity < length))
        {
            if (_pinned) _retired.Add(old);
            else old.Dispose();
            _current = null;
        }
        _pinned = false;
        DropCompanions();
        _current ??= allocator.Allocate(length);
        return _current.Pointer;
    }

    /// <summary>Takes over a buffer that belongs to the current page.</summary>
    public void Keep(NativeBuffer buffer) => _companions.Add(buffer);

    /// <summary>Vectors point into the current page now.</summary>
    public void Pin() => _pinned = true;

    /// <summary>The batch that pointed into earlier pages is over.</summary>
    public void Release()
    {
        _pinned = false;
        if (_retired.Count == 0) return;
        foreach (var buffer in _retired) buffer.Dispose();
        _retired.Clear();
    }

    public void Dispose()
    {
        Release();
        DropCompanions();
        _current?.Dispose();
        _current = null;
    }

    private void DropCompanions()
    {
        foreach (var buffer in _companions) buffer.Dispose();
        _companions.Clear();
    }
}
