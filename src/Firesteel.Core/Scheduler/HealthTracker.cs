using Firesteel.Core.Events;
using Firesteel.Foundation.Logging;

namespace Firesteel.Core.Scheduler;

/// <summary>
/// Executors and hosts that the whole application leaves alone for a while, because tasks of stages that ended well had
/// failed there. Part of the TaskScheduler's loop.
/// </summary>
sealed class HealthTracker(ExclusionOptions options, IListenerBus bus, TimeProvider time, Action<string> killExecutor)
{
    private static readonly Logger Log = Logger.For("HealthTracker");

    private readonly Dictionary<string, List<(StageAttemptId Stage, int Index, long Until)>> _failures = [];
    private readonly Dictionary<string, (string Host, long Until)> _executors = [];
    private readonly Dictionary<string, long> _hosts = [];
    private readonly Dictionary<string, HashSet<string>> _excludedByHost = [];

    /// <summary>When the next exclusion ends, in milliseconds since 1970; null while there is none.</summary>
    public long? NextEnd { get; private set; }

    public bool Any => _executors.Count > 0 || _hosts.Count > 0;

    public bool IsExcluded(ExecutorDescription executor) => _executors.ContainsKey(executor.ExecutorId) || _hosts.ContainsKey(executor.Host);

    /// <summary>Counts the failures of a stage attempt that has ended well.</summary>
    public void StageSucceeded(StageAttemptId stage, TaskSetExclusion failures)
    {
        var now = Now();
        foreach (var (executorId, host, tasks) in failures.Failures)
        {
            if (!_failures.TryGetValue(executorId, out var known)) _failures.Add(executorId, known = []);
            known.RemoveAll(failure => failure.Until <= now);
            foreach (var (index, at) in tasks) known.Add((stage, index, at + Timeout));
            if (known.Count < options.MaxFailedTasksPerExecutor || _executors.ContainsKey(executorId)) continue;
            if (Log.IsEnabled(LogLevel.Info)) Log.Info($"Excluding executor id: {executorId} because it has {known.Count} task failures in successful task sets");
            Exclude(executorId, host, known.Count, now);
        }
    }

    /// <summary>A fetch from an executor failed.</summary>
    public void FetchFailed(string executorId, string host)
    {
        if (_executors.ContainsKey(executorId)) return;
        if (Log.IsEnabled(LogLevel.Info)) Log.Info($"Excluding executor {executorId} due to fetch failure");
        Exclude(executorId, host, 1, Now());
    }

    /// <summary>Takes back exclusions whose time is over.</summary>
    public void ApplyTimeouts()
    {
        var now = Now();
        if (NextEnd is not { } next || now < next) return;
        var executors = _executors.Where(excluded => excluded.Value.Until <= now).Select(excluded => excluded.Key).Order(StringComparer.Ordinal).ToList();
        if (executors.Count > 0 && Log.IsEnabled(LogLevel.Info)) Log.Info($"Removing executors Set({string.Join(", ", executors)}) from exclude list because the timed out has elapsed.");
        foreach (var executor in executors)
        {
            Forget(executor);
            _failures.Remove(executor);
            if (bus.HasListeners) bus.Post(new SparkListenerExecutorUnexcluded(now, executor));
        }
        var hosts = _hosts.Where(excluded => excluded.Value <= now).Select(excluded => excluded.Key).Order(StringComparer.Ordinal).ToList();
        if (hosts.Count > 0 && Log.IsEnabled(LogLevel.Info)) Log.Info($"Removing nodes Set({string.Join(", ", hosts)}) from exclude list because the timed out has elapsed.");
        foreach (var host in hosts)
        {
            _hosts.Remove(host);
            if (bus.HasListeners) bus.Post(new SparkListenerNodeUnexcluded(now, host));
        }
        UpdateNextEnd();
    }

    /// <summary>An executor is gone: its name does not come again. Its host stays as it is.</summary>
    public void ExecutorRemoved(string executorId)
    {
        _failures.Remove(executorId);
        Forget(executorId);
        UpdateNextEnd();
    }

    private long Timeout => (long)options.Timeout.TotalMilliseconds;

    private void Exclude(string executorId, string host, int failures, long now)
    {
        var until = now + Timeout;
        _executors[executorId] = (host, until);
        if (bus.HasListeners) bus.Post(new SparkListenerExecutorExcluded(now, executorId, failures));
        if (!_excludedByHost.TryGetValue(host, out var excluded)) _excludedByHost.Add(host, excluded = []);
        excluded.Add(executorId);
        if (excluded.Count >= options.MaxFailedExecutorsPerNode && !_hosts.ContainsKey(host))
        {
            if (Log.IsEnabled(LogLevel.Info)) Log.Info($"Excluding node {host} because it has {excluded.Count} executors excluded: Set({string.Join(", ", excluded)})");
            _hosts[host] = until;
            if (bus.HasListeners) bus.Post(new SparkListenerNodeExcluded(now, host, excluded.Count));
        }
        UpdateNextEnd();
        if (!options.KillsExecutors) return;
        if (Log.IsEnabled(LogLevel.Info)) Log.Info($"Killing excluded executor id {executorId} since spark.excludeOnFailure.killExcludedExecutors is set.");
        killExecutor(executorId);
    }

    private void Forget(string executorId)
    {
        if (!_executors.Remove(executorId, out var excluded) || !_excludedByHost.TryGetValue(excluded.Host, out var ofHost)) return;
        ofHost.Remove(executorId);
        if (ofHost.Count == 0) _excludedByHost.Remove(excluded.Host);
    }

    private void UpdateNextEnd()
    {
        long? next = null;
        foreach (var (_, until) in _executors.Values) next = next is null ? until : Math.Min(next.Value, until);
        foreach (var until in _hosts.Values) next = next is null ? until : Math.Min(next.Value, until);
        NextEnd = next;
    }

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
