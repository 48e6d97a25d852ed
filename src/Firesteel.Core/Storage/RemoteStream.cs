namespace Firesteel.Core.Storage;

/// <summary>A block of another process, fetched part by part as it is read.</summary>
sealed class RemoteStream(IBlockTransfer transfer, BlockManagerId holder, string block, CancellationToken cancellation) : Stream
{
    private ReadOnlyMemory<byte> _part;
    private long _position;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        if (_part.Length == 0)
        {
            var answer = transfer.FetchPart(holder, block, _position, IBlockTransfer.MostBytes, cancellation) ?? throw new InvalidDataException($"{holder} has no block {block}");
            _part = answer.Bytes;
        }
        var count = Math.Min(buffer.Length, _part.Length);
        _part.Span[..count].CopyTo(buffer);
        _part = _part[count..];
        _position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override void Flush() { }
}
