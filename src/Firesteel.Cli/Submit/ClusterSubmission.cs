using System.Collections;
using System.Runtime.CompilerServices;
using Firesteel.Core.Rpc;
using Firesteel.Deploy.Standalone;
using Firesteel.Deploy.Standalone.Bundles;
using Firesteel.Deploy.Standalone.Client;
using Firesteel.Deploy.Standalone.Protocol;
using Firesteel.Foundation.Configuration;

namespace Firesteel.Cli.Submit;

/// <summary>Programs whose driver runs on a worker of a standalone cluster: <c>--deploy-mode cluster</c>, <c>--kill</c> and <c>--status</c>.</summary>
static class ClusterSubmission
{
    private const string DriverVariable = "FIRESTEEL_DRIVER_ID";

    // What is about this machine, or about daemons; the Worker has its own.
    private static readonly string[] OwnVariables =
    [
        "SPARK_HOME", "SPARK_CONF_DIR", "SPARK_ENV_LOADED", "SPARK_AUTH", "SPARK_LOCAL_IP", "SPARK_LOCAL_DIRS", "SPARK_LOG_DIR", "SPARK_PID_DIR", "SPARK_IDENT_STRING", "SPARK_PUBLIC_DNS",
        "SPARK_NO_DAEMONIZE", "SPARK_NICENESS", "SPARK_SSH_OPTS", "SPARK_WORKERS",
    ];

    /// <summary>Where a Worker started this process as a driver, its life is tied to the Worker's, and its program is fetched.</summary>
    public static void BecomeDriver()
    {
        if (Environment.GetEnvironmentVariable(DriverVariable) is null) return;
        Environment.SetEnvironmentVariable(DriverVariable, null);
        ProcessGroup.Lead();
        ProcessGroup.EndWithStarter();
        Fetch();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Submit(SubmitArguments arguments, Dictionary<string, string> settings)
    {
        using var bundle = new BundleBuilder();
        var program = bundle.AddProgram(arguments.Program!);
        foreach (var key in (ReadOnlySpan<string>)["spark.jars", "spark.files", "spark.submit.pyFiles", "spark.archives"])
            if (settings.TryGetValue(key, out var named)) settings[key] = string.Join(',', ConfigText.List(named).Select(file => bundle.AddFile(key, file)));
        var conf = bundle.AddSettings(settings);
        string[] main = arguments.MainClass is { } name ? ["--class", name] : [];
        var cores = settings.TryGetValue("spark.driver.cores", out var text) ? ConfigText.Int("spark.driver.cores", text) : 1;
        var memory = settings.TryGetValue("spark.driver.memory", out var size) ? (int)(ConfigText.Bytes("spark.driver.memory", size, ByteUnit.MiB) >> 20) : 1024;
        var supervise = settings.TryGetValue("spark.driver.supervise", out var flag) && ConfigText.Boolean("spark.driver.supervise", flag);
        var wait = settings.TryGetValue(DriverConfig.WaitAppCompletion.Key, out var waits) && ConfigText.Boolean(DriverConfig.WaitAppCompletion.Key, waits);
        var description = new DriverDescription(
            Path.GetFileName(Path.TrimEndingDirectorySeparator(arguments.Program!)), ["--properties-file", conf, .. main, program, .. arguments.ProgramArguments], cores, memory, supervise, PassedEnvironment());
        return Client(settings).Submit(description, bundle.Pack(), wait);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Ask(SubmitArguments arguments, Dictionary<string, string> settings)
    {
        if (!settings["spark.master"].StartsWith("spark://", StringComparison.Ordinal)) throw new UsageException("--kill and --status ask the Master of a standalone cluster: name it by --master spark://HOST:PORT.");
        if (arguments.Kill is not null && arguments.Status is not null) throw new UsageException("Either --kill or --status: not both at once.");
        return arguments.Kill is { } killed ? Client(settings).Kill(killed) : Client(settings).Status(arguments.Status!);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Fetch()
    {
        ClusterSecret.TakeFromEnvironment();
        DriverBundle.FetchOwn();
    }

    private static Dictionary<string, string> PassedEnvironment()
    {
        var passed = new Dictionary<string, string>();
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            var name = (string)variable.Key;
            var ours = name.StartsWith("PYSPARK_", StringComparison.Ordinal) || (name.StartsWith("SPARK_", StringComparison.Ordinal)
                && !name.StartsWith("SPARK_MASTER_", StringComparison.Ordinal) && !name.StartsWith("SPARK_WORKER_", StringComparison.Ordinal) && !name.StartsWith("SPARK_DAEMON_", StringComparison.Ordinal));
            if (ours && !OwnVariables.Contains(name)) passed[name] = (string?)variable.Value ?? "";
        }
        return passed;
    }

    private static DriverClient Client(Dictionary<string, string> settings) =>
        new(MasterAddress.ParseAll(settings["spark.master"]), ClusterSecret.Find(key => settings.GetValueOrDefault(key), create: false), TimeProvider.System);
}
