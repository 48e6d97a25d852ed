using Firesteel.Core.Storage;
using Firesteel.Foundation.Logging;

namespace Firesteel.Core.Scheduler;

/// <summary>
/// Gives the free slots of the executors to waiting tasks, by pool and locality, and follows each task to its end.
/// All state belongs to its event loop.
/// </summary>
sealed class TaskSchedulerImpl : EventLoop<TaskSchedulerMessage>, ITaskScheduler, IClusterView, IDisposable
{
    private static readonly Logger Log = Logger.For("TaskSchedulerImpl");

    private readonly SchedulerOptions _options;
    private readonly ISchedulerBackend _backend;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly SchedulerPool _root;
    private readonly Dictionary<StageAttemptId, TaskSetManager> _taskSets = [];
    private readonly Dictionary<long, TaskSetManager> _running = [];
    private readonly Dictionary<string, ExecutorState> _executors = [];
    private readonly List<ExecutorState> _executorList = [];
    private readonly List<TaskSetManager> _order = [];
    private readonly List<TaskDescription> _launching = [];
    private ITaskSetListener? _listener;
    private ITimer? _reviveTimer;
    private long _nextTaskId;
    private int _waitingSets;
    private bool _offersDue;
    private string? _gaveUp;

    public TaskSchedulerImpl(SchedulerOptions options, ISchedulerBackend backend, IEventLoopHost host, TimeProvider time, Random random)
        : base("task-scheduler-event-loop")
    {
        _options = options;
        _backend = backend;
        _time = time;
        _random = random;
        _root = new SchedulerPool("", options.Mode, 0, 0, null);
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

    /// <summary>Whether a task set is there of which something has still to run; any thread may ask.</summary>
    public bool HasWaitingTasks => Volatile.Read(ref _waitingSets) > 0;

    public int DefaultParallelism => _backend.DefaultParallelism;

    bool IClusterView.HasExecutor(string executorId) => _executors.ContainsKey(executorId);
    bool IClusterView.HasHost(string host) => _executorList.Exists(executor => executor.Description.Host == host);

    public void SubmitTasks(TaskSet taskSet) => Post(new TaskSchedulerMessage.SubmitTasks(taskSet));
    public void CancelStage(int stageId, string reason) => Post(new TaskSchedulerMessage.CancelStage(stageId, reason));
    public void RetireTaskSet(StageAttemptId stage) => Post(new TaskSchedulerMessage.RetireTaskSet(stage));
    public void DiscardMapOutput(BlockManagerId location, int shuffleId, long mapId) => _backend.DiscardMapOutput(location, shuffleId, mapId);

    /// <summary>Asks one task attempt to end; it does not count as a failure and runs again.</summary>
    public void KillTask(long taskId, string reason) => Post(new TaskSchedulerMessage.KillTask(taskId, reason));

    /// <summary>Asks whether a task may publish its output; any thread may ask, the answer comes on the DAGScheduler's loop.</summary>
    public void AskToCommit(StageAttemptId stage, int partition, long taskId, Action<bool> answer) => Listener.AskToCommit(stage, partition, taskId, answer);

    public void Dispose()
    {
        _reviveTimer?.Dispose();
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
            case TaskSchedulerMessage.ReviveOffers: break;
        }
        Volatile.Write(ref _waitingSets, _taskSets.Count);
        _offersDue = true;
    }

    protected override void OnDrained()
    {
        if (!_offersDue) return;
        _offersDue = false;
        MakeOffers();
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
        var manager = new TaskSetManager(taskSet, pool, _options, this, Listener, _time);
        _taskSets.Add(taskSet.Stage, manager);
        pool.Add(manager);
        if (_gaveUp is not null) GiveUp(manager);
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
        if (Log.IsEnabled(LogLevel.Info)) Log.Info($"Created pool: {name}, schedulingMode: FIFO, minShare: 0, weight: 1");
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
        if (_executors.TryGetValue(manager.ExecutorOf(status.TaskId), out var executor)) executor.FreeCores++;
        manager.OnTaskEnd(status.TaskId, status.Outcome);
        FollowUp(manager);
    }

