using Firesteel.Core.Events;
using Firesteel.Core.Metrics;
using Firesteel.Foundation.Logging;

namespace Firesteel.Core.Scheduler;

/// <summary>A running task that is to end.</summary>
readonly record struct KillRequest(long TaskId, string ExecutorId, string Reason);

/// <summary>
/// The tasks of one stage attempt from waiting to done: which starts next on an offered slot, what a failure leads to.
/// Retired, it starts nothing more. Used by the TaskScheduler's loop only.
/// </summary>
sealed class TaskSetManager : ISchedulable
{
    private const string AnotherSucceeded = "another attempt succeeded";

    private static readonly Logger Log = Logger.For("TaskSetManager");

    private readonly SchedulerOptions _options;
    private readonly ITaskSetListener _listener;
    private readonly IListenerBus _bus;
    private readonly TimeProvider _time;
    private readonly PendingTasks _pending;
    private readonly SlowTasks? _slow;
    private readonly Dictionary<long, TaskInfo> _running = [];
    private readonly bool[] _successful;
    private readonly string?[] _succeededOn;
    private readonly long[] _succeededAs;
    private readonly int[] _failures;
    private readonly int[] _attempts;
    private readonly byte[] _copies;
    private readonly Dictionary<string, int> _seenFailures = [];
    private readonly List<KillRequest> _kills = [];
    private int _successes;
    private int _results;
    private long _resultBytes;
    private TaskLocality? _nearest;
    private bool _heldOut;
    private bool _usedAllSinceReset = true;

    public TaskSetManager(TaskSet taskSet, SchedulerPool pool, SchedulerOptions options, IClusterView cluster, ITaskSetListener listener, IListenerBus bus, TimeProvider time)
    {
        TaskSet = taskSet;
        Pool = pool;
        _options = options;
        _listener = listener;
        _bus = bus;
        _time = time;
        var count = taskSet.Partitions.Count;
        _successful = new bool[count];
        _succeededOn = new string?[count];
        _succeededAs = new long[count];
        _failures = new int[count];
        _attempts = new int[count];
        _copies = new byte[count];
        _pending = new PendingTasks(taskSet, options, cluster, time);
        // A copy of a task would take morsels from its sibling's shared state; tasks of a barrier stage wait for each other.
        if (options.Speculation is { } speculation && !taskSet.Computation.HasSharedState && !IsBarrier) _slow = new SlowTasks(taskSet, speculation, options.RackOf);
        if (options.Exclusion.TaskAndStage || options.Exclusion.Application) Exclusion = new TaskSetExclusion(options.Exclusion, taskSet.Stage, options.Exclusion.TaskAndStage ? bus : NoListeners.Instance, time);
    }

    public TaskSet TaskSet { get; }
    public SchedulerPool Pool { get; }
    public string Name => $"TaskSet_{TaskSet.Stage}";
    public int Weight => 1;
    public int MinShare => 0;
    public int Priority => TaskSet.Priority;
    public int StageId => TaskSet.Stage.StageId;
    public int RunningTasks => _running.Count;
    public bool IsBarrier => TaskSet.Computation.IsBarrier;

    /// <summary>Failures by executor and node; null where nobody counts them.</summary>
    public TaskSetExclusion? Exclusion { get; }

    /// <summary>Whether no more tasks will start.</summary>
    public bool IsRetired { get; private set; }

    /// <summary>Whether every task has ended well.</summary>
    public bool HasSucceeded => _successes == _successful.Length;

    /// <summary>Tasks, or copies of slow ones, that wait for a slot.</summary>
    public int WaitingTasks => IsRetired ? 0 : _pending.Count + (_slow?.Waiting ?? 0);

    /// <summary>Levels at which slots are offered, nearest first. Tasks of a barrier stage start together, wherever that is.</summary>
    public IReadOnlyList<TaskLocality> Levels => IsBarrier ? AnyLevel : _pending.Levels;

    private static readonly TaskLocality[] AnyLevel = [TaskLocality.ANY];

    public void CollectTaskSets(List<TaskSetManager> into)
    {
        if (WaitingTasks > 0) into.Add(this);
    }

    public void Retire() => IsRetired = true;

    public TaskInfo InfoOf(long taskId) => _running[taskId];

    /// <summary>Asks for the end of every task that runs.</summary>
    public void KillAll(string reason)
    {
        foreach (var task in _running.Values) _kills.Add(new KillRequest(task.TaskId, task.ExecutorId, reason));
    }

