using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Firesteel.Foundation.Threads;

namespace Firesteel.Python.Gateway.Protocol;

/// <summary>A socket beside the gateway for one stream of data: takes one connection that says its secret, and serves it.</summary>
/// <remarks>Python is told where by an array of three: port, secret, and this object, whose <c>getResult</c> waits for the end and tells of errors.</remarks>
sealed class DataServer
{
    private const int AcceptMilliseconds = 15_000;

    private static readonly string Secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    private readonly Task _served;

    private DataServer(Task served) => _served = served;

    /// <summary>Serves what a function writes; it runs on a thread of its own, with the caller's properties.</summary>
    /// <returns>What Python is answered.</returns>
    public static object?[] Start(Action<Stream> serve)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        var server = new DataServer(ReusedThreads.Start("data for Python", () => Serve(listener, serve)));
        return [((IPEndPoint)listener.LocalEndPoint!).Port, Secret, server];
    }

    /// <summary>Waits until all has been served.</summary>
    public object GetResult()
    {
        try
        {
            _served.GetAwaiter().GetResult();
        }
        catch (Exception e)
        {
            // PySpark looks for what happened in the cause.
            throw SparkException.WithoutCondition("Exception thrown in awaitResult: ", e);
        }
        return Nothing.Value;
    }

    private static void Serve(Socket listener, Action<Stream> serve)
    {
        using var socket = Accept(listener);
        using var stream = new BufferedStream(new NetworkStream(socket), 1 << 16);
        Authenticate(stream, socket);
        serve(stream);
        stream.Flush();
    }

    private static Socket Accept(Socket listener)
    {
        using (listener)
        {
            if (!listener.Poll(TimeSpan.FromMilliseconds(AcceptMilliseconds), SelectMode.SelectRead)) throw new TimeoutException("Python did not come for its data.");
            return listener.Accept();
        }
    }

    private static void Authenticate(Stream stream, Socket socket)
    {
        socket.ReceiveTimeout = AcceptMilliseconds;
        socket.NoDelay = true;
        Span<byte> length = stackalloc byte[4];
        stream.ReadExactly(length);
        var size = BinaryPrimitives.ReadInt32BigEndian(length);
        if (size is < 0 or > 1024) throw new InvalidDataException("Not a secret.");
        var said = new byte[size];
        stream.ReadExactly(said);
        if (!CryptographicOperations.FixedTimeEquals(said, Encoding.UTF8.GetBytes(Secret)))
        {
            Write(stream, "err");
            throw new InvalidDataException("A wrong secret.");
        }
        Write(stream, "ok");
        socket.ReceiveTimeout = 0;
    }

    private static void Write(Stream stream, string text)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, text.Length);
        stream.Write(length);
        stream.Write(Encoding.ASCII.GetBytes(text));
        stream.Flush();
    }

    /// <summary>What a Scala method without a result answers where it is generic.</summary>
    private sealed class Nothing : Binding.INamedJavaObject
    {
        public static readonly Nothing Value = new();
        public string ClassName => "scala.runtime.BoxedUnit";
    }
}
