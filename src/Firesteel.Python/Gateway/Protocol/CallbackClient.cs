using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Firesteel.Python.Gateway.Errors;

namespace Firesteel.Python.Gateway.Protocol;

/// <summary>Calls objects of the Python program. While Python runs such a call it sends commands of its own over the same connection.</summary>
sealed class CallbackClient(PythonGateway gateway) : IDisposable
{
    // Without pinned threads Python asks for the secret, and sends its own commands elsewhere.
    private static readonly bool SaysSecret = string.Equals(Environment.GetEnvironmentVariable("PYSPARK_PIN_THREAD"), "false", StringComparison.OrdinalIgnoreCase);

    private readonly ConcurrentBag<LineChannel> _free = [];
    private volatile IPEndPoint _address = new(IPAddress.Loopback, 25334);

    public int Port => _address.Port;
    public IPAddress Address => _address.Address;

    /// <summary>Where Python's callback server listens from now on.</summary>
    public void Reset(int port)
    {
        _address = new IPEndPoint(IPAddress.Loopback, port);
        while (_free.TryTake(out var old)) old.Dispose();
    }

    /// <exception cref="JavaException">Python raised an error, or cannot be reached.</exception>
    public object? Call(string id, string method, object?[] arguments)
    {
        var command = new StringBuilder("c\n").Append(id).Append('\n').Append(method).Append('\n');
        foreach (var argument in arguments) command.Append(gateway.Values.Encode(argument)).Append('\n');
        var answer = Send(command.Append("e\n").ToString());
        if (answer.StartsWith("!y", StringComparison.Ordinal)) return answer.Length > 2 ? gateway.Values.Decode(answer[2..]) : null;
        var text = answer.Length > 3 ? LineChannel.Unescape(answer[3..]) : answer;
        throw new JavaException("py4j.Py4JException", $"An exception was raised by the Python Proxy. Return Message: {text}");
    }

    /// <summary>Tells Python that an object is not needed any more.</summary>
    public void Forget(string id)
    {
        // A finalizer must not wait for a Python that may be gone.
        if (!_free.IsEmpty) ThreadPool.UnsafeQueueUserWorkItem(_ =>
        {
            try
            {
                Send($"g\n{id}\ne\n");
            }
            catch (JavaException)
            {
            }
        }, null);
    }

    public void Dispose()
    {
        while (_free.TryTake(out var channel)) channel.Dispose();
    }

    private string Send(string command)
    {
        try
        {
            var channel = _free.TryTake(out var free) ? free : Connect();
            channel.Write(command);
            var commands = new CommandProcessor(gateway, channel);
            while (channel.ReadLine() is { } line)
            {
                if (line.StartsWith('!'))
                {
                    _free.Add(channel);
                    return line;
                }
                if (!commands.Run(line)) break;
            }
            channel.Dispose();
            throw new JavaException("py4j.Py4JNetworkException", "Python closed the connection of a callback");
        }
        catch (SocketException e)
        {
            throw new JavaException("py4j.Py4JNetworkException", $"Python's callback server cannot be reached: {e.Message}", e);
        }
    }

    private LineChannel Connect()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(_address);
        var channel = new LineChannel(socket);
        if (SaysSecret)
        {
            channel.Write($"A\n{gateway.Secret}\ne\n");
            channel.ReadLine();
        }
        return channel;
    }
}
