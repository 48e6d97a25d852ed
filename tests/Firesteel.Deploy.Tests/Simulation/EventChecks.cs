using Firesteel.Core.Events;
using Firesteel.Core.Scheduler;

namespace Firesteel.Deploy.Tests.Simulation;

/// <summary>Follows a driver's events: whatever happened, what a page counts must add up, and nothing that is lost is heard.</summary>
sealed class EventChecks(SimulatedCluster cluster) : IListenerBus
{
    private readonly Dictionary<long, string> _running = [];
    private readonly Dictionary<string, (int Cores, int Running)> _executors = [];
    private readonly HashSet<string> _lost = [];
    private readonly HashSet<(int, int)> _stages = [];
    private readonly HashSet<int> _jobs = [];
    private long _lastTask = -1;

    public bool HasListeners => true;

    /// <summary>Tasks that have ended.</summary>
    public long TasksEnded { get; private set; }

    /// <summary>Tasks that run, as the driver knows.</summary>
    public IReadOnlyCollection<long> Running => _running.Keys;

    public int ExecutorsLost => _lost.Count;

    public bool IsLost(string executorId) => _lost.Contains(executorId);

    public void Post(SparkListenerEvent e)
    {
        switch (e)
        {
            case SparkListenerTaskStart start: OnStart(start.TaskInfo); break;
            case SparkListenerTaskEnd { Reason: not Resubmitted } end: OnEnd(end); break;
            case SparkListenerExecutorAdded added:
                cluster.Check(!_lost.Contains(added.ExecutorId) && _executors.TryAdd(added.ExecutorId, (added.TotalCores, 0)), $"Executor {added.ExecutorId} was added twice");
                break;
            case SparkListenerExecutorRemoved removed:
                _executors.Remove(removed.ExecutorId);
                cluster.Check(_lost.Add(removed.ExecutorId), $"Executor {removed.ExecutorId} was removed twice");
                break;
            case SparkListenerStageSubmitted submitted:
                cluster.Check(_stages.Add((submitted.StageInfo.StageId, submitted.StageInfo.AttemptNumber)), $"Stage {submitted.StageInfo.StageId}.{submitted.StageInfo.AttemptNumber} was submitted twice");
                break;
            case SparkListenerStageCompleted completed:
                cluster.Check(_stages.Remove((completed.StageInfo.StageId, completed.StageInfo.AttemptNumber)), $"Stage {completed.StageInfo.StageId}.{completed.StageInfo.AttemptNumber} was completed and does not run");
                break;
            case SparkListenerJobStart start: cluster.Check(_jobs.Add(start.JobId), $"Job {start.JobId} began twice"); break;
            case SparkListenerJobEnd end: cluster.Check(_jobs.Remove(end.JobId), $"Job {end.JobId} ended and does not run"); break;
        }
    }

    /// <summary>When all is over nothing may be left.</summary>
    public void CheckEmpty()
    {
        cluster.Check(_running.Count == 0, $"Tasks {string.Join(", ", _running.Keys)} began and never ended");
        cluster.Check(_stages.Count == 0, $"Stages {string.Join(", ", _stages)} began and never ended");
        cluster.Check(_jobs.Count == 0, $"Jobs {string.Join(", ", _jobs)} began and never ended");
    }

    private void OnStart(TaskInfo task)
    {
        cluster.Check(task.TaskId > _lastTask, $"Task {task.TaskId} began after task {_lastTask}");
        _lastTask = task.TaskId;
        _running.Add(task.TaskId, task.ExecutorId);
        // An executor's loss is known to the TaskScheduler first: it starts nothing there, and says so later.
        if (!_executors.TryGetValue(task.ExecutorId, out var executor)) return;
        _executors[task.ExecutorId] = executor with { Running = executor.Running + 1 };
        cluster.Check(executor.Running < executor.Cores, $"The driver runs {executor.Running + 1} tasks on the {executor.Cores} cores of executor {task.ExecutorId}");
    }

    private void OnEnd(SparkListenerTaskEnd end)
    {
        TasksEnded++;
        var task = end.TaskInfo;
        cluster.Check(_running.Remove(task.TaskId), $"Task {task.TaskId} ended twice");
        cluster.Check(end.Reason is not TaskSuccess || !_lost.Contains(task.ExecutorId), $"Task {task.TaskId} succeeded on executor {task.ExecutorId} after the driver had given it up");
        if (_executors.TryGetValue(task.ExecutorId, out var executor)) _executors[task.ExecutorId] = executor with { Running = executor.Running - 1 };
    }
}
