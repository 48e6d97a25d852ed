using System.Collections.Immutable;

namespace Firesteel.Core.Events;

/// <summary>
/// Brings events to listeners without holding up whoever posts them: each named queue has a thread and a bound of its
/// own, so that a slow listener loses only its own queue's events.
/// </summary>
sealed class LiveListenerBus(int queueCapacity, TimeProvider time) : IListenerBus, IDisposable
{
    public const string SharedQueue = "shared";
    public const string AppStatusQueue = "appStatus";
    public const string EventLogQueue = "eventLog";

    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private ImmutableArray<AsyncEventQueue> _queues = [];
    private bool _stopped;

    public bool HasListeners => !_queues.IsEmpty;

    /// <summary>How many events may wait in a queue of a name; null for the bus's own bound.</summary>
    public Func<string, int?>? CapacityOf { get; set; }

    /// <summary>How long a listener may take for what is queued when its queue ends.</summary>
    public TimeSpan ExitTimeout { get; set; } = LongestEnd;

    /// <summary>Events that were dropped because a queue was full.</summary>
    public long DroppedEvents => _queues.Sum(queue => queue.Dropped);

    public void AddListener(EventListener listener, string queueName = SharedQueue)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopped, this);
            var queue = _queues.FirstOrDefault(queue => queue.Name == queueName);
            if (queue is null)
            {
                queue = new AsyncEventQueue(queueName, CapacityOf?.Invoke(queueName) ?? queueCapacity, time);
                queue.Add(listener);
                _queues = _queues.Add(queue);
            }
            else queue.Add(listener);
        }
    }

    public void RemoveListener(EventListener listener)
    {
        lock (_gate)
        {
            foreach (var queue in _queues)
            {
                if (!queue.Remove(listener)) continue;
                _queues = _queues.Remove(queue);
                queue.Stop(ExitTimeout);
            }
        }
    }

    public void Post(SparkListenerEvent e)
    {
        foreach (var queue in _queues) queue.Post(e);
    }

    /// <summary>Blocks until every event posted before has reached its listeners.</summary>
    public void WaitUntilEmpty()
    {
        foreach (var queue in _queues) queue.WaitUntilEmpty();
    }

    /// <summary>Brings what is queued, then stops.</summary>
    public void Dispose()
    {
        ImmutableArray<AsyncEventQueue> queues;
        lock (_gate)
        {
            if (_stopped) return;
            _stopped = true;
            queues = _queues;
            _queues = [];
        }
        foreach (var queue in queues) queue.Stop(ExitTimeout);
    }
}
