using Firesteel.Core.Events;
using Firesteel.Core.Scheduler;

namespace Firesteel;

/// <summary>A job as the status tracker knows it.</summary>
public sealed record SparkJobInfo(int JobId, IReadOnlyList<int> StageIds, string Status);

/// <summary>A stage as the status tracker knows it.</summary>
public sealed record SparkStageInfo(int StageId, int CurrentAttemptId, long SubmissionTime, string Name, int NumTasks, int NumActiveTasks, int NumCompletedTasks, int NumFailedTasks);

/// <summary>An executor as the status tracker knows it; the driver is one too.</summary>
/// <param name="CacheSize">Bytes of blocks that it keeps in memory.</param>
public sealed record SparkExecutorInfo(string Host, int Port, long CacheSize, int NumRunningTasks);

/// <summary>Answers what runs now and what the latest jobs and stages came to; gathered from the application's events.</summary>
public sealed class SparkStatusTracker
{
    private readonly Gatherer _gatherer = new();
    private readonly SparkContext _context;

    internal SparkStatusTracker(SparkContext context)
    {
        _context = context;
        context.Engine.Runtime.Bus.AddListener(_gatherer, LiveListenerBus.AppStatusQueue);
    }

    /// <summary>Jobs of a group, known ones of the past too; with null those of no group.</summary>
    public int[] GetJobIdsForGroup(string? jobGroup)
    {
        lock (_gatherer) return [.. _gatherer.Jobs.Values.Where(j => j.Group == jobGroup).Select(j => j.Info.JobId)];
    }

    /// <summary>Jobs with a tag, known ones of the past too.</summary>
    public int[] GetJobIdsForTag(string jobTag)
    {
        lock (_gatherer) return [.. _gatherer.Jobs.Values.Where(j => j.Tags.Contains(jobTag)).Select(j => j.Info.JobId)];
    }

    public SparkExecutorInfo[] GetExecutorInfos()
    {
        var holdings = _context.Blocks.Holdings();
        lock (_gatherer) return [.. holdings.Select(h => new SparkExecutorInfo(h.Manager.Host, h.Manager.Port, h.MemorySize, _gatherer.Running.GetValueOrDefault(h.Manager.ExecutorId)))];
    }

    public int[] GetActiveJobIds()
    {
        lock (_gatherer) return [.. _gatherer.Jobs.Values.Where(j => j.Info.Status == "RUNNING").Select(j => j.Info.JobId)];
    }

    public int[] GetActiveStageIds()
    {
        lock (_gatherer) return [.. _gatherer.Active];
    }

    public SparkJobInfo? GetJobInfo(int jobId)
    {
        lock (_gatherer) return _gatherer.Jobs.TryGetValue(jobId, out var job) ? job.Info : null;
    }

    public SparkStageInfo? GetStageInfo(int stageId)
    {
        lock (_gatherer) return _gatherer.Stages.GetValueOrDefault(stageId);
    }

    private sealed class Gatherer : EventListener
    {
        private const int Kept = 1000;

        public SortedDictionary<int, (SparkJobInfo Info, string? Group, string[] Tags)> Jobs { get; } = [];
        public Dictionary<string, int> Running { get; } = [];
        public SortedDictionary<int, SparkStageInfo> Stages { get; } = [];
        public SortedSet<int> Active { get; } = [];

        public override void OnEvent(SparkListenerEvent e)
        {
            lock (this)
            {
                switch (e)
                {
                    case SparkListenerTaskStart { TaskInfo: var task }: Running[task.ExecutorId] = Running.GetValueOrDefault(task.ExecutorId) + 1; break;
                    case SparkListenerTaskEnd { TaskInfo: var task }: Running[task.ExecutorId] = Math.Max(0, Running.GetValueOrDefault(task.ExecutorId) - 1); break;
                    case SparkListenerExecutorRemoved gone: Running.Remove(gone.ExecutorId); break;
                }
                switch (e)
                {
                    case SparkListenerJobStart start:
                        Jobs[start.JobId] = (new SparkJobInfo(start.JobId, [.. start.StageInfos.Select(s => s.StageId)], "RUNNING"), start.Properties.GetValueOrDefault(LocalProperties.JobGroupKey), (start.Properties.GetValueOrDefault(LocalProperties.JobTagsKey) ?? "").Split(','));
                        if (Jobs.Count > Kept) Jobs.Remove(Jobs.Keys.First());
                        break;
                    case SparkListenerJobEnd end when Jobs.TryGetValue(end.JobId, out var job):
                        Jobs[end.JobId] = (job.Info with { Status = end.Failure is null ? "SUCCEEDED" : "FAILED" }, job.Group, job.Tags);
                        break;
                    case SparkListenerStageSubmitted { StageInfo: var stage }:
                        Stages[stage.StageId] = new SparkStageInfo(stage.StageId, stage.AttemptNumber, stage.SubmissionTime ?? 0, stage.Name, stage.NumTasks, 0, 0, 0);
                        Active.Add(stage.StageId);
                        if (Stages.Count > Kept) Stages.Remove(Stages.Keys.First());
                        break;
                    case SparkListenerStageCompleted { StageInfo: var stage }: Active.Remove(stage.StageId); break;
                    case SparkListenerTaskStart start when Stages.TryGetValue(start.StageId, out var known):
                        Stages[start.StageId] = known with { NumActiveTasks = known.NumActiveTasks + 1 };
                        break;
                    case SparkListenerTaskEnd end when Stages.TryGetValue(end.StageId, out var known):
                        var good = end.Reason is TaskSuccess;
                        Stages[end.StageId] = known with { NumActiveTasks = known.NumActiveTasks - 1, NumCompletedTasks = known.NumCompletedTasks + (good ? 1 : 0), NumFailedTasks = known.NumFailedTasks + (good ? 0 : 1) };
                        break;
                }
            }
        }
    }
}
