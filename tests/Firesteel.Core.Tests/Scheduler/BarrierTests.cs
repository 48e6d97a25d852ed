using System.Collections.Concurrent;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Shuffle;
using Firesteel.Core.Tests.Support;
using Xunit;

namespace Firesteel.Core.Tests.Scheduler;

public sealed class BarrierTests
{
    private static readonly ExceptionFailure Boom = ExceptionFailure.From(new InvalidOperationException("boom"));

    [Fact]
    public void TasksStartTogetherOrNotAtAll()
    {
        var harness = new SchedulerHarness(null, new ExecutorDescription("1", "host-1", 2), new ExecutorDescription("2", "host-2", 2));
        harness.Submit(new TestComputation(3));
        harness.Submit(new TestComputation(3) { Barrier = true });
        Assert.DoesNotContain(harness.Backend.Running, task => task.TaskSet.Computation.IsBarrier);
        harness.SucceedAll(0);
        Assert.Equal(3, harness.Backend.Running.Count);
        Assert.All(harness.Backend.Running, task => Assert.Equal(3, task.BarrierHosts.Count));
    }

    [Fact]
    public void OneFailureRunsTheWholeStageAgain()
    {
        var harness = new SchedulerHarness(new SchedulerOptions { MaxTaskFailures = 1 });
        var results = new List<object?>();
        var waiter = harness.Submit(new TestComputation(3) { Barrier = true }, results);
        harness.Succeed(harness.Backend.Find(0, 0), "stale");
        harness.Backend.Fail(harness.Backend.Find(0, 1), Boom);
        harness.Run();
        Assert.Equal([0, 1, 2], harness.Backend.Running.Select(task => task.PartitionId).Order());
        Assert.All(harness.Backend.Running, task => Assert.Equal(1, task.TaskSet.Stage.Attempt));
        Assert.Empty(results);
        harness.SucceedAll(0);
        Assert.True(waiter.Completion.IsCompletedSuccessfully);
        Assert.Equal([0, 1, 2], results);
    }

    [Fact]
    public void AStageThatFailsTooOftenFailsItsJob()
    {
        var harness = new SchedulerHarness();
        var waiter = harness.Submit(new TestComputation(2) { Barrier = true });
        for (var attempt = 0; attempt < 4; attempt++)
        {
            harness.Backend.Fail(harness.Backend.Running[0], Boom);
            harness.Run();
        }
        Assert.Contains("has failed the maximum allowable number of times: 4", waiter.Completion.Exception!.InnerException!.Message);
        Assert.Contains("Stage failed because barrier task", waiter.Completion.Exception!.InnerException!.Message);
    }

    [Fact]
    public void AStageLargerThanTheClusterIsRefusedInTheEnd()
    {
        var harness = new SchedulerHarness(new SchedulerOptions { Barrier = new BarrierOptions { MaxCheckFailures = 2 } }, new ExecutorDescription("1", "host-1", 2));
        var mapSide = new ShuffleDependency(new TestComputation(3) { Barrier = true }, 2);
        var waiter = harness.Submit(new TestComputation(1, mapSide));
        for (var i = 0; i < 2; i++)
        {
            Assert.False(waiter.Completion.IsCompleted);
            harness.Time.Advance(TimeSpan.FromSeconds(15));
            harness.Run();
        }
        Assert.StartsWith("[SPARK-24819]", waiter.Completion.Exception!.InnerException!.Message);
    }

    [Fact]
    public void TheCoordinatorLetsAllPassOrNone()
    {
        var time = new FakeTime();
        (StageAttemptId, int)? timedOut = null;
        var coordinator = new BarrierCoordinator(new BarrierOptions { SyncTimeout = TimeSpan.FromSeconds(5) }, time, (stage, round) => timedOut = (stage, round));
        var stage = new StageAttemptId(1, 0);
        var answers = new Dictionary<int, BarrierAnswer>();
        void Come(int partition, int round, string message, bool gathers = true) =>
            coordinator.OnRequest(new BarrierRequest(stage, 2, partition, 10 + partition, round, gathers, message), answer => answers[partition] = answer);

        Come(1, 0, "one");
        Assert.Empty(answers);
        Come(0, 0, "zero");
        Assert.All(answers.Values, answer => Assert.Equal(["zero", "one"], answer.Messages));
        answers.Clear();
        Come(0, 1, "");
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal((stage, 1), timedOut);
        coordinator.OnTimeout(stage, 1);
        Assert.Contains("within 5 second(s)", answers[0].Error);
        answers.Clear();
        Come(0, 2, "", gathers: false);
        Come(1, 2, "x");
        Assert.All(answers.Values, answer => Assert.Contains("barrier() and allGather()", answer.Error));
        Assert.Equal(0, coordinator.Count);
    }

    [Fact]
    public void RunningTasksWaitForEachOther()
    {
        using var runtime = DriverRuntime.Local(3);
        var seen = new ConcurrentBag<string>();
        var results = runtime.RunJob(new TestComputation(3, (partition, context) =>
        {
            context.Barrier();
            var all = context.AllGather($"message {partition}");
            seen.Add(string.Join(',', all));
            return context.BarrierHosts.Count;
        }) { Barrier = true }, new CallSite("test"));
        Assert.Equal([3, 3, 3], results);
        Assert.Equal(Enumerable.Repeat("message 0,message 1,message 2", 3), seen);
    }

    [Fact]
    public void ATaskThatFailsLetsTheOthersGo()
    {
        using var runtime = DriverRuntime.Local(2);
        var failed = 0;
        var results = runtime.RunJob(new TestComputation(2, (partition, context) =>
        {
            if (partition == 0 && Interlocked.Exchange(ref failed, 1) == 0) throw new IOException("once");
            context.Barrier();
            return partition;
        }) { Barrier = true }, new CallSite("test"));
        Assert.Equal([0, 1], results);
    }
}
