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
        var events = 0L;
        var failures = RunAll(from, seeds, ref events, trace);
        foreach (var failure in failures) Console.WriteLine(failure);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{seeds} seeds, {events:N0} events, {failures.Count} failed, {watch.Elapsed.TotalSeconds:0.0} s, {seeds / watch.Elapsed.TotalMinutes:0} seeds a minute"));
        return failures.Count == 0 ? 0 : 1;
    }

    /// <summary>Runs seeds until some have failed, and says what each failed of and how to run it again.</summary>
    public static List<string> RunAll(int from, int seeds, ref long events, bool trace = false)
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
            events += scenario.Cluster.Time.Events;
        }
        return failures;
    }
}
