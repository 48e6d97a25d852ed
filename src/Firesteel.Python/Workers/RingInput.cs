using System.Net.Sockets;

namespace Firesteel.Python.Workers;

/// <summary>What a worker reads, written to the memory that it shares. A writer that finds the ring full sleeps a millisecond: the worker is not burdened with waking it.</summary>
sealed class RingInput(SharedRing ring, Socket socket) : Stream
{
    private const int Enough = 32 << 10;
    private int _untold;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            while (!buffer.IsEmpty)
            {
                var count = ring.TryWrite(buffer);
                buffer = buffer[count..];
                _untold += count;
                if (_untold >= Enough || count == 0) Tell();
                if (count == 0) Thread.Sleep(1);
            }
        }
        catch (ObjectDisposedException e)
        {
            throw new IOException("The connection to the Python worker is closed.", e);
        }
    }

    public override void Flush()
    {
        try
        {
            Tell();
        }
        catch (ObjectDisposedException e)
        {
            throw new IOException("The connection to the Python worker is closed.", e);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));
    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    private void Tell()
    {
        _untold = 0;
        if (!ring.TakeSleeper()) return;
        try
        {
            socket.Send("\n"u8);
        }
        catch (SocketException e)
        {
            throw new IOException("The connection to the Python worker is closed.", e);
        }
    }
}
