using Firesteel.Core.Events;
using Firesteel.Core.Shuffle;
using Firesteel.Core.Storage;
using Firesteel.Foundation.Logging;

namespace Firesteel.Core.Scheduler;

/// <summary>
/// What a driver runs jobs with: schedulers, shuffle registry and event bus over one backend. A program has one.
/// </summary>
sealed class DriverRuntime : IDisposable
{
    private static readonly Logger Log = Logger.For("SparkContext");

    private readonly ISchedulerBackend _backend;

    /// <param name="listeners">Receive every event from the first on.</param>
    public DriverRuntime(
        SchedulerOptions options, ISchedulerBackend backend, ShuffleStore store, IReadOnlyList<EventListener>? listeners = null,
        IEventLoopHost? host = null, TimeProvider? time = null, Random? random = null, int eventQueueCapacity = 10_000, IReadOnlyList<string>? scratch = null)
    {
        Time = time ?? TimeProvider.System;
        host ??= new ThreadEventLoopHost();
        _backend = backend;
        backend.UseFiles(Files);
        Store = store;
        var environment = Logger.For("SparkEnv");
        environment.Info("Registering MapOutputTracker");
        environment.Info("Registering OutputCommitCoordinator");
        Blocks = backend.CreateBlocks(Directory, new LocalDirectories(scratch ?? []));
        Blocks.RemoveEverywhere = prefix => InBackground(() => RemoveBlocks(prefix));
        Bus = new LiveListenerBus(eventQueueCapacity, Time);
        Directory.Bus = Bus;
        Tasks = new TaskSchedulerImpl(options, backend, host, Time, random ?? new Random(), Bus);
        foreach (var listener in listeners ?? []) Bus.AddListener(listener);
        Scheduler = new DAGScheduler(options, Tasks, Tracker, Bus, host, Time);
        Tasks.Start(Scheduler);
    }

    /// <summary><c>local[cores,maxFailures]</c>: everything in this process.</summary>
    public static DriverRuntime Local(int cores, int maxFailures = 1, SchedulerOptions? options = null, IReadOnlyList<string>? scratch = null)
    {
        var store = new ShuffleStore();
        var backend = new LocalSchedulerBackend(new ExecutorOptions(cores), store, TimeProvider.System);
        return new DriverRuntime((options ?? new()) with { MaxTaskFailures = maxFailures }, backend, store, scratch: scratch);
    }

    public TimeProvider Time { get; }
    public LiveListenerBus Bus { get; }
    public MapOutputTracker Tracker { get; } = new();

    /// <summary>Map outputs that this process holds.</summary>
    public ShuffleStore Store { get; }

    /// <summary>Where the blocks of all processes are.</summary>
    public BlockDirectory Directory { get; } = new();

    /// <summary>Blocks that this process holds.</summary>
    public BlockManager Blocks { get; }

    /// <summary>Files that the program gives to its tasks.</summary>
    public Files.SharedFiles Files { get; } = new();

    public TaskSchedulerImpl Tasks { get; }
    public DAGScheduler Scheduler { get; }
    public bool IsInProcess => _backend.IsInProcess;
    public int DefaultParallelism => _backend.DefaultParallelism;

