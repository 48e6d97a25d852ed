using System.Globalization;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using System.Text;
using Firesteel.Core.Metrics;
using Firesteel.Core.Scheduler;
using Firesteel.Foundation.Logging;
using Firesteel.Foundation.Threads;
using Firesteel.Sql.Execution.Python;

namespace Firesteel.Python.Workers;

/// <summary>
/// One task's use of a worker: a thread of its own writes the input while the task reads the output. Whatever ends it
/// early (an error, a limit, a cancelled task) ends the worker; only one that says that it has read everything is used again.
/// </summary>
sealed class PythonRun : IPythonOutput
{
    private static readonly Logger Log = Logger.For("PythonRunner");

    private readonly PythonTask _task;
    private readonly IPythonInput _input;
    private readonly TaskContext _context;
    private readonly PythonWorker _worker;
    private readonly Action<PythonWorker> _giveBack;
    private readonly BarrierServer? _barrier;
    private readonly Task _writing;
    private readonly CancellationTokenRegistration _cancellation;
    private readonly long _idleSeconds;
    private readonly bool _killWhenIdle;
    private Exception? _writeError;
    private volatile bool _stopped;
    private bool _finished;
    private int _length;
    private bool _disposed;

    public PythonRun(PythonTask task, IPythonInput input, TaskContext context, PythonWorker worker, Action<PythonWorker> giveBack)
    {
        (_task, _input, _context, _worker, _giveBack) = (task, input, context, worker, giveBack);
        var environment = task.Functions[0].Environment;
        if (long.TryParse(environment.Get(PythonEnvironment.IdleTimeout), NumberStyles.None, CultureInfo.InvariantCulture, out _idleSeconds))
            worker.ReceiveTimeout = TimeSpan.FromSeconds(_idleSeconds);
        _killWhenIdle = environment.ContainsKey(PythonEnvironment.KillOnIdleTimeout);
        _barrier = context.IsBarrier ? new BarrierServer(context) : null;
        _writing = ReusedThreads.Start("Python input", Write);
        _cancellation = context.CancellationToken.Register(Stop);
        context.AddCompletionListener(_ => Dispose());
    }

    public bool NextFrame(out ReadOnlyMemory<byte> frame)
    {
        frame = default;
        if (_finished) return false;
        var length = Guarded(static run => run.NextMark(run._worker.Output));
        if (length == SpecialLength.EndOfStream) return false;
        if (length < 0) throw PythonErrors.Broken(_worker.Pid, length);
        _length = length;
        frame = Guarded(static run => run._worker.Output.ReadFrame(run._length));
        return true;
    }

