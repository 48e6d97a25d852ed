using Firesteel.Core.Events;
using Firesteel.Core.Shuffle;
using Firesteel.Foundation.Logging;

namespace Firesteel.Core.Scheduler;

/// <summary>Which stages wait, run or have to run again, and how each becomes a task set. Part of the DAGScheduler's loop.</summary>
sealed class StageSubmission(DAGScheduler scheduler, StageGraph graph, ITaskScheduler tasks, MapOutputTracker tracker, IListenerBus bus, TimeProvider time)
{
    private static readonly Logger Log = Logger.For("DAGScheduler");

    private readonly HashSet<Stage> _waiting = [];
    private readonly HashSet<Stage> _running = [];
    private readonly HashSet<Stage> _failed = [];
    private ITimer? _resubmitTimer;
    private int _epoch;

    /// <summary>Ends the current epoch and returns it: task sets submitted from now on belong to a later one.</summary>
    public int NextEpoch() => _epoch++;

    public bool IsRunning(Stage stage) => _running.Contains(stage);

    /// <summary>Submits a stage, or what it waits for.</summary>
    public void Submit(Stage stage)
    {
        // Ancestors first; the walk keeps its own stack, since lineages grow long in loops.
        var stack = new Stack<Stage>([stage]);
        while (stack.TryPop(out var next))
        {
            if (_waiting.Contains(next) || _running.Contains(next) || _failed.Contains(next)) continue;
            if (next.JobIds.Count == 0) continue;
            var missing = next.Parents.Where(parent => !parent.IsAvailable).OrderByDescending(parent => parent.Id).ToList();
            if (Log.IsEnabled(LogLevel.Info)) Log.Info($"Missing parents found for {next}: List({string.Join(", ", missing.OrderBy(parent => parent.Id))})");
            if (missing.Count == 0) Start(next);
            else
            {
                _waiting.Add(next);
                foreach (var parent in missing) stack.Push(parent);
            }
        }
    }

    /// <summary>Ends the running attempt of a stage.</summary>
    /// <param name="failure">Why it failed; null if it did not.</param>
    public void Finish(Stage stage, string? failure = null)
    {
        if (!_running.Remove(stage)) return;
        var now = Now();
        if (stage.Computation.IsBarrier) scheduler.AttemptEnded(stage.Attempt);
        stage.EndAttempt(now, failure);
        if (failure is null) stage.FailedAttempts.Clear();
        var took = now - stage.Info.SubmissionTime;
        if (failure is not null && Log.IsEnabled(LogLevel.Info)) Log.Info($"{stage} ({stage.Name}) failed in {took} ms due to {failure}");
        else if (Log.IsEnabled(LogLevel.Info)) Log.Info($"{stage} ({stage.Name}) finished in {took} ms");
        if (bus.HasListeners) bus.Post(new SparkListenerStageCompleted(stage.Info));
    }

    /// <summary>Takes a stage that no job needs any more out of everything.</summary>
    public void Stop(Stage stage, string? failure, string reason)
    {
        _waiting.Remove(stage);
        _failed.Remove(stage);
        if (_running.Contains(stage)) Finish(stage, failure);
        // Also after a success: a zombie attempt may have tasks that run for nobody.
        if (stage.Info.SubmissionTime is not null) tasks.CancelStage(stage.Id, reason);
    }

    /// <summary>All tasks of a map stage's attempt ended well.</summary>
    public void MapStageEnded(ShuffleMapStage stage)
    {
        Finish(stage);
        if (Log.IsEnabled(LogLevel.Info))
        {
            Log.Info("looking for newly runnable stages");
            Log.Info($"running: HashSet({string.Join(", ", _running)})");
            Log.Info($"waiting: HashSet({string.Join(", ", _waiting)})");
            Log.Info($"failed: HashSet({string.Join(", ", _failed)})");
        }
        if (!stage.IsAvailable)
        {
            if (Log.IsEnabled(LogLevel.Info)) Log.Info($"Resubmitting {stage} ({stage.Name}) because some of its tasks had failed: {string.Join(", ", stage.FindMissingPartitions())}");
            Submit(stage);
            return;
        }
        FinishMapStageJobs(stage);
        SubmitChildren(stage);
    }

    /// <summary>Ends the jobs that asked for this map stage alone.</summary>
    public void FinishMapStageJobs(ShuffleMapStage stage)
    {
        if (stage.MapStageJobs.Count == 0) return;
        var statistics = tracker.Statistics(stage.Dependency.ShuffleId);
        foreach (var job in stage.MapStageJobs.ToList()) scheduler.Succeed(job, statistics);
    }

