using Firesteel.Core.Storage;

namespace Firesteel.Core.Scheduler;

/// <summary>
/// Where tasks run. It tells the TaskScheduler of its executors and of every launched task's end, from any thread and
/// exactly once a task unless the executor is reported lost.
/// </summary>
interface ISchedulerBackend : IDisposable
{
    void Start(TaskSchedulerImpl scheduler);

    void LaunchTasks(IReadOnlyList<TaskDescription> tasks);

    /// <summary>Asks a running task to end; its end is reported as usual.</summary>
    void KillTask(long taskId, string executorId, string reason, TaskKillOptions how);

    /// <summary>Ends an executor; its loss is reported as usual. A backend that cannot replace it lets it be.</summary>
    void KillExecutor(string executorId, string reason) { }

    /// <summary>No task of this set runs or will run: what it left on executors can go.</summary>
    void TaskSetEnded(TaskSet taskSet);

    /// <summary>Discards the output of a map task attempt that nobody will read.</summary>
    void DiscardMapOutput(BlockManagerId location, int shuffleId, long mapId);

    /// <summary>Discards all outputs of a shuffle.</summary>
    void RemoveShuffle(int shuffleId);

    /// <summary>Discards the blocks whose names begin so, on all executors.</summary>
    void RemoveBlocks(string prefix) { }

    /// <summary>The files that tasks may ask for, before anything runs.</summary>
    void UseFiles(Files.SharedFiles files) { }

    /// <summary>The blocks of the driver itself, before anything runs.</summary>
    BlockManager CreateBlocks(BlockDirectory directory, LocalDirectories folders)
    {
        var here = new BlockManagerId(BlockManagerId.DriverId, "localhost", 0);
        directory.Register(here);
        return new BlockManager(here, directory, null, folders);
    }

    /// <summary>Whether tasks run in this process and may hand over what lies in its memory.</summary>
    bool IsInProcess => false;

    /// <summary>Partitions that a job gets when nobody says how many.</summary>
    int DefaultParallelism { get; }
}

/// <summary>How a running task is made to end.</summary>
/// <param name="Interrupt">Whether its thread is woken where it waits (<c>spark.job.interruptOnCancel</c>).</param>
/// <param name="Reaper">How it is watched until it ends; null where its thread is left behind after a while.</param>
readonly record struct TaskKillOptions(bool Interrupt, TaskReaperOptions? Reaper = null);

/// <summary>How killed tasks are watched (<c>spark.task.reaper.*</c>).</summary>
/// <param name="KillTimeout">How long one may go on before its executor ends; null for ever.</param>
sealed record TaskReaperOptions(TimeSpan PollingInterval, TimeSpan? KillTimeout);

/// <summary>An executor as the TaskScheduler knows it.</summary>
sealed record ExecutorDescription(string ExecutorId, string Host, int Cores);
