using System.Net;
using System.Net.Sockets;
using System.Text;
using Firesteel.Python.Gateway;
using Firesteel.Python.Gateway.Protocol;

namespace Firesteel.Python.Tests.Gateway;

/// <summary>A gateway and a connection to it that speaks the protocol by hand.</summary>
sealed class GatewayClient : IDisposable
{
    private const int TimeoutMilliseconds = 60_000;

    private readonly PythonGateway _gateway = new(Rooms.Table);
    private Socket _socket;
    private StreamReader _reader;

    public GatewayClient(bool authenticate = true)
    {
        _gateway.Start();
        (_socket, _reader) = Connect();
        if (authenticate) Assert.Equal("!yv", Send("A", _gateway.Secret));
    }

    public PythonGateway Gateway => _gateway;

    /// <summary>Leaves the connection and opens another one, which has not said the secret.</summary>
    public void Reconnect()
    {
        _socket.Dispose();
        (_socket, _reader) = Connect();
    }

    /// <summary>Sends lines and gives the answer; null where the gateway has closed the connection.</summary>
    public string? Send(params string[] lines)
    {
        try
        {
            _socket.Send(Encoding.UTF8.GetBytes(string.Concat(lines.Select(l => l + "\n"))));
            return _reader.ReadLine();
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return null;
        }
    }

    /// <summary>A call whose answer is a value.</summary>
    public string Call(string target, string member, params string[] arguments) => Success(Send(["c", target, member, .. arguments, "e"]));

    /// <summary>A constructor; gives the new object's id.</summary>
    public string New(string name, params string[] arguments) => Success(Send(["i", name, .. arguments, "e"]))[1..];

    public static string Success(string? answer)
    {
        Assert.NotNull(answer);
        Assert.StartsWith("!y", answer);
        return answer[2..];
    }

    public void Dispose()
    {
        _socket.Dispose();
        _gateway.Dispose();
    }

    private (Socket, StreamReader) Connect()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = TimeoutMilliseconds };
        socket.Connect(IPAddress.Loopback, _gateway.Port);
        return (socket, new StreamReader(new NetworkStream(socket), new UTF8Encoding(false)));
    }
}
