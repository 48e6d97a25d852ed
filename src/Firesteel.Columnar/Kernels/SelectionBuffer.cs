using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Columnar.Kernels;

/// <summary>Room for the row numbers of one selection, kept from batch to batch.</summary>
sealed unsafe class SelectionBuffer(MemoryAllocator allocator) : IDisposable
{
    private NativeBuffer? _buffer;

    /// <summary>Room for that many rows; the kernels may write eight places further.</summary>
    public ushort* Rows(int count)
    {
        var bytes = (count + 16) * (long)sizeof(ushort);
        if (_buffer == null || _buffer.Capacity < bytes)
        {
            _buffer?.Dispose();
            _buffer = allocator.Allocate(bytes);
        }
        return (ushort*)_buffer.Pointer;
    }

    public void Dispose() { _buffer?.Dispose(); _buffer = null; }
}
