using System.Buffers.Binary;
using Firesteel.Core.Rpc;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Storage;
using Firesteel.Deploy.Standalone.Master;

namespace Firesteel.Deploy.Tests.Simulation;

/// <summary>Ways to break a cluster that the simulator has to notice.</summary>
static class PlantedBugs
{
    /// <summary>A task that failed is started again, but nobody tells its executor.</summary>
    public static Seams DroppedRetry { get; } = new() { Backend = backend => new Tampered(backend) { Launches = task => task.AttemptNumber == 0 } };

    /// <summary>Whoever asks may publish its output.</summary>
    public static Seams DoubleCommit { get; } = new()
    {
        ToExecutor = frame =>
        {
            if ((ExecutorMessage)frame[0] == ExecutorMessage.CommitAnswer) frame[^1] = 1;
            return frame;
        },
    };

    /// <summary>A Master that took over is no newer than the one before it.</summary>
    public static Seams SameEpoch { get; } = new() { Store = store => new Forgetful(store) };

    /// <summary>An executor is believed to have a core more than it has.</summary>
    public static Seams Oversubscription { get; } = new()
    {
        FromExecutor = frame =>
        {
            if ((ExecutorMessage)frame[0] == ExecutorMessage.Register) BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(frame.Length - 4), BinaryPrimitives.ReadInt32LittleEndian(frame.AsSpan(frame.Length - 4)) + 1);
            return frame;
        },
    };

    /// <summary>Executors keep what belongs to stages that are over.</summary>
    public static Seams Leak { get; } = new() { Backend = backend => new Tampered(backend) { EndsTaskSets = false } };

    /// <summary>The DAGScheduler does not hear of inputs that could not be read.</summary>
    public static Seams UnheardFetchFailure { get; } = new() { Listener = listener => new Deaf(listener) { Hears = reason => reason is not FetchFailed } };

    /// <summary>The end of a task is told twice.</summary>
    public static Seams DoubleEnd { get; } = new() { Listener = listener => new Deaf(listener) { Repeats = true } };

    private sealed class Tampered(ISchedulerBackend inner) : ISchedulerBackend
    {
        public Func<TaskDescription, bool> Launches { get; init; } = _ => true;
        public bool EndsTaskSets { get; init; } = true;
        public int DefaultParallelism => inner.DefaultParallelism;
        public void Start(TaskSchedulerImpl scheduler) => inner.Start(scheduler);
        public void LaunchTasks(IReadOnlyList<TaskDescription> tasks) => inner.LaunchTasks([.. tasks.Where(Launches)]);
        public void KillTask(long taskId, string executorId, string reason, TaskKillOptions how) => inner.KillTask(taskId, executorId, reason, how);
        public void DiscardMapOutput(BlockManagerId location, int shuffleId, long mapId) => inner.DiscardMapOutput(location, shuffleId, mapId);
        public void KillExecutor(string executorId, string reason) => inner.KillExecutor(executorId, reason);
        public void RemoveShuffle(int shuffleId) => inner.RemoveShuffle(shuffleId);
        public void RemoveBlocks(string prefix) => inner.RemoveBlocks(prefix);
        public BlockManager CreateBlocks(BlockDirectory directory, LocalDirectories folders) => inner.CreateBlocks(directory, folders);
        public void Dispose() => inner.Dispose();

        public void TaskSetEnded(TaskSet taskSet)
        {
            if (EndsTaskSets) inner.TaskSetEnded(taskSet);
        }
    }

    private sealed class Deaf(ITaskSetListener inner) : ITaskSetListener
    {
        public Func<TaskEndReason, bool> Hears { get; init; } = _ => true;
        public bool Repeats { get; init; }
        public void TaskStarted(TaskSet taskSet, TaskInfo task) => inner.TaskStarted(taskSet, task);
        public void TaskSetFailed(TaskSet taskSet, string message, Exception? cause) => inner.TaskSetFailed(taskSet, message, cause);
        public void TaskSetSpoiled(TaskSet taskSet, string message, Exception? cause, bool counts) => inner.TaskSetSpoiled(taskSet, message, cause, counts);
        public void AskToCommit(StageAttemptId stage, int partition, long taskId, Action<bool> answer) => inner.AskToCommit(stage, partition, taskId, answer);
        public void SyncBarrier(BarrierRequest request, Action<BarrierAnswer> answer) => inner.SyncBarrier(request, answer);
        public void TaskSetQuiet(TaskSet taskSet) => inner.TaskSetQuiet(taskSet);
        public void ExecutorAdded(ExecutorDescription executor) => inner.ExecutorAdded(executor);
        public void ExecutorLost(string executorId, string reason) => inner.ExecutorLost(executorId, reason);

        public void TaskEnded(TaskSet taskSet, int index, TaskOutcome outcome, TaskInfo task)
        {
            if (!Hears(outcome.Reason)) return;
            inner.TaskEnded(taskSet, index, outcome, task);
            if (Repeats) inner.TaskEnded(taskSet, index, outcome, task);
        }
    }

    private sealed class Forgetful(IRecoveryStore inner) : IRecoveryStore
    {
        public long NextEpoch() => 1;
        public void Save(PersistedApplication application) => inner.Save(application);
        public void Save(PersistedDriver driver) => inner.Save(driver);
        public void Save(PersistedWorker worker) => inner.Save(worker);
        public void RemoveApplication(string id) => inner.RemoveApplication(id);
        public void RemoveDriver(string id) => inner.RemoveDriver(id);
        public void RemoveWorker(string id) => inner.RemoveWorker(id);
        public (IReadOnlyList<PersistedApplication>, IReadOnlyList<PersistedDriver>, IReadOnlyList<PersistedWorker>) Load() => inner.Load();
    }
}
