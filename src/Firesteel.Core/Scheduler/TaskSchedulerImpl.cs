using Firesteel.Core.Events;
using Firesteel.Core.Storage;
using Firesteel.Foundation.Logging;

namespace Firesteel.Core.Scheduler;

/// <summary>
/// Gives the free slots of the executors to waiting tasks, by pool and locality, and follows each task to its end.
/// All state belongs to its event loop.
/// </summary>
sealed class TaskSchedulerImpl : EventLoop<TaskSchedulerMessage>, ITaskScheduler, IDisposable
{
    private static readonly Logger Log = Logger.For("TaskSchedulerImpl");

    private readonly SchedulerOptions _options;
    private readonly ISchedulerBackend _backend;
    private readonly TimeProvider _time;
    private readonly IListenerBus _bus;
    private readonly SchedulerPool _root;
    private readonly ExecutorPool _executors;
    private readonly TaskOffers _offers;
    private readonly HealthTracker? _health;
    private readonly Dictionary<StageAttemptId, TaskSetManager> _taskSets = [];
    private readonly Dictionary<long, TaskSetManager> _running = [];
    private readonly HashSet<SchedulableExecutor> _touched = [];
    private readonly Dictionary<StageAttemptId, ITimer> _unschedulable = [];
    private readonly List<TaskDescription> _launching = [];
    private ITaskSetListener? _listener;
    private ITimer? _reviveTimer;
    private ITimer? _speculationTimer;
    private ITimer? _starvationTimer;
    private long _now;
    private long _nextTaskId;
    private bool _everLaunched;
    private bool _offerAll;
    private string? _gaveUp;

    public TaskSchedulerImpl(SchedulerOptions options, ISchedulerBackend backend, IEventLoopHost host, TimeProvider time, Random random, IListenerBus? bus = null)
        : base("task-scheduler-event-loop")
    {
        _options = options;
        _backend = backend;
        _time = time;
        _bus = bus ?? NoListeners.Instance;
        _root = new SchedulerPool("", options.Mode, 0, 0, null);
        _executors = new ExecutorPool(options.CpusPerTask, options.RackOf);
        _offers = new TaskOffers(_executors, _root, options.Mode == SchedulingMode.FAIR, random, Launch);
        if (options.Exclusion.Application) _health = new HealthTracker(options.Exclusion, _bus, time, executorId => backend.KillExecutor(executorId, "Excluded by the application"));
        if (options.Mode == SchedulingMode.FAIR)
        {
            foreach (var pool in options.Pools) _root.Add(new SchedulerPool(pool.Name, pool.Mode, pool.Weight, pool.MinShare, _root));
        }
        host.Attach(this);
    }

    /// <summary>Starts the backend; ends of tasks are reported to <paramref name="listener"/>.</summary>
    public void Start(ITaskSetListener listener)
    {
        _listener = listener;
        _backend.Start(this);
    }

    public int DefaultParallelism => _backend.DefaultParallelism;
    public int MaxConcurrentTasks => _executors.Slots;

    /// <summary>Task sets that are not quiet yet; for the loop and for tests that run it.</summary>
    public IReadOnlyCollection<StageAttemptId> LiveTaskSets => _taskSets.Keys;

    /// <summary>Tasks that run; for the loop and for tests that run it.</summary>
    public int RunningTasks => _running.Count;

    public void SubmitTasks(TaskSet taskSet) => Post(new TaskSchedulerMessage.SubmitTasks(taskSet));
    public void CancelStage(int stageId, string reason) => Post(new TaskSchedulerMessage.CancelStage(stageId, reason));
    public void RetireTaskSet(StageAttemptId stage) => Post(new TaskSchedulerMessage.RetireTaskSet(stage));
    public void DiscardMapOutput(BlockManagerId location, int shuffleId, long mapId) => _backend.DiscardMapOutput(location, shuffleId, mapId);

    /// <summary>Asks one task attempt to end; it does not count as a failure and runs again.</summary>
    public void KillTask(long taskId, string reason) => Post(new TaskSchedulerMessage.KillTask(taskId, reason));

