using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Firesteel.Python.Gateway.Protocol;

/// <summary>One connection from Python: says the secret, then sends commands one at a time.</summary>
sealed class GatewayConnection(PythonGateway gateway, Socket socket) : IDisposable
{
    private readonly LineChannel _channel = new(socket);

    public void Run()
    {
        if (!Authenticate()) return;
        var commands = new CommandProcessor(gateway, _channel);
        while (_channel.ReadLine() is { } letter)
            if (!commands.Run(letter)) return;
    }

    public void Dispose() => _channel.Dispose();

    private bool Authenticate()
    {
        // Who does not say the secret soon is not Python.
        socket.ReceiveTimeout = 30_000;
        var letter = _channel.ReadLine();
        if (letter is null) return false;
        if (letter != "A")
        {
            _channel.Write("!xsAuthentication error: unexpected command.\n");
            return false;
        }
        var secret = _channel.ReadLine() ?? "";
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(LineChannel.Unescape(secret)), Encoding.UTF8.GetBytes(gateway.Secret)))
        {
            _channel.Write("!xsAuthentication error: bad auth token received.\n");
            return false;
        }
        socket.ReceiveTimeout = 0;
        _channel.IsTrusted = true;
        _channel.Write("!yv\n");
        return true;
    }
}
