using System.Diagnostics;
using Firesteel.Core.Events;
using Firesteel.Core.Metrics;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Shuffle;
using Firesteel.Core.Tests.Rpc;

namespace Firesteel.Deploy.Tests.Support;

/// <summary>
/// A driver that runs two-stage jobs on the master it is given: <c>job MASTER CORES TASKS REPEATS [hang FILE | impatient | slow | wait FILE]</c>.
/// With <c>hang</c> tasks on executor 0 never end, and with <c>impatient</c> a silent executor is given up soon as well; with a file it waits for that after its jobs, and runs another.
/// </summary>
static class JobProgram
{
    public static int Run(string[] args)
    {
        var settings = new Dictionary<string, string> { ["spark.cores.max"] = args[1], ["spark.executor.cores"] = "1", ["spark.executor.memory"] = "256m" };
        if (args is [_, _, _, _, "impatient"]) (settings["spark.network.timeout"], settings["spark.executor.heartbeatInterval"]) = ("3s", "200ms");
        try
        {
            var slow = args is [_, _, _, _, "slow", ..];
            var executors = new Executors(int.Parse(args[1]));
            var cluster = ClusterManagers.Find(args[0])!.Connect(new ClusterRequest(args[0], "test-job", settings, new TestCodec()));
            using var runtime = new DriverRuntime(slow ? new SchedulerOptions { MaxTaskFailures = 100, MaxConsecutiveStageAttempts = 100 } : new SchedulerOptions(), cluster.Backend, new ShuffleStore(), [executors]);
            executors.AllAdded.Wait();
            var tasks = int.Parse(args[2]);
            for (var i = 0; i < int.Parse(args[3]); i++) RunOnce(runtime, tasks, slow ? "slow" : args is [_, _, _, _, "hang" or "impatient", ..] ? "hang" : "sum", slow ? 60 : 2);
            if (args is not [_, _, _, _, _, var file]) return 0;
            // Each reduce task waits for nothing: both executors have run tasks when this is printed.
            Console.WriteLine("first done");
            using (var ready = new ManualResetEventSlim())
            using (var watcher = new FileSystemWatcher(Path.GetDirectoryName(file)!, Path.GetFileName(file)))
            {
                watcher.Created += (_, _) => ready.Set();
                watcher.EnableRaisingEvents = true;
                if (!File.Exists(file)) ready.Wait();
            }
            RunOnce(runtime, tasks, "sum");
            Console.WriteLine("second done");
            return 0;
        }
        catch (SparkException e)
        {
            Console.WriteLine(e.Message);
            return 1;
        }
    }

    private static void RunOnce(DriverRuntime runtime, int tasks, string behaviour, int reduces = 2)
    {
        var watch = Stopwatch.StartNew();
        var shuffle = new ShuffleDependency(new SquaresMap(tasks, reduces, new LongAccumulator("rows")), reduces);
        var sums = runtime.RunJob(new SumReduce(reduces, shuffle, behaviour), new CallSite("job"));
        Console.WriteLine($"{string.Join(',', sums)} in {watch.Elapsed.TotalMilliseconds:0} ms");
        runtime.RemoveShuffle(shuffle.ShuffleId);
    }

    private sealed class Executors(int count) : EventListener
    {
        public CountdownEvent AllAdded { get; } = new(count);

        public override void OnEvent(SparkListenerEvent e)
        {
            if (e is SparkListenerExecutorAdded && !AllAdded.IsSet) AllAdded.Signal();
        }
    }
}
