using Firesteel.Connect.Messages;

namespace Firesteel.Connect.Service;

/// <summary>
/// One execution: its responses stay until the client releases them, so that a client whose connection broke can go on where it was.
/// </summary>
sealed class Operation(string id, IReadOnlyList<string> tags)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<ExecutePlanResponse> _responses = [];
    private readonly CancellationTokenSource _cancellation = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _error;

    public string Id => id;
    public IReadOnlyList<string> Tags => tags;
    public CancellationToken Cancellation => _cancellation.Token;
    public bool IsFinished { get; private set; }
    public bool IsCancelled => _cancellation.IsCancellationRequested;
    public bool HasFailed => _error != null;

    public void Cancel() => _cancellation.Cancel();

    public void Add(ExecutePlanResponse response)
    {
        response.ResponseId = Guid.NewGuid().ToString();
        lock (_gate)
        {
            _responses.AddLast(response);
            Wake();
        }
    }

    /// <summary>Nothing more will come.</summary>
    public void Finish(Exception? error)
    {
        lock (_gate)
        {
            (_error, IsFinished) = (error, true);
            Wake();
        }
    }

    /// <summary>The responses behind one that the client has, or all, as many at a time as there are; ends with the execution, with its error if it has one.</summary>
    /// <exception cref="KeyNotFoundException">The response is not kept any more.</exception>
    public async IAsyncEnumerable<IReadOnlyList<ExecutePlanResponse>> Read(string? after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        LinkedListNode<ExecutePlanResponse>? last = null;
        if (!string.IsNullOrEmpty(after))
            lock (_gate) last = Find(after) ?? throw new KeyNotFoundException(after);
        while (true)
        {
            var ready = new List<ExecutePlanResponse>();
            Task changed;
            bool finished;
            Exception? error;
            lock (_gate)
            {
                for (var next = last == null ? _responses.First : last.Next; next != null; next = next.Next)
                {
                    ready.Add(next.Value);
                    last = next;
                }
                (changed, finished, error) = (_changed.Task, IsFinished, _error);
            }
            if (ready.Count > 0) yield return ready;
            if (finished)
            {
                if (error != null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(error).Throw();
                yield break;
            }
            await changed.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Drops the responses up to one.</summary>
    public void ReleaseUntil(string responseId)
    {
        lock (_gate)
        {
            if (Find(responseId) == null) return;
            // The one itself stays: a reader stands on it or behind it.
            while (_responses.First is { } first && first.Value.ResponseId != responseId) _responses.RemoveFirst();
        }
    }

    private LinkedListNode<ExecutePlanResponse>? Find(string responseId)
    {
        for (var node = _responses.Last; node != null; node = node.Previous)
            if (node.Value.ResponseId == responseId) return node;
        return null;
    }

    private void Wake()
    {
        var changed = _changed;
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.SetResult();
    }
}
