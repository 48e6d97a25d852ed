using Firesteel.Core.Scheduler;
using Firesteel.Deploy.Standalone.Master;

namespace Firesteel.Deploy.Tests.Simulation;

public sealed class SimulationTests
{
    private const int Seeds = 2_000;
    private const int SeedsForABug = 300;

    [Fact]
    public void ClustersKeepTheirPromisesUnderSeededFaults()
    {
        var totals = new SimulateCommand.Totals();
        var failures = SimulateCommand.RunAll(0, Seeds, totals);
        Assert.True(failures.Count == 0, string.Join('\n', failures));
        // Seeds in which nothing works would find nothing.
        Assert.True(totals.Succeeded > totals.Jobs / 2, $"{totals.Succeeded} of {totals.Jobs} jobs succeeded");
    }

    [Theory]
    [InlineData(nameof(PlantedBugs.DroppedRetry), "active jobs left")]
    [InlineData(nameof(PlantedBugs.DoubleCommit), "was committed by task")]
    [InlineData(nameof(PlantedBugs.SameEpoch), "after it had obeyed Master")]
    [InlineData(nameof(PlantedBugs.Oversubscription), "tasks on")]
    [InlineData(nameof(PlantedBugs.Leak), "still holds")]
    [InlineData(nameof(PlantedBugs.UnheardFetchFailure), "left")]
    [InlineData(nameof(PlantedBugs.DoubleEnd), "ended twice")]
    public void PlantedBugsAreFound(string bug, string complaint)
    {
        var seams = (Seams)typeof(PlantedBugs).GetProperty(bug)!.GetValue(null)!;
        var complaints = new List<string>();
        for (var seed = 0; seed < SeedsForABug && !complaints.Exists(text => text.Contains(complaint)); seed++)
        {
            try { new Scenario(seed, seams).Run(); }
            catch (SimulationException e) { complaints.Add(e.Message); }
        }
        Assert.True(complaints.Exists(text => text.Contains(complaint)), $"Nobody complains that '{complaint}': {string.Join('\n', complaints.Distinct().Take(10))}");
    }

    [Fact]
    public void ASeedRunsTheSameWayEveryTime()
    {
        for (var seed = 0; seed < 20; seed++) Assert.Equal(Trace(seed), Trace(seed));

        static string Trace(int seed)
        {
            var scenario = new Scenario(seed);
            scenario.Run();
            return $"{scenario.Cluster.Time.Events} {scenario.Cluster.Faults.Random.Next()} {string.Join(',', scenario.Cluster.Drivers.Select(driver => driver.Events.TasksEnded))}";
        }
    }

    [Fact]
    public void WithoutRecoveryNothingIsLeftRunning()
    {
        var (cluster, driver) = Quiet(recovery: false);
        cluster.Run(TimeSpan.FromSeconds(5));
        Assert.Equal(5, driver.Executors.Count);
        cluster.KillMaster();
        cluster.Run(TimeSpan.FromSeconds(3));
        cluster.StartMaster();
        cluster.Run(TimeSpan.FromSeconds(20));
        Assert.Contains("recoveryMode", driver.Backend.DeadReason);
        driver.Stop();
        cluster.Run(TimeSpan.FromSeconds(20));
        Assert.All(cluster.Workers, worker => Assert.Empty(worker.Processes));
        Assert.Equal(3, cluster.Master!.State.Workers.Values.Count(worker => worker.TakesWork));
    }

    [Fact]
    public void ARestartedMasterFindsEverythingAsItWas()
    {
        var (cluster, driver) = Quiet(recovery: true);
        cluster.Run(TimeSpan.FromSeconds(5));
        var before = cluster.Workers.SelectMany(worker => worker.Processes).Select(process => process.Name).Order().ToList();
        Assert.Equal(5, before.Count);
        cluster.KillMaster();
        cluster.Run(TimeSpan.FromSeconds(30));
        cluster.StartMaster();
        cluster.Run(TimeSpan.FromSeconds(10));
        Assert.Equal(before, cluster.Workers.SelectMany(worker => worker.Processes).Select(process => process.Name).Order());
        Assert.Null(driver.Backend.DeadReason);
        Assert.Equal("ALIVE", cluster.Master!.State.Status.ToString());
    }

    [Fact]
    public void WhereExecutorsEndAtOnceTheyAreStartedLessAndLessOften()
    {
        var (cluster, driver) = Quiet(recovery: true);
        var broken = cluster.Workers[0];
        broken.IsBroken = true;
        cluster.Run(TimeSpan.FromSeconds(5));
        // The others are not in its way, nor it in theirs.
        Assert.Equal(5, driver.Executors.Values.Count(executor => !executor.IsDead));
        foreach (var executor in cluster.Workers.SelectMany(worker => worker.Processes).ToList()) executor.Exit(137);
        cluster.Workers[1].Kill();
        cluster.Run(TimeSpan.FromSeconds(60));
        Assert.InRange(broken.FailedStarts, 10, 60);
        Assert.Equal(4, cluster.Workers.Sum(worker => worker.Processes.Count));
        broken.IsBroken = false;
        cluster.Run(TimeSpan.FromSeconds(6));
        Assert.Equal(5, driver.Executors.Values.Count(executor => !executor.IsDead));
    }

    [Fact]
    public void AnApplicationWhoseExecutorsAllEndAtOnceIsRemoved()
    {
        var (cluster, driver) = Quiet(recovery: true, maxExecutorRetries: 10);
        foreach (var worker in cluster.Workers) worker.IsBroken = true;
        cluster.Run(TimeSpan.FromSeconds(60));
        Assert.Matches(@"failed 1\d times in a row; the last one: Command exited with code 1", driver.Backend.DeadReason);
        Assert.Empty(cluster.Master!.State.Applications);
    }

    [Fact]
    public void AnApplicationThatIsTooLargeForEveryWorkerIsToldSoAndGetsALargerOne()
    {
        var (cluster, _) = Quiet(recovery: true);
        var large = cluster.AddDriver(2, 2, 16_384, new SchedulerOptions());
        cluster.Run(TimeSpan.FromSeconds(5));
        var app = cluster.Master!.State.Applications.Find(a => a.Description.Name == large.Name)!;
        Assert.True(app.KnowsOfNoWorker);
        Assert.Contains("2 core(s) and 16.0 GiB: the most that one has are 8 core(s) and 8.0 GiB", ExecutorPlacement.WhyNever(app, cluster.Master.State.Workers.Values));
        Assert.Empty(large.Executors);
        cluster.AddWorker(2, 16_384);
        cluster.Run(TimeSpan.FromSeconds(5));
        Assert.Single(large.Executors);
    }

    private static (SimulatedCluster Cluster, SimulatedDriver Driver) Quiet(bool recovery, int maxExecutorRetries = -1)
    {
        var cluster = new SimulatedCluster(new Faults(1, none: true), recovery: recovery, maxExecutorRetries: maxExecutorRetries);
        for (var i = 0; i < 3; i++) cluster.AddWorker(8, 8192);
        return (cluster, cluster.AddDriver(10, 2, 512, new SchedulerOptions()));
    }
}