    /// <summary>Sets stages aside until their lost inputs are made again, a little later, when more failures may be known.</summary>
    public void ResubmitLater(Stage failed, ShuffleMapStage source, TimeSpan delay)
    {
        var first = _failed.Count == 0;
        _failed.Add(failed);
        _failed.Add(source);
        if (!first) return;
        if (Log.IsEnabled(LogLevel.Info)) Log.Info($"Resubmitting {source} ({source.Name}) and {failed} ({failed.Name}) due to fetch failure");
        if (delay <= TimeSpan.Zero)
        {
            scheduler.Post(new DAGSchedulerMessage.ResubmitFailedStages());
            return;
        }
        _resubmitTimer ??= time.CreateTimer(_ => scheduler.Post(new DAGSchedulerMessage.ResubmitFailedStages()), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _resubmitTimer.Change(delay, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Submits what <see cref="ResubmitLater"/> set aside.</summary>
    public void ResubmitFailed()
    {
        if (_failed.Count == 0) return;
        Log.Info("Resubmitting failed stages");
        var stages = _failed.OrderBy(stage => stage.FirstJobId).ThenBy(stage => stage.Id).ToList();
        _failed.Clear();
        foreach (var stage in stages) Submit(stage);
    }

    private void SubmitChildren(ShuffleMapStage parent)
    {
        var ready = _waiting.Where(stage => stage.Parents.Contains(parent)).OrderBy(stage => stage.FirstJobId).ThenBy(stage => stage.Id).ToList();
        foreach (var stage in ready) _waiting.Remove(stage);
        foreach (var stage in ready) Submit(stage);
    }

    private void Start(Stage stage)
    {
        var map = stage as ShuffleMapStage;
        List<Stage> restarted = [];
        if (map is { Computation.Determinism: Determinism.Indeterminate, IsAvailable: false })
        {
            // Half of an output that would come out otherwise the next time is of no use, nor is what was made of it.
            Discard(map);
            restarted = RollBackReaders(map);
            if (map.JobIds.Count == 0) return;
        }
        // The tasks of a barrier stage run all or none.
        if (stage.Computation.IsBarrier)
        {
            if (map is { IsAvailable: false }) Discard(map);
            (stage as ResultStage)?.ForgetResults();
        }
        var missing = stage.FindMissingPartitions();
        var jobId = stage.JobIds.Min();
        var properties = scheduler.FindJob(jobId)?.Properties ?? LocalProperties.Empty;
        stage.PendingPartitions.Clear();
        stage.BeginAttempt(missing.Count, Now());
        _running.Add(stage);
        if (Log.IsEnabled(LogLevel.Info)) Log.Info($"Submitting {stage} ({stage.Name}), which has no missing parents");
        if (bus.HasListeners) bus.Post(new SparkListenerStageSubmitted(stage.Info, properties.Values));
        if (missing.Count == 0)
        {
            if (map is not null) MapStageEnded(map);
            else Finish(stage);
            return;
        }
        foreach (var reader in restarted) Submit(reader);
        stage.PendingPartitions.UnionWith(missing);
        if (Log.IsEnabled(LogLevel.Info))
        {
            Log.Info($"Submitting {missing.Count} missing tasks from {stage} ({stage.Name}) (first 15 tasks are for partitions Vector({string.Join(", ", missing.Take(15))}))");
        }
        var taskSet = new TaskSet(stage.Attempt, stage.Computation, missing, map?.Dependency.ShuffleId, jobId, properties) { ShuffleInputs = Inputs(stage), Epoch = _epoch };
        scheduler.TaskSetSubmitted(taskSet);
        tasks.SubmitTasks(taskSet);
    }

    /// <summary>Forgets and frees all outputs of a map stage.</summary>
    public void Discard(ShuffleMapStage stage)
    {
        var shuffleId = stage.Dependency.ShuffleId;
        foreach (var status in tracker.UnregisterAllMapOutputs(shuffleId)) tasks.DiscardMapOutput(status.Location, shuffleId, status.MapId);
    }

    // Stages that were computed from rows which are about to change start again; returned results cannot.
    private List<Stage> RollBackReaders(ShuffleMapStage source)
    {
        var restarted = new List<Stage>();
        foreach (var stage in graph.Stages.ToList())
        {
            if (stage == source || !StageGraph.WithAncestors(stage).Contains(source)) continue;
            if (stage is ShuffleMapStage map && tracker.AvailableOutputs(map.Dependency.ShuffleId) > 0) Discard(map);
            else if (stage is ResultStage { Job.FinishedCount: > 0 })
            {
                scheduler.AbortStage(
                    stage,
                    $"A shuffle map stage with indeterminate output was failed and retried. However, {stage} has already returned results that cannot be taken back. Checkpoint the data before it is repartitioned, and run the job again.",
                    null);
                continue;
            }
            if (!_running.Contains(stage)) continue;
            Finish(stage, $"The output of {source} is made again and may differ");
            tasks.CancelStage(stage.Id, "Stage is rolled back");
            restarted.Add(stage);
        }
        return restarted;
    }

    private Dictionary<int, IReadOnlyList<MapStatus?>> Inputs(Stage stage)
    {
        var inputs = new Dictionary<int, IReadOnlyList<MapStatus?>>();
        foreach (var dependency in stage.Computation.ShuffleDependencies) inputs[dependency.ShuffleId] = tracker.Statuses(dependency.ShuffleId);
        return inputs;
    }

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
