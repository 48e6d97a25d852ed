using Firesteel.Foundation.Logging;

namespace Firesteel.Core.Scheduler;

/// <summary>
/// Grants one attempt of each partition the right to publish its output, so that a late or repeated attempt never
/// publishes twice. A failed attempt gives the right back. Part of the DAGScheduler's loop.
/// </summary>
sealed class OutputCommitCoordinator
{
    private static readonly Logger Log = Logger.For("OutputCommitCoordinator");

    private readonly Dictionary<int, StageState> _stages = [];

    /// <summary>Stages of which tasks have asked.</summary>
    public int Count => _stages.Count;

    public bool Ask(int stageId, int partition, long taskId)
    {
        if (!_stages.TryGetValue(stageId, out var state)) _stages.Add(stageId, state = new StageState());
        // The question of an attempt that is lost may come after the news of its end: nobody would give the right back.
        if (!state.Failed.Contains(taskId) && (state.Committers.TryAdd(partition, taskId) || state.Committers[partition] == taskId)) return true;
        if (Log.IsEnabled(LogLevel.Info)) Log.Info($"Commit denied for stage={stageId}, partition={partition}: task {(state.Failed.Contains(taskId) ? $"{taskId} has failed" : $"{state.Committers[partition]} has the right")}");
        return false;
    }

    public void TaskFailed(int stageId, int partition, long taskId)
    {
        if (!_stages.TryGetValue(stageId, out var state)) _stages.Add(stageId, state = new StageState());
        state.Failed.Add(taskId);
        if (state.Committers.GetValueOrDefault(partition, -1) == taskId) state.Committers.Remove(partition);
    }

    public void StageEnded(int stageId) => _stages.Remove(stageId);

    private sealed class StageState
    {
        public Dictionary<int, long> Committers { get; } = [];
        public HashSet<long> Failed { get; } = [];
    }
}

/// <summary>Asks the driver, from a running task, whether it may publish its output; blocks for the answer.</summary>
interface ICommitPermission
{
    bool Ask(StageAttemptId stage, int partition, long taskId);
}

/// <summary>Another attempt of the partition has the right to publish its output.</summary>
sealed class CommitDeniedException() : Exception("Driver denied task commit");