    /// <summary>The tasks that should be killed now; asked for once.</summary>
    public IReadOnlyList<KillRequest> TakeKills()
    {
        if (_kills.Count == 0) return [];
        var kills = _kills.ToArray();
        _kills.Clear();
        return kills;
    }

    public void ExecutorsChanged() => _pending.ExecutorsChanged();

    /// <summary>How long the waiting tasks hold out for a nearer slot; null if they do not.</summary>
    public TimeSpan? LocalityWaitLeft(long now) => IsRetired || IsBarrier ? null : _pending.WaitLeft(now);

    /// <summary>Whether the set may use an executor at all.</summary>
    public bool Accepts(ExecutorDescription executor) => !_options.Exclusion.TaskAndStage || Exclusion?.IsExcluded(executor) != true;

    /// <summary>A task that waits although no executor may run it; null if there is none.</summary>
    public int? Unschedulable(IEnumerable<ExecutorDescription> executors)
    {
        if (!_options.Exclusion.TaskAndStage || IsRetired || _pending.Count == 0) return null;
        var usable = executors.Where(Accepts).ToList();
        for (var index = 0; index < _successful.Length; index++)
        {
            if (_pending.IsWaiting(index) && !usable.Exists(executor => !Exclusion!.IsExcluded(executor, index))) return index;
        }
        return null;
    }

    /// <summary>Gives a barrier set up that is larger than the cluster has become.</summary>
    public void AbortAsTooLarge(int slots) => Abort(
        $"[SPARK-24819]: Barrier execution mode does not allow run a barrier stage that requires more slots ({TaskSet.Partitions.Count}) than the total number of slots in the cluster currently ({slots}).", null);

    /// <summary>Gives the set up: a task of it failed in every place where it could run.</summary>
    public void AbortAsUnschedulable(int index) => Abort(
        $"Aborting {Name} because task {index} (partition {TaskSet.Partitions[index]}) cannot run anywhere due to node and executor excludeOnFailure. Most recent failure:\n{Exclusion!.LatestFailure}\n"
            + "ExcludeOnFailure behavior can be configured via spark.excludeOnFailure.*.",
        null);

    /// <summary>Begins a round of offers.</summary>
    public void BeginOffers() => (_nearest, _heldOut) = (null, false);

    /// <summary>Ends a round of offers: where nothing was held out for, the locality wait begins anew.</summary>
    /// <param name="all">Whether every free slot was offered.</param>
    public void EndOffers(bool all, long now)
    {
        if (_heldOut || _nearest is not { } nearest)
        {
            if (_heldOut) _usedAllSinceReset = false;
            return;
        }
        if (!all && !_usedAllSinceReset) return;
        _pending.ResetWait(nearest, now);
        _usedAllSinceReset = true;
    }

    /// <summary>The task that starts on this slot, if one should.</summary>
    /// <param name="offered">The farthest level at which it may.</param>
    public TaskDescription? Offer(ExecutorDescription executor, TaskLocality offered, long taskId, long now)
    {
        if (IsRetired || !Accepts(executor)) return null;
        var allowed = IsBarrier ? offered : _pending.Allowed(offered, now);
        var refused = _options.Exclusion.TaskAndStage && Exclusion!.LatestFailure is not null ? ExcludedFrom(executor) : null;
        var speculative = false;
        if (!_pending.TryTake(executor, allowed, refused, out var index, out var locality))
        {
            if (_pending.Count > 0 && offered == TaskLocality.ANY && allowed != TaskLocality.ANY) _heldOut = true;
            if (_slow is not { Waiting: > 0 } || !TryTakeSlow(executor, allowed, refused, out index, out locality)) return null;
            speculative = true;
        }
        if (_nearest is null || locality < _nearest) _nearest = locality;
        var attempt = _attempts[index]++;
        var info = new TaskInfo(taskId, index, attempt, TaskSet.Partitions[index], Now(), executor.ExecutorId, executor.Host, locality, speculative);
        _running.Add(taskId, info);
        _copies[index]++;
        Pool.ChangeRunning(1);
        var task = new TaskDescription(taskId, attempt, executor.ExecutorId, index, TaskSet);
        if (Log.IsEnabled(LogLevel.Info))
        {
            Log.Info($"Starting {task.Name} ({executor.Host},executor {executor.ExecutorId}, partition {info.PartitionId}, {locality}, 0 bytes) ");
        }
        _listener.TaskStarted(TaskSet, info);
        return task;
    }

