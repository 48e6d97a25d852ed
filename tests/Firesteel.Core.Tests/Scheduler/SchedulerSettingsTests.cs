using Firesteel.Core.Metrics;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Tests.Support;
using Firesteel.Foundation.Configuration;
using Xunit;

namespace Firesteel.Core.Tests.Scheduler;

public sealed class SchedulerSettingsTests
{
    [Fact]
    public void SettingsAreReadUnderSparksNames()
    {
        var conf = new SparkConf()
            .Set("spark.locality.wait", "1s").Set("spark.locality.wait.node", "2s").Set("spark.task.maxFailures", "7")
            .Set("spark.speculation", "true").Set("spark.speculation.multiplier", "1.5").Set("spark.speculation.task.duration.threshold", "3s")
            .Set("spark.excludeOnFailure.enabled", "true").Set("spark.excludeOnFailure.application.enabled", "false").Set("spark.excludeOnFailure.timeout", "5m")
            .Set("spark.driver.maxResultSize", "10m");
        var options = SchedulerSettings.Read(conf, isCluster: true);
        Assert.Equal(new LocalityWaits(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1)), options.LocalityWaits);
        Assert.Equal((7, 10L << 20), (options.MaxTaskFailures, options.MaxResultSize));
        Assert.Equal((1.5, TimeSpan.FromSeconds(3)), (options.Speculation!.Multiplier, options.Speculation.TaskDurationThreshold));
        Assert.Equal((true, false, TimeSpan.FromMinutes(5)), (options.Exclusion.TaskAndStage, options.Exclusion.Application, options.Exclusion.Timeout));
        // In local mode a task has one executor and one try.
        var local = SchedulerSettings.Read(conf, isCluster: false);
        Assert.Null(local.Speculation);
        Assert.False(local.Exclusion.TaskAndStage);
        Assert.Null(local.StarvationInterval);
    }

    [Fact]
    public void PoolsComeFromAFile()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "fairscheduler.xml"), """
                <?xml version="1.0"?>
                <allocations>
                  <pool name="a"><schedulingMode>FAIR</schedulingMode><weight>2</weight><minShare>3</minShare></pool>
                  <pool name="b"><schedulingMode>sideways</schedulingMode><weight>x</weight></pool>
                </allocations>
                """);
            var conf = new SparkConf().Set("spark.scheduler.mode", "FAIR");
            Assert.Equal([new PoolOptions("a", SchedulingMode.FAIR, 2, 3), new PoolOptions("b")], SchedulerSettings.Read(conf, true, folder.FullName).Pools);
            Assert.Empty(SchedulerSettings.Read(new SparkConf(), true, folder.FullName).Pools);
            conf.Set("spark.scheduler.allocation.file", Path.Combine(folder.FullName, "other.xml"));
            Assert.Contains("other.xml", Assert.Throws<SparkException>(() => SchedulerSettings.Read(conf, true, folder.FullName)).Message);
            Assert.Throws<SparkException>(() => FairSchedulerFile.Parse("<allocations><pool>", "broken"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void ResultsLargerThanTheLimitEndTheJob()
    {
        var harness = new SchedulerHarness(new SchedulerOptions { MaxResultSize = 3 << 20 });
        var waiter = harness.Submit(new TestComputation(4));
        foreach (var task in harness.Backend.Running.ToList())
        {
            var metrics = new TaskMetrics { [TaskMetric.ResultSize] = 1 << 20 };
            if (!harness.Backend.Running.Remove(task)) continue;
            harness.Backend.Report(task.TaskId, new TaskOutcome(TaskSuccess.Instance, task.PartitionId, metrics, []));
            harness.Run();
        }
        Assert.Equal(
            "Job aborted due to stage failure: Total size of serialized results of 4 tasks (4.0 MiB) is bigger than spark.driver.maxResultSize (3.0 MiB)",
            waiter.Completion.Exception!.InnerException!.Message.Split('\n')[0]);
    }

    [Fact]
    public void LevelsAreTriedOneAfterTheOther()
    {
        var options = new SchedulerOptions { LocalityWaits = new LocalityWaits(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)), RackOf = host => host is "host-1" or "host-2" ? "rack-1" : "rack-2" };
        var harness = new SchedulerHarness(options, new ExecutorDescription("1", "host-1", 1), new ExecutorDescription("2", "host-1", 1), new ExecutorDescription("3", "host-2", 1), new ExecutorDescription("4", "host-3", 1));
        harness.Submit(new TestComputation(4) { Preferred = _ => ["executor_host-1_1"] });
        Assert.Equal(["1"], Executors(harness, 0));
        Assert.Equal(["1", "2"], Executors(harness, 1));
        Assert.Equal(["1", "2"], Executors(harness, 1));
        Assert.Equal(["1", "2", "3"], Executors(harness, 1));
        Assert.Equal(["1", "2", "3"], Executors(harness, 3));
        Assert.Equal(["1", "2", "3", "4"], Executors(harness, 1));
        Assert.Equal(
            [TaskLocality.PROCESS_LOCAL, TaskLocality.NODE_LOCAL, TaskLocality.RACK_LOCAL, TaskLocality.ANY],
            harness.Events.Posted.OfType<Firesteel.SparkListenerTaskStart>().Select(e => e.TaskInfo.Locality));
    }

    [Fact]
    public void ATaskMayTakeSeveralSlots()
    {
        var harness = new SchedulerHarness(new SchedulerOptions { CpusPerTask = 2 }, new ExecutorDescription("1", "host-1", 5));
        harness.Submit(new TestComputation(3));
        Assert.Equal(2, harness.Backend.Running.Count);
        Assert.Equal(2, harness.Tasks.MaxConcurrentTasks);
    }

    private static IEnumerable<string> Executors(SchedulerHarness harness, int seconds)
    {
        harness.Time.Advance(TimeSpan.FromSeconds(seconds));
        harness.Run();
        return harness.Backend.Running.Select(task => task.ExecutorId);
    }
}
