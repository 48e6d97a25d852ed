using System.Diagnostics.CodeAnalysis;

namespace Firesteel.Core.Scheduler;

/// <summary>Which places have executors now.</summary>
interface IClusterView
{
    bool HasExecutor(string executorId);
    bool HasHost(string host);
}

/// <summary>
/// The tasks of a set that wait for a slot, lowest index first unless told otherwise, by where they would like to run. A task that prefers a
/// place holds out for it for the locality wait, level by level, before it takes any slot.
/// </summary>
sealed class PendingTasks
{
    private readonly TaskSet _taskSet;
    private readonly TimeSpan _wait;
    private readonly IClusterView _cluster;
    private readonly TimeProvider _time;
    private readonly bool[] _waiting;

    // Stacks with the lowest index on top; an index that is no longer waiting is dropped when it comes up.
    private readonly Stack<int> _noPreference = new();
    private readonly Stack<int> _all = new();
    private readonly Dictionary<string, Stack<int>> _byExecutor = [];
    private readonly Dictionary<string, Stack<int>> _byHost = [];
    private TaskLocality _level;
    private long _levelSince;

    public PendingTasks(TaskSet taskSet, TimeSpan wait, IClusterView cluster, TimeProvider time, int? orderSeed = null)
    {
        _taskSet = taskSet;
        _wait = wait;
        _cluster = cluster;
        _time = time;
        _levelSince = time.GetTimestamp();
        _waiting = new bool[taskSet.Partitions.Count];
        var order = new int[_waiting.Length];
        for (var i = 0; i < order.Length; i++) order[i] = order.Length - 1 - i;
        if (orderSeed is { } seed) new Random(seed).Shuffle(order);
        foreach (var index in order) Add(index);
    }

    public void Add(int index)
    {
        if (_waiting[index]) return;
        _waiting[index] = true;
        var preferred = _taskSet.Computation.PreferredLocations(_taskSet.Partitions[index]);
        if (preferred.Count == 0)
        {
            _noPreference.Push(index);
            return;
        }
        _all.Push(index);
        foreach (var location in preferred)
        {
            var host = location;
            if (TryParseExecutor(location, out var executorHost, out var executor))
            {
                Push(_byExecutor, executor, index);
                host = executorHost;
            }
            Push(_byHost, host, index);
        }
    }

    /// <summary>A new or lost executor changes what waiting is worth: start again at the nearest level.</summary>
    public void ExecutorsChanged()
    {
        _level = TaskLocality.PROCESS_LOCAL;
        _levelSince = _time.GetTimestamp();
    }

    public bool TryTake(ExecutorDescription executor, long now, out int index, out TaskLocality locality)
    {
        // Tasks without a preference count as local, as they do in Spark's pages.
        locality = TaskLocality.PROCESS_LOCAL;
        if (_all.Count > 0)
        {
            RaiseLevel(now);
            if (Take(_byExecutor.GetValueOrDefault(executor.ExecutorId), out index)) return Started(now, TaskLocality.PROCESS_LOCAL);
            locality = TaskLocality.NODE_LOCAL;
            if (_level >= TaskLocality.NODE_LOCAL && Take(_byHost.GetValueOrDefault(executor.Host), out index)) return Started(now, locality);
        }
        locality = TaskLocality.PROCESS_LOCAL;
        if (Take(_noPreference, out index)) return true;
        locality = TaskLocality.ANY;
        return _level == TaskLocality.ANY && Take(_all, out index);
    }

    /// <summary>Time until farther slots are taken; null if nothing holds out.</summary>
    public TimeSpan? WaitLeft(long now)
    {
        DropStarted(_all);
        if (_all.Count == 0 || _level == TaskLocality.ANY) return null;
        var left = _wait - _time.GetElapsedTime(_levelSince, now);
        return left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(1);
    }

    private bool Started(long now, TaskLocality level)
    {
        // A start at a near level is a reason to go on holding out for it.
        _level = level;
        _levelSince = now;
        return true;
    }

    private void RaiseLevel(long now)
    {
        while (_level < TaskLocality.ANY && (_time.GetElapsedTime(_levelSince, now) >= _wait || !AnyWaiting(_level)))
        {
            if (AnyWaiting(_level)) _levelSince = now;
            _level = _level == TaskLocality.PROCESS_LOCAL ? TaskLocality.NODE_LOCAL : TaskLocality.ANY;
        }
    }

    private bool AnyWaiting(TaskLocality level)
    {
        var byExecutor = level == TaskLocality.PROCESS_LOCAL;
        foreach (var (place, stack) in byExecutor ? _byExecutor : _byHost)
        {
            DropStarted(stack);
            // A place without executors is not worth waiting for.
            if (stack.Count > 0 && (byExecutor ? _cluster.HasExecutor(place) : _cluster.HasHost(place))) return true;
        }
        return false;
    }

    private bool Take(Stack<int>? stack, out int index)
    {
        index = -1;
        if (stack is null) return false;
        DropStarted(stack);
        if (!stack.TryPop(out index)) return false;
        _waiting[index] = false;
        return true;
    }

    private void DropStarted(Stack<int> stack)
    {
        while (stack.TryPeek(out var index) && !_waiting[index]) stack.Pop();
    }

    private static void Push(Dictionary<string, Stack<int>> stacks, string key, int index)
    {
        if (!stacks.TryGetValue(key, out var stack)) stacks.Add(key, stack = new());
        stack.Push(index);
    }

    private static bool TryParseExecutor(string location, [NotNullWhen(true)] out string? host, [NotNullWhen(true)] out string? executor)
    {
        const string prefix = "executor_";
        (host, executor) = (null, null);
        if (!location.StartsWith(prefix, StringComparison.Ordinal)) return false;
        var split = location.LastIndexOf('_');
        if (split <= prefix.Length) return false;
        (host, executor) = (location[prefix.Length..split], location[(split + 1)..]);
        return true;
    }
}