    // Apart, since what a lambda holds is allocated where its method begins, and an offer is made for every slot that comes free.
    private Func<int, bool> ExcludedFrom(ExecutorDescription executor) => index => Exclusion!.IsExcluded(executor, index);

    private bool TryTakeSlow(ExecutorDescription executor, TaskLocality allowed, Func<int, bool>? refused, out int index, out TaskLocality locality) =>
        _slow!.TryTake(executor, allowed, candidate => _successful[candidate] || refused?.Invoke(candidate) == true, out index, out locality);

    /// <summary>Looks for slow tasks.</summary>
    /// <param name="slotsPerExecutor">Tasks that an executor runs at one time.</param>
    /// <returns>Whether there are new ones.</returns>
    public bool CheckSpeculation(int slotsPerExecutor)
    {
        if (IsRetired || _slow is null || _slow.Threshold(_successes, slotsPerExecutor) is not { } threshold) return false;
        var now = Now();
        var any = false;
        foreach (var info in _running.Values)
        {
            if (_copies[info.Index] != 1 || _successful[info.Index] || now - info.LaunchTime <= threshold || !_slow.Mark(info)) continue;
            any = true;
            if (Log.IsEnabled(LogLevel.Info))
            {
                Log.Info(FormattableString.Invariant($"Marking task {info.Index} in stage {TaskSet.Stage} (on {info.Host}) as speculatable because it ran more than {threshold:0} ms({_slow.Waiting} speculatable tasks in this taskset now)"));
            }
            if (_bus.HasListeners) _bus.Post(new SparkListenerSpeculativeTaskSubmitted(TaskSet.Stage.StageId, TaskSet.Stage.Attempt, info.Index, info.PartitionId));
        }
        return any;
    }

    /// <summary>A launched task has ended.</summary>
    public void OnTaskEnd(long taskId, TaskOutcome outcome)
    {
        var info = Forget(taskId);
        if (outcome.Reason is not TaskSuccess) OnFailure(info, outcome);
        else if (!_successful[info.Index] && IsTooMuch(outcome)) OnTooMuch(info, outcome);
        else OnSuccess(info, outcome);
    }

    /// <summary>An executor is lost: a map task that had finished there waits again.</summary>
    public void ResubmitLostOutputs(string executorId)
    {
        if (TaskSet.ShuffleId is null || IsRetired) return;
        if (IsBarrier)
        {
            // One of its tasks cannot run again without the others.
            if (Array.IndexOf(_succeededOn, executorId) >= 0) Spoil($"Stage failed because the output of a finished barrier task was lost with executor {executorId}", null, counts: false);
            return;
        }
        for (var index = 0; index < _successful.Length; index++)
        {
            if (!_successful[index] || _succeededOn[index] != executorId) continue;
            _successful[index] = false;
            _successes--;
            if (_copies[index] == 0) _pending.Add(index);
            var info = new TaskInfo(_succeededAs[index], index, _attempts[index] - 1, TaskSet.Partitions[index], 0, executorId, "", TaskLocality.ANY, false) { FinishTime = Now(), Failed = true };
            _listener.TaskEnded(TaskSet, index, TaskOutcome.Lost(Resubmitted.Instance), info);
        }
    }

    private TaskInfo Forget(long taskId)
    {
        _running.Remove(taskId, out var info);
        _copies[info!.Index]--;
        _slow?.Ended(info);
        Pool.ChangeRunning(-1);
        return info with { FinishTime = Now() };
    }

    private void OnSuccess(TaskInfo info, TaskOutcome outcome)
    {
        var index = info.Index;
        if (_successful[index])
        {
            // Another attempt was first: this one changed nothing and counts as killed.
            _listener.TaskEnded(TaskSet, index, outcome with { Reason = new TaskKilled(AnotherSucceeded) }, info with { Killed = true });
            return;
        }
        _successful[index] = true;
        _succeededOn[index] = info.ExecutorId;
        _succeededAs[index] = info.TaskId;
        _successes++;
        _pending.Remove(index);
        _slow?.Succeeded(info);
        if (Log.IsEnabled(LogLevel.Info))
        {
            Log.Info($"Finished {NameOf(info)} in {info.Duration} ms on {info.Host} (executor {info.ExecutorId}) ({_successes}/{_successful.Length})");
        }
        if (_copies[index] > 0) KillCopies(info);
        if (HasSucceeded) Retire();
        _listener.TaskEnded(TaskSet, index, outcome, info);
    }

