using System.Diagnostics;
using System.Globalization;
using Firesteel.Foundation.Logging;

namespace Firesteel.Deploy.Tests.Simulation;

/// <summary><c>simulate [--seeds N] [--from SEED] [--seed SEED] [--trace]</c>: runs the simulator over many seeds, or over one.</summary>
static class SimulateCommand
{
    public static int Run(string[] args)
    {
        var (seeds, from, trace) = (2_000, 0, false);
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--seeds" when i + 1 < args.Length: seeds = int.Parse(args[++i], CultureInfo.InvariantCulture); break;
                case "--from" when i + 1 < args.Length: from = int.Parse(args[++i], CultureInfo.InvariantCulture); break;
                case "--seed" when i + 1 < args.Length: (from, seeds) = (int.Parse(args[++i], CultureInfo.InvariantCulture), 1); break;
                case "--trace": trace = true; break;
                default:
                    Console.Error.WriteLine("usage: simulate [--seeds N] [--from SEED] [--seed SEED] [--trace]");
                    return 2;
            }
        }
        Logger.Level = trace ? LogLevel.Info : LogLevel.Off;
        var watch = Stopwatch.StartNew();
        var totals = new Totals();
        var failures = RunAll(from, seeds, totals, trace);
        foreach (var failure in failures) Console.WriteLine(failure);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{seeds} seeds, {totals.Events:N0} events, {totals.Jobs:N0} jobs of which {totals.Succeeded:N0} succeeded, {totals.Tasks:N0} tasks, {totals.Lost:N0} executors lost; "
                + $"{failures.Count} seeds failed, {watch.Elapsed.TotalSeconds:0.0} s, {seeds / watch.Elapsed.TotalMinutes:0} seeds a minute"));
        return failures.Count == 0 ? 0 : 1;
    }

    /// <summary>What happened in all seeds together.</summary>
    public sealed class Totals
    {
        public long Events { get; private set; }
        public long Jobs { get; private set; }
        public long Succeeded { get; private set; }
        public long Tasks { get; private set; }
        public long Lost { get; private set; }

        public void Add(SimulatedCluster cluster)
        {
            Events += cluster.Time.Events;
            foreach (var driver in cluster.Drivers)
            {
                Jobs += driver.Jobs.Count;
                Succeeded += driver.Jobs.Count(job => job.Waiter.Completion.IsCompletedSuccessfully);
                Tasks += driver.Events.TasksEnded;
                Lost += driver.Events.ExecutorsLost;
            }
        }
    }

    /// <summary>Runs seeds until some have failed, and says what each failed of and how to run it again.</summary>
    public static List<string> RunAll(int from, int seeds, Totals totals, bool trace = false)
    {
        var failures = new List<string>();
        for (var seed = from; seed < from + seeds && failures.Count < 10; seed++)
        {
            var scenario = new Scenario(seed);
            if (trace) Logger.Time = scenario.Cluster.Time;
            try { scenario.Run(); }
            catch (Exception e)
            {
                failures.Add($"Seed {seed}: {(e is SimulationException ? e.Message : e)}\n  replay: tests/simulate --seed {seed} --trace");
            }
            totals.Add(scenario.Cluster);
        }
        return failures;
    }
}
