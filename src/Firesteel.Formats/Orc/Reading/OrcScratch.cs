using Firesteel.Columnar.Memory;

namespace Firesteel.Formats.Orc.Reading;

/// <summary>Room for the integers of a batch, shared by the columns of a reader: valid until the next one asks.</summary>
sealed unsafe class OrcScratch(MemoryAllocator allocator) : IDisposable
{
    private NativeBuffer? _buffer;

    public long* Longs(int count)
    {
        if (_buffer is null || _buffer.Capacity < (long)count * sizeof(long))
        {
            _buffer?.Dispose();
            _buffer = null;
            _buffer = allocator.Allocate((long)count * sizeof(long));
        }
        return (long*)_buffer.Pointer;
    }

    public void Dispose()
    {
        _buffer?.Dispose();
        _buffer = null;
    }
}
