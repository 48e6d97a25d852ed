namespace Firesteel.Foundation.Configuration;

/// <summary>The application and its driver.</summary>
static class DriverConfig
{
    public static readonly ConfigEntry<string?> Master =
        ConfigBuilder.Of("spark.master").Doc("Where the application runs: local, local[N], local[*] or local[N,FAILURES].").Since("0.9.0").OptionalText();

    public static readonly ConfigEntry<string?> AppName =
        ConfigBuilder.Of("spark.app.name").Doc("Name of the application, for people.").Since("0.9.0").OptionalText();

    public static readonly ConfigEntry<string?> AppId =
        ConfigBuilder.Of("spark.app.id").Doc("Name of the application, for programs; the scheduler gives it.").Since("1.0.0").OptionalText();

    public static readonly ConfigEntry<string> DeployMode =
        ConfigBuilder.Of("spark.submit.deployMode").Doc("Where the driver runs: in the submitting process (client) or on the cluster.").Text("client");

    public static readonly ConfigEntry<int> DriverCores =
        ConfigBuilder.Of("spark.driver.cores").Doc("Cores of a driver that a cluster starts.").Int("1");

    public static readonly ConfigEntry<long> DriverMemory =
        ConfigBuilder.Of("spark.driver.memory").Doc("Memory of the driver: native buffers and managed heap together.").Bytes("1g", ByteUnit.MiB);

    public static readonly ConfigEntry<long?> DriverMemoryOverhead =
        ConfigBuilder.Of("spark.driver.memoryOverhead").Doc("What a driver's container gets beyond its memory.").NotYet().OptionalBytes(ByteUnit.MiB);

    public static readonly ConfigEntry<double> DriverMemoryOverheadFactor =
        ConfigBuilder.Of("spark.driver.memoryOverheadFactor").Doc("The same as a share of the driver's memory, where it is not set.").NotYet().Double("0.1");

    public static readonly ConfigEntry<long> MaxResultSize =
        ConfigBuilder.Of("spark.driver.maxResultSize").Doc("Results of one job that may reach the driver, in all; 0 for no limit.").Bytes("1g");

    public static readonly ConfigEntry<string?> DriverHost =
        ConfigBuilder.Of("spark.driver.host").Doc("Name under which others reach the driver.").OptionalText();

    public static readonly ConfigEntry<int> DriverPort =
        ConfigBuilder.Of("spark.driver.port").Doc("Port of the driver for its executors; 0 takes any.").Int("0");

    public static readonly ConfigEntry<string?> BindAddress =
        ConfigBuilder.Of("spark.driver.bindAddress").Doc("Address that the driver listens on, where it is another than the one it is known by (spark.driver.host).").FallsBackTo(DriverHost, new ConfigType<string?>("string", (_, text) => text, v => v ?? ""));

    public static readonly ConfigEntry<string?> ExtraJavaOptions =
        ConfigBuilder.Of("spark.driver.extraJavaOptions").Doc("Read for meaning: -Dspark.key=value is a setting, -Dlog4j.logger.NAME=LEVEL a log level; other flags are passed over with a line.").OptionalText();

    public static readonly ConfigEntry<bool> WaitAppCompletion =
        ConfigBuilder.Of("spark.standalone.submit.waitAppCompletion").Doc("Whether spark-submit in cluster mode waits for the driver's end and takes over its exit code.").Boolean("false");

    public static readonly ConfigEntry<string?> LogLevel =
        ConfigBuilder.Of("spark.log.level").Doc("Log level in place of the one that the launcher set.").OptionalText();

    public static readonly ConfigEntry<string?> ExtraListeners =
        ConfigBuilder.Of("spark.extraListeners").Doc("Classes of the program that listen to the application's events, by their full names.").OptionalText();

    public static readonly ConfigEntry<string[]> Jars =
        ConfigBuilder.Of("spark.jars").Doc("Assemblies that the program may load.").List("");

    public static readonly ConfigEntry<string[]> Files =
        ConfigBuilder.Of("spark.files").Doc("Files to place where the tasks run.").List("");

    public static readonly ConfigEntry<string[]> Archives =
        ConfigBuilder.Of("spark.archives").Doc("Archives to unpack where the tasks run.").List("");

    public static readonly ConfigEntry<string> RedactionRegex =
        ConfigBuilder.Of("spark.redaction.regex").Doc("Settings whose key or value matches are hidden in logs and pages.").Text("(?i)secret|password|token|access[.]?key|credential");

    public static readonly ConfigEntry<bool> EventLogEnabled =
        ConfigBuilder.Of("spark.eventLog.enabled").Doc("Write the application's events to a file.").Boolean("false");

    public static readonly ConfigEntry<string> EventLogDir =
        ConfigBuilder.Of("spark.eventLog.dir").Doc("Folder for event logs.").Text("/tmp/spark-events");

    public static readonly ConfigEntry<bool> EventLogCompress =
        ConfigBuilder.Of("spark.eventLog.compress").Doc("Compress event logs.").NotYet().Boolean("true");
}
