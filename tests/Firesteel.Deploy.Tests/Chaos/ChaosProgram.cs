using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Firesteel.Deploy.Tests.Support;

namespace Firesteel.Deploy.Tests.Chaos;

/// <summary>
/// <c>chaos ENGINE [RUNS] [SEED] [FAULTS]</c>: SQL jobs of 200 shuffling tasks on three Workers while every two seconds
/// something is killed or stopped. Each run has to end with the answer that an undisturbed one gives.
/// </summary>
/// <remarks>ENGINE is a built Firesteel.Cli; FAULTS are of executor, worker, master and stop, split by commas.</remarks>
static partial class ChaosProgram
{
    private static readonly TimeSpan BetweenFaults = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(3);

    // So many rows that an undisturbed run takes about that long on the machine as it is.
    private static readonly TimeSpan Undisturbed = TimeSpan.FromSeconds(8);
    private const long FirstRows = 2_000_000;
    private const long MostRows = 100_000_000;

    private static string Query(long rows) =>
        "select count(*) as groups, sum(n) as total, max(s) as highest, min(s) as lowest from "
        + $"(select xxhash64(id % 5000) as k, count(*) as n, sum(xxhash64(id, 7) % 1000 + length(sha2(cast(id as string), 256))) as s from range(0, {rows}, 1, 100) group by 1)";

    [GeneratedRegex(@"^\d+\s+\d+\s+-?\d+\s+-?\d+$", RegexOptions.Multiline)]
    private static partial Regex Answer();

    public static int Run(string[] args)
    {
        var engine = Path.GetFullPath(args[0]);
        var runs = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 20;
        var seed = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 1;
        var faults = args.Length > 3 ? args[3].Split(',') : ["executor", "worker", "master"];
        var right = 0;
        string? expected = null;
        var rows = FirstRows;
        for (var run = 0; run < runs; run++)
        {
            using var cluster = new ChaosCluster(engine, 3, new Random(seed + run));
            // Whoever ends this program ends what it started.
            using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => cluster.Dispose());
            using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => cluster.Dispose());
            if (expected is null)
            {
                var watch = Stopwatch.StartNew();
                _ = Answered(engine, cluster, rows);
                rows = Math.Clamp((long)(rows * (Undisturbed / watch.Elapsed)), FirstRows, MostRows);
                watch.Restart();
                expected = Answered(engine, cluster, rows);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Undisturbed: {expected} after {watch.Elapsed.TotalSeconds:0.0} s"));
            }
            if (Disturb(engine, cluster, rows, faults, run, seed + run, expected)) right++;
        }
        Console.WriteLine($"{right} of {runs} runs ended with the right answer");
        return right == runs ? 0 : 1;
    }

    private static string Answered(string engine, ChaosCluster cluster, long rows)
    {
        using var job = Start(engine, cluster, rows);
        job.WaitForExit();
        return Answer().Match(job.Output) is { Success: true } answer ? answer.Value : throw new InvalidOperationException($"The undisturbed run gave no answer:\n{job.Output}");
    }

    private static bool Disturb(string engine, ChaosCluster cluster, long rows, string[] faults, int run, int seed, string expected)
    {
        var watch = Stopwatch.StartNew();
        var story = new List<string>();
        using var job = Start(engine, cluster, rows);
        while (!job.HasEndedWithin(BetweenFaults) && watch.Elapsed < LongestRun) story.Add($"{watch.Elapsed.TotalSeconds,6:0.0} s {cluster.HurtOne(faults)}");
        var took = watch.Elapsed;
        var got = job.HasEndedWithin(TimeSpan.Zero) ? Answer().Match(job.Output).Value : "(not ended)";
        var ok = got == expected;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"run {run} (seed {seed}): {(ok ? "right" : "WRONG")} after {took.TotalSeconds:0.0} s and {story.Count} faults"));
        if (ok) return true;
        var log = Path.Combine(Path.GetTempPath(), $"firesteel-chaos-{seed}.log");
        File.WriteAllText(log, $"{string.Join('\n', story)}\n\n{job.Output}\n\n{cluster.Logs()}");
        Console.WriteLine($"  {string.Join("\n  ", story)}\n  answer: {got}; the whole story is in {log}");
        return false;
    }

    // Whoever expects a failure every two seconds gives stages and tasks more attempts than four.
    private static TestProcess Start(string engine, ChaosCluster cluster, long rows) => new(engine, cluster.Environment, "sql", "--master", cluster.Url,
        "--conf", "spark.cores.max=6", "--conf", "spark.executor.cores=1", "--conf", "spark.executor.memory=512m", "--conf", "spark.network.timeout=10s", "--conf", "spark.executor.heartbeatInterval=2s",
        "--conf", "spark.stage.maxConsecutiveAttempts=100", "--conf", "spark.task.maxFailures=100", "--conf", "spark.sql.shuffle.partitions=100",
        "--conf", "spark.sql.adaptive.coalescePartitions.enabled=false", "-e", Query(rows));
}
