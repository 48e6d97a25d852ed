namespace Firesteel.Formats.Buffers;

/// <summary>A sink that knows how far it is.</summary>
sealed class CountingStream(Stream sink)
{
    public long Position { get; private set; }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        sink.Write(bytes);
        Position += bytes.Length;
    }

    public unsafe void Write(GrowingBuffer buffer)
    {
        const int Most = 1 << 30;
        for (var done = 0L; done < buffer.Length; done += Most) Write(new ReadOnlySpan<byte>(buffer.Pointer + done, (int)Math.Min(Most, buffer.Length - done)));
    }

    public void Flush() => sink.Flush();
}