    private void OnCancel(TaskSchedulerMessage.CancelStage cancel)
    {
        foreach (var manager in _taskSets.Values.Where(manager => manager.StageId == cancel.StageId).ToList())
        {
            if (Log.IsEnabled(LogLevel.Info)) Log.Info($"Cancelling stage {cancel.StageId}");
            manager.Retire();
            KillRunning(manager, cancel.Reason);
            RemoveIfQuiet(manager);
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
        if (_running.TryGetValue(kill.TaskId, out var manager)) _backend.KillTask(kill.TaskId, manager.ExecutorOf(kill.TaskId), kill.Reason);
    }

    private void OnRegistered(ExecutorDescription executor)
    {
        if (_executors.ContainsKey(executor.ExecutorId)) return;
        var state = new ExecutorState(executor);
        _executors.Add(executor.ExecutorId, state);
        _executorList.Add(state);
        foreach (var manager in _taskSets.Values) manager.ExecutorsChanged();
        Listener.ExecutorAdded(executor);
    }

    private void OnExecutorLost(TaskSchedulerMessage.ExecutorLost lost)
    {
        if (!_executors.Remove(lost.ExecutorId, out var state)) return;
        _executorList.Remove(state);
        Log.Error($"Lost executor {lost.ExecutorId} on {state.Description.Host}: {lost.Reason}");
        // The DAGScheduler must forget the executor's map outputs before it hears of the tasks that ended with it.
        Listener.ExecutorLost(lost.ExecutorId, lost.Reason);
        foreach (var manager in _taskSets.Values.ToList())
        {
            foreach (var taskId in manager.OnExecutorLost(lost.ExecutorId, lost.Reason, lost.CausedByApp)) _running.Remove(taskId);
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

    // After a task's end: kill what the manager no longer wants, and forget it when it is done.
    private void FollowUp(TaskSetManager manager)
    {
        if (manager.TakeKillRequest() is { } reason) KillRunning(manager, reason);
        RemoveIfQuiet(manager);
    }

    private void KillRunning(TaskSetManager manager, string reason)
    {
        foreach (var (taskId, executorId) in manager.Running()) _backend.KillTask(taskId, executorId, reason);
    }

    private void RemoveIfQuiet(TaskSetManager manager)
    {
        if (!manager.IsRetired || manager.RunningTasks > 0 || !_taskSets.Remove(manager.TaskSet.Stage)) return;
        manager.Pool.Remove(manager);
        if (Log.IsEnabled(LogLevel.Info)) Log.Info($"Removed TaskSet {manager.TaskSet.Stage} whose tasks have all completed, from pool {manager.Pool.Name}");
        _backend.TaskSetEnded(manager.TaskSet);
        Listener.TaskSetQuiet(manager.TaskSet);
    }

    private void MakeOffers()
    {
        if (_taskSets.Count == 0) return;
        var free = 0;
        foreach (var executor in _executorList) free += executor.FreeCores;
        if (free == 0) return;
        Shuffle();
        var now = _time.GetTimestamp();
        while (free > 0 && OfferRound(now, ref free)) { }
        if (_launching.Count > 0)
        {
            _backend.LaunchTasks(_launching.ToArray());
            _launching.Clear();
        }
        if (free > 0) ArmReviveTimer(now);
    }

    // Under FIFO a task set takes all it can; under FAIR the order changes with every task that starts.
    private bool OfferRound(long now, ref int free)
    {
        _order.Clear();
        _root.CollectTaskSets(_order);
        var any = false;
        foreach (var manager in _order)
        {
            for (var launched = true; launched && free > 0;)
            {
                launched = false;
                foreach (var executor in _executorList)
                {
                    if (executor.FreeCores == 0 || !Launch(manager, executor, now)) continue;
                    free--;
                    launched = any = true;
                    if (_options.Mode == SchedulingMode.FAIR) return true;
                }
            }
        }
        return any && free > 0 && _options.Mode == SchedulingMode.FAIR;
    }

    private bool Launch(TaskSetManager manager, ExecutorState executor, long now)
    {
        if (manager.Offer(executor.Description, _nextTaskId, now) is not { } task) return false;
        _nextTaskId++;
        executor.FreeCores--;
        _running.Add(task.TaskId, manager);
        _launching.Add(task);
        return true;
    }

    private void Shuffle()
    {
        if (_executorList.Count < 2) return;
        for (var i = _executorList.Count - 1; i > 0; i--)
        {
            var j = _random.Next(i + 1);
            (_executorList[i], _executorList[j]) = (_executorList[j], _executorList[i]);
        }
    }

    // Tasks that wait for a nearer slot are offered farther ones when their wait is over.
    private void ArmReviveTimer(long now)
    {
        TimeSpan? wait = null;
        foreach (var manager in _taskSets.Values)
        {
            if (manager.LocalityWaitLeft(now) is { } left && (wait is null || left < wait)) wait = left;
        }
        if (wait is null) return;
        _reviveTimer ??= _time.CreateTimer(_ => Post(new TaskSchedulerMessage.ReviveOffers()), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _reviveTimer.Change(wait.Value, Timeout.InfiniteTimeSpan);
    }

    private sealed class ExecutorState(ExecutorDescription description)
    {
        public ExecutorDescription Description => description;
        public int FreeCores { get; set; } = description.Cores;
    }
}
