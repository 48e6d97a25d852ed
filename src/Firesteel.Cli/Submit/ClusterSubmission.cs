using System.Runtime.CompilerServices;
using Firesteel.Core.Rpc;
using Firesteel.Deploy.Standalone;
using Firesteel.Deploy.Standalone.Client;
using Firesteel.Deploy.Standalone.Protocol;
using Firesteel.Foundation.Configuration;

namespace Firesteel.Cli.Submit;

/// <summary>Programs whose driver runs on a worker of a standalone cluster: <c>--deploy-mode cluster</c>, <c>--kill</c> and <c>--status</c>.</summary>
/// <remarks>The program has to be where the worker finds it under the same path.</remarks>
static class ClusterSubmission
{
    private const string DriverVariable = "FIRESTEEL_DRIVER_ID";

    // What the client knows for itself, and what must not be on a command line.
    private static readonly string[] NotPassedOn = ["spark.submit.deployMode", "spark.driver.supervise", "spark.authenticate.secret", "spark.authenticate.secret.file"];

    /// <summary>Where a Worker started this process as a driver, its life is tied to the Worker's.</summary>
    public static void TieToWorker()
    {
        if (Environment.GetEnvironmentVariable(DriverVariable) is null) return;
        Environment.SetEnvironmentVariable(DriverVariable, null);
        ProcessGroup.Lead();
        ProcessGroup.EndWithStarter();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Submit(SubmitArguments arguments, Dictionary<string, string> settings)
    {
        var passed = new List<string>();
        foreach (var (key, value) in settings.OrderBy(s => s.Key, StringComparer.Ordinal))
            if (!NotPassedOn.Contains(key)) passed.AddRange(["--conf", $"{key}={value}"]);
        if (arguments.MainClass is { } main) passed.AddRange(["--class", main]);
        var program = Path.GetFullPath(arguments.Program!);
        if (!File.Exists(program) && !Directory.Exists(program)) throw new UsageException($"The program {arguments.Program} does not exist.");
        passed.Add(program);
        passed.AddRange(arguments.ProgramArguments);
        var cores = settings.TryGetValue("spark.driver.cores", out var text) ? ConfigText.Int("spark.driver.cores", text) : 1;
        var memory = settings.TryGetValue("spark.driver.memory", out var size) ? (int)(ConfigText.Bytes("spark.driver.memory", size, ByteUnit.MiB) >> 20) : 1024;
        var supervise = settings.TryGetValue("spark.driver.supervise", out var flag) && ConfigText.Boolean("spark.driver.supervise", flag);
        var environment = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>().Select(e => (Key: (string)e.Key, Value: (string?)e.Value ?? ""))
            .Where(e => e.Key.StartsWith("SPARK_", StringComparison.Ordinal) && e.Key is not ("SPARK_AUTH" or "SPARK_LOCAL_IP" or "SPARK_ENV_LOADED")).ToDictionary(e => e.Key, e => e.Value);
        return Client(settings).Submit(new DriverDescription(program, passed, cores, memory, supervise, environment));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Ask(SubmitArguments arguments, Dictionary<string, string> settings)
    {
        if (!settings["spark.master"].StartsWith("spark://", StringComparison.Ordinal)) throw new UsageException("--kill and --status ask the Master of a standalone cluster: name it by --master spark://HOST:PORT.");
        return arguments.Kill is { } killed ? Client(settings).Kill(killed) : Client(settings).Status(arguments.Status!);
    }

    private static DriverClient Client(Dictionary<string, string> settings) =>
        new(MasterAddress.ParseAll(settings["spark.master"]), ClusterSecret.Find(key => settings.GetValueOrDefault(key), create: false), TimeProvider.System);
}
