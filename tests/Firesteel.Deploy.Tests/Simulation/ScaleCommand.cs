using System.Diagnostics;
using System.Globalization;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Shuffle;
using Firesteel.Foundation.Logging;

namespace Firesteel.Deploy.Tests.Simulation;

/// <summary>
/// <c>scale [--executors N] [--tasks N] [--mode FIFO|FAIR] [--per-worker N] [--local]</c>: one program on a cluster without faults, all of it
/// on this thread; says what the scheduler costs a task. With <c>--local</c> every task prefers a host.
/// </summary>
static class ScaleCommand
{
    private const int Jobs = 10;
    private const int Reduces = 50;

    public static int Run(string[] args)
    {
        var (executors, tasks, perWorker, mode, local) = (10_000, 1_000_000, 8, SchedulingMode.FIFO, false);
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--executors" when i + 1 < args.Length: executors = int.Parse(args[++i], CultureInfo.InvariantCulture); break;
                case "--tasks" when i + 1 < args.Length: tasks = int.Parse(args[++i], CultureInfo.InvariantCulture); break;
                case "--per-worker" when i + 1 < args.Length: perWorker = int.Parse(args[++i], CultureInfo.InvariantCulture); break;
                case "--mode" when i + 1 < args.Length: mode = Enum.Parse<SchedulingMode>(args[++i]); break;
                case "--local": local = true; break;
                default:
                    Console.Error.WriteLine("usage: scale [--executors N] [--tasks N] [--per-worker N] [--mode FIFO|FAIR] [--local]");
                    return 2;
            }
        }
        Logger.Level = LogLevel.Off;
        Simulate(executors, tasks, perWorker, mode, local);
        return 0;
    }

    private static void Simulate(int executors, int tasks, int perWorker, SchedulingMode mode, bool local)
    {
        var watch = Stopwatch.StartNew();
        var cpu = Environment.CpuUsage.TotalTime;
        var cluster = new SimulatedCluster(new Faults(1, none: true));
        var workers = (executors + perWorker - 1) / perWorker;
        for (var i = 0; i < workers; i++) cluster.AddWorker(perWorker, perWorker * 1024);
        var driver = cluster.AddDriver(executors, 1, 512, new SchedulerOptions { Mode = mode });
        cluster.Run(TimeSpan.FromHours(1), () => driver.Tasks.MaxConcurrentTasks >= executors);
        Tell($"{workers:N0} workers and {executors:N0} executors are there", watch, cluster);

        var before = Environment.CpuUsage.TotalTime;
        var perStage = tasks / Jobs / 2;
        // All jobs at once where they share, else one after the other.
        for (var job = 0; job < Jobs; job++)
        {
            driver.Submit(Job(job, perStage, local ? workers : 0), LocalProperties.Empty.With(LocalProperties.PoolKey, $"pool{job}"));
            if (mode == SchedulingMode.FIFO) Finish(cluster, driver);
        }
        Finish(cluster, driver);
        var spent = Environment.CpuUsage.TotalTime - before;
        driver.CheckEmpty();
        Tell($"{driver.Events.TasksEnded:N0} tasks have ended ({mode}{(local ? ", with preferred hosts" : "")})", watch, cluster);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{spent.TotalNanoseconds / driver.Events.TasksEnded:N0} ns of CPU a task, the simulation with it; {(Environment.CpuUsage.TotalTime - cpu).TotalSeconds:0.0} s of CPU in all, {GC.GetTotalMemory(false) >> 20} MiB managed, peak {Environment.WorkingSet >> 20} MiB"));
    }

    private static void Finish(SimulatedCluster cluster, SimulatedDriver driver)
    {
        cluster.Run(TimeSpan.FromDays(1), () => driver.AllQuiet);
        for (var shuffle = 0; shuffle < Jobs; shuffle++) driver.RemoveShuffle(shuffle);
    }

    private static SimulatedComputation Job(int job, int tasks, int hosts)
    {
        Func<int, IReadOnlyList<string>>? preferred = hosts == 0 ? null : partition => [$"host-{partition % hosts}"];
        var maps = new SimulatedComputation(2 * job, tasks) { Sizes = new long[Reduces], Preferred = preferred };
        return new SimulatedComputation(2 * job + 1, tasks, new ShuffleDependency(job, maps, Reduces)) { Preferred = preferred };
    }

    private static void Tell(string what, Stopwatch watch, SimulatedCluster cluster) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{what}: {watch.Elapsed.TotalSeconds:0.0} s of wall time, {cluster.Time.Elapsed.TotalSeconds:N0} s of simulated time, {cluster.Time.Events:N0} events"));
}
