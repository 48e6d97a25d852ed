using Firesteel.Foundation.Configuration;

namespace Firesteel.Core.Scheduler;

/// <summary>Reads the schedulers' options from an application's settings.</summary>
static class SchedulerSettings
{
    private static readonly TimeSpan StarvationInterval = TimeSpan.FromSeconds(15);

    /// <param name="isCluster">Whether executors come from elsewhere: in local mode tasks get one try, unless the master says otherwise.</param>
    /// <param name="configurationFolder">Where <c>fairscheduler.xml</c> is looked for if no setting names a file.</param>
    public static SchedulerOptions Read(SparkConf conf, bool isCluster, string? configurationFolder = null)
    {
        var mode = Enum.Parse<SchedulingMode>(conf.Get(SchedulerConfig.SchedulerMode));
        var options = new SchedulerOptions
        {
            Mode = mode,
            Pools = mode == SchedulingMode.FAIR ? FairSchedulerFile.Find(conf.Get(SchedulerConfig.SchedulerAllocationFile), configurationFolder) : [],
            CpusPerTask = Math.Max(1, conf.Get(SchedulerConfig.TaskCpus)),
            MaxResultSize = conf.Get(DriverConfig.MaxResultSize),
            MaxConsecutiveStageAttempts = conf.Get(SchedulerConfig.StageMaxConsecutiveAttempts),
            MaxStageAttempts = conf.Get(SchedulerConfig.StageMaxAttempts),
            LocalityWaits = new LocalityWaits(Time(conf.Get(SchedulerConfig.LocalityWaitProcess)), Time(conf.Get(SchedulerConfig.LocalityWaitNode)), Time(conf.Get(SchedulerConfig.LocalityWaitRack))),
            Reaper = conf.Get(SchedulerConfig.TaskReaperEnabled) ? new TaskReaperOptions(Time(conf.Get(SchedulerConfig.TaskReaperPollingInterval)), conf.Get(SchedulerConfig.TaskReaperKillTimeout) is > 0 and var limit ? Time(limit) : null) : null,
            Barrier = new BarrierOptions
            {
                SyncTimeout = Time(conf.Get(SchedulerConfig.BarrierSyncTimeout)),
                CheckInterval = Time(conf.Get(SchedulerConfig.BarrierCheckInterval)),
                MaxCheckFailures = conf.Get(SchedulerConfig.BarrierCheckMaxFailures),
            },
        };
        if (!isCluster) return options;
        return options with
        {
            MaxTaskFailures = conf.Get(SchedulerConfig.TaskMaxFailures),
            Speculation = conf.Get(SchedulerConfig.Speculation) ? ReadSpeculation(conf) : null,
            Exclusion = ReadExclusion(conf),
            StarvationInterval = StarvationInterval,
        };
    }

    private static SpeculationOptions ReadSpeculation(SparkConf conf)
    {
        var threshold = conf.Get(SchedulerConfig.SpeculationTaskDurationThreshold);
        return new SpeculationOptions
        {
            Interval = Time(conf.Get(SchedulerConfig.SpeculationInterval)),
            Quantile = conf.Get(SchedulerConfig.SpeculationQuantile),
            Multiplier = conf.Get(SchedulerConfig.SpeculationMultiplier),
            MinTaskRuntime = Time(conf.Get(SchedulerConfig.SpeculationMinTaskRuntime)),
            TaskDurationThreshold = Optional(SchedulerConfig.SpeculationTaskDurationThreshold.Key, threshold),
        };
    }

    private static ExclusionOptions ReadExclusion(SparkConf conf)
    {
        var all = conf.Get(SchedulerConfig.ExcludeOnFailureEnabled) ?? false;
        return new ExclusionOptions
        {
            TaskAndStage = conf.Get(SchedulerConfig.ExcludeOnFailureTaskAndStage) ?? all,
            Application = conf.Get(SchedulerConfig.ExcludeOnFailureApplication) ?? all,
            MaxTaskAttemptsPerExecutor = conf.Get(SchedulerConfig.ExcludeMaxTaskAttemptsPerExecutor),
            MaxTaskAttemptsPerNode = conf.Get(SchedulerConfig.ExcludeMaxTaskAttemptsPerNode),
            StageMaxFailedTasksPerExecutor = conf.Get(SchedulerConfig.ExcludeStageMaxFailedTasksPerExecutor),
            StageMaxFailedExecutorsPerNode = conf.Get(SchedulerConfig.ExcludeStageMaxFailedExecutorsPerNode),
            MaxFailedTasksPerExecutor = conf.Get(SchedulerConfig.ExcludeMaxFailedTasksPerExecutor),
            MaxFailedExecutorsPerNode = conf.Get(SchedulerConfig.ExcludeMaxFailedExecutorsPerNode),
            KillsExecutors = conf.Get(SchedulerConfig.KillExcludedExecutors),
            FetchFailures = conf.Get(SchedulerConfig.ExcludeOnFetchFailure),
            Timeout = Optional(SchedulerConfig.ExcludeTimeout.Key, conf.Get(SchedulerConfig.ExcludeTimeout)) ?? TimeSpan.FromHours(1),
            UnschedulableTimeout = Time(conf.Get(SchedulerConfig.ExcludeUnschedulableTimeout)),
        };
    }

    private static TimeSpan Time(long milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static TimeSpan? Optional(string key, string? text) => text is null ? null : Time(ConfigText.Duration(key, text, TimeUnit.MILLISECONDS));
}
