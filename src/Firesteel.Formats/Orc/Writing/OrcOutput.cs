using System.Runtime.CompilerServices;
using Firesteel.Columnar.Memory;
using Firesteel.Formats.Buffers;
using Firesteel.Formats.Orc.Compression;
using Firesteel.Formats.Parquet.Writing;

namespace Firesteel.Formats.Orc.Writing;

/// <summary>The bytes of a stream, compressed block by block as they come. Holds them until the stripe ends.</summary>
sealed unsafe class OrcOutput(OrcCodec? codec, int blockSize, MemoryAllocator allocator) : IDisposable
{
    // What one value of any encoding takes at most, but for texts.
    private const int Slack = 64;
    private readonly GrowingBuffer _block = new(allocator);
    private readonly GrowingBuffer _finished = new(allocator);

    public long BufferedBytes => _block.Length + _finished.Length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(byte value) => Append<byte>(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append<T>(T value) where T : unmanaged
    {
        _block.Append(value);
        if (_block.Length >= blockSize) FlushBlocks();
    }

    public void Append(byte* bytes, long count)
    {
        while (count > 0)
        {
            var part = Math.Min(count, Math.Max(1, blockSize - _block.Length));
            _block.Append(bytes, part);
            bytes += part;
            count -= part;
            if (_block.Length >= blockSize) FlushBlocks();
        }
    }

    /// <summary>Writes a number in groups of seven bits, lowest first.</summary>
    public void Varint(ulong value)
    {
        var at = _block.Reserve(Slack);
        var length = 0;
        for (; value >= 0x80; value >>= 7) at[length++] = (byte)(value | 0x80);
        at[length++] = (byte)value;
        _block.Advance(length);
        if (_block.Length >= blockSize) FlushBlocks();
    }

    public void Varint(UInt128 value)
    {
        var at = _block.Reserve(Slack);
        var length = 0;
        for (; value >= 0x80; value >>= 7) at[length++] = (byte)((byte)value | 0x80);
        at[length++] = (byte)value;
        _block.Advance(length);
        if (_block.Length >= blockSize) FlushBlocks();
    }

    /// <summary>The whole stream as the file holds it.</summary>
    public GrowingBuffer Finish()
    {
        if (codec is null) return _block;
        FlushBlocks();
        if (_block.Length > 0) Compress(_block.Pointer, (int)_block.Length);
        _block.Clear();
        return _finished;
    }

    public void Clear()
    {
        _block.Clear();
        _finished.Clear();
    }

    public void Dispose()
    {
        _block.Dispose();
        _finished.Dispose();
    }

    private void FlushBlocks()
    {
        if (codec is null) return;
        var done = 0L;
        for (; _block.Length - done >= blockSize; done += blockSize) Compress(_block.Pointer + done, blockSize);
        if (done == 0) return;
        var left = _block.Length - done;
        Buffer.MemoryCopy(_block.Pointer + done, _block.Pointer, left, left);
        _block.Clear();
        _block.Advance((int)left);
    }

    private void Compress(byte* bytes, int length)
    {
        var capacity = Math.Max(codec!.MaxCompressedLength(length), length);
        var target = _finished.Reserve(OrcCodec.HeadSize + capacity + MemoryAllocator.Padding);
        var size = codec.Compress(bytes, length, target + OrcCodec.HeadSize, capacity);
        var isStored = size >= length;
        if (isStored)
        {
            Buffer.MemoryCopy(bytes, target + OrcCodec.HeadSize, length, length);
            size = length;
        }
        var mark = size << 1 | (isStored ? 1 : 0);
        (target[0], target[1], target[2]) = ((byte)mark, (byte)(mark >> 8), (byte)(mark >> 16));
        _finished.Advance(OrcCodec.HeadSize + size);
    }
}
