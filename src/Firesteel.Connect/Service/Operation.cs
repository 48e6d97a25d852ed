using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Firesteel.Connect.Messages;

namespace Firesteel.Connect.Service;

/// <summary>
/// One execution: its responses stay until the client releases them or has taken many more, so that a client whose connection broke can go
/// on where it was. What a client does not take holds the query up.
/// </summary>
sealed class Operation(string id, IReadOnlyList<string> tags, TimeProvider time)
{
    /// <summary>Bytes that wait for the client before the query does.</summary>
    private const long MostWaiting = 64 << 20;

    /// <summary>Bytes that the client has taken and that are kept, should it come back.</summary>
    private const long MostTaken = 10 << 20;

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private readonly object _gate = new();
    private readonly CancellationTokenSource _cancellation = new();
    private readonly List<(ExecutePlanResponse Response, int Size)> _kept = [];
    private long _first;
    private long _next;
    private long _nextTaken;
    private long _waitingBytes;
    private long _takenBytes;
    private int _readers;
    private long _lastRead = time.GetTimestamp();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _error;

    public string Id => id;

    /// <summary>What it runs, by which a request that comes twice is known.</summary>
    public Plan? Plan { get; set; }

    public IReadOnlyList<string> Tags => tags;
    public CancellationToken Cancellation => _cancellation.Token;
    public bool IsFinished { get; private set; }
    public bool IsCancelled => _cancellation.IsCancellationRequested;
    public bool HasFailed => _error != null;

    /// <summary>Called when a response is there before the end.</summary>
    public Action? Opened { get; set; }

    /// <summary>How long nobody has read from it.</summary>
    public TimeSpan Detached
    {
        get { lock (_gate) return _readers > 0 ? TimeSpan.Zero : time.GetElapsedTime(_lastRead); }
    }

    public void Cancel()
    {
        _cancellation.Cancel();
        lock (_gate) Monitor.PulseAll(_gate);
    }

    /// <summary>Waits while the client has much to take.</summary>
    /// <exception cref="OperationCanceledException">The execution was cancelled meanwhile.</exception>
    public void Add(ExecutePlanResponse response)
    {
        Opened?.Invoke();
        lock (_gate)
        {
            while (_waitingBytes > MostWaiting)
            {
                Cancellation.ThrowIfCancellationRequested();
                Monitor.Wait(_gate, Look);
            }
            Keep(response);
            Wake();
        }
    }

    /// <summary>Adds what may be left out: nothing happens where much waits already, or the execution has ended.</summary>
    public void AddIfRoom(ExecutePlanResponse response)
    {
        lock (_gate)
            if (_waitingBytes <= MostWaiting && !IsFinished && !IsCancelled) Add(response);
    }

    /// <summary>Nothing more will come than the responses given, which the client gets together and for which there is always room.</summary>
    public void Finish(Exception? error, params ReadOnlySpan<ExecutePlanResponse?> last)
    {
        lock (_gate)
        {
            foreach (var response in last)
                if (response != null) Keep(response);
            (_error, IsFinished) = (error, true);
            Wake();
        }
    }

    /// <summary>The responses behind one that the client has, or all, as many at a time as there are; ends with the execution, with its error if it has one.</summary>
    /// <exception cref="KeyNotFoundException">The response is not kept any more.</exception>
    public async IAsyncEnumerable<IReadOnlyList<ExecutePlanResponse>> Read(string? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        long next;
        lock (_gate)
        {
            next = string.IsNullOrEmpty(after) ? 0 : (Find(after) ?? throw new KeyNotFoundException(after)) + 1;
            if (next < _first) throw new KeyNotFoundException(after);
            _readers++;
        }
        try
        {
            while (true)
            {
                List<ExecutePlanResponse> ready;
                Task changed;
                bool finished;
                Exception? error;
                lock (_gate)
                {
                    ready = [.. _kept.Skip((int)(next - _first)).Select(k => k.Response)];
                    next = _next;
                    (changed, finished, error) = (_changed.Task, IsFinished, _error);
                }
                if (ready.Count > 0)
                {
                    yield return ready;
                    Take(next);
                }
                if (finished)
                {
                    if (error != null) ExceptionDispatchInfo.Capture(error).Throw();
                    yield break;
                }
                await changed.WaitAsync(cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            lock (_gate)
            {
                _readers--;
                _lastRead = time.GetTimestamp();
            }
        }
    }

    /// <summary>Drops the responses up to one.</summary>
    public void ReleaseUntil(string responseId)
    {
        lock (_gate)
            if (Find(responseId) is { } place)
                while (_first <= place && _first < _nextTaken) DropFirst();
    }

    private void Keep(ExecutePlanResponse response)
    {
        response.ResponseId = Guid.NewGuid().ToString();
        var size = response.CalculateSize();
        _kept.Add((response, size));
        _next++;
        _waitingBytes += size;
    }

    private void Take(long upTo)
    {
        lock (_gate)
        {
            for (; _nextTaken < upTo; _nextTaken++)
            {
                var size = _nextTaken < _first ? 0 : _kept[(int)(_nextTaken - _first)].Size;
                _waitingBytes -= size;
                _takenBytes += size;
            }
            while (_takenBytes > MostTaken && _first < _nextTaken - 1) DropFirst();
            Monitor.PulseAll(_gate);
        }
    }

    private void DropFirst()
    {
        _takenBytes -= _kept[0].Size;
        _kept.RemoveAt(0);
        _first++;
    }

    private long? Find(string responseId)
    {
        for (var i = _kept.Count - 1; i >= 0; i--)
            if (_kept[i].Response.ResponseId == responseId) return _first + i;
        return null;
    }

    private void Wake()
    {
        var changed = _changed;
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.SetResult();
    }
}
