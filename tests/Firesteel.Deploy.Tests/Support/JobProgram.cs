using System.Diagnostics;
using Firesteel.Core.Metrics;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Shuffle;
using Firesteel.Core.Tests.Rpc;
using Firesteel.Deploy.Standalone;

namespace Firesteel.Deploy.Tests.Support;

/// <summary>A driver that runs two-stage jobs on the master it is given: <c>job MASTER CORES TASKS REPEATS</c>.</summary>
static class JobProgram
{
    public static int Run(string[] args)
    {
        var settings = new Dictionary<string, string> { ["spark.cores.max"] = args[1], ["spark.executor.cores"] = "1", ["spark.executor.memory"] = "256m" };
        try
        {
            var cluster = ClusterManagers.Find(args[0])!.Connect(new ClusterRequest(args[0], "test-job", settings, new TestCodec()));
            using var runtime = new DriverRuntime(new SchedulerOptions(), cluster.Backend, new ShuffleStore());
            var tasks = int.Parse(args[2]);
            for (var i = 0; i < int.Parse(args[3]); i++)
            {
                var watch = Stopwatch.StartNew();
                var shuffle = new ShuffleDependency(new SquaresMap(tasks, 2, new LongAccumulator("rows")), 2);
                var sums = runtime.RunJob(new SumReduce(2, shuffle), new CallSite("job"));
                Console.WriteLine($"{string.Join(',', sums)} in {watch.Elapsed.TotalMilliseconds:0} ms");
                runtime.RemoveShuffle(shuffle.ShuffleId);
            }
            return 0;
        }
        catch (SparkException e)
        {
            Console.WriteLine(e.Message);
            return 1;
        }
    }
}
