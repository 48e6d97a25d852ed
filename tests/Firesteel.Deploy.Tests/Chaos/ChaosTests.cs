using Firesteel.Deploy.Tests.Support;

namespace Firesteel.Deploy.Tests.Chaos;

/// <summary>The short form of <see cref="ChaosProgram"/>: one job that survives the loss of an executor, a Worker and the Master.</summary>
public sealed class ChaosTests
{
    [Fact]
    public void AJobOutlivesAnExecutorAWorkerAndTheMaster()
    {
        using var cluster = new ChaosCluster(Environment.ProcessPath!, 2, new Random(1));
        using var job = new TestProcess(cluster.Environment, "job", cluster.Url, "4", "20", "1", "slow");
        job.WaitFor(@"Starting task \d+.0 in stage 1.0");
        cluster.HurtOne(["executor"]);
        job.WaitFor("Lost executor");
        cluster.HurtOne(["worker"]);
        cluster.HurtOne(["master"]);
        Assert.True(job.WaitForExit() == 0, $"{job.Output}\n{cluster.Logs()}");
        Assert.Contains(string.Join(',', Enumerable.Range(0, 60).Select(r => 2470 + 20 * r)) + " in", job.Output);
    }
}
