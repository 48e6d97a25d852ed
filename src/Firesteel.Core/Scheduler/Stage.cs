using Firesteel.Core.Events;
using Firesteel.Core.Metrics;
using Firesteel.Core.Shuffle;

namespace Firesteel.Core.Scheduler;

/// <summary>Tasks that run the same computation with no shuffle between them, over all its attempts.</summary>
abstract class Stage(int id, StageComputation computation, int taskCount, IReadOnlyList<ShuffleMapStage> parents, int firstJobId, CallSite callSite)
{
    // Totals of events: one block of ids an attempt, as Spark registers its internal accumulators anew.
    private long _metricIds;
    private TaskMetrics _totals = new();
    private readonly SortedDictionary<long, AccumulatorV2> _accumulators = [];
    private HashSet<int>? _countedPartitions;

    public int Id => id;
    public StageComputation Computation => computation;
    public int TaskCount => taskCount;
    public IReadOnlyList<ShuffleMapStage> Parents => parents;
    public int FirstJobId => firstJobId;
    public CallSite CallSite => callSite;
    public string Name { get; } = computation.Name ?? callSite.ShortForm;

    /// <summary>Jobs that need this stage.</summary>
    public HashSet<int> JobIds { get; } = [];

    /// <summary>Partitions of the current attempt that have not ended.</summary>
    public HashSet<int> PendingPartitions { get; } = [];

    /// <summary>Attempts that ended in a fetch failure since the last success.</summary>
    public HashSet<int> FailedAttempts { get; } = [];

    /// <summary>Attempts that were discarded because a task failed that shared state with others.</summary>
    public int SpoiledAttempts { get; set; }

    /// <summary>Whether a second run gives the same rows: neither this stage nor what it reads is indeterminate.</summary>
    public bool IsRepeatable { get; } = computation.Determinism != Determinism.Indeterminate && parents.All(parent => parent.IsRepeatable);

    public StageInfo Info { get; private set; } = null!;
    public StageAttemptId Attempt => new(id, Info.AttemptNumber);

    public abstract string Kind { get; }
    public abstract string TaskType { get; }

    /// <summary>Partitions whose output is not there, ascending.</summary>
    public abstract IReadOnlyList<int> FindMissingPartitions();

    /// <summary>What the first attempt will be, for the event that announces the job.</summary>
    public void Prepare() => Info = NewInfo(0, taskCount);

    /// <summary>Begins the next attempt with this many tasks.</summary>
    public void BeginAttempt(int tasks, long now)
    {
        var number = Info.SubmissionTime is null ? Info.AttemptNumber : Info.AttemptNumber + 1;
        Info = NewInfo(number, tasks) with { SubmissionTime = now };
        _metricIds = AccumulatorV2.NewIds(TaskMetrics.Count);
        _totals = new TaskMetrics();
        _accumulators.Clear();
    }

    /// <summary>Ends the current attempt.</summary>
    public void EndAttempt(long now, string? failure) =>
        Info = Info with { CompletionTime = now, FailureReason = failure, Accumulables = Totals() };

    /// <summary>Whether a success of this partition is the first, over all attempts: only that one's updates count.</summary>
    public bool CountOnce(int partition) => (_countedPartitions ??= []).Add(partition);

    /// <summary>Adds a task's metrics, and the accumulators it changed, to the attempt's totals.</summary>
    public void AddMetrics(TaskOutcome outcome)
    {
        _totals.Merge(outcome.Metrics);
        foreach (var update in outcome.Accumulators) _accumulators[update.Target.Id] = update.Target;
    }

    /// <summary>What a finished task's event says of its accumulators.</summary>
    public List<AccumulableInfo> Accumulables(TaskOutcome outcome)
    {
        var list = new List<AccumulableInfo>();
        for (var i = 0; i < TaskMetrics.Count; i++)
        {
            var update = outcome.Metrics.Values[i];
            if (update != 0) list.Add(Internal(i, update));
        }
        foreach (var (target, update) in outcome.Accumulators)
        {
            if (target.Name is not null) list.Add(Named(target, update.EventValue));
        }
        return list;
    }

    public override string ToString() => $"{Kind} {id}";

    private List<AccumulableInfo> Totals()
    {
        var list = new List<AccumulableInfo>();
        for (var i = 0; i < TaskMetrics.Count; i++)
        {
            if (_totals.Values[i] != 0) list.Add(Internal(i, null));
        }
        foreach (var accumulator in _accumulators.Values)
        {
            if (accumulator.Name is not null) list.Add(Named(accumulator, null));
        }
        return list;
    }

    private AccumulableInfo Internal(int metric, long? update) =>
        new(_metricIds + metric, TaskMetrics.AccumulatorName(metric), update, _totals.Values[metric], true, true);

    private static AccumulableInfo Named(AccumulatorV2 accumulator, object? update) =>
        new(accumulator.Id, accumulator.Name, update, accumulator.EventValue, accumulator.IsInternal, accumulator.CountFailedValues, accumulator.Metadata);

    private StageInfo NewInfo(int attempt, int tasks) => new(id, attempt, Name, tasks, computation.Details.Length > 0 ? computation.Details : callSite.LongForm)
    {
        ParentIds = [.. parents.Select(parent => parent.Id)],
        RddInfos = computation.RddInfos,
    };
}

/// <summary>A stage whose tasks write the map side of a shuffle; its outputs serve every job that reads the shuffle.</summary>
sealed class ShuffleMapStage(
    int id, ShuffleDependency dependency, IReadOnlyList<ShuffleMapStage> parents, int firstJobId, CallSite callSite, MapOutputTracker tracker)
    : Stage(id, dependency.MapSide, dependency.MapSide.PartitionCount, parents, firstJobId, callSite)
{
    public ShuffleDependency Dependency => dependency;

    /// <summary>Jobs that asked for this stage alone.</summary>
    public List<ActiveJob> MapStageJobs { get; } = [];

    public override string Kind => "ShuffleMapStage";
    public override string TaskType => "ShuffleMapTask";

    public bool IsAvailable => tracker.AvailableOutputs(dependency.ShuffleId) == TaskCount && tracker.Contains(dependency.ShuffleId);

    public override IReadOnlyList<int> FindMissingPartitions() =>
        tracker.FindMissingPartitions(dependency.ShuffleId) ?? [.. Enumerable.Range(0, TaskCount)];
}

/// <summary>The last stage of a job: its tasks' results go to the driver.</summary>
sealed class ResultStage(
    int id, StageComputation computation, IReadOnlyList<int> partitions, IReadOnlyList<ShuffleMapStage> parents, int jobId, CallSite callSite)
    : Stage(id, computation, partitions.Count, parents, jobId, callSite)
{
    private readonly Dictionary<int, int> _places = partitions.Index().ToDictionary(pair => pair.Item, pair => pair.Index);

    public ActiveJob? Job { get; set; }

    public override string Kind => "ResultStage";
    public override string TaskType => "ResultTask";

    /// <summary>Place of a partition in the job's list.</summary>
    public int PlaceOf(int partition) => _places[partition];

    /// <summary>Results of a barrier stage by place: they count when all are there, since one failure takes all of them back.</summary>
    public Dictionary<int, object?> Held { get; } = [];

    /// <summary>Takes back what the tasks of a barrier stage's last attempt gave.</summary>
    public void ForgetResults()
    {
        Held.Clear();
        if (Job is null) return;
        Array.Clear(Job.Finished);
        Job.FinishedCount = 0;
    }

    public override IReadOnlyList<int> FindMissingPartitions() =>
        [.. partitions.Where((_, place) => !Job!.Finished[place]).Order()];
}
