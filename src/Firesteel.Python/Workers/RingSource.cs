using System.Net.Sockets;

namespace Firesteel.Python.Workers;

/// <summary>Answers in the memory that a worker shares; the socket wakes a reader that sleeps and says when the worker is gone.</summary>
sealed class RingSource(SharedRing ring, Socket socket) : IWorkerSource
{
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMilliseconds(100);
    private readonly byte[] _wakes = new byte[64];

    public TimeSpan Timeout { private get; set; }

    public bool IsSilent
    {
        get
        {
            try
            {
                // A reader that found something just before it slept left the byte that was to wake it.
                while (socket.Poll(0, SelectMode.SelectRead))
                    if (socket.Receive(_wakes) == 0) return false;
                return ring.IsEmpty;
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return false;
            }
        }
    }

    public int Receive(Span<byte> target)
    {
        try
        {
            var slept = TimeSpan.Zero;
            while (true)
            {
                var count = ring.TryRead(target);
                if (count > 0 || target.IsEmpty) return count;
                if (!ring.TrySleep()) continue;
                if (socket.Poll(LongestSleep, SelectMode.SelectRead))
                {
                    // What a worker wrote before it went is read first.
                    if (socket.Receive(_wakes) == 0 && ring.IsEmpty) return 0;
                }
                else if (ring.IsEmpty && (slept += LongestSleep) >= Timeout && Timeout > TimeSpan.Zero) throw new TimeoutException();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw new EndOfStreamException("The connection to the Python worker is closed.", e);
        }
    }
}
