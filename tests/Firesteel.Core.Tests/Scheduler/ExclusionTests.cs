using Firesteel.Core.Events;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Tests.Support;
using Xunit;

namespace Firesteel.Core.Tests.Scheduler;

public sealed class ExclusionTests
{
    private static readonly ExceptionFailure Boom = ExceptionFailure.From(new InvalidOperationException("boom"));

    private static SchedulerHarness Harness(ExclusionOptions exclusion) => new(new SchedulerOptions { Exclusion = exclusion, MaxTaskFailures = 10 },
        new ExecutorDescription("1", "host-1", 2), new ExecutorDescription("2", "host-1", 2), new ExecutorDescription("3", "host-2", 2));

    [Fact]
    public void ATaskDoesNotRunAgainWhereItFailed()
    {
        var harness = Harness(new ExclusionOptions { TaskAndStage = true });
        harness.Submit(new TestComputation(1));
        Fail(harness, "1", "2", "3");
        // Nowhere is left: the job is given up after a while.
        Assert.Empty(harness.Backend.Running);
    }

    [Fact]
    public void AJobOfWhichATaskCanRunNowhereIsGivenUp()
    {
        var harness = Harness(new ExclusionOptions { TaskAndStage = true, MaxTaskAttemptsPerNode = 9 });
        var waiter = harness.Submit(new TestComputation(1));
        Fail(harness, "1", "2", "3");
        harness.Time.Advance(TimeSpan.FromSeconds(119));
        harness.Run();
        Assert.False(waiter.Completion.IsCompleted);
        harness.Time.Advance(TimeSpan.FromSeconds(1));
        harness.Run();
        Assert.Contains("cannot run anywhere due to node and executor excludeOnFailure", waiter.Completion.Exception!.InnerException!.Message);
    }

    [Fact]
    public void AStageLeavesOutExecutorsAndNodesOnWhichItsTasksFail()
    {
        var harness = Harness(new ExclusionOptions { TaskAndStage = true, MaxTaskAttemptsPerExecutor = 9, MaxTaskAttemptsPerNode = 99 });
        harness.Submit(new TestComputation(12));
        foreach (var executor in (string[])["1", "2"])
        {
            // Two different tasks.
            foreach (var task in harness.Backend.Running.Where(task => task.ExecutorId == executor).ToList()) harness.Backend.Fail(task, Boom);
            harness.Run();
        }
        while (harness.Backend.Running.Find(task => task.ExecutorId != "3") is { } left) harness.Succeed(left);
        Assert.Equal(["1", "2"], harness.Events.Posted.OfType<SparkListenerExecutorExcludedForStage>().Select(e => e.ExecutorId));
        var node = Assert.Single(harness.Events.Posted.OfType<SparkListenerNodeExcludedForStage>());
        Assert.Equal(("host-1", 2, 0, 0), (node.HostId, node.ExecutorFailures, node.StageId, node.StageAttemptId));
        Assert.Equal(2, harness.Backend.Running.Count);
    }

    [Fact]
    public void TheApplicationLeavesOutAnExecutorForAWhile()
    {
        var harness = Harness(new ExclusionOptions { Application = true, Timeout = TimeSpan.FromMinutes(1) });
        harness.Submit(new TestComputation(6));
        foreach (var task in harness.Backend.Running.Where(task => task.ExecutorId == "1").ToList()) harness.Backend.Fail(task, Boom);
        harness.Run();
        harness.SucceedAll(0);
        Assert.Equal(("1", 2), Assert.Single(harness.Events.Posted.OfType<SparkListenerExecutorExcluded>()) is var e ? (e.ExecutorId, e.TaskFailures) : default);
        harness.Submit(new TestComputation(6));
        Assert.Equal(4, harness.Backend.Running.Count);
        Assert.DoesNotContain(harness.Backend.Running, task => task.ExecutorId == "1");
        harness.Time.Advance(TimeSpan.FromMinutes(1));
        harness.Run();
        Assert.Equal(6, harness.Backend.Running.Count);
        Assert.Single(harness.Events.Posted.OfType<SparkListenerExecutorUnexcluded>());
    }

    private static void Fail(SchedulerHarness harness, params string[] executors)
    {
        var seen = new List<string>();
        while (harness.Backend.Running.Count > 0)
        {
            var task = harness.Backend.Running.Single();
            seen.Add(task.ExecutorId);
            harness.Backend.Fail(task, Boom);
            harness.Run();
        }
        Assert.Equal(seen.Distinct(), seen);
        Assert.Subset(executors.ToHashSet(), seen.ToHashSet());
    }
}
