using Firesteel.Core.Events;
using Firesteel.Core.Shuffle;
using Firesteel.Foundation.Logging;

namespace Firesteel.Core.Scheduler;

/// <summary>What the end of a task means for its stage and jobs. Part of the DAGScheduler's loop.</summary>
sealed class TaskEndHandler(
    DAGScheduler scheduler, StageGraph graph, StageSubmission submission, SchedulerOptions options, ITaskScheduler tasks, MapOutputTracker tracker, IListenerBus bus)
{
    private static readonly Logger Log = Logger.For("DAGScheduler");

    // Executors whose outputs were dropped after a failed fetch, by the epoch of that: an output of a task set that is
    // older may be lost with the others.
    private readonly Dictionary<string, int> _suspects = [];

    private readonly OutputCommitCoordinator _commits = new();

    /// <summary>Stages of which rights to publish are kept.</summary>
    public int HeldCommits => _commits.Count;

    public void OnTaskStarted(DAGSchedulerMessage.TaskStarted started) =>
        bus.Post(new SparkListenerTaskStart(started.TaskSet.Stage.StageId, started.TaskSet.Stage.Attempt, started.Task));

    public void OnTaskEnded(DAGSchedulerMessage.TaskEnded ended)
    {
        var attempt = ended.TaskSet.Stage;
        var stage = graph.Find(attempt.StageId);
        if (stage is null)
        {
            // The stage was cancelled or its job has ended: nobody waits for this task.
            Discard(ended);
            PostTaskEnd(ended, stage);
            return;
        }
        var partition = ended.Task.PartitionId;
        var success = ended.Outcome.Reason is TaskSuccess;
        var expected = success && IsExpected(stage, attempt, partition, ended.Outcome);
        // Also a success that nobody wants gives the right to publish back, or the partition's next attempt would never get it.
        if (!expected) _commits.TaskFailed(stage.Id, partition, ended.Task.TaskId);
        if (expected && stage.CountOnce(partition))
        {
            foreach (var (target, update) in ended.Outcome.Accumulators) target.Merge(update);
        }
        if (attempt == stage.Attempt) stage.AddMetrics(ended.Outcome);
        PostTaskEnd(ended, stage);

        if (expected) OnSuccess(stage, ended.TaskSet, partition, ended.Outcome);
        else if (success || ended.Outcome.Value is MapStatus) Discard(ended);
        else if (ended.Outcome.Reason is FetchFailed failed) OnFetchFailed(stage, attempt, failed);
        else if (ended.Outcome.Reason is Resubmitted && attempt == stage.Attempt) stage.PendingPartitions.Add(partition);
    }

    /// <summary>A task asks for the right to publish its output.</summary>
    public void OnAskToCommit(DAGSchedulerMessage.AskToCommit ask) =>
        ask.Answer(graph.Find(ask.Stage.StageId) is { } stage && IsWanted(stage, ask.Stage, ask.Partition) && _commits.Ask(stage.Id, ask.Partition, ask.TaskId));

    /// <summary>A stage is gone.</summary>
    public void Forget(Stage stage) => _commits.StageEnded(stage.Id);

    /// <summary>A task failed that shared state with others of its attempt: discard what the attempt made, and run the stage again.</summary>
    public void OnTaskSetSpoiled(DAGSchedulerMessage.TaskSetSpoiled spoiled)
    {
        if (graph.Find(spoiled.TaskSet.Stage.StageId) is not { } stage || stage.Attempt != spoiled.TaskSet.Stage || !submission.IsRunning(stage)) return;
        var limit = stage.Computation.IsBarrier ? options.MaxConsecutiveStageAttempts : options.MaxTaskFailures;
        if (spoiled.Counts && ++stage.SpoiledAttempts >= limit)
        {
            var why = stage.Computation.IsBarrier ? $"{stage} ({stage.Name}) has failed the maximum allowable number of times: {limit}. Most recent failure reason:\n{spoiled.Message}" : spoiled.Message;
            scheduler.AbortStage(stage, why, spoiled.Cause);
            return;
        }
        submission.Finish(stage, spoiled.Message);
        if (stage is ShuffleMapStage map) submission.Discard(map);
        submission.Submit(stage);
    }

    private bool IsExpected(Stage stage, StageAttemptId attempt, int partition, TaskOutcome outcome)
    {
        if (!IsWanted(stage, attempt, partition)) return false;
        return stage is ResultStage || (outcome.Value is MapStatus && (attempt == stage.Attempt || !tracker.HasOutput(((ShuffleMapStage)stage).Dependency.ShuffleId, partition)));
    }

    // A late output is as good as any, unless another run would differ or its attempt was spoilt.
    private bool IsWanted(Stage stage, StageAttemptId attempt, int partition)
    {
        var current = attempt == stage.Attempt && submission.IsRunning(stage);
        if (!current && (!stage.IsRepeatable || stage.Computation.HasSharedState || stage.Computation.IsBarrier)) return false;
        return stage is not ResultStage result || (result.Job is { } job && !job.Finished[result.PlaceOf(partition)]);
    }

    private void OnSuccess(Stage stage, TaskSet taskSet, int partition, TaskOutcome outcome)
    {
        stage.PendingPartitions.Remove(partition);
        if (stage is ResultStage result) OnResult(result, partition, outcome.Value);
        else OnMapOutput((ShuffleMapStage)stage, taskSet, partition, (MapStatus)outcome.Value!);
    }

    private void OnResult(ResultStage stage, int partition, object? value)
    {
        var job = stage.Job!;
        var place = stage.PlaceOf(partition);
        job.Finished[place] = true;
        job.FinishedCount++;
        if (job.FinishedCount == job.Finished.Length) submission.Finish(stage);
        try
        {
            if (!stage.Computation.IsBarrier) job.Waiter.TaskSucceeded(place, value);
            else
            {
                stage.Held[place] = value;
                if (stage.Held.Count == job.Finished.Length)
                {
                    foreach (var (held, result) in stage.Held) job.Waiter.TaskSucceeded(held, result);
                }
            }
        }
        catch (Exception e)
        {
            scheduler.Fail(job, SparkException.WithoutCondition($"Task result handler of job {job.JobId} failed: {e.Message}", e));
            return;
        }
        if (job.FinishedCount == job.Finished.Length) scheduler.Succeed(job);
    }

    private void OnMapOutput(ShuffleMapStage stage, TaskSet taskSet, int partition, MapStatus status)
    {
        var shuffleId = stage.Dependency.ShuffleId;
        if (_suspects.TryGetValue(status.Location.ExecutorId, out var since) && taskSet.Epoch <= since)
        {
            if (Log.IsEnabled(LogLevel.Info)) Log.Info($"Ignoring possibly bogus {stage.TaskType} completion from executor {status.Location.ExecutorId}");
            tasks.DiscardMapOutput(status.Location, shuffleId, status.MapId);
        }
        else if (tracker.RegisterMapOutput(shuffleId, partition, status) is { } replaced && replaced.MapId != status.MapId)
        {
            tasks.DiscardMapOutput(replaced.Location, shuffleId, replaced.MapId);
        }
        if (submission.IsRunning(stage) && stage.PendingPartitions.Count == 0) submission.MapStageEnded(stage);
    }

    private void OnFetchFailed(Stage stage, StageAttemptId attempt, FetchFailed failed)
    {
        if (attempt != stage.Attempt)
        {
            if (Log.IsEnabled(LogLevel.Info)) Log.Info($"Ignoring fetch failure from stage {attempt} as there is a more recent attempt");
            return;
        }
        if (graph.FindByShuffle(failed.ShuffleId) is not { } source) return;
        stage.FailedAttempts.Add(attempt.Attempt);
        if (submission.IsRunning(stage))
        {
            if (Log.IsEnabled(LogLevel.Info)) Log.Info($"Marking {stage} ({stage.Name}) as failed due to a fetch failure from {source} ({source.Name})");
            submission.Finish(stage, failed.Message);
        }
        DropOutput(failed);
        // What the attempt's other tasks made goes with the state that they shared.
        if (stage is ShuffleMapStage { Computation: { } computation } map && (computation.HasSharedState || computation.IsBarrier)) submission.Discard(map);
        if (stage.FailedAttempts.Count >= options.MaxConsecutiveStageAttempts || attempt.Attempt + 1 >= options.MaxStageAttempts)
        {
            var limit = Math.Min(options.MaxConsecutiveStageAttempts, options.MaxStageAttempts);
            scheduler.AbortStage(stage, $"{stage} ({stage.Name}) has failed the maximum allowable number of times: {limit}. Most recent failure reason:\n{failed.Message}", null);
            return;
        }
        submission.ResubmitLater(stage, source, options.ResubmitDelay);
    }

    private void DropOutput(FetchFailed failed)
    {
        if (failed.MapIndex >= 0 && tracker.UnregisterMapOutput(failed.ShuffleId, failed.MapIndex, failed.MapId) is { } status)
        {
            tasks.DiscardMapOutput(status.Location, failed.ShuffleId, status.MapId);
        }
        if (!failed.ExecutorUnreachable || failed.Location is not { } location) return;
        // Its other outputs are no more reachable than this one: better to know now than one failed stage at a time.
        if (Log.IsEnabled(LogLevel.Info)) Log.Info($"Shuffle files lost for executor: {location.ExecutorId}");
        // It may only have been slow: then it need not keep what nobody will ask it for.
        foreach (var (shuffleId, lost) in tracker.RemoveOutputsOnExecutor(location.ExecutorId)) tasks.DiscardMapOutput(lost.Location, shuffleId, lost.MapId);
        _suspects[location.ExecutorId] = submission.NextEpoch();
    }

    private void Discard(DAGSchedulerMessage.TaskEnded ended)
    {
        if (ended.Outcome.Value is MapStatus status) tasks.DiscardMapOutput(status.Location, ended.TaskSet.ShuffleId!.Value, status.MapId);
    }

    private void PostTaskEnd(DAGSchedulerMessage.TaskEnded ended, Stage? stage)
    {
        if (!bus.HasListeners) return;
        var attempt = ended.TaskSet.Stage;
        var info = stage is null ? ended.Task : ended.Task with { Accumulables = stage.Accumulables(ended.Outcome) };
        var type = ended.TaskSet.ShuffleId is null ? "ResultTask" : "ShuffleMapTask";
        bus.Post(new SparkListenerTaskEnd(attempt.StageId, attempt.Attempt, type, ended.Outcome.Reason, info, ended.Outcome.Metrics));
    }
}
