using System.Buffers.Binary;

namespace Firesteel.Python.Workers;

/// <summary>Reads a worker's output through a buffer: numbers, frames, or raw bytes as a stream.</summary>
sealed class WorkerReader(IWorkerSource source, int bufferSize) : Stream
{
    private readonly byte[] _buffer = new byte[bufferSize];
    private byte[] _frame = [];
    private int _start;
    private int _end;

    public int ReadInt()
    {
        Span<byte> bytes = stackalloc byte[4];
        ReadExactly(bytes);
        return BinaryPrimitives.ReadInt32BigEndian(bytes);
    }

    public long ReadLong()
    {
        Span<byte> bytes = stackalloc byte[8];
        ReadExactly(bytes);
        return BinaryPrimitives.ReadInt64BigEndian(bytes);
    }

    /// <summary>Bytes of a known length, valid until the next call.</summary>
    public ReadOnlyMemory<byte> ReadFrame(int length)
    {
        if (_frame.Length < length) _frame = new byte[Math.Max(length, Math.Min(_frame.Length * 2L, Array.MaxLength))];
        ReadExactly(_frame.AsSpan(0, length));
        return _frame.AsMemory(0, length);
    }

    public byte[] ReadBytes(int length)
    {
        if (length < 0) throw new InvalidDataException($"A Python worker sent a length of {length}.");
        var bytes = new byte[length];
        ReadExactly(bytes);
        return bytes;
    }

    public override int Read(Span<byte> target)
    {
        if (_start == _end)
        {
            // What is large goes past the buffer.
            if (target.Length >= _buffer.Length) return source.Receive(target);
            _start = 0;
            _end = source.Receive(_buffer);
            if (_end == 0) return 0;
        }
        var count = Math.Min(target.Length, _end - _start);
        _buffer.AsSpan(_start, count).CopyTo(target);
        _start += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
