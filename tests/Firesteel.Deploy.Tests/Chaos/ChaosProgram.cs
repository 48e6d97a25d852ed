using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Firesteel.Deploy.Tests.Chaos;

/// <summary>
/// <c>chaos ENGINE [RUNS] [SEED] [FAULTS]</c>: jobs of some hundred shuffling tasks on three Workers while every two seconds
/// something is killed, stopped, filled or damaged. Each run has to end with the answer that an undisturbed one gives.
/// </summary>
/// <remarks>
/// ENGINE is a built Firesteel.Cli; FAULTS are of executor, worker, master, stop, disk and corrupt, split by commas. With the last two,
/// jobs whose rows go through the disk take turns: one of SQL and one of RDDs.
/// </remarks>
static class ChaosProgram
{
    private static readonly TimeSpan BetweenFaults = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(3);

    // So many rows that an undisturbed run takes about that long on the machine as it is.
    private static readonly TimeSpan Undisturbed = TimeSpan.FromSeconds(8);

    public static int Run(string[] args)
    {
        var engine = Path.GetFullPath(args[0]);
        var runs = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 20;
        var seed = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 1;
        var faults = args.Length > 3 ? args[3].Split(',') : ["executor", "worker", "master"];
        var throughDisk = faults.Contains("disk") || faults.Contains("corrupt");
        var programs = Directory.CreateTempSubdirectory("firesteel-chaos-programs-").FullName;
        ChaosJob[] jobs = throughDisk ? [ChaosJob.Spilling, ChaosJob.Pairs(programs)] : [ChaosJob.Groups];
        var expected = new Dictionary<ChaosJob, (string Answer, long Rows)>();
        var right = 0;
        for (var run = 0; run < runs; run++)
        {
            using var cluster = new ChaosCluster(engine, 3, new Random(seed + run), faults.Contains("disk"));
            // Whoever ends this program ends what it started.
            using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => cluster.Dispose());
            using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => cluster.Dispose());
            var job = jobs[run % jobs.Length];
            if (!expected.ContainsKey(job)) expected.Add(job, Measure(engine, cluster, job));
            if (Disturb(engine, cluster, job, faults, run, seed + run, expected[job])) right++;
        }
        Directory.Delete(programs, recursive: true);
        Console.WriteLine($"{right} of {runs} runs ended with the right answer");
        return right == runs ? 0 : 1;
    }

    private static (string, long) Measure(string engine, ChaosCluster cluster, ChaosJob job)
    {
        var watch = Stopwatch.StartNew();
        _ = Answered(engine, cluster, job, job.FirstRows);
        var rows = Math.Clamp((long)(job.FirstRows * (Undisturbed / watch.Elapsed)), job.FirstRows, job.MostRows);
        watch.Restart();
        var answer = Answered(engine, cluster, job, rows);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Undisturbed {job.Name} of {rows} rows: {answer} after {watch.Elapsed.TotalSeconds:0.0} s"));
        return (answer, rows);
    }

    private static string Answered(string engine, ChaosCluster cluster, ChaosJob job, long rows)
    {
        using var process = job.Start(engine, cluster, rows);
        process.WaitForExit();
        return ChaosJob.AnswerIn(process.Output) is { Length: > 0 } answer ? answer : throw new InvalidOperationException($"The undisturbed run gave no answer:\n{process.Output}");
    }

    private static bool Disturb(string engine, ChaosCluster cluster, ChaosJob job, string[] faults, int run, int seed, (string Answer, long Rows) expected)
    {
        var watch = Stopwatch.StartNew();
        var story = new List<string>();
        using var process = job.Start(engine, cluster, expected.Rows);
        while (!process.HasEndedWithin(BetweenFaults) && watch.Elapsed < LongestRun) story.Add(string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed.TotalSeconds,6:0.0} s {cluster.HurtOne(faults)}"));
        var took = watch.Elapsed;
        var got = process.HasEndedWithin(TimeSpan.Zero) ? ChaosJob.AnswerIn(process.Output) : "(not ended)";
        var ok = got == expected.Answer;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"run {run} (seed {seed}, {job.Name}): {(ok ? "right" : "WRONG")} after {took.TotalSeconds:0.0} s and {story.Count} faults"));
        foreach (var fault in story) Console.WriteLine($"  {fault}");
        if (ok) return true;
        var log = Path.Combine(Path.GetTempPath(), $"firesteel-chaos-{seed}.log");
        File.WriteAllText(log, $"{string.Join('\n', story)}\n\n{process.Output}\n\n{cluster.Logs()}");
        Console.WriteLine($"  answer: {got}; the whole story is in {log}");
        return false;
    }
}
