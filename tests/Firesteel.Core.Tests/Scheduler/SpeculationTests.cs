using Firesteel.Core.Events;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Tests.Support;
using Xunit;

namespace Firesteel.Core.Tests.Scheduler;

public sealed class SpeculationTests
{
    private static readonly SchedulerOptions Options = new() { Speculation = new SpeculationOptions { Quantile = 0.5 } };

    [Fact]
    public void ASlowTaskStartsAgainElsewhereAndTheLoserIsKilled()
    {
        var harness = new SchedulerHarness(Options, new ExecutorDescription("1", "host-1", 2), new ExecutorDescription("2", "host-2", 2));
        var results = new List<object?>();
        var waiter = harness.Submit(new TestComputation(4), results);
        harness.Time.Advance(TimeSpan.FromMilliseconds(50));
        var slow = harness.Backend.Running[0];
        foreach (var task in harness.Backend.Running.Skip(1).ToList()) harness.Succeed(task, task.PartitionId);
        Wait(harness, 100);
        Assert.Equal([slow], harness.Backend.Running);
        // Three times the median of 50 ms.
        Wait(harness, 200);
        var copy = Assert.Single(harness.Backend.Running, task => task != slow);
        Assert.Equal((slow.PartitionId, 1), (copy.PartitionId, copy.AttemptNumber));
        Assert.NotEqual(slow.ExecutorId, copy.ExecutorId);
        harness.Succeed(copy, slow.PartitionId);
        Assert.Equal([slow.TaskId], harness.Backend.Killed);
        Assert.True(waiter.Completion.IsCompletedSuccessfully);
        Assert.Equal([0, 1, 2, 3], results);
        Assert.True(harness.Events.Posted.OfType<SparkListenerTaskStart>().Single(e => e.TaskInfo.TaskId == copy.TaskId).TaskInfo.Speculative);
        Assert.Single(harness.Events.Posted.OfType<SparkListenerSpeculativeTaskSubmitted>());
        Assert.Single(harness.Events.Posted.OfType<SparkListenerTaskEnd>(), e => e.Reason is TaskKilled { KillReason: "another attempt succeeded" });
    }

    [Fact]
    public void OnlyOneOfTwoCopiesMayPublish()
    {
        var harness = new SchedulerHarness(Options, new ExecutorDescription("1", "host-1", 2), new ExecutorDescription("2", "host-2", 2));
        harness.Submit(new TestComputation(2));
        var slow = harness.Backend.Running[0];
        harness.Succeed(harness.Backend.Running[1]);
        Wait(harness, 400);
        var copy = Assert.Single(harness.Backend.Running, task => task != slow);
        Assert.True(Ask(harness, copy));
        Assert.False(Ask(harness, slow));
        harness.Backend.Fail(slow, new TaskCommitDenied(0, slow.PartitionId, 0));
        harness.Run();
        // The copy still runs: nothing has to start again.
        Assert.Equal([copy], harness.Backend.Running);
        harness.Backend.Fail(copy, ExceptionFailure.From(new IOException("gone")));
        harness.Run();
        Assert.False(Ask(harness, copy));
        Assert.True(Ask(harness, Assert.Single(harness.Backend.Running)));
    }

    [Fact]
    public void ATaskThatSharesStateIsNotCopied()
    {
        var harness = new SchedulerHarness(Options, new ExecutorDescription("1", "host-1", 2), new ExecutorDescription("2", "host-2", 2));
        harness.Submit(new TestComputation(2) { SharedState = _ => new MemoryStream() });
        harness.Succeed(harness.Backend.Running[1]);
        Wait(harness, 10_000);
        Assert.Single(harness.Backend.Running);
    }

    private static bool Ask(SchedulerHarness harness, TaskDescription task)
    {
        bool? granted = null;
        harness.Tasks.AskToCommit(task.TaskSet.Stage, task.PartitionId, task.TaskId, answer => granted = answer);
        harness.Run();
        return granted!.Value;
    }

    private static void Wait(SchedulerHarness harness, int milliseconds)
    {
        for (var left = milliseconds; left > 0; left -= 50)
        {
            harness.Time.Advance(TimeSpan.FromMilliseconds(50));
            harness.Run();
        }
    }
}