    public Stream? NextStream()
    {
        if (_finished) return null;
        return Guarded(static run => run.NextMark(run._worker.Output)) switch
        {
            SpecialLength.EndOfStream => null,
            SpecialLength.StartArrowStream => new GuardedStream(this),
            var mark => throw PythonErrors.Broken(_worker.Pid, mark),
        };
    }

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _cancellation.Dispose();
        var reusable = _finished && !_stopped;
        if (!reusable) Stop();
        _writing.GetAwaiter().GetResult();
        _barrier?.Dispose();
        if (!reusable || _writeError is not null) _worker.Dispose();
        else
        {
            _worker.ReceiveTimeout = TimeSpan.Zero;
            _giveBack(_worker);
        }
    }

    private void Stop()
    {
        _stopped = true;
        _worker.Kill();
    }

    private void Write()
    {
        TaskContext.Current = _context;
        try
        {
            var output = _worker.Input;
            InitMessage.Write(output, _task, _worker, _context, _barrier?.Connection);
            output.Flush();
            while (!_stopped && _input.WriteNext(output)) { }
            if (_stopped) return;
            new PythonWriter(output).WriteInt(SpecialLength.EndOfStream);
            output.Flush();
        }
        catch (Exception e)
        {
            _writeError = e;
            // A worker that read no further has said why, or says by its end that it is gone; an error of the input's own must end it.
            if (!EndedByWorker(e)) _worker.Kill();
        }
        finally
        {
            TaskContext.Current = null;
        }
    }

    // The connection broke: the worker's answer says why.
    private static bool EndedByWorker(Exception e) => e is IOException { InnerException: SocketException or ObjectDisposedException } or ObjectDisposedException { ObjectName: "System.Net.Sockets.Socket" or "System.Net.Sockets.NetworkStream" };

    private T Guarded<T>(Func<PythonRun, T> read)
    {
        try
        {
            return read(this);
        }
        catch (EndOfStreamException e)
        {
            _context.ThrowIfKilled();
            Stop();
            _writing.GetAwaiter().GetResult();
            // What went wrong on the input's side is why the worker ended.
            if (_writeError is { } cause && !EndedByWorker(cause)) ExceptionDispatchInfo.Throw(cause);
            throw PythonErrors.Crashed(_worker.Pid, _worker.LastWords(), e);
        }
        catch (TimeoutException)
        {
            // A worker that stops in the middle of a frame does not go on with it.
            Stop();
            throw PythonErrors.Silent(_worker.Pid, _idleSeconds);
        }
    }

    /// <summary>The next length of a frame or start of a stream; <see cref="SpecialLength.EndOfStream"/> when the answer is complete.</summary>
    private int NextMark(WorkerReader output)
    {
        while (true)
        {
            var mark = PatientInt(output);
            switch (mark)
            {
                case >= 0 or SpecialLength.StartArrowStream: return mark;
                case SpecialLength.TimingData: ReadTiming(output); break;
                case SpecialLength.ExceptionThrown: throw ReadException(output);
                case SpecialLength.EndOfDataSection:
                    ReadUpdates(output);
                    _finished = true;
                    if (output.ReadInt() != SpecialLength.EndOfStream) _stopped = true;
                    return SpecialLength.EndOfStream;
                default:
                    Stop();
                    throw PythonErrors.Broken(_worker.Pid, mark);
            }
        }
    }

    private int PatientInt(WorkerReader output)
    {
        while (true)
        {
            try
            {
                return output.ReadInt();
            }
            catch (TimeoutException)
            {
                Log.Warn($"Python worker process {_worker.Pid} has sent nothing for {_idleSeconds} seconds");
                if (!_killWhenIdle) continue;
                Stop();
                throw PythonErrors.Silent(_worker.Pid, _idleSeconds);
            }
        }
    }

    private void ReadTiming(WorkerReader output)
    {
        // Boot, init and finish times, and the time spent: a page may show them one day.
        for (var i = 0; i < 4; i++) output.ReadLong();
        _context.Metrics.Add(TaskMetric.MemoryBytesSpilled, output.ReadLong());
        _context.Metrics.Add(TaskMetric.DiskBytesSpilled, output.ReadLong());
    }

    private SparkException ReadException(WorkerReader output)
    {
        var traceback = Encoding.UTF8.GetString(output.ReadBytes(output.ReadInt()));
        _stopped = true;
        return PythonErrors.Raised(traceback, null);
    }

    private void ReadUpdates(WorkerReader output)
    {
        var count = output.ReadInt();
        if (count <= 0) return;
        var updates = new List<byte[]>();
        while (updates.Count < count) updates.Add(output.ReadBytes(output.ReadInt()));
        PythonAccumulator.Add(_context, _task.Functions[0].AccumulatorId, updates);
    }

    /// <summary>The worker's raw output, its end told as what it means.</summary>
    private sealed class GuardedStream(PythonRun run) : Stream
    {
        public override int Read(Span<byte> buffer)
        {
            try
            {
                var count = run._worker.Output.Read(buffer);
                if (count > 0 || buffer.IsEmpty) return count;
            }
            catch (EndOfStreamException)
            {
                // Told below.
            }
            return run.Guarded<int>(static _ => throw new EndOfStreamException());
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
