using System.Collections.Concurrent;
using Firesteel.Core.Shuffle;
using Firesteel.Core.Storage;
using Firesteel.Foundation.Logging;

namespace Firesteel.Core.Scheduler;

/// <summary>
/// One executor inside the driver's process: a dedicated thread a slot. A killed task that does not end in time is left
/// behind with its thread, and a new thread takes its slot.
/// </summary>
sealed class LocalSchedulerBackend : ISchedulerBackend
{
    private static readonly Logger Log = Logger.For("LocalSchedulerBackend");

    private readonly LocalBackendOptions _options;
    private readonly ShuffleStore _store;
    private readonly TaskRunner _runner;
    private readonly TimeProvider _time;
    private readonly BlockingCollection<RunningTask> _queue = new(new ConcurrentQueue<RunningTask>());
    private readonly ConcurrentDictionary<long, RunningTask> _tasks = new();
    private TaskSchedulerImpl? _scheduler;
    private int _threads;
    private int _abandoned;

    public LocalSchedulerBackend(LocalBackendOptions options, ShuffleStore store, TimeProvider time)
    {
        _options = options;
        _store = store;
        _time = time;
        _runner = new TaskRunner(new BlockManagerId(BlockManagerId.DriverId, options.Host, 0), store, null, time);
    }

    public int DefaultParallelism => _options.Cores;

    /// <summary>Threads that were left behind with tasks that would not end.</summary>
    public int AbandonedThreads => Volatile.Read(ref _abandoned);

    public void Start(TaskSchedulerImpl scheduler)
    {
        _scheduler = scheduler;
        for (var i = 0; i < _options.Cores; i++) StartThread();
        scheduler.Post(new TaskSchedulerMessage.ExecutorRegistered(new ExecutorDescription(BlockManagerId.DriverId, _options.Host, _options.Cores)));
    }

    public void LaunchTasks(IReadOnlyList<TaskDescription> tasks)
    {
        foreach (var task in tasks)
        {
            var running = new RunningTask(task, _runner.NewContext(task));
            _tasks[task.TaskId] = running;
            _queue.Add(running);
        }
    }

    public void KillTask(long taskId, string executorId, string reason)
    {
        if (!_tasks.TryGetValue(taskId, out var running)) return;
        running.Context.Kill(reason);
        running.Reaper ??= _time.CreateTimer(_ => Abandon(running), null, _options.KillTimeout, Timeout.InfiniteTimeSpan);
    }

    public void DiscardMapOutput(BlockManagerId location, int shuffleId, long mapId) => _store.Remove(shuffleId, mapId);

    public void RemoveShuffle(int shuffleId) => _store.RemoveShuffle(shuffleId);

    public void Dispose()
    {
        foreach (var running in _tasks.Values) running.Context.Kill("Executor is shutting down");
        _queue.CompleteAdding();
    }

    private void StartThread()
    {
        var number = Interlocked.Increment(ref _threads) - 1;
        new Thread(Work, _options.StackSize) { IsBackground = true, Name = $"Executor task launch worker-{number}" }.Start();
    }

    private void Work()
    {
        foreach (var running in _queue.GetConsumingEnumerable())
        {
            var outcome = _runner.Run(running.Task, running.Context);
            if (!running.TryEnd())
            {
                // Its end was reported without it, and another thread has its slot.
                Interlocked.Decrement(ref _abandoned);
                if (outcome.Value is MapStatus status) _store.Remove(running.Task.TaskSet.ShuffleId!.Value, status.MapId);
                return;
            }
            Report(running, outcome);
        }
    }

    private void Abandon(RunningTask running)
    {
        if (!running.TryEnd()) return;
        Interlocked.Increment(ref _abandoned);
        Log.Warn($"Killed {running.Task.Name} is still running after {_options.KillTimeout.TotalSeconds} s; its thread is left behind");
        StartThread();
        Report(running, TaskOutcome.Lost(new TaskKilled(running.Context.KillReason ?? "")));
    }

    private void Report(RunningTask running, TaskOutcome outcome)
    {
        _tasks.TryRemove(running.Task.TaskId, out _);
        running.Reaper?.Dispose();
        _scheduler!.Post(new TaskSchedulerMessage.StatusUpdate(running.Task.TaskId, outcome));
    }

    private sealed class RunningTask(TaskDescription task, TaskContext context)
    {
        private int _ended;

        public TaskDescription Task => task;
        public TaskContext Context => context;
        public ITimer? Reaper { get; set; }

        /// <summary>Whether the caller is the first to end this task.</summary>
        public bool TryEnd() => Interlocked.Exchange(ref _ended, 1) == 0;
    }
}
