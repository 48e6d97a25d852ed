using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Firesteel.Foundation.Logging;

namespace Firesteel.Core.Rpc;

/// <summary>Accepts authenticated connections and serves each on a thread of its own.</summary>
sealed class FrameServer : IDisposable
{
    private static readonly Logger Log = Logger.For("TransportServer");

    private const int StackSize = 512 << 10;

    private readonly TcpListener _listener;
    private readonly byte[] _secret;
    private readonly Action<FrameConnection> _serve;
    private readonly string _name;
    private volatile bool _stopped;

    /// <param name="serve">Serves one connection until it ends; the connection is closed when it returns.</param>
    /// <param name="port">0 for any that is free.</param>
    public FrameServer(string name, IPAddress address, byte[] secret, Action<FrameConnection> serve, int port = 0)
    {
        _name = name;
        _secret = secret;
        _serve = serve;
        _listener = new TcpListener(address, port);
        _listener.Start();
        new Thread(Accept, StackSize) { IsBackground = true, Name = name + "-accept" }.Start();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose()
    {
        _stopped = true;
        _listener.Stop();
    }

    private void Accept()
    {
        while (!_stopped)
        {
            try
            {
                var client = _listener.AcceptTcpClient();
                new Thread(() => Serve(client), StackSize) { IsBackground = true, Name = _name }.Start();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                if (!_stopped) Log.Warn($"{_name} could not accept a connection", e);
            }
        }
    }

    private void Serve(TcpClient client)
    {
        using (client)
        {
            var peer = "";
            try
            {
                client.NoDelay = true;
                peer = client.Client.RemoteEndPoint?.ToString();
                Handshake.AsServer(client.GetStream(), _secret);
                using var connection = new FrameConnection(client);
                _serve(connection);
            }
            catch (AuthenticationException e)
            {
                Log.Warn($"{_name} refused the connection from {peer}: {e.Message}");
            }
            catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
            {
                if (!_stopped && Log.IsEnabled(LogLevel.Info)) Log.Info($"{_name}: the connection from {peer} ended: {e.Message}");
            }
            catch (Exception e)
            {
                Log.Error($"{_name}: a connection failed", e);
            }
        }
    }
}