    /// <summary>Asks whether a task may publish its output; any thread may ask, the answer comes on the DAGScheduler's loop.</summary>
    public void AskToCommit(StageAttemptId stage, int partition, long taskId, Action<bool> answer) => Listener.AskToCommit(stage, partition, taskId, answer);

    /// <summary>Brings a task of a barrier stage to the point where it waits for the others; any thread may ask, the answer comes on the DAGScheduler's loop.</summary>
    public void SyncBarrier(BarrierRequest request, Action<BarrierAnswer> answer) => Listener.SyncBarrier(request, answer);

    public void Dispose()
    {
        _reviveTimer?.Dispose();
        _speculationTimer?.Dispose();
        _starvationTimer?.Dispose();
        _backend.Dispose();
        Complete();
    }

    protected override void OnMessage(TaskSchedulerMessage message)
    {
        switch (message)
        {
            case TaskSchedulerMessage.StatusUpdate status: OnStatus(status); break;
            case TaskSchedulerMessage.SubmitTasks submit: OnSubmit(submit.TaskSet); break;
            case TaskSchedulerMessage.CancelStage cancel: OnCancel(cancel); break;
            case TaskSchedulerMessage.RetireTaskSet retire: OnRetire(retire.Stage); break;
            case TaskSchedulerMessage.KillTask kill: OnKill(kill); break;
            case TaskSchedulerMessage.ExecutorRegistered registered: OnRegistered(registered.Executor); break;
            case TaskSchedulerMessage.ExecutorLost lost: OnExecutorLost(lost); break;
            case TaskSchedulerMessage.BackendGaveUp gaveUp: OnBackendGaveUp(gaveUp.Reason); break;
            case TaskSchedulerMessage.AbortTaskSet abort: OnAbort(abort); break;
            case TaskSchedulerMessage.ReviveOffers: _offerAll = true; break;
            case TaskSchedulerMessage.CheckSpeculation: OnCheckSpeculation(); break;
            case TaskSchedulerMessage.CheckStarvation: OnCheckStarvation(); break;
            case TaskSchedulerMessage.CheckUnschedulable check: OnCheckUnschedulable(check.Stage); break;
        }
    }

    protected override void OnDrained()
    {
        if (!_offerAll && _touched.Count == 0) return;
        MakeOffers();
        _offerAll = false;
        _touched.Clear();
    }

    private ITaskSetListener Listener => _listener ?? throw new InvalidOperationException("The TaskSchedulerImpl was not started");

    private void OnSubmit(TaskSet taskSet)
    {
        if (Log.IsEnabled(LogLevel.Info)) Log.Info($"Adding task set {taskSet.Stage} with {taskSet.Partitions.Count} tasks resource profile 0");
        var pool = PoolOf(taskSet);
        // Two live attempts of one stage must not both start tasks.
        foreach (var older in _taskSets.Values.Where(older => older.StageId == taskSet.Stage.StageId).ToList())
        {
            older.Retire();
            RemoveIfQuiet(older);
        }
        var manager = new TaskSetManager(taskSet, pool, _options, _executors, Listener, _bus, _time);
        _taskSets.Add(taskSet.Stage, manager);
        pool.Add(manager);
        _offerAll = true;
        if (_gaveUp is not null) GiveUp(manager);
        else ArmTimers();
    }

