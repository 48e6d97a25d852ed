using System.Buffers.Binary;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Firesteel.Core.Rpc;

/// <summary>
/// An authenticated TCP connection that carries frames, a length and that many bytes, in order. Senders never block: a small frame that
/// the connection has room for is written at once, others are queued, and a thread of the connection's own writes them and flushes once for all.
/// </summary>
sealed class FrameConnection : IExecutorConnection
{
    // More than this at once is a broken or hostile peer, not a message.
    private const int MaxFrame = 1 << 30;

    // A connection that says it can be written to has room for this.
    private const int SmallFrame = 8 << 10;

    // A host that swallows what is sent to it would else be waited for by minutes.
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private readonly TcpClient _client;
    // Kept: a connection that was closed meanwhile is no longer asked for them.
    private readonly Socket _socket;
    private readonly NetworkStream _source;
    private readonly Stream _stream;
    private readonly Channel<byte[]> _outgoing = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = true });
    private readonly byte[] _length = new byte[4];
    private readonly object _writing = new();
    private Thread? _writer;
    private int _queued;

    /// <param name="client">A connection whose handshake is done.</param>
    public FrameConnection(TcpClient client)
    {
        _client = client;
        Peer = client.Client.RemoteEndPoint?.ToString() ?? "";
        _socket = client.Client;
        _source = client.GetStream();
        _stream = new BufferedStream(_source, 64 << 10);
    }

    /// <summary>Connects and proves to the other side, and has it prove, that both know the secret.</summary>
    public static FrameConnection Connect(string host, int port, byte[] secret)
    {
        var client = new TcpClient { NoDelay = true };
        try
        {
            Reach(client, host, port);
            Handshake.AsClient(client.GetStream(), secret);
            return new FrameConnection(client);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>The address of the other side, for logs.</summary>
    public string Peer { get; }

    /// <summary>Queues a frame, from any thread; frames of one thread keep their order.</summary>
    public void Post(byte[] frame)
    {
        if (TryWriteNow(frame)) return;
        if (_writer is null) StartWriter();
        Interlocked.Increment(ref _queued);
        _outgoing.Writer.TryWrite(frame);
    }

    /// <summary>Writes a frame at once, for connections that one thread uses at a time.</summary>
    public void Send(ReadOnlySpan<byte> frame)
    {
        WriteFrame(frame);
        _stream.Flush();
    }

    /// <summary>The next frame; null when the other side closed the connection between frames.</summary>
    public byte[]? Receive()
    {
        if (ReceiveLength() is not { } length) return null;
        var frame = GC.AllocateUninitializedArray<byte>(length);
        _source.ReadExactly(frame);
        return frame;
    }

    /// <summary>As <see cref="Receive"/>, in an array of <see cref="System.Buffers.ArrayPool{T}.Shared"/> that may be longer than the frame; who has done with it gives it back, or forgets it.</summary>
    public ArraySegment<byte>? ReceiveRented()
    {
        if (ReceiveLength() is not { } length) return null;
        var frame = System.Buffers.ArrayPool<byte>.Shared.Rent(length);
        _source.ReadExactly(frame, 0, length);
        return new ArraySegment<byte>(frame, 0, length);
    }

    private int? ReceiveLength()
    {
        // The stream below is read and written by two threads: only the writing half is buffered.
        var source = _source;
        var read = source.ReadAtLeast(_length, 4, throwOnEndOfStream: false);
        if (read == 0) return null;
        if (read < 4) throw new EndOfStreamException("The connection ended within a frame");
        var length = BinaryPrimitives.ReadInt32LittleEndian(_length);
        if ((uint)length > MaxFrame) throw new InvalidDataException($"A frame of {(uint)length} bytes is over the limit of {MaxFrame}");
        return length;
    }

    /// <summary>Sends what is queued, then closes.</summary>
    public void CloseAfterSending()
    {
        _outgoing.Writer.TryComplete();
        _writer?.Join(TimeSpan.FromSeconds(5));
        Dispose();
    }

    public void Dispose()
    {
        _outgoing.Writer.TryComplete();
        _client.Dispose();
    }

    private static void Reach(TcpClient client, string host, int port)
    {
        // Not ConnectAsync: a socket that has done one thing asynchronously waits through the thread pool ever after, also in calls that block.
        var connecting = Task.Factory.StartNew(() => client.Connect(host, port), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (!((IAsyncResult)connecting).AsyncWaitHandle.WaitOne(ConnectTimeout)) throw new SocketException((int)SocketError.TimedOut, $"Connecting to {host}:{port} timed out after {ConnectTimeout.TotalSeconds} s");
        connecting.GetAwaiter().GetResult();
    }

    private void StartWriter()
    {
        var writer = new Thread(Write, 512 << 10) { IsBackground = true, Name = "rpc-writer" };
        if (Interlocked.CompareExchange(ref _writer, writer, null) is null) writer.Start();
    }

    private void Write()
    {
        var reader = _outgoing.Reader;
        try
        {
            while (reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            {
                lock (_writing)
                {
                    var written = 0;
                    for (; reader.TryRead(out var frame); written++) WriteFrame(frame);
                    _stream.Flush();
                    Interlocked.Add(ref _queued, -written);
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or SocketException)
        {
            // The reader of this connection sees the same end and acts on it.
            _client.Dispose();
        }
    }

    // Saves the switch to the writer's thread, of which an answer in time is mostly made.
    private bool TryWriteNow(byte[] frame)
    {
        if (frame.Length > SmallFrame || Volatile.Read(ref _queued) != 0 || !Monitor.TryEnter(_writing)) return false;
        try
        {
            if (Volatile.Read(ref _queued) != 0 || !_socket.Poll(0, SelectMode.SelectWrite)) return false;
            WriteFrame(frame);
            _stream.Flush();
            return true;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or SocketException)
        {
            _client.Dispose();
            return true;
        }
        finally
        {
            Monitor.Exit(_writing);
        }
    }

    private void WriteFrame(ReadOnlySpan<byte> frame)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, frame.Length);
        try
        {
            _stream.Write(length);
            _stream.Write(frame);
        }
        catch (NotSupportedException e)
        {
            // What a buffered stream says of a connection that another thread has just closed.
            throw new IOException("The connection is closed", e);
        }
    }
}
