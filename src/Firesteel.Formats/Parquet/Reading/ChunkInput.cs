using Firesteel.Columnar.Memory;
using Firesteel.Foundation.FileSystems;

namespace Firesteel.Formats.Parquet.Reading;

/// <summary>
/// Reads a column chunk front to back through a window of native memory. What <see cref="Take"/> returned stays where it is
/// until <see cref="Release"/>, which starts a new batch.
/// </summary>
sealed unsafe class ChunkInput(IRandomAccessFile file, MemoryAllocator allocator) : IDisposable
{
    private const int WindowSize = 2 << 20;
    private readonly List<NativeBuffer> _retired = [];
    private NativeBuffer? _window;
    private long _start;
    private long _end;
    private long _chunkEnd;
    private bool _pinned;

    public IRandomAccessFile File => file;
    public long FileLength => file.Length;

    /// <summary>Says where the chunk probably ends: the window does not reach further without need.</summary>
    public void StartChunk(long end) => _chunkEnd = end;

    /// <summary>The bytes at an offset of the file, followed by 64 readable ones.</summary>
    public byte* Take(long offset, int length)
    {
        if (offset < 0 || offset > file.Length || length > file.Length - offset) throw new ParquetFormatException("A page lies outside of its file.");
        if (offset < _start || offset + length > _end) Fill(offset, length);
        return _window!.Pointer + (offset - _start);
    }

    /// <summary>Reads bytes to a place of the caller's, leaving the window as it is.</summary>
    public void ReadApart(long offset, byte* target, int length)
    {
        if (offset >= _start && offset + length <= _end) Buffer.MemoryCopy(_window!.Pointer + (offset - _start), target, length, length);
        else file.Read(offset, new Span<byte>(target, length));
    }

    /// <summary>Vectors point into the window now: it must stay until the next batch.</summary>
    public void Pin() => _pinned = true;

    /// <summary>No vector points here any more.</summary>
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
        _window?.Dispose();
        _window = null;
        (_start, _end) = (0, 0);
    }

    private void Fill(long offset, int length)
    {
        var size = (int)Math.Max(length, Math.Min(WindowSize, Math.Min(_chunkEnd, file.Length) - offset));
        if (_window is { } old && (_pinned || old.Capacity < size))
        {
            if (_pinned) _retired.Add(old);
            else old.Dispose();
            _window = null;
            _pinned = false;
        }
        _window ??= allocator.Allocate(size);
        (_start, _end) = (0, 0);
        file.Read(offset, new Span<byte>(_window.Pointer, size));
        (_start, _end) = (offset, offset + size);
    }
}
