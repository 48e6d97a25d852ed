namespace Firesteel.Core.Scheduler;

/// <summary>The running tasks of a set that take much longer than the others did, and the copies of them that wait for a slot elsewhere.</summary>
sealed class SlowTasks(TaskSet taskSet, SpeculationOptions options, Func<string, string?>? rackOf)
{
    private readonly DurationMedian _durations = new();
    private readonly Dictionary<int, string> _hosts = [];
    private PendingQueue? _queue;

    /// <summary>Copies that wait for a slot.</summary>
    public int Waiting => _queue?.Count ?? 0;

    /// <summary>Milliseconds after which a running task is slow; null while nobody can say.</summary>
    public double? Threshold(int successes, int slotsPerExecutor)
    {
        var tasks = taskSet.Partitions.Count;
        var isSmall = options.TaskDurationThreshold is not null && tasks <= slotsPerExecutor;
        if (tasks == 1 && !isSmall) return null;
        if (successes > 0 && successes >= Math.Max((int)(options.Quantile * tasks), 1)) return Math.Max(options.Multiplier * _durations.Value, options.MinTaskRuntime.TotalMilliseconds);
        return isSmall ? options.TaskDurationThreshold!.Value.TotalMilliseconds : null;
    }

    /// <summary>Lets a copy of a slow task wait for a slot.</summary>
    /// <returns>False if one has done so before.</returns>
    public bool Mark(TaskInfo task)
    {
        if (!_hosts.TryAdd(task.Index, task.Host)) return false;
        (_queue ??= new PendingQueue(taskSet, rackOf)).Add(task.Index);
        return true;
    }

    /// <summary>Takes the next copy that an executor may run, on another host than the slow task's.</summary>
    public bool TryTake(ExecutorDescription executor, TaskLocality farthest, Func<int, bool> refused, out int index, out TaskLocality locality)
    {
        (index, locality) = (-1, TaskLocality.ANY);
        return Waiting > 0 && _queue!.TryTake(executor, farthest, candidate => _hosts.GetValueOrDefault(candidate) == executor.Host || refused(candidate), out index, out locality);
    }

    /// <summary>An attempt has ended: the other may be found slow again.</summary>
    public void Ended(TaskInfo task)
    {
        if (_hosts.Remove(task.Index)) _queue!.Remove(task.Index);
    }

    public void Succeeded(TaskInfo task) => _durations.Add(task.Duration);
}
