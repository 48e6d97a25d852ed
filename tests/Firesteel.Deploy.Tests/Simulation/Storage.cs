using Firesteel.Core.Scheduler;

namespace Firesteel.Deploy.Tests.Simulation;

/// <summary>The shared file system of a simulation: which attempt published each partition's output.</summary>
sealed class Storage(SimulatedDriver driver)
{
    private readonly Dictionary<(int StageId, int Partition), List<(long TaskId, string ExecutorId)>> _published = [];
    private readonly HashSet<long> _tasks = [];

    public void Publish(TaskDescription task, SimulatedExecutor executor)
    {
        var key = (task.TaskSet.Stage.StageId, task.PartitionId);
        if (!_published.TryGetValue(key, out var attempts)) _published.Add(key, attempts = []);
        // One that the driver has given up may hold an old grant; the job's commit takes files of successful attempts only.
        if (driver.Events.IsLost(task.ExecutorId)) return;
        foreach (var (other, on) in attempts)
        {
            driver.Cluster.Check(driver.Events.IsLost(on),
                $"Partition {task.PartitionId} of stage {key.StageId} was committed by task {other} on executor {on} and again by task {task.TaskId} on executor {executor.ExecutorId}");
        }
        attempts.Add((task.TaskId, task.ExecutorId));
        _tasks.Add(task.TaskId);
    }

    public bool IsPublished(SimulatedResult result) => _tasks.Contains(result.TaskId);
}

/// <summary>Of which run of every indeterminate stage each output's rows are: rows of two runs must never meet.</summary>
sealed class Generations(SimulatedDriver driver)
{
    private readonly Dictionary<long, Dictionary<int, StageAttemptId>> _madeFrom = [];

    /// <summary>A task has made its output from what it was given.</summary>
    public void Made(TaskDescription task)
    {
        if (!driver.Cluster.Faults.Any) return;
        var computation = (SimulatedComputation)task.TaskSet.Computation;
        var generations = new Dictionary<int, StageAttemptId>();
        foreach (var statuses in task.TaskSet.ShuffleInputs.Values)
        {
            foreach (var status in statuses)
            {
                foreach (var (source, attempt) in _madeFrom[status!.MapId])
                {
                    driver.Cluster.Check(generations.TryAdd(source, attempt) || generations[source] == attempt, $"Task {task.TaskId} read rows of two runs of an indeterminate stage");
                }
            }
        }
        if (computation.Level == Determinism.Indeterminate) generations[computation.Number] = task.TaskSet.Stage;
        _madeFrom[task.TaskId] = generations;
    }

    public IReadOnlyDictionary<int, StageAttemptId> Of(long taskId) => _madeFrom[taskId];
}
