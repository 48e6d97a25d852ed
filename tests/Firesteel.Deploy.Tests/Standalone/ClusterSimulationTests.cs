namespace Firesteel.Deploy.Tests.Standalone;

public sealed class ClusterSimulationTests
{
    private const int Cores = 8;
    private const int MemoryMb = 8192;

    [Fact]
    public void ClustersHealUnderSeededFaults()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            try { RunFaults(seed, recovery: true); }
            catch (Exception e) { throw new InvalidOperationException($"Seed {seed}: {e.Message}", e); }
        }
    }

    [Fact]
    public void WithoutRecoveryNothingIsLeftRunning()
    {
        var cluster = new ClusterSimulation(1, 3, Cores, MemoryMb, recovery: false);
        var app = cluster.AddApp(10, 2, 512);
        cluster.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(5, app.Executors.Count);
        cluster.KillMaster();
        cluster.Advance(TimeSpan.FromSeconds(3));
        cluster.StartMaster();
        cluster.Advance(TimeSpan.FromSeconds(20));
        Assert.Contains("recoveryMode", app.DeadReason);
        Assert.All(cluster.Workers, w => Assert.Empty(w.Processes));
        Assert.Equal(3, cluster.StateOfMaster().Workers.Values.Count(w => w.TakesWork));
    }

    [Fact]
    public void ARestartedMasterFindsEverythingAsItWas()
    {
        var cluster = new ClusterSimulation(2, 3, Cores, MemoryMb);
        var app = cluster.AddApp(10, 2, 512);
        cluster.Advance(TimeSpan.FromSeconds(5));
        var before = app.Executors.ToList();
        cluster.KillMaster();
        cluster.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(5, cluster.Workers.Sum(w => w.Processes.Count));
        cluster.StartMaster();
        cluster.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(before.Order(), app.Executors.Order());
        Assert.Null(app.DeadReason);
        Assert.Equal(5, cluster.Workers.Sum(w => w.Processes.Count));
        Assert.Equal("ALIVE", cluster.StateOfMaster().Status.ToString());
    }

    private static void RunFaults(int seed, bool recovery)
    {
        var cluster = new ClusterSimulation(seed, 4, Cores, MemoryMb, recovery);
        var random = cluster.Random;
        for (var i = 0; i < 3; i++) cluster.AddApp(random.Next(1, 20), random.Next(3) == 0 ? null : random.Next(1, 5), random.Next(1, 5) * 512);
        for (var round = 0; round < 20; round++)
        {
            Fault(cluster, random);
            cluster.Advance(TimeSpan.FromMilliseconds(random.Next(50, 8_000)), () => CheckNeverOversubscribed(cluster));
        }
        // Quiet returns: everything is where the Master thinks it is, and every application has all that fits.
        if (cluster.Master is null) cluster.StartMaster();
        cluster.Advance(TimeSpan.FromSeconds(300), () => CheckNeverOversubscribed(cluster));
        CheckConsistent(cluster);
        foreach (var app in cluster.Apps.ToList()) cluster.KillApp(app);
        cluster.Advance(TimeSpan.FromSeconds(60));
        Assert.All(cluster.Workers, w => Assert.Empty(w.Processes));
        Assert.All(cluster.StateOfMaster().Workers.Values, w => Assert.Equal(0, w.CoresUsed));
    }

    private static void Fault(ClusterSimulation cluster, Random random)
    {
        switch (random.Next(9))
        {
            case 0 when cluster.Master is not null: cluster.KillMaster(); break;
            case 1 or 2 when cluster.Master is null: cluster.StartMaster(); break;
            case 3: cluster.BreakOne(); break;
            case 4: cluster.HangOne(); break;
            case 5 when cluster.Workers.Count > 1:
                cluster.KillWorker(cluster.Workers[random.Next(cluster.Workers.Count)]);
                cluster.AddWorker(Cores, MemoryMb);
                break;
            case 6 when cluster.Apps.Count > 0:
                cluster.KillApp(cluster.Apps[random.Next(cluster.Apps.Count)]);
                break;
            case 7: cluster.AddApp(random.Next(1, 20), random.Next(3) == 0 ? null : random.Next(1, 5), random.Next(1, 5) * 512); break;
            case 8 when cluster.Workers.SelectMany(w => w.Processes).ToList() is { Count: > 0 } processes: processes[random.Next(processes.Count)].Exit(1); break;
        }
    }

    private static void CheckNeverOversubscribed(ClusterSimulation cluster)
    {
        foreach (var worker in cluster.Workers)
        {
            // A killed executor may take a moment to end while its cores are given on.
            Assert.Equal(worker.Processes.Count, worker.Processes.Select(p => (p.AppId, p.ExecutorId)).Distinct().Count());
        }
        if (cluster.Master is null) return;
        foreach (var worker in cluster.StateOfMaster().Workers.Values)
        {
            Assert.InRange(worker.CoresFree, 0, Cores);
            Assert.InRange(worker.MemoryFreeMb, 0, MemoryMb);
        }
    }

    private static void CheckConsistent(ClusterSimulation cluster)
    {
        var state = cluster.StateOfMaster();
        Assert.Equal("ALIVE", state.Status.ToString());
        Assert.Equal(cluster.Workers.Count, state.Workers.Values.Count(w => w.TakesWork));
        foreach (var worker in cluster.Workers)
        {
            var known = state.Workers[worker.Options.Id].Executors.Keys.Order().ToList();
            Assert.Equal(known, worker.Processes.Select(p => (p.AppId!, p.ExecutorId)).Order().ToList());
            Assert.InRange(worker.Processes.Sum(p => p.Cores), 0, Cores);
        }
        Assert.Equal(cluster.Apps.Where(a => a.DeadReason is null).Select(a => a.AppId).Order(), state.Applications.Select(a => a.Id).Order());
        foreach (var app in cluster.Apps.Where(a => a.DeadReason is null))
        {
            var known = state.Application(app.AppId!)!;
            Assert.Equal(known.Executors.Keys.Order(), app.Executors.Order());
            Assert.InRange(known.CoresGranted, 0, known.MaxCores);
        }
        // First come, first served: who waits does so because nothing fits.
        foreach (var app in state.Applications)
            Assert.Empty(Deploy.Standalone.Master.ExecutorPlacement.Place(app, state.Workers.Values.Where(w => w.TakesWork), true));
    }
}
