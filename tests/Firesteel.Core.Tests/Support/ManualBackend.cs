using Firesteel.Core.Metrics;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Shuffle;
using Firesteel.Core.Storage;

namespace Firesteel.Core.Tests.Support;

/// <summary>Executors that do nothing by themselves: a test sees what was launched, and says how each task ends.</summary>
sealed class ManualBackend(params ExecutorDescription[] executors) : ISchedulerBackend
{
    public TaskSchedulerImpl Scheduler { get; private set; } = null!;

    /// <summary>Tasks that run now, by start.</summary>
    public List<TaskDescription> Running { get; } = [];

    public List<long> Killed { get; } = [];
    public List<(int ShuffleId, long MapId)> Discarded { get; } = [];
    public int DefaultParallelism => executors.Sum(executor => executor.Cores);

    public void Start(TaskSchedulerImpl scheduler)
    {
        Scheduler = scheduler;
        foreach (var executor in executors) scheduler.Post(new TaskSchedulerMessage.ExecutorRegistered(executor));
    }

    public void LaunchTasks(IReadOnlyList<TaskDescription> tasks) => Running.AddRange(tasks);

    public void KillTask(long taskId, string executorId, string reason, TaskKillOptions how)
    {
        Killed.Add(taskId);
        if (Running.Exists(task => task.TaskId == taskId)) End(taskId, new TaskKilled(reason));
    }

    public void DiscardMapOutput(BlockManagerId location, int shuffleId, long mapId) => Discarded.Add((shuffleId, mapId));

    public void RemoveShuffle(int shuffleId) { }

    public void TaskSetEnded(TaskSet taskSet) { }

    public void Dispose() { }

    public TaskDescription Find(int stageId, int partition) =>
        Running.Find(task => task.TaskSet.Stage.StageId == stageId && task.PartitionId == partition)
            ?? throw new InvalidOperationException($"No task of partition {partition} of stage {stageId} runs");

    /// <summary>Ends a task as its computation would: a map task with one byte for each reduce partition.</summary>
    public void Succeed(TaskDescription task, object? value = null, params AccumulatorUpdate[] updates)
    {
        if (task.TaskSet.ShuffleId is not null)
        {
            value = new MapStatus(new BlockManagerId(task.ExecutorId, "host-" + task.ExecutorId, 7000), task.TaskId, [1L, 1L], [1L, 1L]);
        }
        Running.Remove(task);
        Report(task.TaskId, new TaskOutcome(TaskSuccess.Instance, value, new TaskMetrics(), updates));
    }

    public void Fail(TaskDescription task, TaskEndReason reason)
    {
        End(task.TaskId, reason);
    }

    public void Lose(string executorId)
    {
        Running.RemoveAll(task => task.ExecutorId == executorId);
        Scheduler.Post(new TaskSchedulerMessage.ExecutorLost(executorId, "worker lost", true));
    }

    public void Report(long taskId, TaskOutcome outcome) => Scheduler.Post(new TaskSchedulerMessage.StatusUpdate(taskId, outcome));

    private void End(long taskId, TaskEndReason reason)
    {
        Running.RemoveAll(task => task.TaskId == taskId);
        Report(taskId, TaskOutcome.Lost(reason));
    }
}
