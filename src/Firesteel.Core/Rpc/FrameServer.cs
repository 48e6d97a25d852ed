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
    /// <param name="retries">How many ports after that one are tried where it is taken (<c>spark.port.maxRetries</c>).</param>
    /// <exception cref="SparkException">All of them are taken.</exception>
    public FrameServer(string name, IPAddress address, byte[] secret, Action<FrameConnection> serve, int port = 0, int retries = 0)
    {
        _name = name;
        _secret = secret;
        _serve = serve;
        _listener = Listen(name, address, port, retries);
        new Thread(Accept, StackSize) { IsBackground = true, Name = name + "-accept" }.Start();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose()
    {
        _stopped = true;
        _listener.Stop();
    }

    private static TcpListener Listen(string name, IPAddress address, int port, int retries)
    {
        for (var offset = 0; ; offset++)
        {
            // Past the last port it goes on behind the privileged ones.
            var at = port + offset is var next && next > ushort.MaxValue ? 1024 + next % (ushort.MaxValue + 1) : next;
            var listener = new TcpListener(address, at);
            try
            {
                listener.Start();
                return listener;
            }
            catch (SocketException e)
            {
                listener.Dispose();
                var taken = port != 0 && e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied;
                if (!taken) throw SparkException.WithoutCondition($"Service '{name}' cannot listen on {address}:{at}: {e.Message}. Consider setting its address (SPARK_LOCAL_IP, spark.driver.bindAddress).", e);
                if (offset >= retries)
                    throw SparkException.WithoutCondition($"{e.Message}: Service '{name}' failed after {retries} retries (starting from {port})! Consider setting another port for it, or raising spark.port.maxRetries.", e);
                Logger.For("Utils").Warn($"Service '{name}' could not bind on port {at}. Attempting port {at + 1}.");
            }
        }
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
