namespace Firesteel.Foundation.Configuration;

/// <summary>Masters and Workers of standalone clusters.</summary>
static class DeployConfig
{
    public static readonly ConfigEntry<string> RecoveryMode =
        ConfigBuilder.Of("spark.deploy.recoveryMode").Doc("Whether a Master remembers over its end: NONE or FILESYSTEM.").Text("NONE");

    public static readonly ConfigEntry<string> RecoveryDirectory =
        ConfigBuilder.Of("spark.deploy.recoveryDirectory").Doc("Folder of what a Master remembers.").Text("");

    public static readonly ConfigEntry<long?> RecoveryTimeout =
        ConfigBuilder.Of("spark.deploy.recoveryTimeout").Doc("How many seconds a started Master waits for those it remembers; spark.worker.timeout where not set.").OptionalLong();

    public static readonly ConfigEntry<int> DefaultCores =
        ConfigBuilder.Of("spark.deploy.defaultCores").Doc("Cores of an application that does not say how many.").Int("2147483647");

    public static readonly ConfigEntry<int> MaxExecutorRetries =
        ConfigBuilder.Of("spark.deploy.maxExecutorRetries").Doc("Executors that ended within two seconds of their start, in a row and with none that lasted, after which their application is removed; negative for never. Until then each Worker is left alone for 100 ms, 200 ms and so on up to 5 s.").Int("10");

    public static readonly ConfigEntry<bool> SpreadOutApps =
        ConfigBuilder.Of("spark.deploy.spreadOutApps").Doc("Give an application cores of many workers, not of few.").Boolean("true");

    public static readonly ConfigEntry<int> RetainedApplications =
        ConfigBuilder.Of("spark.deploy.retainedApplications").Doc("Finished applications that the Master's pages show.").Int("200");

    public static readonly ConfigEntry<int> RetainedDrivers =
        ConfigBuilder.Of("spark.deploy.retainedDrivers").Doc("Finished drivers that the Master's pages show.").Int("200");

    public static readonly ConfigEntry<int> MasterUiPort =
        ConfigBuilder.Of("spark.master.ui.port").Doc("Port of the Master's pages.").Int("8080");

    public static readonly ConfigEntry<long> WorkerTimeout =
        ConfigBuilder.Of("spark.worker.timeout").Doc("Silence after which a Worker is lost.").Duration("60", TimeUnit.SECONDS);

    public static readonly ConfigEntry<int?> WorkerUiPort =
        ConfigBuilder.Of("spark.worker.ui.port").Doc("Port of a Worker's pages.").OptionalInt();

    public static readonly ConfigEntry<bool> WorkerCleanup =
        ConfigBuilder.Of("spark.worker.cleanup.enabled").Doc("Remove folders of applications and drivers that have ended.").Boolean("true");

    public static readonly ConfigEntry<long> WorkerCleanupInterval =
        ConfigBuilder.Of("spark.worker.cleanup.interval").Doc("How often a Worker looks for them.").Duration("1800", TimeUnit.SECONDS);

    public static readonly ConfigEntry<long> WorkerCleanupTtl =
        ConfigBuilder.Of("spark.worker.cleanup.appDataTtl").Doc("How long they are kept.").Duration("604800", TimeUnit.SECONDS);
}
