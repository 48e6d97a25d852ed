using Firesteel.Columnar.Blocks;

namespace Firesteel.Core.Storage;

/// <summary>Reads so many bytes of another stream, and fails with the last of them if they are not those of the checksum.</summary>
sealed class VerifyingStream(Stream inner, long length, uint checksum) : Stream
{
    private uint _state = ~0u;
    private long _read;

    /// <exception cref="InvalidDataException">All bytes are read, and some of them are wrong.</exception>
    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer[..(int)Math.Min(buffer.Length, length - _read)]);
        _state = Crc32C.Append(_state, buffer[..read]);
        _read += read;
        return _read < length || ~_state == checksum ? read : throw new InvalidDataException($"{length} bytes on disk are damaged: their checksum differs");
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => length;
    public override long Position { get => _read; set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
}
