using System.Net.Sockets;

namespace Firesteel.Python.Workers;

/// <summary>Answers that come through the socket.</summary>
sealed class SocketSource(Socket socket) : IWorkerSource
{
    public TimeSpan Timeout
    {
        set => socket.ReceiveTimeout = (int)value.TotalMilliseconds;
    }

    public bool IsSilent => !socket.Poll(0, SelectMode.SelectRead);

    public int Receive(Span<byte> target)
    {
        try
        {
            return socket.Receive(target);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.TimedOut)
        {
            throw new TimeoutException();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw new EndOfStreamException("The connection to the Python worker is closed.", e);
        }
    }
}
