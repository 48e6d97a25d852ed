using Firesteel.Core.Events;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Tests.Support;
using Xunit;

namespace Firesteel.Core.Tests.Scheduler;

public sealed class TaskSchedulerTests
{
    private static readonly ExceptionFailure Boom = ExceptionFailure.From(new InvalidOperationException("boom"));

    [Fact]
    public void FailedTaskRunsAgainUpToTheLimit()
    {
        var harness = new SchedulerHarness(new SchedulerOptions { MaxTaskFailures = 3 });
        var waiter = harness.Submit(new TestComputation(1));
        for (var failure = 0; failure < 3; failure++)
        {
            Assert.Equal(failure, harness.Backend.Running[0].AttemptNumber);
            harness.Backend.Fail(harness.Backend.Running[0], Boom);
            harness.Run();
        }
        Assert.Empty(harness.Backend.Running);
        var error = Assert.IsType<SparkException>(waiter.Completion.Exception!.InnerException);
        Assert.StartsWith(
            "Job aborted due to stage failure: Task 0 in stage 0.0 failed 3 times, most recent failure: Lost task 0.2 in stage 0.0 (TID 2) (host-", error.Message);
        Assert.Contains("boom", error.Message);
        Assert.IsType<InvalidOperationException>(error.InnerException);
        Assert.Same(error, harness.Events.Posted.OfType<SparkListenerJobEnd>().Single().Failure);
        Assert.Equal(error.Message, harness.Events.Posted.OfType<SparkListenerStageCompleted>().Single().StageInfo.FailureReason);
    }

    [Fact]
    public void ErrorsWithAConditionComeThroughAsTheyAre()
    {
        var harness = new SchedulerHarness(new SchedulerOptions { MaxTaskFailures = 1 });
        var waiter = harness.Submit(new TestComputation(1));
        var error = new SparkRuntimeException("DIVIDE_BY_ZERO");
        harness.Backend.Fail(harness.Backend.Running[0], ExceptionFailure.From(error));
        harness.Run();
        Assert.Same(error, waiter.Completion.Exception!.InnerException);
    }

    [Fact]
    public void KilledTasksDoNotCountAsFailures()
    {
        var harness = new SchedulerHarness(new SchedulerOptions { MaxTaskFailures = 1 });
        var waiter = harness.Submit(new TestComputation(1));
        for (var i = 0; i < 5; i++)
        {
            harness.Tasks.KillTask(harness.Backend.Running[0].TaskId, "preempted");
            harness.Run();
        }
        harness.SucceedAll(0);
        Assert.True(waiter.Completion.IsCompletedSuccessfully);
    }

    [Fact]
    public void FailureOfOneTaskKillsTheOthers()
    {
        var harness = new SchedulerHarness(new SchedulerOptions { MaxTaskFailures = 1 });
        var waiter = harness.Submit(new TestComputation(9));
        harness.Backend.Fail(harness.Backend.Running[0], Boom);
        harness.Run();
        Assert.Empty(harness.Backend.Running);
        Assert.True(waiter.Quiet.IsCompleted);
        Assert.Equal(4, harness.Events.Posted.OfType<SparkListenerTaskEnd>().Count());
    }

    [Fact]
    public void FifoServesTheOlderJobFirst()
    {
        var harness = new SchedulerHarness(null, new ExecutorDescription("1", "host-1", 1));
        harness.Submit(new TestComputation(3));
        harness.Submit(new TestComputation(1));
        Assert.Equal([0, 0, 0, 1], StagesInOrder(harness, 4));
    }

