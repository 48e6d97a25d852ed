using Firesteel.Core.Shuffle;
using Firesteel.Foundation.Logging;

namespace Firesteel.Core.Scheduler;

/// <summary>
/// The stages of all active jobs: cuts computations at their shuffles, shares a shuffle's map stage between jobs, and
/// forgets stages that no job needs. Used by the DAGScheduler's loop only.
/// </summary>
sealed class StageGraph(MapOutputTracker tracker)
{
    private static readonly Logger Log = Logger.For("DAGScheduler");

    private readonly Dictionary<int, Stage> _stages = [];
    private readonly Dictionary<int, ShuffleMapStage> _byShuffle = [];
    private int _nextStageId;

    public IReadOnlyCollection<Stage> Stages => _stages.Values;

    public Stage? Find(int stageId) => _stages.GetValueOrDefault(stageId);

    public ShuffleMapStage? FindByShuffle(int shuffleId) => _byShuffle.GetValueOrDefault(shuffleId);

    public ResultStage CreateResultStage(StageComputation computation, IReadOnlyList<int> partitions, int jobId, CallSite callSite)
    {
        var parents = Parents(computation, jobId, callSite);
        var stage = new ResultStage(_nextStageId++, computation, partitions, parents, jobId, callSite);
        _stages.Add(stage.Id, stage);
        stage.Prepare();
        return stage;
    }

    /// <summary>The map stage of a shuffle, made with all of its ancestors if there is none.</summary>
    public ShuffleMapStage GetOrCreate(ShuffleDependency dependency, int jobId, CallSite callSite)
    {
        // Lineages grow long in loops, so the walk keeps its own stack: a shuffle is made when its parents are.
        var stack = new Stack<ShuffleDependency>([dependency]);
        while (stack.TryPeek(out var next))
        {
            if (!_byShuffle.ContainsKey(next.ShuffleId))
            {
                var missing = next.MapSide.ShuffleDependencies.Where(parent => !_byShuffle.ContainsKey(parent.ShuffleId)).ToList();
                if (missing.Count > 0)
                {
                    for (var i = missing.Count - 1; i >= 0; i--) stack.Push(missing[i]);
                    continue;
                }
                Create(next, jobId, callSite);
            }
            stack.Pop();
        }
        return _byShuffle[dependency.ShuffleId];
    }

    /// <summary>Notes that a job needs a stage and all its ancestors.</summary>
    public void Assign(ActiveJob job)
    {
        foreach (var stage in WithAncestors(job.FinalStage))
        {
            stage.JobIds.Add(job.JobId);
            job.StageIds.Add(stage.Id);
        }
    }

    /// <summary>Drops a job's stages that no other job needs.</summary>
    /// <returns>The stages dropped.</returns>
    public List<Stage> Release(ActiveJob job)
    {
        var dropped = new List<Stage>();
        foreach (var stageId in job.StageIds.Order())
        {
            if (!_stages.TryGetValue(stageId, out var stage)) continue;
            stage.JobIds.Remove(job.JobId);
            if (stage.JobIds.Count > 0) continue;
            _stages.Remove(stageId);
            if (stage is ShuffleMapStage map && _byShuffle.GetValueOrDefault(map.Dependency.ShuffleId) == map) _byShuffle.Remove(map.Dependency.ShuffleId);
            dropped.Add(stage);
        }
        return dropped;
    }

    /// <summary>The stage and everything it is computed from.</summary>
    public static IEnumerable<Stage> WithAncestors(Stage stage)
    {
        var seen = new HashSet<Stage> { stage };
        var stack = new Stack<Stage>(seen);
        while (stack.TryPop(out var next))
        {
            yield return next;
            foreach (var parent in next.Parents)
            {
                if (seen.Add(parent)) stack.Push(parent);
            }
        }
    }

    private List<ShuffleMapStage> Parents(StageComputation computation, int jobId, CallSite callSite) =>
        [.. computation.ShuffleDependencies.Select(dependency => GetOrCreate(dependency, jobId, callSite)).Distinct()];

    private void Create(ShuffleDependency dependency, int jobId, CallSite callSite)
    {
        var parents = Parents(dependency.MapSide, jobId, callSite);
        var stage = new ShuffleMapStage(_nextStageId++, dependency, parents, jobId, callSite, tracker);
        _stages.Add(stage.Id, stage);
        _byShuffle.Add(dependency.ShuffleId, stage);
        stage.Prepare();
        if (tracker.Contains(dependency.ShuffleId)) return;
        if (Log.IsEnabled(LogLevel.Info)) Log.Info($"Registering {stage.Name} as input to shuffle {dependency.ShuffleId}");
        tracker.RegisterShuffle(dependency.ShuffleId, stage.TaskCount, dependency.ReducePartitions);
    }
}
