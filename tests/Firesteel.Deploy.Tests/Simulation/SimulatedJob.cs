using Firesteel.Core.Scheduler;
using Firesteel.Core.Shuffle;

namespace Firesteel.Deploy.Tests.Simulation;

/// <summary>A job of a simulated program, and what is known of its results.</summary>
sealed class SimulatedJob
{
    private readonly SimulatedDriver _driver;
    private readonly SimulatedComputation _computation;
    private readonly bool _isMapStage;
    private readonly List<SimulatedResult> _results = [];

    public SimulatedJob(SimulatedDriver driver, SimulatedComputation computation, LocalProperties properties)
    {
        (_driver, _computation) = (driver, computation);
        Waiter = driver.Scheduler.SubmitJob(computation, [.. Enumerable.Range(0, computation.PartitionCount)], OnResult, new CallSite("job at Program.cs:1"), properties);
    }

    /// <summary>Runs the map side of a shuffle alone, as adaptive execution does.</summary>
    public SimulatedJob(SimulatedDriver driver, ShuffleDependency shuffle, LocalProperties properties)
    {
        (_driver, _computation, _isMapStage) = (driver, (SimulatedComputation)shuffle.MapSide, true);
        Waiter = driver.Scheduler.SubmitMapStage(shuffle, new CallSite("map stage at Program.cs:2"), properties);
    }

    public JobWaiter Waiter { get; }
    public bool IsCancelled { get; private set; }

    public void Cancel()
    {
        IsCancelled = true;
        _driver.Scheduler.CancelJob(Waiter.JobId);
    }

    /// <summary>Checks the results of a job that has ended.</summary>
    public void CheckEnded()
    {
        var cluster = _driver.Cluster;
        cluster.Check(Waiter.Completion.IsCompleted && Waiter.Quiet.IsCompleted, $"{_driver.Name}: job {Waiter.JobId} hangs");
        if (!Waiter.Completion.IsCompleted) return;
        if (!Waiter.Completion.IsCompletedSuccessfully)
        {
            var message = Waiter.Completion.Exception!.InnerException!.Message;
            // Results that were computed from rows which changed since cannot be taken back.
            cluster.Check(IsCancelled || message.Contains("indeterminate") || message.Contains("SPARK-24819") || message.Contains("excludeOnFailure") || _driver.Backend.DeadReason is not null, $"{_driver.Name}: job {Waiter.JobId} failed: {message}");
            return;
        }
        if (_isMapStage)
        {
            cluster.Check(Waiter.Statistics!.BytesByPartition.All(bytes => bytes == _computation.PartitionCount), $"{_driver.Name}: map stage {Waiter.JobId} ended with {string.Join(", ", Waiter.Statistics.BytesByPartition)} bytes of {_computation.PartitionCount} maps");
            return;
        }
        cluster.Check(_results.Count == _computation.PartitionCount, $"{_driver.Name}: job {Waiter.JobId} gave {_results.Count} of {_computation.PartitionCount} results");
        cluster.Check(_computation.Rows.Value == _computation.PartitionCount, $"{_driver.Name}: the accumulator of job {Waiter.JobId} counts {_computation.Rows.Value} of {_computation.PartitionCount} partitions");
        if (cluster.Faults.Any) CheckGenerations(cluster);
    }

    private void CheckGenerations(SimulatedCluster cluster)
    {
        var runs = new Dictionary<int, StageAttemptId>();
        foreach (var result in _results)
        {
            foreach (var (source, run) in _driver.Generations.Of(result.TaskId))
                if (source != _computation.Number) cluster.Check(runs.TryAdd(source, run) || runs[source] == run, $"{_driver.Name}: job {Waiter.JobId} has results of two runs of an indeterminate stage");
            if (_computation.Publishes) cluster.Check(_driver.Storage.IsPublished(result), $"{_driver.Name}: the result of partition {result.Partition} of job {Waiter.JobId} was not published");
        }
    }

    private void OnResult(int index, object? value)
    {
        var result = (SimulatedResult)value!;
        _driver.Cluster.Check(index == _results.Count && result.Partition == index, $"{_driver.Name}: result {index} of job {Waiter.JobId} came out of turn");
        _results.Add(result);
    }
}
