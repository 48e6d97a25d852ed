using System.Runtime.CompilerServices;
using Firesteel.Columnar.Memory;
using Firesteel.Formats.Orc.Compression;
using Firesteel.Formats.Orc.Metadata;
using Firesteel.Foundation.FileSystems;

namespace Firesteel.Formats.Orc.Reading;

/// <summary>
/// The bytes of a stream, decompressed chunk by chunk as they are asked for: what is left of one chunk moves before the next,
/// so that a reader finds as many bytes side by side as it needs. Memory is bounded by the file's block size.
/// </summary>
sealed unsafe class OrcInput(IRandomAccessFile file, OrcCodec? codec, int blockSize, MemoryAllocator allocator) : IDisposable
{
    private const int WindowSize = 512 << 10;
    private NativeBuffer? _window;
    private NativeBuffer? _content;
    private long _fileOffset;
    private long _fileLeft;
    private int _windowAt;
    private int _windowFilled;
    private byte* _end;

    /// <summary>The next byte.</summary>
    public byte* Next { get; private set; }

    /// <summary>Bytes that lie ready at <see cref="Next"/>.</summary>
    public int Ready
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (int)(_end - Next);
    }

    public void Start(OrcStream? stream)
    {
        (_fileOffset, _fileLeft) = stream is { } some ? (some.Offset, some.Length) : (0, 0);
        (_windowAt, _windowFilled) = (0, 0);
        Next = _end = null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance(int bytes) => Next += bytes;

    /// <summary>Tries to have so many bytes ready; there are fewer only at the stream's end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Want(int bytes)
    {
        if (Ready < bytes) Fill(bytes);
    }

    /// <exception cref="OrcFormatException">The stream ends before.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Need(int bytes)
    {
        if (Ready >= bytes) return;
        Fill(bytes);
        if (Ready < bytes) throw new OrcFormatException("A stream ends early.");
    }

    public byte ReadByte()
    {
        Need(1);
        return *Next++;
    }

    public void CopyTo(byte* target, long bytes)
    {
        while (bytes > 0)
        {
            Need(1);
            var part = Math.Min(bytes, Ready);
            Buffer.MemoryCopy(Next, target, part, part);
            Next += part;
            target += part;
            bytes -= part;
        }
    }

    public void Dispose()
    {
        _window?.Dispose();
        _content?.Dispose();
        (_window, _content) = (null, null);
        Start(null);
    }

    private void Fill(int bytes)
    {
        while (Ready < bytes && Chunk(bytes)) { }
    }

    // Adds the next chunk behind what is left of the last.
    private bool Chunk(int bytes)
    {
        if (codec is null)
        {
            var part = (int)Math.Min(_fileLeft, Math.Max(bytes - Ready, WindowSize));
            if (part == 0) return false;
            var raw = Room(part);
            file.Read(_fileOffset, new Span<byte>(raw, part));
            _fileOffset += part;
            _fileLeft -= part;
            _end += part;
            return true;
        }
        if (_windowFilled - _windowAt + _fileLeft == 0) return false;
        var head = Raw(OrcCodec.HeadSize);
        var mark = head[0] | head[1] << 8 | head[2] << 16;
        _windowAt += OrcCodec.HeadSize;
        var length = mark >> 1;
        if ((mark & 1) != 0)
        {
            if (length > blockSize) throw new OrcFormatException($"A chunk of {length} bytes is longer than the file's {blockSize}.");
            var stored = Raw(length);
            Buffer.MemoryCopy(stored, Room(length), length, length);
            _end += length;
        }
        else
        {
            var compressed = Raw(length);
            var target = Room(blockSize);
            _end += codec.Decompress(compressed, length, target, blockSize);
        }
        _windowAt += length;
        return true;
    }

    // Bytes of the file, side by side.
    private byte* Raw(int length)
    {
        var left = _windowFilled - _windowAt;
        if (left < length)
        {
            if (left + _fileLeft < length) throw new OrcFormatException("A stream's last chunk ends early.");
            var size = (int)Math.Max(length, Math.Min(left + _fileLeft, WindowSize));
            if (_window is null || _window.Capacity < size)
            {
                var fresh = allocator.Allocate(size);
                if (left > 0) Buffer.MemoryCopy(_window!.Pointer + _windowAt, fresh.Pointer, left, left);
                _window?.Dispose();
                _window = fresh;
            }
            else if (left > 0)
            {
                Buffer.MemoryCopy(_window.Pointer + _windowAt, _window.Pointer, left, left);
            }
            file.Read(_fileOffset, new Span<byte>(_window.Pointer + left, size - left));
            _fileOffset += size - left;
            _fileLeft -= size - left;
            (_windowAt, _windowFilled) = (0, size);
        }
        return _window is null ? null : _window.Pointer + _windowAt;
    }

    // Moves what is left to the front and makes room behind it.
    private byte* Room(int more)
    {
        var left = Ready;
        if (_content is null || _content.Capacity < left + more + MemoryAllocator.Padding)
        {
            var fresh = allocator.Allocate(left + more + MemoryAllocator.Padding);
            if (left > 0) Buffer.MemoryCopy(Next, fresh.Pointer, left, left);
            _content?.Dispose();
            _content = fresh;
        }
        else if (left > 0)
        {
            Buffer.MemoryCopy(Next, _content.Pointer, left, left);
        }
        Next = _content.Pointer;
        _end = Next + left;
        return _end;
    }
}