    private void KillCopies(TaskInfo winner)
    {
        foreach (var loser in _running.Values)
        {
            if (loser.Index != winner.Index) continue;
            if (Log.IsEnabled(LogLevel.Info))
            {
                Log.Info($"Killing attempt {loser.AttemptNumber} for {NameOf(loser)} on {loser.Host} as the attempt {winner.AttemptNumber} succeeded on {winner.Host}");
            }
            _kills.Add(new KillRequest(loser.TaskId, loser.ExecutorId, AnotherSucceeded));
        }
    }

    private bool IsTooMuch(TaskOutcome outcome)
    {
        if (TaskSet.ShuffleId is not null || _options.MaxResultSize <= 0) return false;
        _resultBytes += outcome.Metrics[TaskMetric.ResultSize];
        _results++;
        return _resultBytes > _options.MaxResultSize;
    }

    private void OnTooMuch(TaskInfo info, TaskOutcome outcome)
    {
        _listener.TaskEnded(TaskSet, info.Index, outcome with { Reason = new TaskKilled("Tasks result size has exceeded maxResultSize"), Value = null }, info with { Killed = true });
        var message = $"Total size of serialized results of {_results} tasks ({ByteText.Of(_resultBytes)}) is bigger than spark.driver.maxResultSize ({ByteText.Of(_options.MaxResultSize)})";
        if (IsRetired) return;
        Log.Error(message);
        Abort(message, null);
    }

    private void Abort(string message, Exception? cause)
    {
        Retire();
        KillAll("Stage cancelled: " + message);
        _listener.TaskSetFailed(TaskSet, message, cause);
    }

    // What the attempt has made is of no use: the stage runs again as a whole.
    private void Spoil(string message, Exception? cause, bool counts)
    {
        Retire();
        KillAll("Stage attempt discarded: " + message.Split('\n')[0]);
        _listener.TaskSetSpoiled(TaskSet, message, cause, counts);
    }

    private void OnFailure(TaskInfo info, TaskOutcome outcome)
    {
        var index = info.Index;
        var reason = outcome.Reason;
        LogFailure(info, reason);
        _listener.TaskEnded(TaskSet, index, outcome, reason is TaskKilled ? info with { Killed = true } : info with { Failed = true });
        // The stage runs again as a whole when its lost input is back: the tasks that still run may end.
        if (reason is FetchFailed)
        {
            Retire();
            if (IsBarrier) KillAll("Barrier stage failed");
        }
        if (_successful[index] || IsRetired) return;

        var exception = (reason as ExceptionFailure)?.Exception;
        if (IsBarrier)
        {
            Spoil($"Stage failed because barrier {NameOf(info)} finished unsuccessfully.\n{reason.ToErrorString()}", exception, counts: true);
            return;
        }
        if (reason.CountsTowardsTaskFailures)
        {
            Exclusion?.TaskFailed(info.ExecutorId, info.Host, index, reason.ToErrorString());
            if (++_failures[index] >= _options.MaxTaskFailures)
            {
                Log.Error($"Task {index} in stage {TaskSet.Stage} failed {_options.MaxTaskFailures} times; aborting job");
                Abort(FailedMessage(info, reason), exception);
                return;
            }
        }
        if (TaskSet.Computation.HasSharedState && reason is not ExecutorLostFailure)
        {
            Spoil(FailedMessage(info, reason), exception, reason.CountsTowardsTaskFailures);
        }
        // While a copy runs nothing is lost yet.
        else if (_copies[index] == 0) _pending.Add(index);
    }

    private string FailedMessage(TaskInfo info, TaskEndReason reason) =>
        $"Task {info.Index} in stage {TaskSet.Stage} failed {_failures[info.Index]} times, most recent failure: {LostLine(info, reason)}";

    private string LostLine(TaskInfo info, TaskEndReason reason) =>
        $"Lost {NameOf(info)} ({info.Host} executor {info.ExecutorId}): {reason.ToErrorString()}";

    private string NameOf(TaskInfo info) => $"task {info.Index}.{info.AttemptNumber} in stage {TaskSet.Stage} (TID {info.TaskId})";

    private void LogFailure(TaskInfo info, TaskEndReason reason)
    {
        if (reason is TaskKilled && (IsRetired || _successful[info.Index]))
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
