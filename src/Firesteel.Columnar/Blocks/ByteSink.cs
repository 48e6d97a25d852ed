using System.Runtime.InteropServices;

namespace Firesteel.Columnar.Blocks;

/// <summary>
/// Bytes that grow at their end. They lie outside the memory manager's pool, since they are needed most where the pool has run out;
/// who uses one keeps it small.
/// </summary>
sealed unsafe class ByteSink : IDisposable
{
    private byte* _data;
    private int _capacity;

    public int Length { get; private set; }
    public byte* Pointer => _data;
    public ReadOnlySpan<byte> Written => new(_data, Length);

    /// <summary>Room for more bytes at the end, contents undefined; good until the next call.</summary>
    public byte* Append(int bytes)
    {
        var length = checked(Length + bytes);
        if (length > _capacity)
        {
            _capacity = Math.Max(length, Math.Max(4096, (int)Math.Min(int.MaxValue, _capacity * 2L)));
            _data = (byte*)NativeMemory.Realloc(_data, (nuint)_capacity);
        }
        var at = _data + Length;
        Length = length;
        return at;
    }

    /// <summary>Zero bytes up to the next multiple of 8.</summary>
    public void Align()
    {
        var padding = BlockFormat.Align(Length) - Length;
        if (padding > 0) new Span<byte>(Append(padding), padding).Clear();
    }

    public void Clear() => Length = 0;

    /// <summary>Keeps the first bytes, where there are more.</summary>
    public void Truncate(int length) => Length = Math.Min(Length, length);

    public void Dispose()
    {
        NativeMemory.Free(_data);
        _data = null;
        _capacity = Length = 0;
    }
}
