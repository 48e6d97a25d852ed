using Firesteel.Core.Shuffle;
using Firesteel.Foundation.Logging;

namespace Firesteel.Core.Scheduler;

/// <summary>
/// The tasks of one stage attempt from waiting to done: which starts next on an offered slot, what a failure leads to.
/// Retired, it starts nothing more. Used by the TaskScheduler's loop only.
/// </summary>
sealed class TaskSetManager : ISchedulable
{
    private static readonly Logger Log = Logger.For("TaskSetManager");

    private readonly SchedulerOptions _options;
    private readonly ITaskSetListener _listener;
    private readonly TimeProvider _time;
    private readonly PendingTasks _pending;
    private readonly Dictionary<long, TaskInfo> _running = [];
    private readonly bool[] _successful;
    private readonly string?[] _succeededOn;
    private readonly long[] _succeededAs;
    private readonly int[] _failures;
    private readonly int[] _attempts;
    private readonly Dictionary<string, int> _seenFailures = [];
    private int _successes;
    private string? _killRequest;

    public TaskSetManager(TaskSet taskSet, SchedulerPool pool, SchedulerOptions options, IClusterView cluster, ITaskSetListener listener, TimeProvider time)
    {
        TaskSet = taskSet;
        Pool = pool;
        _options = options;
        _listener = listener;
        _time = time;
        var count = taskSet.Partitions.Count;
        _successful = new bool[count];
        _succeededOn = new string?[count];
        _succeededAs = new long[count];
        _failures = new int[count];
        _attempts = new int[count];
        _pending = new PendingTasks(taskSet, options.LocalityWait, cluster, time, options.TaskOrderSeed);
    }

    public TaskSet TaskSet { get; }
    public SchedulerPool Pool { get; }
    public string Name => $"TaskSet_{TaskSet.Stage}";
    public int Weight => 1;
    public int MinShare => 0;
    public int Priority => TaskSet.Priority;
    public int StageId => TaskSet.Stage.StageId;
    public int RunningTasks => _running.Count;

    /// <summary>Whether no more tasks will start.</summary>
    public bool IsRetired { get; private set; }

    public void CollectTaskSets(List<TaskSetManager> into)
    {
        if (!IsRetired) into.Add(this);
    }

    public void Retire() => IsRetired = true;

    public string ExecutorOf(long taskId) => _running[taskId].ExecutorId;

    public List<(long TaskId, string ExecutorId)> Running() => [.. _running.Values.Select(task => (task.TaskId, task.ExecutorId))];

    /// <summary>Why the tasks that still run should be killed, if they should; asked for once.</summary>
    public string? TakeKillRequest()
    {
        var request = _killRequest;
        _killRequest = null;
        return request;
    }

    public void ExecutorsChanged() => _pending.ExecutorsChanged();

    /// <summary>How long the waiting tasks hold out for a nearer slot; null if they do not.</summary>
    public TimeSpan? LocalityWaitLeft(long now) => IsRetired ? null : _pending.WaitLeft(now);

    /// <summary>The task that starts on this slot, if one should.</summary>
    public TaskDescription? Offer(ExecutorDescription executor, long taskId, long now)
    {
        if (IsRetired || !_pending.TryTake(executor, now, out var index, out var locality)) return null;
        var attempt = _attempts[index]++;
        var info = new TaskInfo(taskId, index, attempt, TaskSet.Partitions[index], Now(), executor.ExecutorId, executor.Host, locality, false);
        _running.Add(taskId, info);
        Pool.ChangeRunning(1);
        var task = new TaskDescription(taskId, attempt, executor.ExecutorId, index, TaskSet);
        if (Log.IsEnabled(LogLevel.Info))
        {
            Log.Info($"Starting {task.Name} ({executor.Host},executor {executor.ExecutorId}, partition {info.PartitionId}, {locality}, 0 bytes) ");
        }
        _listener.TaskStarted(TaskSet, info);
        return task;
    }

    /// <summary>A launched task has ended.</summary>
    public void OnTaskEnd(long taskId, TaskOutcome outcome)
    {
        var info = Forget(taskId);
        if (outcome.Reason is TaskSuccess) OnSuccess(info, outcome);
        else OnFailure(info, outcome);
    }

    /// <summary>Ends the tasks that ran on a lost executor; a map task that had finished there waits again.</summary>
    /// <returns>The ids of the tasks that ended.</returns>
    public List<long> OnExecutorLost(string executorId, string reason, bool causedByApp)
    {
        if (TaskSet.ShuffleId is not null && !IsRetired) ResubmitLostOutputs(executorId);
        var lost = _running.Values.Where(task => task.ExecutorId == executorId).Select(task => task.TaskId).Order().ToList();
        foreach (var taskId in lost) OnTaskEnd(taskId, TaskOutcome.Lost(new ExecutorLostFailure(executorId, causedByApp, reason)));
        return lost;
    }

