using System.Collections.Concurrent;
using Firesteel.Core.Shuffle;
using Firesteel.Foundation.Logging;

namespace Firesteel.Core.Scheduler;

/// <summary>
/// The slots of one executor, a dedicated thread each. A killed task that does not end in time is left behind with its
/// thread, and a new thread takes its slot.
/// </summary>
/// <param name="report">Takes each task's outcome, once, on the thread that ran it or on a timer's.</param>
sealed class ExecutorSlots(ExecutorOptions options, TaskRunner runner, ShuffleStore store, TimeProvider time, Action<TaskDescription, TaskOutcome> report) : IHelperPool, IDisposable
{
    private static readonly Logger Log = Logger.For("Executor");

    private readonly BlockingCollection<Work> _queue = new(new ConcurrentQueue<Work>());
    private readonly ConcurrentDictionary<long, RunningTask> _tasks = new();
    private int _threads;
    private int _waitingTasks;
    private int _abandoned;

    /// <summary>Threads that were left behind with tasks that would not end.</summary>
    public int AbandonedThreads => Volatile.Read(ref _abandoned);

    public bool TasksWait => Volatile.Read(ref _waitingTasks) > 0;

    public void Start()
    {
        for (var i = 0; i < options.Cores; i++) StartThread();
    }

    public void Launch(TaskDescription task)
    {
        var running = new RunningTask(task, runner.NewContext(task, this));
        _tasks[task.TaskId] = running;
        Interlocked.Increment(ref _waitingTasks);
        _queue.Add(new Work(running, null));
    }

    /// <summary>Runs a brief task on this thread, which nobody may interrupt for it.</summary>
    public void RunHere(TaskDescription task)
    {
        var running = new RunningTask(task, runner.NewContext(task, this));
        _tasks[task.TaskId] = running;
        var outer = TaskContext.Current;
        var outcome = runner.Run(task, running.Context);
        TaskContext.Current = outer;
        if (running.TryEnd()) Report(running, outcome);
    }

    public void Offer(HelperGroup group, int most)
    {
        // An offer that a worker comes to when the group is done, or while tasks wait, is passed over.
        for (var left = TasksWait ? 0 : Math.Min(most, options.Cores - 1); left > 0; left--) _queue.Add(new Work(null, group));
    }

    public void Kill(long taskId, string reason, TaskKillOptions how = default)
    {
        if (!_tasks.TryGetValue(taskId, out var running)) return;
        if (Log.IsEnabled(LogLevel.Info)) Log.Info($"Executor is trying to kill {running.Task.Name}, reason: {reason}");
        running.Context.Kill(reason);
        if (how.Interrupt) running.Interrupt();
        running.Reaper ??= how.Reaper is { } reaper
            ? time.CreateTimer(_ => Reap(running, reaper), null, reaper.PollingInterval, reaper.PollingInterval)
            : time.CreateTimer(_ => Abandon(running), null, options.KillTimeout, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Kills what runs and takes nothing more; threads end with their tasks.</summary>
    public void Dispose()
    {
        foreach (var running in _tasks.Values) running.Context.Kill("Executor is shutting down");
        _queue.CompleteAdding();
    }

    private void StartThread()
    {
        var number = Interlocked.Increment(ref _threads) - 1;
        new Thread(RunWork, options.StackSize) { IsBackground = true, Name = $"Executor task launch worker-{number}" }.Start();
    }

    private void RunWork()
    {
        foreach (var work in _queue.GetConsumingEnumerable())
        {
            if (work.Group is { } group)
            {
                group.RunAsHelper();
                continue;
            }
            var running = work.Task!;
            Interlocked.Decrement(ref _waitingTasks);
            running.Begin();
            TaskOutcome outcome;
            try { outcome = runner.Run(running.Task, running.Context); }
            finally { running.Finish(); }
            if (!running.TryEnd())
            {
                // Its end was reported without it, and another thread has its slot.
                Interlocked.Decrement(ref _abandoned);
                if (outcome.Value is MapStatus status) store.Remove(running.Task.TaskSet.ShuffleId!.Value, status.MapId);
                return;
            }
            Report(running, outcome);
        }
    }

    // Says that a killed task goes on, and after a while ends the process with it.
    private void Reap(RunningTask running, TaskReaperOptions reaper)
    {
        var elapsed = time.GetElapsedTime(running.KilledAt ??= time.GetTimestamp()) + reaper.PollingInterval;
        Log.Warn($"Killed task {running.Task.TaskId} is still running after {(long)elapsed.TotalMilliseconds} ms");
        if (reaper.KillTimeout is not { } limit || elapsed < limit) return;
        if (options.EndProcess is { } end) end($"Killing executor because killed task {running.Task.TaskId} could not be stopped within {(long)limit.TotalMilliseconds} ms.");
        else Abandon(running);
    }

    private void Abandon(RunningTask running)
    {
        if (!running.TryEnd()) return;
        Interlocked.Increment(ref _abandoned);
        Log.Warn($"Killed {running.Task.Name} is still running after {options.KillTimeout.TotalSeconds} s; its thread is left behind");
        StartThread();
        Report(running, TaskOutcome.Lost(new TaskKilled(running.Context.KillReason ?? "")));
    }

    private void Report(RunningTask running, TaskOutcome outcome)
    {
        _tasks.TryRemove(running.Task.TaskId, out _);
        running.Reaper?.Dispose();
        report(running.Task, outcome);
    }

    // A task to run, or a task to help with.
    private readonly record struct Work(RunningTask? Task, HelperGroup? Group);

    private sealed class RunningTask(TaskDescription task, TaskContext context)
    {
        private readonly Lock _gate = new();
        private Thread? _thread;
        private bool _interrupted;
        private int _ended;

        /// <summary>When the reaper first looked.</summary>
        public long? KilledAt { get; set; }

        public void Begin()
        {
            lock (_gate) _thread = Thread.CurrentThread;
        }

        /// <summary>The thread leaves the task; an interrupt that comes at the last moment does not reach its next one.</summary>
        public void Finish()
        {
            lock (_gate) _thread = null;
            if (!_interrupted) return;
            // It stays pending until the thread waits; a wait of no time at all would not take it.
            try { Thread.Sleep(1); }
            catch (ThreadInterruptedException) { }
        }

        public void Interrupt()
        {
            lock (_gate)
            {
                if (_thread is null) return;
                _interrupted = true;
                _thread.Interrupt();
            }
        }

        public TaskDescription Task => task;
        public TaskContext Context => context;
        public ITimer? Reaper { get; set; }

        /// <summary>Whether the caller is the first to end this task.</summary>
        public bool TryEnd() => Interlocked.Exchange(ref _ended, 1) == 0;
    }
}
