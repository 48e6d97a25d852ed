namespace Firesteel.Cli.Submit;

/// <summary>One option of <c>spark-submit</c>.</summary>
/// <param name="Name">The long form.</param>
/// <param name="Value">Name of its value in the help text; null for a flag.</param>
/// <param name="Help">What it does.</param>
/// <param name="Key">The setting that it stands for, if it is one.</param>
/// <param name="Refusal">Why it is refused; null where it is honoured.</param>
sealed record SubmitOption(string Name, string? Value, string Help, string? Key = null, string? Refusal = null, string? Short = null)
{
    private const string NoKerberos = "Kerberos is not supported";

    /// <summary>All options, in the order of the help text.</summary>
    public static readonly IReadOnlyList<SubmitOption> All =
    [
        new("--master", "URL", "local[N], local[*], local-cluster[N,CORES,MB] or spark://HOST:PORT[,HOST:PORT...] (default: local[*])", "spark.master"),
        new("--remote", "URL", "Spark Connect server to run on", "spark.remote"),
        new("--deploy-mode", "MODE", "where the driver runs: client (default) or cluster", "spark.submit.deployMode"),
        new("--class", "NAME", "class whose Main is called (default: the program's entry point)"),
        new("--name", "NAME", "name of the application", "spark.app.name"),
        new("--jars", "FILES", "comma-separated assemblies (.dll) that the program may load; archives of Java's are passed over with a line", "spark.jars"),
        new("--packages", "COORDINATES", "comma-separated packages: nuget:NAME:VERSION; Maven's are passed over with a line", "spark.jars.packages"),
        new("--exclude-packages", "COORDINATES", "Maven packages to leave out (without effect)", "spark.jars.excludes"),
        new("--repositories", "URLS", "Maven repositories (without effect)", "spark.jars.repositories"),
        new("--py-files", "FILES", "comma-separated files for Python programs", "spark.submit.pyFiles"),
        new("--files", "FILES", "comma-separated files to place where the tasks run", "spark.files"),
        new("--archives", "FILES", "comma-separated archives to unpack where the tasks run", "spark.archives"),
        new("--conf", "KEY=VALUE", "a setting; may be given many times", Short: "-c"),
        new("--properties-file", "FILE", "file of settings instead of conf/spark-defaults.conf"),
        new("--load-spark-defaults", null, "read conf/spark-defaults.conf as well as --properties-file"),
        new("--driver-memory", "MEM", "memory of the driver, such as 1000m or 2g (default: most of the machine's)", "spark.driver.memory"),
        new("--driver-java-options", "OPTIONS", "read for meaning: -Dspark.key=value, -Dlog4j.logger.NAME=LEVEL", "spark.driver.extraJavaOptions"),
        new("--driver-library-path", "PATH", "library path of the driver's JVM (without effect)", "spark.driver.extraLibraryPath"),
        new("--driver-class-path", "PATH", "class path of the driver's JVM (without effect)", "spark.driver.extraClassPath"),
        new("--executor-memory", "MEM", "memory of an executor, such as 1000m or 2g (default: 1g)", "spark.executor.memory"),
        new("--proxy-user", "NAME", "user to act for", null, "acting for another user is not supported"),
        new("--help", null, "show this text", Short: "-h"),
        new("--verbose", null, "tell which settings are in force", Short: "-v"),
        new("--version", null, "show the version"),
        new("--driver-cores", "N", "cores of a driver in cluster mode (default: 1)", "spark.driver.cores"),
        new("--supervise", null, "start a failed driver again (cluster mode)", "spark.driver.supervise"),
        new("--kill", "ID", "stop a driver (cluster mode)"),
        new("--status", "ID", "tell the state of a driver (cluster mode)"),
        new("--total-executor-cores", "N", "cores of all executors together", "spark.cores.max"),
        new("--executor-cores", "N", "cores of an executor", "spark.executor.cores"),
        new("--num-executors", "N", "how many executors to start", "spark.executor.instances"),
        new("--queue", "NAME", "YARN queue", "spark.yarn.queue"),
        new("--principal", "NAME", "Kerberos principal", "spark.kerberos.principal", NoKerberos),
        new("--keytab", "FILE", "Kerberos keytab", "spark.kerberos.keytab", NoKerberos),
    ];

    public static SubmitOption? Find(string name)
    {
        foreach (var option in All)
            if (option.Name == name || option.Short == name) return option;
        return null;
    }

    public string Describe() => $"  {(Short is null ? Name : $"{Name}, {Short}") + (Value is null ? "" : " " + Value),-34}{Help}{(Refusal is null ? "" : " (refused: " + Refusal + ")")}";
}
