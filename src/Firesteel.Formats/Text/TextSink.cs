namespace Firesteel.Formats.Text;

/// <summary>Bytes on their way to a stream, gathered into large writes.</summary>
sealed class TextSink(Stream stream) : IDisposable
{
    private const int FlushAt = 256 << 10;
    private byte[] _buffer = new byte[FlushAt + (16 << 10)];

    /// <summary>Bytes that are not flushed yet; a place among them stays until the next flush.</summary>
    public int Used { get; private set; }

    /// <summary>Room for at least so many bytes; what is used of it is told to <see cref="Advance"/>.</summary>
    public Span<byte> Room(int size)
    {
        if (_buffer.Length - Used < size) Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, Used + size));
        return _buffer.AsSpan(Used);
    }

    public void Advance(int count) => Used += count;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        Used += bytes.Length;
    }

    public void Write(byte value)
    {
        if (Used == _buffer.Length) Room(1);
        _buffer[Used++] = value;
    }

    /// <summary>What was written from a place on, to look at or change.</summary>
    public Span<byte> From(int place) => _buffer.AsSpan(place, Used - place);

    /// <summary>Takes back what was written from a place on.</summary>
    public void Rewind(int place) => Used = place;

    /// <summary>Hands full buffers to the stream; called between records.</summary>
    public void EndRecord()
    {
        if (Used >= FlushAt) Flush();
    }

    public void Flush()
    {
        stream.Write(_buffer, 0, Used);
        Used = 0;
    }

    public void Dispose() => stream.Dispose();
}
