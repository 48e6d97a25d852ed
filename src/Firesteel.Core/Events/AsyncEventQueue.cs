using System.Collections.Immutable;
using System.Globalization;
using System.Threading.Channels;
using Firesteel.Foundation.Logging;

namespace Firesteel.Core.Events;

/// <summary>One queue of the listener bus: a bounded channel and the thread that brings its events to its listeners.</summary>
sealed class AsyncEventQueue
{
    private static readonly Logger Log = Logger.For("AsyncEventQueue");
    private static readonly TimeSpan DropReportInterval = TimeSpan.FromSeconds(60);

    private readonly Channel<Item> _channel = Channel.CreateUnbounded<Item>(new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = true });
    private readonly TimeProvider _time;
    private readonly int _capacity;
    private readonly Thread _thread;
    private ImmutableArray<EventListener> _listeners = [];
    private int _queued;
    private long _dropped;
    private long _droppedReported;
    private DateTimeOffset _lastReport;

    public AsyncEventQueue(string name, int capacity, TimeProvider time)
    {
        Name = name;
        _capacity = capacity;
        _time = time;
        _lastReport = time.GetUtcNow();
        _thread = new Thread(Run) { IsBackground = true, Name = $"spark-listener-group-{name}" };
        _thread.Start();
    }

    // An event, or a barrier to be opened when everything before it was handled.
    private readonly record struct Item(SparkListenerEvent? Event, TaskCompletionSource? Barrier);

    public string Name { get; }

    public long Dropped => Volatile.Read(ref _dropped);

    public void Add(EventListener listener) => _listeners = _listeners.Add(listener);

    /// <returns>Whether the queue has no listener left.</returns>
    public bool Remove(EventListener listener)
    {
        if (!_listeners.Contains(listener)) return false;
        _listeners = _listeners.Remove(listener);
        return _listeners.IsEmpty;
    }

    public void Post(SparkListenerEvent e)
    {
        if (Interlocked.Increment(ref _queued) <= _capacity)
        {
            _channel.Writer.TryWrite(new Item(e, null));
            return;
        }
        Interlocked.Decrement(ref _queued);
        if (Interlocked.Increment(ref _dropped) == 1)
        {
            Log.Error($"Dropping event from queue {Name}. This likely means one of the listeners is too slow and cannot keep up with the rate at which tasks are being started by the scheduler.");
        }
        ReportDrops();
    }

    public void WaitUntilEmpty()
    {
        var barrier = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_channel.Writer.TryWrite(new Item(null, barrier))) barrier.Task.GetAwaiter().GetResult();
    }

    /// <summary>Brings what is queued, then ends; a listener that does not return is left behind after a while.</summary>
    public void Stop(TimeSpan limit)
    {
        _channel.Writer.TryComplete();
        if (Thread.CurrentThread != _thread && !_thread.Join(limit)) Log.Error($"Listeners of the queue {Name} did not come to an end within {limit.TotalSeconds:0.#} s and are left behind.");
    }

    private void Run()
    {
        var reader = _channel.Reader;
        while (reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (reader.TryRead(out var item))
            {
                item.Barrier?.SetResult();
                if (item.Event is null) continue;
                Interlocked.Decrement(ref _queued);
                foreach (var listener in _listeners) Deliver(listener, item.Event);
            }
        }
        foreach (var listener in _listeners) Guard(listener, listener.OnStop);
    }

    private static void Deliver(EventListener listener, SparkListenerEvent e)
    {
        try { listener.OnEvent(e); }
        catch (Exception error) { Log.Error($"Listener {listener.Name} threw an exception", error); }
    }

    private static void Guard(EventListener listener, Action action)
    {
        try { action(); }
        catch (Exception error) { Log.Error($"Listener {listener.Name} threw an exception", error); }
    }

    private void ReportDrops()
    {
        var now = _time.GetUtcNow();
        var dropped = Dropped;
        if (dropped == _droppedReported || now - _lastReport < DropReportInterval) return;
        var since = _lastReport.ToLocalTime().ToString("ddd MMM dd HH:mm:ss yyyy", CultureInfo.InvariantCulture);
        Log.Warn($"Dropped {dropped - _droppedReported} events from {Name} since {since}.");
        (_droppedReported, _lastReport) = (dropped, now);
    }
}
