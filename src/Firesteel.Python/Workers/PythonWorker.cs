using System.Net.Sockets;

namespace Firesteel.Python.Workers;

/// <summary>The connection to one worker process. One task at a time owns it.</summary>
sealed class PythonWorker : IDisposable
{
    private readonly PythonDaemon _daemon;
    private readonly Socket _socket;
    private readonly WorkerMemory? _memory;
    private readonly IWorkerSource _source;
    private int _state;

    /// <param name="memory">What it shares with the process; null where everything goes through the socket.</param>
    public PythonWorker(PythonDaemon daemon, Socket socket, WorkerMemory? memory, int pid, int bufferSize)
    {
        (_daemon, _socket, _memory, Pid) = (daemon, socket, memory, pid);
        Input = memory is null ? new BufferedStream(new NetworkStream(socket, ownsSocket: false), bufferSize) : new RingInput(memory.Given, socket);
        _source = memory is null ? new SocketSource(socket) : new RingSource(memory.Answers, socket);
        // Between the socket and a buffer goes a system call; from the ring what is large is copied once, to where it belongs.
        Output = new WorkerReader(_source, memory is null ? Math.Max(1 << 16, bufferSize) : 1 << 13);
    }

    public int Pid { get; }

    /// <summary>What the worker reads.</summary>
    public Stream Input { get; }

    /// <summary>What the worker writes.</summary>
    public WorkerReader Output { get; }

    /// <summary>The broadcasts that the worker has been told of.</summary>
    public HashSet<long> KnownBroadcasts { get; } = [];

    /// <summary>When it was last given back.</summary>
    public long IdleSince { get; set; }

    /// <summary>Whether its process waits for the next task: it has neither ended nor said anything.</summary>
    public bool IsReady => _daemon.IsAlive && Volatile.Read(ref _state) == 0 && _source.IsSilent;

    /// <summary>The longest that the reader waits for a byte; 0 for ever.</summary>
    public TimeSpan ReceiveTimeout
    {
        set => _source.Timeout = value;
    }

    /// <summary>What the process left behind when it died.</summary>
    public string LastWords() => _daemon.LastWords(Pid);

    /// <summary>Ends the process at once; whoever reads or writes fails.</summary>
    public void Kill()
    {
        if (Interlocked.Exchange(ref _state, 1) != 0) return;
        _daemon.Kill(Pid);
        Close();
    }

    /// <summary>Closes the connection; the process ends when it notices.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _state, 1) == 0) Close();
    }

    private void Close()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // The other end was first.
        }
        _socket.Dispose();
        _memory?.Dispose();
    }
}
