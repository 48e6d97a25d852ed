namespace Firesteel.Core.Scheduler;

/// <summary>Which places have executors now.</summary>
interface IClusterView
{
    bool HasExecutor(string executorId);
    bool HasHost(string host);
    bool HasRack(string rack);
}

/// <summary>
/// The tasks of a set that wait for a slot, lowest index first unless told otherwise. A task that prefers a place holds
/// out for it for the locality wait, level by level, before it takes any slot.
/// </summary>
sealed class PendingTasks
{
    private readonly PendingQueue _queue;
    private readonly LocalityWaits _waits;
    private readonly IClusterView _cluster;
    private readonly TimeProvider _time;
    private List<TaskLocality> _levels;
    private int _level;
    private long _levelSince;
    private bool _levelsChanged;

    public PendingTasks(TaskSet taskSet, SchedulerOptions options, IClusterView cluster, TimeProvider time)
    {
        _queue = new PendingQueue(taskSet, options.RackOf);
        _waits = options.LocalityWaits;
        _cluster = cluster;
        _time = time;
        _levelSince = time.GetTimestamp();
        var order = new int[taskSet.Partitions.Count];
        for (var i = 0; i < order.Length; i++) order[i] = order.Length - 1 - i;
        if (options.TaskOrderSeed is { } seed) new Random(seed).Shuffle(order);
        foreach (var index in order) _queue.Add(index);
        _levels = _queue.Levels(cluster);
    }

    public int Count => _queue.Count;

    /// <summary>The levels at which tasks can be offered slots now, nearest first.</summary>
    public IReadOnlyList<TaskLocality> Levels
    {
        get
        {
            if (_levelsChanged) RecomputeLevels();
            return _levels;
        }
    }

    public void Add(int index)
    {
        _queue.Add(index);
        _levelsChanged = true;
    }

    public void Remove(int index) => _queue.Remove(index);

    public bool IsWaiting(int index) => _queue.IsWaiting(index);

    public void ExecutorsChanged() => _levelsChanged = true;

    /// <summary>The farthest level at which a task may start now, among those up to <paramref name="offered"/>.</summary>
    public TaskLocality Allowed(TaskLocality offered, long now)
    {
        if (offered == TaskLocality.NO_PREF) return offered;
        var allowed = AllowedNow(now);
        return allowed < offered ? allowed : offered;
    }

    public bool TryTake(ExecutorDescription executor, TaskLocality farthest, Func<int, bool>? refused, out int index, out TaskLocality locality) =>
        _queue.TryTake(executor, farthest, refused, out index, out locality);

    /// <summary>Every slot that was offered was used: the wait begins anew at the nearest level that took one.</summary>
    public void ResetWait(TaskLocality nearest, long now)
    {
        _levelSince = now;
        _level = IndexOf(nearest);
    }

    /// <summary>Time until farther slots are taken; null if nothing holds out.</summary>
    public TimeSpan? WaitLeft(long now)
    {
        if (_queue.Count == 0) return null;
        AllowedNow(now);
        if (_level >= _levels.Count - 1) return null;
        var left = Wait(_levels[_level]) - _time.GetElapsedTime(_levelSince, now);
        return left > TimeSpan.FromMilliseconds(1) ? left : TimeSpan.FromMilliseconds(1);
    }

    private TaskLocality AllowedNow(long now)
    {
        if (_levelsChanged) RecomputeLevels();
        while (_level < _levels.Count - 1)
        {
            var wait = Wait(_levels[_level]);
            if (!_queue.AnyAt(_levels[_level], _cluster)) _levelSince = now;
            else if (_time.GetElapsedTime(_levelSince, now) >= wait) _levelSince += (long)(wait.TotalSeconds * _time.TimestampFrequency);
            else break;
            _level++;
        }
        return _levels[_level];
    }

    private void RecomputeLevels()
    {
        _levelsChanged = false;
        var (before, levelBefore) = (_levels, _level);
        _levels = _queue.Levels(_cluster);
        _level = IndexOf(before[levelBefore]);
        // A nearer level has come up, say with a new executor: waiting for it is worth while again.
        if (_level > levelBefore && _levels.Find(level => !before.Contains(level)) is var nearer && !before.Contains(nearer)) _level = IndexOf(nearer);
    }

    private int IndexOf(TaskLocality level)
    {
        var index = 0;
        while (_levels[index] < level) index++;
        return index;
    }

    private TimeSpan Wait(TaskLocality level) => level switch
    {
        TaskLocality.PROCESS_LOCAL => _waits.Process,
        TaskLocality.NODE_LOCAL => _waits.Node,
        TaskLocality.RACK_LOCAL => _waits.Rack,
        _ => TimeSpan.Zero,
    };
}
