using System.Buffers.Binary;
using Firesteel.Formats.Compression;

namespace Firesteel.Formats.Text;

/// <summary>Writes Hadoop's block framing: each block's raw length, then one chunk with its compressed length.</summary>
sealed unsafe class HadoopBlockWriter(Stream sink, IBlockCodec codec) : Stream
{
    private const int BlockSize = 256 << 10;
    private const int Slack = 64;
    private readonly byte[] _block = new byte[BlockSize + Slack];
    private readonly byte[] _compressed = new byte[codec.MaxCompressedLength(BlockSize) + Slack];
    private int _used;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var count = Math.Min(buffer.Length, BlockSize - _used);
            buffer[..count].CopyTo(_block.AsSpan(_used));
            _used += count;
            buffer = buffer[count..];
            if (_used == BlockSize) EndBlock();
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));
    public override void Flush() => sink.Flush();
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            EndBlock();
            sink.Dispose();
        }
        base.Dispose(disposing);
    }

    private void EndBlock()
    {
        if (_used == 0) return;
        int length;
        fixed (byte* from = _block)
        fixed (byte* to = _compressed) length = codec.Compress(from, _used, to, _compressed.Length);
        Span<byte> lengths = stackalloc byte[8];
        BinaryPrimitives.WriteInt32BigEndian(lengths, _used);
        BinaryPrimitives.WriteInt32BigEndian(lengths[4..], length);
        sink.Write(lengths);
        sink.Write(_compressed, 0, length);
        _used = 0;
    }
}
