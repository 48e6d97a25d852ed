using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Firesteel.Foundation.Logging;
using Firesteel.Sql.Execution.Python;

namespace Firesteel.Python.Workers;

/// <summary>Where a barrier task's function reaches its control server.</summary>
sealed record BarrierConnection(int Port, string Secret);

/// <summary>
/// Answers the function of a barrier task: <c>barrier()</c> and <c>allGather()</c>, a connection each, which waits until all
/// tasks of the stage have made the same call.
/// </summary>
sealed class BarrierServer : IDisposable
{
    private const int BarrierFunction = 1;
    private const int AllGatherFunction = 2;
    private const int LongestMessage = 1 << 26;
    private const int SecretMilliseconds = 15_000;
    private static readonly Logger Log = Logger.For("PythonRunner");

    private readonly TaskContext _context;
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public BarrierServer(TaskContext context)
    {
        _context = context;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(4);
        Connection = new BarrierConnection(((IPEndPoint)_listener.LocalEndPoint!).Port, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        new Thread(Serve) { IsBackground = true, Name = $"barrier of task {context.TaskAttemptId}" }.Start();
    }

    public BarrierConnection Connection { get; }

    public void Dispose() => _listener.Dispose();

    private void Serve()
    {
        while (true)
        {
            try
            {
                using var socket = _listener.Accept();
                using var stream = new BufferedStream(new NetworkStream(socket), 1 << 12);
                socket.ReceiveTimeout = SecretMilliseconds;
                if (Authenticate(stream)) Answer(stream);
                stream.Flush();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException && !_listener.SafeHandle.IsClosed || e is IOException)
            {
                Log.Warn($"A connection of a barrier task broke: {e.Message}");
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private bool Authenticate(Stream stream)
    {
        var matches = CryptographicOperations.FixedTimeEquals(ReadBytes(stream, 1024), Encoding.ASCII.GetBytes(Connection.Secret));
        new PythonWriter(stream).WriteUtf8(matches ? "ok" : "err");
        stream.Flush();
        return matches;
    }

    private void Answer(Stream stream)
    {
        var writer = new PythonWriter(stream);
        IReadOnlyList<string> answers;
        try
        {
            switch (ReadInt(stream))
            {
                case BarrierFunction:
                    _context.Barrier();
                    answers = [""];
                    break;
                case AllGatherFunction:
                    answers = _context.AllGather(Encoding.UTF8.GetString(ReadBytes(stream, LongestMessage)));
                    break;
                default: throw new IOException("Not a call of a barrier task.");
            }
        }
        catch (Exception e) when (e is SparkException or OperationCanceledException)
        {
            // The function's task has failed already, or is about to: its end of the connection tells it.
            Log.Warn($"A barrier was not reached by all: {e.Message}");
            return;
        }
        writer.WriteInt(answers.Count);
        foreach (var answer in answers) writer.WriteUtf8(answer);
    }

    private static int ReadInt(Stream stream)
    {
        Span<byte> bytes = stackalloc byte[4];
        stream.ReadExactly(bytes);
        return BinaryPrimitives.ReadInt32BigEndian(bytes);
    }

    private static byte[] ReadBytes(Stream stream, int most)
    {
        var length = ReadInt(stream);
        var bytes = new byte[length >= 0 && length <= most ? length : throw new IOException("A message of a barrier task is too long.")];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
