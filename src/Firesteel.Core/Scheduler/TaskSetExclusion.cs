using Firesteel.Core.Events;
using Firesteel.Foundation.Logging;

namespace Firesteel.Core.Scheduler;

/// <summary>Where the tasks of one stage attempt must not run again, because they failed there.</summary>
sealed class TaskSetExclusion(ExclusionOptions options, StageAttemptId stage, IListenerBus bus, TimeProvider time)
{
    private static readonly Logger Log = Logger.For("TaskSetExcludelist");

    private readonly Dictionary<string, Dictionary<int, (int Count, long Time)>> _failuresByExecutor = [];
    private readonly Dictionary<string, HashSet<string>> _failedExecutorsByHost = [];
    private readonly Dictionary<string, HashSet<int>> _excludedTasksByHost = [];
    private readonly HashSet<string> _executors = [];
    private readonly HashSet<string> _hosts = [];

    public string? LatestFailure { get; private set; }

    /// <summary>When each task failed last, by executor: what the application's own exclusion counts when the stage has ended well.</summary>
    public IEnumerable<(string ExecutorId, string Host, IEnumerable<(int Index, long Time)> Failures)> Failures =>
        from host in _failedExecutorsByHost
        from executor in host.Value
        select (executor, host.Key, _failuresByExecutor[executor].Select(task => (task.Key, task.Value.Time)));

    public bool IsExcluded(ExecutorDescription executor) => _executors.Contains(executor.ExecutorId) || _hosts.Contains(executor.Host);

    public bool IsExcluded(ExecutorDescription executor, int index) =>
        (_failuresByExecutor.TryGetValue(executor.ExecutorId, out var tasks) && tasks.TryGetValue(index, out var task) && task.Count >= options.MaxTaskAttemptsPerExecutor)
        || (_excludedTasksByHost.TryGetValue(executor.Host, out var excluded) && excluded.Contains(index));

    public void TaskFailed(string executorId, string host, int index, string reason)
    {
        LatestFailure = reason;
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var failures = Get(_failuresByExecutor, executorId);
        failures[index] = (failures.GetValueOrDefault(index).Count + 1, now);
        var executorsOfHost = Get(_failedExecutorsByHost, host);
        executorsOfHost.Add(executorId);
        if (executorsOfHost.Sum(executor => _failuresByExecutor[executor].GetValueOrDefault(index).Count) >= options.MaxTaskAttemptsPerNode) Get(_excludedTasksByHost, host).Add(index);
        if (failures.Count < options.StageMaxFailedTasksPerExecutor || !_executors.Add(executorId)) return;
        if (Log.IsEnabled(LogLevel.Info)) Log.Info($"Excluding executor {executorId} for stage {stage.StageId}");
        if (bus.HasListeners) bus.Post(new SparkListenerExecutorExcludedForStage(now, executorId, failures.Count, stage.StageId, stage.Attempt));
        var excluded = executorsOfHost.Count(_executors.Contains);
        if (excluded < options.StageMaxFailedExecutorsPerNode || !_hosts.Add(host)) return;
        if (Log.IsEnabled(LogLevel.Info)) Log.Info($"Excluding {host} for stage {stage.StageId}");
        if (bus.HasListeners) bus.Post(new SparkListenerNodeExcludedForStage(now, host, excluded, stage.StageId, stage.Attempt));
    }

    private static TValue Get<TKey, TValue>(Dictionary<TKey, TValue> map, TKey key) where TKey : notnull where TValue : new()
    {
        if (!map.TryGetValue(key, out var value)) map.Add(key, value = new());
        return value;
    }
}
