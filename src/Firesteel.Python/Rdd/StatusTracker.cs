using System.Runtime.CompilerServices;
using Firesteel.Core.Events;
using Firesteel.Core.Scheduler;

namespace Firesteel.Python.Rdd;

/// <summary>What a program may ask of its jobs and stages (<c>sc.statusTracker()</c>), gathered from the application's events.</summary>
sealed class StatusTracker(SparkContext context) : EventListener
{
    private const int Kept = 1000;
    private static readonly ConditionalWeakTable<SparkContext, StatusTracker> All = [];

    private readonly Lock _gate = new();
    private readonly SortedDictionary<int, JobInfo> _jobs = [];
    private readonly SortedDictionary<int, StageState> _stages = [];

    public static StatusTracker Of(SparkContext context) => All.GetValue(context, static c =>
    {
        var tracker = new StatusTracker(c);
        c.Engine.Runtime.Bus.AddListener(tracker);
        return tracker;
    });

    public SparkContext Context => context;

    public sealed record JobInfo(int Id, IReadOnlyList<int> Stages, string? Group)
    {
        public string Status { get; set; } = "RUNNING";
    }

    public sealed record StageState(int Id, int Attempt, long Submitted, string Name, int Tasks)
    {
        public int Active { get; set; }
        public int Completed { get; set; }
        public int Failed { get; set; }
        public bool Ended { get; set; }
    }

    /// <summary>Jobs of a group, those of none for null.</summary>
    public int[] JobsOfGroup(string? group)
    {
        lock (_gate) return [.. _jobs.Values.Where(j => j.Group == group).Select(j => j.Id)];
    }

    public int[] ActiveJobs()
    {
        lock (_gate) return [.. _jobs.Values.Where(j => j.Status == "RUNNING").Select(j => j.Id)];
    }

    public int[] ActiveStages()
    {
        lock (_gate) return [.. _stages.Values.Where(s => !s.Ended).Select(s => s.Id)];
    }

    public JobInfo? Job(int id)
    {
        lock (_gate) return _jobs.GetValueOrDefault(id);
    }

    public StageState? Stage(int id)
    {
        lock (_gate) return _stages.GetValueOrDefault(id);
    }

    public override void OnEvent(SparkListenerEvent e)
    {
        lock (_gate)
        {
            switch (e)
            {
                case SparkListenerJobStart start:
                    _jobs[start.JobId] = new JobInfo(start.JobId, [.. start.StageInfos.Select(s => s.StageId)], start.Properties.GetValueOrDefault(LocalProperties.JobGroupKey));
                    if (_jobs.Count > Kept) _jobs.Remove(_jobs.Keys.First());
                    break;
                case SparkListenerJobEnd end when _jobs.TryGetValue(end.JobId, out var job):
                    job.Status = end.Failure is null ? "SUCCEEDED" : "FAILED";
                    break;
                case SparkListenerStageSubmitted submitted:
                    var info = submitted.StageInfo;
                    _stages[info.StageId] = new StageState(info.StageId, info.AttemptNumber, info.SubmissionTime ?? 0, info.Name, info.NumTasks);
                    if (_stages.Count > Kept) _stages.Remove(_stages.Keys.First());
                    break;
                case SparkListenerStageCompleted completed when _stages.TryGetValue(completed.StageInfo.StageId, out var stage):
                    stage.Ended = true;
                    stage.Active = 0;
                    break;
                case SparkListenerTaskStart started when _stages.TryGetValue(started.StageId, out var stage):
                    stage.Active++;
                    break;
                case SparkListenerTaskEnd ended when _stages.TryGetValue(ended.StageId, out var stage):
                    stage.Active--;
                    if (ended.Reason is TaskSuccess) stage.Completed++;
                    else stage.Failed++;
                    break;
            }
        }
    }
}