    private void ArmTimers()
    {
        if (_options.Speculation is { } speculation)
        {
            _speculationTimer ??= _time.CreateTimer(_ => Post(new TaskSchedulerMessage.CheckSpeculation()), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _speculationTimer.Change(speculation.Interval, Timeout.InfiniteTimeSpan);
        }
        if (_options.StarvationInterval is { } interval && !_everLaunched)
        {
            _starvationTimer ??= _time.CreateTimer(_ => Post(new TaskSchedulerMessage.CheckStarvation()), null, interval, interval);
        }
    }

    private SchedulerPool PoolOf(TaskSet taskSet)
    {
        if (_options.Mode == SchedulingMode.FIFO) return _root;
        var name = taskSet.Properties.Pool;
        foreach (var member in _root.Members)
        {
            if (member is SchedulerPool known && known.Name == name) return known;
        }
        var pool = new SchedulerPool(name, SchedulingMode.FIFO, 1, 0, _root);
        _root.Add(pool);
        if (name == SchedulerPool.DefaultName && Log.IsEnabled(LogLevel.Info)) Log.Info("Created default pool: default, schedulingMode: FIFO, minShare: 0, weight: 1");
        else if (name != SchedulerPool.DefaultName)
        {
            Log.Warn($"A job was submitted with scheduler pool {name}, which has not been configured. This can happen when the file that pools are read from isn't set, or when that file doesn't contain {name}. Created {name} with default configuration (schedulingMode: FIFO, minShare: 0, weight: 1)");
        }
        return pool;
    }

    private void OnStatus(TaskSchedulerMessage.StatusUpdate status)
    {
        // A task whose executor was lost has been dealt with: what arrives later is ignored.
        if (!_running.Remove(status.TaskId, out var manager))
        {
            if (status.Outcome.Value is Shuffle.MapStatus orphan && Log.IsEnabled(LogLevel.Info)) Log.Info($"Ignoring update of unknown task {status.TaskId} from {orphan.Location}");
            return;
        }
        var info = manager.InfoOf(status.TaskId);
        if (_executors.Find(info.ExecutorId) is { } executor)
        {
            _executors.TaskEnded(executor, status.TaskId);
            _touched.Add(executor);
        }
        manager.OnTaskEnd(status.TaskId, status.Outcome);
        if (status.Outcome.Reason is not TaskSuccess) _offerAll = true;
        if (_options.Exclusion.FetchFailures && status.Outcome.Reason is FetchFailed { Location: { } location }) _health?.FetchFailed(location.ExecutorId, location.Host);
        FollowUp(manager);
    }

    private void OnCancel(TaskSchedulerMessage.CancelStage cancel)
    {
        foreach (var manager in _taskSets.Values.Where(manager => manager.StageId == cancel.StageId).ToList())
        {
            if (Log.IsEnabled(LogLevel.Info))
            {
                Log.Info($"Canceling stage {cancel.StageId}");
                Log.Info($"Killing all running tasks in stage {cancel.StageId}: {cancel.Reason}");
            }
            manager.Retire();
            manager.KillAll(cancel.Reason);
            FollowUp(manager);
        }
    }

    private void OnRetire(StageAttemptId stage)
    {
        if (!_taskSets.TryGetValue(stage, out var manager)) return;
        manager.Retire();
        RemoveIfQuiet(manager);
    }

    private void OnKill(TaskSchedulerMessage.KillTask kill)
    {
        if (_running.TryGetValue(kill.TaskId, out var manager)) _backend.KillTask(kill.TaskId, manager.InfoOf(kill.TaskId).ExecutorId, kill.Reason, HowToKill(manager));
    }

    private void OnRegistered(ExecutorDescription executor)
    {
        if (_executors.Add(executor) is null) return;
        _offerAll = true;
        foreach (var manager in _taskSets.Values) manager.ExecutorsChanged();
        Listener.ExecutorAdded(executor);
    }

    private void OnExecutorLost(TaskSchedulerMessage.ExecutorLost lost)
    {
        if (_executors.Remove(lost.ExecutorId) is not { } state) return;
        _touched.Remove(state);
        _offerAll = true;
        _health?.ExecutorRemoved(lost.ExecutorId);
        Log.Error($"Lost executor {lost.ExecutorId} on {state.Description.Host}: {lost.Reason}");
        // The DAGScheduler must forget the executor's map outputs before it hears of the tasks that ended with it.
        Listener.ExecutorLost(lost.ExecutorId, lost.Reason);
        foreach (var manager in _taskSets.Values) manager.ResubmitLostOutputs(lost.ExecutorId);
        foreach (var taskId in state.Tasks.Order())
        {
            if (_running.Remove(taskId, out var manager)) manager.OnTaskEnd(taskId, TaskOutcome.Lost(new ExecutorLostFailure(lost.ExecutorId, lost.CausedByApp, lost.Reason)));
        }
        foreach (var manager in _taskSets.Values.ToList())
        {
            manager.ExecutorsChanged();
            FollowUp(manager);
        }
    }

    private void OnAbort(TaskSchedulerMessage.AbortTaskSet abort)
    {
        if (!_taskSets.TryGetValue(abort.Stage, out var manager) || manager.IsRetired) return;
        manager.Retire();
        Listener.TaskSetFailed(manager.TaskSet, abort.Reason, abort.Cause);
        RemoveIfQuiet(manager);
    }

    private void OnBackendGaveUp(string reason)
    {
        _gaveUp = reason;
        foreach (var manager in _taskSets.Values.ToList()) GiveUp(manager);
    }

    private void GiveUp(TaskSetManager manager)
    {
        manager.Retire();
        Listener.TaskSetFailed(manager.TaskSet, _gaveUp!, null);
        RemoveIfQuiet(manager);
    }

    private void OnCheckSpeculation()
    {
        foreach (var manager in _taskSets.Values) _offerAll |= manager.CheckSpeculation(_executors.SlotsPerExecutor);
        if (_taskSets.Count > 0) _speculationTimer!.Change(_options.Speculation!.Interval, Timeout.InfiniteTimeSpan);
    }

    private void OnCheckStarvation()
    {
        if (_everLaunched)
        {
            _starvationTimer?.Dispose();
            return;
        }
        if (_taskSets.Count > 0) Log.Warn("Initial job has not accepted any resources; check your cluster UI to ensure that workers are registered and have sufficient resources");
    }

    // After a task's end: kill what the manager no longer wants, and forget it when it is done.
    private void FollowUp(TaskSetManager manager)
    {
        foreach (var (taskId, executorId, reason) in manager.TakeKills()) _backend.KillTask(taskId, executorId, reason, HowToKill(manager));
        RemoveIfQuiet(manager);
    }

    private TaskKillOptions HowToKill(TaskSetManager manager) => new(manager.TaskSet.Properties[LocalProperties.InterruptOnCancelKey] == "true", _options.Reaper);

    private void RemoveIfQuiet(TaskSetManager manager)
    {
        if (!manager.IsRetired || manager.RunningTasks > 0 || !_taskSets.Remove(manager.TaskSet.Stage)) return;
        manager.Pool.Remove(manager);
        if (_unschedulable.Remove(manager.TaskSet.Stage, out var timer)) timer.Dispose();
        if (manager is { HasSucceeded: true, Exclusion: { } failures }) _health?.StageSucceeded(manager.TaskSet.Stage, failures);
        if (Log.IsEnabled(LogLevel.Info)) Log.Info($"Removed TaskSet {manager.TaskSet.Stage} whose tasks have all completed, from pool {manager.Pool.Name}");
        _backend.TaskSetEnded(manager.TaskSet);
        Listener.TaskSetQuiet(manager.TaskSet);
    }

    private void MakeOffers()
    {
        if (_taskSets.Count == 0) return;
        _health?.ApplyTimeouts();
        Func<ExecutorDescription, bool>? usable = _health is { Any: true } ? executor => !_health.IsExcluded(executor) : null;
        _now = _time.GetTimestamp();
        _offers.Make(_offerAll ? null : _touched, usable, _now);
        if (_launching.Count > 0)
        {
            _everLaunched = true;
            AddBarrierHosts();
            _backend.LaunchTasks(_launching.ToArray());
            _launching.Clear();
        }
        FindUnschedulable();
        if (_executors.Free.Count > 0) ArmReviveTimer();
    }

    private bool Launch(TaskSetManager manager, SchedulableExecutor executor, TaskLocality level)
    {
        if (manager.Offer(executor.Description, level, _nextTaskId, _now) is not { } task) return false;
        _nextTaskId++;
        _executors.TaskStarted(executor, task.TaskId);
        _running.Add(task.TaskId, manager);
        _launching.Add(task);
        return true;
    }

    // Tasks of a barrier stage know where the others are.
    private void AddBarrierHosts()
    {
        if (!_launching.Exists(task => task.TaskSet.Computation.IsBarrier)) return;
        foreach (var stage in _launching.Where(task => task.TaskSet.Computation.IsBarrier).GroupBy(task => task.TaskSet.Stage).ToList())
        {
            var hosts = stage.OrderBy(task => task.PartitionId).Select(task => _executors.Find(task.ExecutorId)!.Description.Host).ToList();
            for (var i = 0; i < _launching.Count; i++)
            {
                if (_launching[i].TaskSet.Stage == stage.Key) _launching[i] = _launching[i] with { BarrierHosts = hosts };
            }
        }
    }

    // Tasks that wait for a nearer slot, or for an executor that is left out, are offered others when their wait is over.
    private void ArmReviveTimer()
    {
        TimeSpan? wait = null;
        foreach (var manager in _taskSets.Values)
        {
            if (manager.LocalityWaitLeft(_now) is { } left && (wait is null || left < wait)) wait = left;
        }
        if (_health?.NextEnd is { } end && _taskSets.Values.Any(manager => manager.WaitingTasks > 0))
        {
            var left = TimeSpan.FromMilliseconds(Math.Max(1, end - _time.GetUtcNow().ToUnixTimeMilliseconds()));
            if (wait is null || left < wait) wait = left;
        }
        if (wait is null) return;
        _reviveTimer ??= _time.CreateTimer(_ => Post(new TaskSchedulerMessage.ReviveOffers()), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _reviveTimer.Change(wait.Value, Timeout.InfiniteTimeSpan);
    }

    // A set that no executor may run is given a while, in which an executor may come.
    private void FindUnschedulable()
    {
        foreach (var manager in _taskSets.Values)
        {
            if (!manager.IsBarrier && !_options.Exclusion.TaskAndStage) continue;
            var stage = manager.TaskSet.Stage;
            if (IsTooLarge(manager)) WaitForPlace(stage, "barrier", _options.Barrier.CheckInterval * _options.Barrier.MaxCheckFailures);
            else if (_executors.Free.Count > 0 && manager.Unschedulable(UsableExecutors()) is not null) WaitForPlace(stage, "completely excluded", _options.Exclusion.UnschedulableTimeout);
            else if (_unschedulable.Remove(stage, out var timer)) timer.Dispose();
        }
    }

    private bool IsTooLarge(TaskSetManager manager) => manager.IsBarrier && manager.WaitingTasks > _executors.Slots;

    private void WaitForPlace(StageAttemptId stage, string kind, TimeSpan timeout)
    {
        if (_unschedulable.ContainsKey(stage)) return;
        if (Log.IsEnabled(LogLevel.Info)) Log.Info($"Waiting for {timeout.TotalMilliseconds} ms for {kind} task set {stage} to be schedulable again before aborting.");
        _unschedulable.Add(stage, _time.CreateTimer(_ => Post(new TaskSchedulerMessage.CheckUnschedulable(stage)), null, timeout, Timeout.InfiniteTimeSpan));
    }

    private void OnCheckUnschedulable(StageAttemptId stage)
    {
        if (!_unschedulable.Remove(stage, out var timer)) return;
        timer.Dispose();
        if (!_taskSets.TryGetValue(stage, out var manager)) return;
        if (IsTooLarge(manager)) manager.AbortAsTooLarge(_executors.Slots);
        else if (manager.Unschedulable(UsableExecutors()) is { } index) manager.AbortAsUnschedulable(index);
        FollowUp(manager);
    }

    private IEnumerable<ExecutorDescription> UsableExecutors() =>
        _executors.All.Select(executor => executor.Description).Where(executor => _health?.IsExcluded(executor) != true);
}
