using System.Buffers.Binary;
using Firesteel.Formats.Compression;

namespace Firesteel.Formats.Text;

/// <summary>Reads Hadoop's block framing of Snappy and LZ4 files: the raw length of a block, then chunks, each with its compressed length.</summary>
sealed unsafe class HadoopBlockStream(Stream source, IBlockCodec codec) : Stream
{
    // What a byte of Snappy or LZ4 unfolds to at the most; a chunk that claims more is no cause for so much memory.
    private const long MostGrowth = 256;

    private byte[] _compressed = [];
    private byte[] _raw = [];
    private int _position;
    private int _available;
    private int _blockLeft;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        while (_position == _available)
            if (!NextChunk()) return 0;
        var count = Math.Min(buffer.Length, _available - _position);
        _raw.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private bool NextChunk()
    {
        while (_blockLeft == 0)
            if (!ReadLength(out _blockLeft)) return false;
        if (!ReadLength(out var length)) throw new EndOfStreamException("A compressed block ends early.");
        if (source.CanSeek && length > source.Length - source.Position) throw new EndOfStreamException("A compressed block ends early.");
        // Readable bytes past the end let the decoder load whole words.
        const int Slack = 64;
        if (length > Array.MaxLength - Slack) throw new InvalidDataException("A compressed chunk is too long.");
        if (_compressed.Length < length + Slack) _compressed = new byte[length + Slack];
        source.ReadExactly(_compressed, 0, length);
        fixed (byte* from = _compressed)
        {
            // A block that was written at once lies in several chunks, none of which says how long its content is but by itself.
            var raw = codec is SnappyCodec ? SnappyLength(_compressed) : Lz4Block.ContentLength(from, length, _blockLeft);
            if (raw < 0 || raw > _blockLeft || raw > length * MostGrowth) throw new InvalidDataException("A compressed chunk is longer than its block.");
            if (_raw.Length < raw + Slack) _raw = new byte[raw + Slack];
            fixed (byte* to = _raw) codec.Decompress(from, length, to, raw);
            (_position, _available, _blockLeft) = (0, raw, _blockLeft - raw);
        }
        return true;
    }

    private bool ReadLength(out int length)
    {
        Span<byte> bytes = stackalloc byte[4];
        length = 0;
        var read = source.ReadAtLeast(bytes, 4, throwOnEndOfStream: false);
        if (read == 0) return false;
        if (read < 4) throw new EndOfStreamException("A compressed block ends early.");
        length = BinaryPrimitives.ReadInt32BigEndian(bytes);
        if (length < 0) throw new InvalidDataException("A compressed block has a negative length.");
        return true;
    }

    private static int SnappyLength(ReadOnlySpan<byte> chunk)
    {
        var (length, shift) = (0, 0);
        foreach (var b in chunk)
        {
            length |= (b & 0x7F) << shift;
            if (b < 0x80 || shift >= 28) break;
            shift += 7;
        }
        return length;
    }
}
