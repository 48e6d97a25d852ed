namespace Firesteel.Core.Scheduler;

/// <summary>In which order waiting tasks of several jobs or pools get free slots.</summary>
enum SchedulingMode { FIFO, FAIR }

/// <summary>One pool as a fair-scheduler file declares it.</summary>
sealed record PoolOptions(string Name, SchedulingMode Mode = SchedulingMode.FIFO, int Weight = 1, int MinShare = 0);

/// <summary>How long a task waits for a slot of each level before it takes a farther one (<c>spark.locality.wait.*</c>).</summary>
readonly record struct LocalityWaits(TimeSpan Process, TimeSpan Node, TimeSpan Rack)
{
    public LocalityWaits(TimeSpan all) : this(all, all, all) { }
}

/// <summary>When a running task counts as slow, so that a copy of it starts elsewhere (<c>spark.speculation.*</c>).</summary>
sealed record SpeculationOptions
{
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(100);
    public double Quantile { get; init; } = 0.9;
    public double Multiplier { get; init; } = 3;
    public TimeSpan MinTaskRuntime { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>For stages of no more tasks than an executor has slots; null to judge them as others.</summary>
    public TimeSpan? TaskDurationThreshold { get; init; }
}

/// <summary>After which failures tasks stay away from an executor or a node (<c>spark.excludeOnFailure.*</c>).</summary>
sealed record ExclusionOptions
{
    public bool TaskAndStage { get; init; }
    public bool Application { get; init; }
    public int MaxTaskAttemptsPerExecutor { get; init; } = 1;
    public int MaxTaskAttemptsPerNode { get; init; } = 2;
    public int StageMaxFailedTasksPerExecutor { get; init; } = 2;
    public int StageMaxFailedExecutorsPerNode { get; init; } = 2;
    public int MaxFailedTasksPerExecutor { get; init; } = 2;
    public int MaxFailedExecutorsPerNode { get; init; } = 2;
    public bool FetchFailures { get; init; }

    /// <summary>Whether executors that the application leaves out are ended, so that others take their place.</summary>
    public bool KillsExecutors { get; init; }

    public TimeSpan Timeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a stage that can run nowhere waits before it is given up.</summary>
    public TimeSpan UnschedulableTimeout { get; init; } = TimeSpan.FromSeconds(120);
}

/// <summary>What barrier stages wait for (<c>spark.barrier.*</c>, <c>spark.scheduler.barrier.*</c>).</summary>
sealed record BarrierOptions
{
    public TimeSpan SyncTimeout { get; init; } = TimeSpan.FromDays(365);
    public TimeSpan CheckInterval { get; init; } = TimeSpan.FromSeconds(15);
    public int MaxCheckFailures { get; init; } = 40;
}

/// <summary>What the schedulers can be told; the defaults are Spark's for clusters.</summary>
sealed record SchedulerOptions
{
    /// <summary>Failures of one task after which its job is given up (<c>spark.task.maxFailures</c>; 1 in local mode).</summary>
    public int MaxTaskFailures { get; init; } = 4;

    /// <summary>Attempts of one stage in a row that may end in fetch failures (<c>spark.stage.maxConsecutiveAttempts</c>).</summary>
    public int MaxConsecutiveStageAttempts { get; init; } = 4;

    /// <summary>Attempts of one stage, in a row or not (<c>spark.stage.maxAttempts</c>).</summary>
    public int MaxStageAttempts { get; init; } = int.MaxValue;

    /// <summary>Slots that a task takes (<c>spark.task.cpus</c>).</summary>
    public int CpusPerTask { get; init; } = 1;

    /// <summary>Bytes that the results of one stage may have in all; 0 for no limit (<c>spark.driver.maxResultSize</c>).</summary>
    public long MaxResultSize { get; init; }

    /// <summary>How killed tasks are watched; null where nobody does.</summary>
    public TaskReaperOptions? Reaper { get; init; }

    public SchedulingMode Mode { get; init; } = SchedulingMode.FIFO;

    public IReadOnlyList<PoolOptions> Pools { get; init; } = [];

    public LocalityWaits LocalityWaits { get; init; } = new(TimeSpan.FromSeconds(3));

    /// <summary>The rack of a host; null where nobody knows of racks.</summary>
    public Func<string, string?>? RackOf { get; init; }

    /// <summary>Null where slow tasks are left alone.</summary>
    public SpeculationOptions? Speculation { get; init; }

    public ExclusionOptions Exclusion { get; init; } = new();

    public BarrierOptions Barrier { get; init; } = new();

    /// <summary>How often the log says that no executor has taken a task yet; null where executors cannot fail to come.</summary>
    public TimeSpan? StarvationInterval { get; init; }

    /// <summary>When set, the tasks of a set start in a random order of this seed, not lowest first: no result may depend on it.</summary>
    public int? TaskOrderSeed { get; init; }

    /// <summary>How long after a fetch failure the lost maps are run again, to gather failures that come together.</summary>
    public TimeSpan ResubmitDelay { get; init; } = TimeSpan.FromMilliseconds(200);
}