    private void ResubmitLostOutputs(string executorId)
    {
        for (var index = 0; index < _successful.Length; index++)
        {
            if (!_successful[index] || _succeededOn[index] != executorId) continue;
            _successful[index] = false;
            _successes--;
            _pending.Add(index);
            var info = new TaskInfo(_succeededAs[index], index, _attempts[index] - 1, TaskSet.Partitions[index], 0, executorId, "", TaskLocality.ANY, false) { FinishTime = Now(), Failed = true };
            _listener.TaskEnded(TaskSet, index, TaskOutcome.Lost(Resubmitted.Instance), info);
        }
    }

    private TaskInfo Forget(long taskId)
    {
        _running.Remove(taskId, out var info);
        Pool.ChangeRunning(-1);
        return info! with { FinishTime = Now() };
    }

    private void OnSuccess(TaskInfo info, TaskOutcome outcome)
    {
        var index = info.Index;
        if (_successful[index])
        {
            // Another attempt was first: this one changed nothing and counts as killed.
            _listener.TaskEnded(TaskSet, index, outcome with { Reason = new TaskKilled("another attempt succeeded") }, info with { Killed = true });
            return;
        }
        _successful[index] = true;
        _succeededOn[index] = info.ExecutorId;
        _succeededAs[index] = info.TaskId;
        _successes++;
        if (Log.IsEnabled(LogLevel.Info))
        {
            Log.Info($"Finished {NameOf(info)} in {info.Duration} ms on {info.Host} (executor {info.ExecutorId}) ({_successes}/{_successful.Length})");
        }
        if (_successes == _successful.Length) Retire();
        _listener.TaskEnded(TaskSet, index, outcome, info);
    }

    private void OnFailure(TaskInfo info, TaskOutcome outcome)
    {
        var index = info.Index;
        var reason = outcome.Reason;
        LogFailure(info, reason);
        _listener.TaskEnded(TaskSet, index, outcome, reason is TaskKilled ? info with { Killed = true } : info with { Failed = true });
        // The stage runs again as a whole when its lost input is back: the tasks that still run may end.
        if (reason is FetchFailed) Retire();
        if (_successful[index] || IsRetired) return;

        if (reason.CountsTowardsTaskFailures && ++_failures[index] >= _options.MaxTaskFailures)
        {
            Log.Error($"Task {index} in stage {TaskSet.Stage} failed {_options.MaxTaskFailures} times; aborting job");
            Retire();
            _killRequest = "Stage cancelled: " + FailedMessage(info, reason);
            _listener.TaskSetFailed(TaskSet, FailedMessage(info, reason), (reason as ExceptionFailure)?.Exception);
        }
        else if (TaskSet.Computation.HasSharedState && reason is not ExecutorLostFailure)
        {
            Retire();
            _killRequest = "Stage attempt discarded after a failure";
            _listener.TaskSetSpoiled(TaskSet, FailedMessage(info, reason), (reason as ExceptionFailure)?.Exception, reason.CountsTowardsTaskFailures);
        }
        else
        {
            _pending.Add(index);
        }
    }

    private string FailedMessage(TaskInfo info, TaskEndReason reason) =>
        $"Task {info.Index} in stage {TaskSet.Stage} failed {_failures[info.Index]} times, most recent failure: {LostLine(info, reason)}";

    private string LostLine(TaskInfo info, TaskEndReason reason) =>
        $"Lost {NameOf(info)} ({info.Host} executor {info.ExecutorId}): {reason.ToErrorString()}";

    private string NameOf(TaskInfo info) => $"task {info.Index}.{info.AttemptNumber} in stage {TaskSet.Stage} (TID {info.TaskId})";

    private void LogFailure(TaskInfo info, TaskEndReason reason)
    {
        if (reason is TaskKilled && IsRetired)
        {
            if (Log.IsEnabled(LogLevel.Info)) Log.Info(LostLine(info, reason));
        }
        else if (reason is ExceptionFailure failure && !_seenFailures.TryAdd(failure.Description, 0))
        {
            // The same error of many tasks is told in full once.
            var times = ++_seenFailures[failure.Description];
            if (Log.IsEnabled(LogLevel.Info)) Log.Info($"Lost {NameOf(info)} on {info.Host}, executor {info.ExecutorId}: {failure.ClassName} ({failure.Description}) [duplicate {times}]");
        }
        else Log.Warn(LostLine(info, reason));
    }

    private long Now() => _time.GetUtcNow().ToUnixTimeMilliseconds();
}
