using Firesteel.Columnar.Blocks;

namespace Firesteel.Core.Storage;

/// <summary>CRC-32C of blocks on disk and on the wire.</summary>
static class Checksum
{
    public static uint Of(ReadOnlySpan<byte> bytes) => ~Crc32C.Append(~0u, bytes);

    public static uint Of(Stream stream)
    {
        var buffer = new byte[64 << 10];
        var state = ~0u;
        for (int read; (read = stream.Read(buffer)) > 0;) state = Crc32C.Append(state, buffer.AsSpan(0, read));
        return ~state;
    }
}

/// <summary>Counts and checks what is written through it.</summary>
sealed class ChecksumStream(Stream inner) : Stream
{
    private uint _state = ~0u;

    public uint Checksum => ~_state;

    /// <summary>The checksum of what was written since the last time.</summary>
    public uint TakeChecksum()
    {
        var checksum = ~_state;
        _state = ~0u;
        return checksum;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        inner.Write(buffer);
        _state = Crc32C.Append(_state, buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));
    public override void Flush() => inner.Flush();
    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => inner.Length;
    public override long Position { get => inner.Position; set => throw new NotSupportedException(); }
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
