using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Firesteel.Foundation.Logging;
using Firesteel.Python.Gateway.Binding;

namespace Firesteel.Python.Gateway.Protocol;

/// <summary>The server that a Python program drives the engine through: a socket on this machine, one thread a connection, one secret.</summary>
sealed class PythonGateway : IDisposable
{
    private static readonly Logger Log = Logger.For("PythonGateway");

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly ConcurrentDictionary<GatewayConnection, bool> _connections = new();
    private int _closed;

    /// <param name="secret">What a connection says first; made up where null.</param>
    public PythonGateway(ClassTable classes, int port = 0, string? secret = null)
    {
        Classes = classes;
        Secret = secret ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        Callbacks = new CallbackClient(this);
        Values = new ValueCodec(Objects, (id, interfaces) => new PythonProxy(this, id, interfaces));
        Objects.Put("GATEWAY_SERVER", this);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        _listener.Listen(128);
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
    }

    public int Port { get; }
    public string Secret { get; }
    public ClassTable Classes { get; }
    public ObjectTable Objects { get; } = new();
    public ImportViews Imports { get; } = new();
    public ValueCodec Values { get; }
    public CallbackClient Callbacks { get; }

    public void Start()
    {
        var acceptor = new Thread(Accept) { IsBackground = true, Name = "gateway" };
        acceptor.UnsafeStart();
    }

    /// <summary>Closes the socket and all connections; the process lives on.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0) return;
        _listener.Dispose();
        foreach (var connection in _connections.Keys) connection.Dispose();
        Callbacks.Dispose();
    }

    private void Accept()
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = _listener.Accept();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                if (Volatile.Read(ref _closed) == 0) Log.Error($"The gateway takes no more connections: {e.Message}");
                return;
            }
            var connection = new GatewayConnection(this, socket);
            _connections[connection] = true;
            // A Python thread has a connection of its own, and with it a thread and that thread's properties here.
            var thread = new Thread(() => Serve(connection), 16 << 20) { IsBackground = true, Name = "gateway connection" };
            thread.UnsafeStart();
        }
    }

    private void Serve(GatewayConnection connection)
    {
        try
        {
            connection.Run();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException or GatewayException)
        {
            Log.Debug($"A connection ended: {e.Message}");
        }
        finally
        {
            connection.Dispose();
            _connections.TryRemove(connection, out _);
        }
    }
}
