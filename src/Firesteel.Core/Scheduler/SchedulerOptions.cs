namespace Firesteel.Core.Scheduler;

/// <summary>In which order waiting tasks of several jobs or pools get free slots.</summary>
enum SchedulingMode { FIFO, FAIR }

/// <summary>One pool as a fair-scheduler file declares it.</summary>
sealed record PoolOptions(string Name, SchedulingMode Mode = SchedulingMode.FIFO, int Weight = 1, int MinShare = 0);

/// <summary>What the schedulers can be told; the defaults are Spark's for clusters.</summary>
sealed record SchedulerOptions
{
    /// <summary>Failures of one task after which its job is given up (<c>spark.task.maxFailures</c>; 1 in local mode).</summary>
    public int MaxTaskFailures { get; init; } = 4;

    /// <summary>Attempts of one stage in a row that may end in fetch failures (<c>spark.stage.maxConsecutiveAttempts</c>).</summary>
    public int MaxConsecutiveStageAttempts { get; init; } = 4;

    public SchedulingMode Mode { get; init; } = SchedulingMode.FIFO;

    public IReadOnlyList<PoolOptions> Pools { get; init; } = [];

    /// <summary>How long a task waits for a slot nearer to its input, level by level (<c>spark.locality.wait</c>).</summary>
    public TimeSpan LocalityWait { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>When set, the tasks of a set start in a random order of this seed, not lowest first: no result may depend on it.</summary>
    public int? TaskOrderSeed { get; init; }

    /// <summary>How long after a fetch failure the lost maps are run again, to gather failures that come together.</summary>
    public TimeSpan ResubmitDelay { get; init; } = TimeSpan.FromMilliseconds(200);
}
