using System.Net;
using System.Net.Sockets;
using System.Text;
using Firesteel.Sql.Execution.Python;

namespace Firesteel.Python.Rdd;

/// <summary>The driver's end of Python's accumulators: each task's updates go to the server that the Python program runs, which says that it has them.</summary>
sealed class AccumulatorChannel : IDisposable
{
    private const int TimeoutMilliseconds = 30_000;
    private readonly EndPoint _server;
    private readonly string? _secret;
    private readonly Lock _gate = new();
    private Socket? _socket;

    /// <param name="secret">The gateway's.</param>
    public AccumulatorChannel(string host, int port, string secret) : this(AddressOf(host, port)) => _secret = secret;

    /// <param name="path">A Unix socket; only its owner may connect.</param>
    public AccumulatorChannel(string path) : this(new UnixDomainSocketEndPoint(path)) { }

    private AccumulatorChannel(EndPoint server)
    {
        _server = server;
        Accumulator = new PythonAccumulator(Deliver);
    }

    public PythonAccumulator Accumulator { get; }

    public void Dispose()
    {
        Accumulator.Unregister();
        lock (_gate) _socket?.Dispose();
    }

    private void Deliver(IReadOnlyList<byte[]> updates)
    {
        using var message = new MemoryStream();
        var writer = new PythonWriter(message);
        writer.WriteInt(updates.Count);
        foreach (var update in updates) writer.WriteBytes(update);
        lock (_gate)
        {
            try
            {
                _socket ??= Connect();
                _socket.Send(message.GetBuffer().AsSpan(0, (int)message.Length));
                Span<byte> answer = stackalloc byte[1];
                if (_socket.Receive(answer) != 1 || answer[0] != 1) throw SparkException.WithoutCondition("The Python program did not take the updates of its accumulators.");
            }
            catch (SocketException e)
            {
                _socket?.Dispose();
                _socket = null;
                throw SparkException.WithoutCondition($"The updates of accumulators cannot be sent to the Python program: {e.Message}", e);
            }
        }
    }

    private static IPEndPoint AddressOf(string host, int port) => host is "localhost" or "127.0.0.1" or "::1"
        ? new IPEndPoint(IPAddress.Loopback, port)
        : throw SparkException.WithoutCondition($"Accumulators of Python are served on this machine only, not on {host}.");

    private Socket Connect()
    {
        var socket = new Socket(_server.AddressFamily, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = TimeoutMilliseconds, SendTimeout = TimeoutMilliseconds };
        try
        {
            socket.Connect(_server);
            if (_server is IPEndPoint) socket.NoDelay = true;
            if (_secret is not null) socket.Send(Encoding.UTF8.GetBytes(_secret));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
