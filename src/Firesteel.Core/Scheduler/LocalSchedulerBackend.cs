using Firesteel.Core.Shuffle;
using Firesteel.Core.Storage;

namespace Firesteel.Core.Scheduler;

/// <summary>One executor inside the driver's process: no sockets, nothing encoded.</summary>
sealed class LocalSchedulerBackend : ISchedulerBackend, ICommitPermission
{
    private readonly ExecutorOptions _options;
    private readonly ShuffleStore _store;
    private readonly ExecutorSlots _slots;
    private readonly TaskRunner _runner;
    private TaskSchedulerImpl? _scheduler;

    public LocalSchedulerBackend(ExecutorOptions options, ShuffleStore store, TimeProvider time)
    {
        _options = options;
        _store = store;
        BarrierQuestions? barriers = null;
        barriers = new BarrierQuestions(request => _scheduler!.SyncBarrier(request, answer => barriers!.Answer(request.TaskId, answer)));
        _runner = new TaskRunner(new BlockManagerId(BlockManagerId.DriverId, options.Host, 0), store, null, this, time, barriers);
        _slots = new ExecutorSlots(options, _runner, store, time,
            (task, outcome) => ThreadEventLoopHost.Lend(_scheduler!.Post, new TaskSchedulerMessage.StatusUpdate(task.TaskId, outcome)));
    }

    public bool IsInProcess => true;
    public int DefaultParallelism => _options.Cores;

    /// <summary>Threads that were left behind with tasks that would not end.</summary>
    public int AbandonedThreads => _slots.AbandonedThreads;

    public void Start(TaskSchedulerImpl scheduler)
    {
        _scheduler = scheduler;
        _slots.Start();
        scheduler.Post(new TaskSchedulerMessage.ExecutorRegistered(new ExecutorDescription(BlockManagerId.DriverId, _options.Host, _options.Cores)));
    }

    public void LaunchTasks(IReadOnlyList<TaskDescription> tasks)
    {
        foreach (var task in tasks)
        {
            if (task.TaskSet.Computation.IsBrief) _slots.RunHere(task);
            else _slots.Launch(task);
        }
    }

    public void KillTask(long taskId, string executorId, string reason, TaskKillOptions how) => _slots.Kill(taskId, reason, how);

    public void TaskSetEnded(TaskSet taskSet) { }

    public void DiscardMapOutput(BlockManagerId location, int shuffleId, long mapId) => _store.Remove(shuffleId, mapId);

    public BlockManager CreateBlocks(BlockDirectory directory, LocalDirectories folders)
    {
        var here = new BlockManagerId(BlockManagerId.DriverId, _options.Host, 0);
        directory.Register(here);
        return _runner.Blocks = new BlockManager(here, directory, null, folders);
    }

    public void RemoveShuffle(int shuffleId) => _store.RemoveShuffle(shuffleId);

    bool ICommitPermission.Ask(StageAttemptId stage, int partition, long taskId)
    {
        var answer = new TaskCompletionSource<bool>();
        _scheduler!.AskToCommit(stage, partition, taskId, answer.SetResult);
        return answer.Task.GetAwaiter().GetResult();
    }

    public void Dispose() => _slots.Dispose();
}
