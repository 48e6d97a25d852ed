namespace Firesteel.Core.Scheduler;

/// <summary>Results of a job on their way from the scheduler's loop to the thread that waits for them.</summary>
sealed class JobResults
{
    // A monitor and not a channel: who waits for a channel or a task spins first, and takes the processor from the tasks that it waits for.
    private readonly object _gate = new();

    // To wake the reader for each of ten thousand results costs more than the tasks do: it looks for them now and then, and is woken for many.
    private const int Many = 256;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    private readonly Queue<(int Index, object? Value)> _waiting = new();
    private bool _ended;

    public void Add(int index, object? value)
    {
        lock (_gate)
        {
            _waiting.Enqueue((index, value));
            if (_waiting.Count == Many) Monitor.Pulse(_gate);
        }
    }

    /// <summary>No result comes any more.</summary>
    public void End()
    {
        lock (_gate)
        {
            _ended = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Blocks until there is a result; false after the last.</summary>
    public bool Take(out int index, out object? value)
    {
        lock (_gate)
        {
            while (_waiting.Count == 0 && !_ended) Monitor.Wait(_gate, Look);
            var found = _waiting.TryDequeue(out var result);
            (index, value) = result;
            return found;
        }
    }
}