    /// <summary>
    /// Runs a job and blocks until it has ended and none of its tasks runs. Results come to <paramref name="handler"/> on
    /// the calling thread, in the order of <paramref name="partitions"/>, while later tasks still run.
    /// </summary>
    /// <param name="partitions">Null for all.</param>
    public void RunJob(
        StageComputation computation, IReadOnlyList<int>? partitions, Action<int, object?> handler, CallSite callSite, LocalProperties? properties = null, CancellationToken cancellation = default)
    {
        partitions ??= [.. Enumerable.Range(0, computation.PartitionCount)];
        if (Log.IsEnabled(LogLevel.Info)) Log.Info($"Starting job: {callSite.ShortForm}");
        var started = Time.GetTimestamp();
        var results = new JobResults();
        var waiter = Scheduler.SubmitJob(computation, partitions, results.Add, callSite, properties ?? LocalProperties.Empty, results.End);
        using var registration = cancellation.Register(() => Scheduler.CancelJob(waiter.JobId));
        try
        {
            while (results.Take(out var index, out var value)) handler(index, value);
        }
        catch
        {
            // The handler failed: what still runs is of no use.
            Scheduler.CancelJob(waiter.JobId);
            waiter.Quiet.GetAwaiter().GetResult();
            throw;
        }
        try { waiter.Wait(); }
        finally
        {
            if (Log.IsEnabled(LogLevel.Info))
            {
                var took = Time.GetElapsedTime(started).TotalMilliseconds;
                Logger.For("DAGScheduler").Info(FormattableString.Invariant($"Job {waiter.JobId} {(waiter.Completion.IsCompletedSuccessfully ? "finished" : "failed")}: {callSite.ShortForm}, took {took:0.######} ms"));
            }
        }
    }

    /// <summary>Runs a job over all partitions and returns their results in order.</summary>
    public object?[] RunJob(StageComputation computation, CallSite callSite, LocalProperties? properties = null, CancellationToken cancellation = default)
    {
        var results = new object?[computation.PartitionCount];
        RunJob(computation, null, (index, value) => results[index] = value, callSite, properties, cancellation);
        return results;
    }

    /// <summary>Runs the map side of a shuffle and blocks until its outputs are there; returns their sizes, for adaptive execution.</summary>
    public MapOutputStatistics RunMapStage(ShuffleDependency dependency, CallSite callSite, LocalProperties? properties = null, CancellationToken cancellation = default)
    {
        var waiter = Scheduler.SubmitMapStage(dependency, callSite, properties ?? LocalProperties.Empty);
        using var registration = cancellation.Register(() => Scheduler.CancelJob(waiter.JobId));
        waiter.Wait();
        return waiter.Statistics!;
    }

    /// <summary>Forgets a shuffle and frees its outputs everywhere; nothing may be reading it.</summary>
    public void RemoveShuffle(int shuffleId)
    {
        Tracker.UnregisterShuffle(shuffleId);
        _backend.RemoveShuffle(shuffleId);
    }

    /// <summary>Drops the blocks of an RDD everywhere.</summary>
    public void RemoveRdd(int rddId)
    {
        RemoveBlocks($"rdd_{rddId}_");
        if (Bus.HasListeners) Bus.Post(new SparkListenerUnpersistRdd(rddId));
    }

    /// <summary>Drops the blocks whose names begin so, everywhere.</summary>
    public void RemoveBlocks(string prefix)
    {
        Directory.Remove(prefix);
        Blocks.Remove(prefix);
        _backend.RemoveBlocks(prefix);
    }

    /// <summary>Cleans up after something that the program holds no more; the finaliser that notices must not wait, and what fails then fails nobody.</summary>
    public void InBackground(Action cleaning) => ThreadPool.UnsafeQueueUserWorkItem(_ =>
    {
        try { cleaning(); }
        catch (Exception e)
        {
            if (Log.IsEnabled(LogLevel.Debug)) Log.Debug($"Could not clean up: {e.Message}");
        }
    }, null);

    /// <summary>Drops such blocks on executors; the driver keeps its own.</summary>
    public void RemoveBlocksOfExecutors(string prefix)
    {
        Directory.Remove(prefix, except: Blocks.Id);
        _backend.RemoveBlocks(prefix);
    }

    public void Dispose()
    {
        Scheduler.Dispose();
        Tasks.Dispose();
        Logger.For("MapOutputTrackerMasterEndpoint").Info("MapOutputTrackerMasterEndpoint stopped!");
        Logger.For("OutputCommitCoordinator$OutputCommitCoordinatorEndpoint").Info("OutputCommitCoordinator stopped!");
        Bus.Dispose();
        Store.Dispose();
        Blocks.Dispose();
    }
}
