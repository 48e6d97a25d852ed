namespace Firesteel.Deploy.Tests.Simulation;

/// <summary>Time that goes on from one event to the next: everything that happens in a simulation is an event of its queue.</summary>
sealed class VirtualTime : TimeProvider
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<Entry, (long Due, long Number)> _queue = new();
    private long _now;
    private long _number;

    public TimeSpan Elapsed => TimeSpan.FromTicks(_now);

    /// <summary>Events that have happened.</summary>
    public long Events { get; private set; }

    public override DateTimeOffset GetUtcNow() => Start.AddTicks(_now);
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;
    public override long GetTimestamp() => _now;
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public void At(long due, Action action) => _queue.Enqueue(new Entry(action, null, 0), (Math.Max(due, _now), _number++));

    public void After(TimeSpan delay, Action action) => At(_now + delay.Ticks, action);

    /// <summary>Moves on to the next event and lets it happen.</summary>
    /// <returns>False if there is none before <paramref name="end"/>.</returns>
    public bool RunNext(TimeSpan end)
    {
        while (_queue.TryPeek(out var entry, out var at))
        {
            if (at.Due > end.Ticks) return false;
            _queue.Dequeue();
            if (entry.Timer is { } timer && timer.Version != entry.Version) continue;
            _now = at.Due;
            Events++;
            if (entry.Timer is { } due) due.Fire();
            else entry.Action!();
            return true;
        }
        return false;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private readonly record struct Entry(Action? Action, Timer? Timer, int Version);

    private sealed class Timer(VirtualTime time, Action callback) : ITimer
    {
        private TimeSpan _period;

        public int Version { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Version++;
            _period = period;
            if (dueTime != Timeout.InfiniteTimeSpan) Enqueue(dueTime);
            return true;
        }

        public void Fire()
        {
            if (_period != Timeout.InfiniteTimeSpan) Enqueue(_period);
            callback();
        }

        public void Dispose() => Version++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Enqueue(TimeSpan due) => time._queue.Enqueue(new Entry(null, this, Version), (time._now + due.Ticks, time._number++));
    }
}