    [Fact]
    public void FairPoolsShareByWeightAndMinimum()
    {
        var options = new SchedulerOptions { Mode = SchedulingMode.FAIR, Pools = [new PoolOptions("heavy", Weight: 3), new PoolOptions("light"), new PoolOptions("urgent", MinShare: 2)] };
        var harness = new SchedulerHarness(options, new ExecutorDescription("1", "host-1", 10));
        // Ten slots are taken before anybody else asks; what comes free is shared.
        harness.Submit(new TestComputation(10), properties: LocalProperties.Empty.With(LocalProperties.PoolKey, "light"));
        harness.Submit(new TestComputation(20), properties: LocalProperties.Empty.With(LocalProperties.PoolKey, "heavy"));
        harness.Submit(new TestComputation(20), properties: LocalProperties.Empty.With(LocalProperties.PoolKey, "light"));
        harness.Submit(new TestComputation(20), properties: LocalProperties.Empty.With(LocalProperties.PoolKey, "urgent"));
        foreach (var task in harness.Backend.Running.ToList()) harness.Backend.Succeed(task);
        harness.Run();
        var byStage = harness.Backend.Running.CountBy(task => task.TaskSet.Stage.StageId).ToDictionary();
        Assert.Equal((6, 2, 2), (byStage[1], byStage[2], byStage[3]));
    }

    [Fact]
    public void TasksWaitForTheirPreferredHostAndThenTakeAnySlot()
    {
        var harness = new SchedulerHarness(null, new ExecutorDescription("1", "host-1", 1), new ExecutorDescription("2", "host-2", 1));
        harness.Submit(new TestComputation(2) { Preferred = _ => ["host-2"] });
        var first = Assert.Single(harness.Backend.Running);
        Assert.Equal("2", first.ExecutorId);
        harness.Time.Advance(TimeSpan.FromSeconds(2));
        harness.Run();
        Assert.Single(harness.Backend.Running);
        harness.Time.Advance(TimeSpan.FromSeconds(1));
        harness.Run();
        Assert.Equal(["2", "1"], harness.Backend.Running.Select(task => task.ExecutorId));
        Assert.Equal([TaskLocality.NODE_LOCAL, TaskLocality.ANY], harness.Events.Posted.OfType<SparkListenerTaskStart>().Select(e => e.TaskInfo.Locality));
    }

    [Fact]
    public void HostsWithoutExecutorsAreNotWaitedFor()
    {
        var harness = new SchedulerHarness(null, new ExecutorDescription("1", "host-1", 2));
        harness.Submit(new TestComputation(2) { Preferred = partition => ["host-9", $"executor_host-9_{partition}"] });
        Assert.Equal(2, harness.Backend.Running.Count);
    }

    [Fact]
    public void FinishedMapsOfALostExecutorRunAgainInTheSameAttempt()
    {
        var harness = new SchedulerHarness(null, new ExecutorDescription("1", "host-1", 1), new ExecutorDescription("2", "host-2", 1));
        var shuffle = new Firesteel.Core.Shuffle.ShuffleDependency(new TestComputation(3), 2);
        var waiter = harness.Submit(new TestComputation(1, shuffle));
        var onFirst = harness.Backend.Running.Find(task => task.ExecutorId == "1")!;
        harness.Succeed(onFirst);
        harness.Backend.Lose("1");
        harness.Run();
        harness.SucceedAll(0);
        harness.SucceedAll(1);
        Assert.True(waiter.Completion.IsCompletedSuccessfully);
        var ends = harness.Events.Posted.OfType<SparkListenerTaskEnd>().Where(e => e.StageId == 0).ToList();
        Assert.Single(ends, e => e.Reason is Resubmitted && e.TaskInfo.Index == onFirst.Index);
        Assert.Single(ends, e => e.Reason is ExecutorLostFailure);
        Assert.Equal(4, ends.Count(e => e.Reason is TaskSuccess));
        Assert.Single(harness.Events.Posted.OfType<SparkListenerExecutorRemoved>());
    }

    private static List<int> StagesInOrder(SchedulerHarness harness, int count)
    {
        var order = new List<int>();
        while (order.Count < count)
        {
            var task = harness.Backend.Running[0];
            order.Add(task.TaskSet.Stage.StageId);
            harness.Succeed(task);
        }
        return order;
    }
}
