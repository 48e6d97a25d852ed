using Firesteel.Core.Events;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Shuffle;

namespace Firesteel.Core.Tests.Support;

/// <summary>Both schedulers on one thread, over a manual backend and a time that stands still.</summary>
sealed class SchedulerHarness
{
    private readonly ManualEventLoopHost _host = new();

    public SchedulerHarness(SchedulerOptions? options = null, params ExecutorDescription[] executors)
    {
        Backend = new ManualBackend(executors.Length > 0 ? executors : [new ExecutorDescription("1", "host-1", 2), new ExecutorDescription("2", "host-2", 2)]);
        options ??= new SchedulerOptions();
        Tasks = new TaskSchedulerImpl(options, Backend, _host, Time, new Random(7), Events);
        Scheduler = new DAGScheduler(options, Tasks, Tracker, Events, _host, Time);
        Tasks.Start(Scheduler);
        Run();
    }

    public FakeTime Time { get; } = new();
    public ManualBackend Backend { get; }
    public MapOutputTracker Tracker { get; } = new();
    public RecordingBus Events { get; } = new();
    public TaskSchedulerImpl Tasks { get; }
    public DAGScheduler Scheduler { get; }

    public void Run() => _host.RunUntilIdle();

    public JobWaiter Submit(StageComputation computation, List<object?>? results = null, LocalProperties? properties = null)
    {
        var waiter = Scheduler.SubmitJob(
            computation, [.. Enumerable.Range(0, computation.PartitionCount)], (_, value) => results?.Add(value), new CallSite("test at Test.cs:1"), properties ?? LocalProperties.Empty);
        Run();
        return waiter;
    }

    public void Succeed(TaskDescription task, object? value = null)
    {
        Backend.Succeed(task, value);
        Run();
    }

    /// <summary>Ends every running task of a stage well, until none is left.</summary>
    public void SucceedAll(int stageId)
    {
        while (Backend.Running.Find(task => task.TaskSet.Stage.StageId == stageId) is { } task) Succeed(task, task.PartitionId);
    }
}

/// <summary>Keeps every event that is posted.</summary>
sealed class RecordingBus : IListenerBus
{
    public List<SparkListenerEvent> Posted { get; } = [];
    public bool HasListeners => true;
    public void Post(SparkListenerEvent e) => Posted.Add(e);

    /// <summary>Names of the events that are about jobs, stages and tasks, without their prefix.</summary>
    public List<string> Names => [.. Posted.Select(e => e.GetType().Name["EventListener".Length..]).Where(name => !name.StartsWith("Executor"))];
}

/// <summary>A computation given by a function.</summary>
sealed class TestComputation(int partitions, Func<int, TaskContext, object?> run, params ShuffleDependency[] dependencies) : StageComputation
{
    public TestComputation(int partitions, params ShuffleDependency[] dependencies) : this(partitions, (partition, _) => partition, dependencies) { }

    public Determinism Level { get; init; } = Determinism.Determinate;
    public Func<int, IReadOnlyList<string>>? Preferred { get; init; }
    public bool Barrier { get; init; }
    public Func<StageAttemptId, IDisposable>? SharedState { get; init; }

    public override int PartitionCount => partitions;
    public override IReadOnlyList<ShuffleDependency> ShuffleDependencies => dependencies;
    public override Determinism Determinism => Level;
    public override bool IsBarrier => Barrier;
    public override bool HasSharedState => SharedState is not null;
    public override IDisposable? CreateSharedState(StageAttemptId attempt) => SharedState?.Invoke(attempt);
    public override IReadOnlyList<string> PreferredLocations(int partition) => Preferred?.Invoke(partition) ?? [];
    public override object? RunTask(int partition, TaskContext context) => run(partition, context);
}
