using Firesteel.Core.Events;
using Firesteel.Core.Metrics;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Shuffle;
using Firesteel.Core.Storage;
using Firesteel.Core.Tests.Support;
using Xunit;

namespace Firesteel.Core.Tests.Scheduler;

public sealed class DAGSchedulerTests
{
    private static (ShuffleDependency Shuffle, TestComputation Result) TwoStages(int maps = 3, Determinism determinism = Determinism.Determinate)
    {
        var shuffle = new ShuffleDependency(new TestComputation(maps) { Level = determinism }, 2);
        return (shuffle, new TestComputation(2, shuffle));
    }

    private static FetchFailed LostMap(SchedulerHarness harness, ShuffleDependency shuffle, int map, bool unreachable = false)
    {
        var status = harness.Tracker.Statuses(shuffle.ShuffleId)[map]!;
        return new FetchFailed(status.Location, shuffle.ShuffleId, status.MapId, map, 0, "gone", unreachable);
    }

    [Fact]
    public void StagesRunInOrderAndPostSparksEvents()
    {
        var harness = new SchedulerHarness(null, new ExecutorDescription("1", "host-1", 1));
        var (_, result) = TwoStages(maps: 1);
        var results = new List<object?>();
        var waiter = harness.Submit(result, results);
        Assert.Equal([0], harness.Backend.Running.Select(task => task.TaskSet.Stage.StageId));
        harness.SucceedAll(0);
        harness.SucceedAll(1);
        Assert.True(waiter.Completion.IsCompletedSuccessfully);
        Assert.True(waiter.Quiet.IsCompleted);
        Assert.Equal([0, 1], results);
        Assert.Equal(
            ["JobStart", "StageSubmitted", "TaskStart", "TaskEnd", "StageCompleted", "StageSubmitted", "TaskStart", "TaskEnd", "TaskStart", "TaskEnd", "StageCompleted", "JobEnd"],
            harness.Events.Names);
        var start = harness.Events.Posted.OfType<SparkListenerJobStart>().Single();
        Assert.Equal([0, 1], start.StageInfos.Select(stage => stage.StageId));
        Assert.Equal([0], start.StageInfos[1].ParentIds);
    }

    [Fact]
    public void ResultsComeInPartitionOrder()
    {
        var harness = new SchedulerHarness(null, new ExecutorDescription("1", "host-1", 4));
        var results = new List<object?>();
        harness.Submit(new TestComputation(3), results);
        harness.Succeed(harness.Backend.Find(0, 2), "c");
        harness.Succeed(harness.Backend.Find(0, 0), "a");
        Assert.Equal(["a"], results);
        harness.Succeed(harness.Backend.Find(0, 1), "b");
        Assert.Equal(["a", "b", "c"], results);
    }

    [Fact]
    public void FinishedMapStagesAreSkippedByLaterJobs()
    {
        var harness = new SchedulerHarness();
        var (shuffle, result) = TwoStages();
        harness.Submit(result);
        harness.SucceedAll(0);
        harness.SucceedAll(1);
        var second = harness.Submit(new TestComputation(2, shuffle));
        Assert.All(harness.Backend.Running, task => Assert.Null(task.TaskSet.ShuffleId));
        harness.SucceedAll(3);
        Assert.True(second.Completion.IsCompletedSuccessfully);
        Assert.Equal([0, 1, 3], harness.Events.Posted.OfType<SparkListenerStageSubmitted>().Select(e => e.StageInfo.StageId));
    }

    [Fact]
    public void FetchFailureRunsOnlyTheMissingMapAgain()
    {
        var harness = new SchedulerHarness();
        var (shuffle, result) = TwoStages();
        var results = new List<object?>();
        var waiter = harness.Submit(result, results);
        harness.SucceedAll(0);
        harness.Succeed(harness.Backend.Find(1, 1), "second");
        harness.Backend.Fail(harness.Backend.Find(1, 0), LostMap(harness, shuffle, 1));
        harness.Run();
        Assert.Empty(harness.Backend.Running);
        harness.Time.Advance(TimeSpan.FromMilliseconds(200));
        harness.Run();
        var rerun = Assert.Single(harness.Backend.Running);
        Assert.Equal((0, 1, 1), (rerun.TaskSet.Stage.StageId, rerun.TaskSet.Stage.Attempt, rerun.PartitionId));
        harness.Succeed(rerun);
        var again = Assert.Single(harness.Backend.Running);
        Assert.Equal((1, 1, 0), (again.TaskSet.Stage.StageId, again.TaskSet.Stage.Attempt, again.PartitionId));
        harness.Succeed(again, "first");
        Assert.True(waiter.Completion.IsCompletedSuccessfully);
        Assert.Equal(["first", "second"], results);
    }

    [Fact]
    public void RepeatedFetchFailuresEndTheJob()
    {
        var harness = new SchedulerHarness();
        var (shuffle, result) = TwoStages(maps: 1);
        var waiter = harness.Submit(result);
        for (var attempt = 0; attempt < 4; attempt++)
        {
            harness.SucceedAll(0);
            harness.Backend.Fail(harness.Backend.Find(1, 0), LostMap(harness, shuffle, 0));
            harness.Run();
            harness.Time.Advance(TimeSpan.FromMilliseconds(200));
            harness.Run();
        }
        Assert.True(waiter.Completion.IsFaulted);
        Assert.Contains("has failed the maximum allowable number of times: 4", waiter.Completion.Exception!.InnerException!.Message);
    }

    [Fact]
    public void LostExecutorCostsOnlyItsMapsAndItsTasks()
    {
        var harness = new SchedulerHarness(null, new ExecutorDescription("1", "host-1", 1), new ExecutorDescription("2", "host-2", 1));
        var (shuffle, result) = TwoStages(maps: 2);
        var waiter = harness.Submit(result);
        harness.SucceedAll(0);
        var onFirst = harness.Tracker.Statuses(shuffle.ShuffleId).Index().Where(pair => pair.Item!.Location.ExecutorId == "1").Select(pair => pair.Index).ToList();
        Assert.Single(onFirst);
        harness.Backend.Lose("1");
        harness.Run();
        // The lost result task starts again on the executor that is left, finds its input gone, and the one map runs again.
        var left = Assert.Single(harness.Backend.Running);
        harness.Backend.Fail(left, new FetchFailed(null, shuffle.ShuffleId, -1, onFirst[0], 0, "missing"));
        harness.Run();
        harness.Time.Advance(TimeSpan.FromMilliseconds(200));
        harness.Run();
        var rerun = Assert.Single(harness.Backend.Running);
        Assert.Equal(onFirst[0], rerun.PartitionId);
        harness.SucceedAll(0);
        harness.SucceedAll(1);
        Assert.True(waiter.Completion.IsCompletedSuccessfully);
    }

    [Fact]
    public void UnreachableExecutorLosesAllItsOutputsAtOnce()
    {
        var harness = new SchedulerHarness(null, new ExecutorDescription("1", "host-1", 2));
        var (shuffle, result) = TwoStages();
        harness.Submit(result);
        harness.SucceedAll(0);
        harness.Backend.Fail(harness.Backend.Find(1, 0), LostMap(harness, shuffle, 0, unreachable: true));
        harness.Run();
        Assert.Equal([0, 1, 2], harness.Tracker.FindMissingPartitions(shuffle.ShuffleId));
        harness.Backend.Fail(harness.Backend.Find(1, 1), new TaskKilled("ends"));
        harness.Time.Advance(TimeSpan.FromMilliseconds(200));
        harness.Run();
        // Outputs of the new attempt count again, though the same executor makes them.
        harness.SucceedAll(0);
        harness.SucceedAll(1);
        Assert.Empty(harness.Scheduler.ActiveJobs);
    }

    [Fact]
    public void IndeterminateStageRunsAgainWhole()
    {
        var harness = new SchedulerHarness();
        var (shuffle, result) = TwoStages(determinism: Determinism.Indeterminate);
        var waiter = harness.Submit(result);
        harness.SucceedAll(0);
        harness.Backend.Fail(harness.Backend.Find(1, 0), LostMap(harness, shuffle, 1));
        harness.Backend.Fail(harness.Backend.Find(1, 1), new TaskKilled("ends"));
        harness.Run();
        harness.Time.Advance(TimeSpan.FromMilliseconds(200));
        harness.Run();
        Assert.Equal([0, 1, 2], harness.Backend.Running.Select(task => task.PartitionId).Order());
        harness.SucceedAll(0);
        harness.SucceedAll(1);
        Assert.True(waiter.Completion.IsCompletedSuccessfully);
    }

    [Fact]
    public void IndeterminateInputOfDeliveredResultsFailsTheJob()
    {
        var harness = new SchedulerHarness();
        var (shuffle, result) = TwoStages(determinism: Determinism.Indeterminate);
        var waiter = harness.Submit(result);
        harness.SucceedAll(0);
        harness.Succeed(harness.Backend.Find(1, 0));
        harness.Backend.Fail(harness.Backend.Find(1, 1), LostMap(harness, shuffle, 1));
        harness.Run();
        harness.Time.Advance(TimeSpan.FromMilliseconds(200));
        harness.Run();
        Assert.True(waiter.Completion.IsFaulted);
        Assert.Empty(harness.Scheduler.LiveAttempts);
    }

    [Fact]
    public void LateAndRepeatedAttemptsCountOnce()
    {
        var counter = new LongAccumulator("rows");
        AccumulatorUpdate Update(long value)
        {
            var local = (LongAccumulator)counter.NewTaskLocal();
            local.Add(value);
            return new AccumulatorUpdate(counter, local);
        }

        var harness = new SchedulerHarness();
        var (shuffle, result) = TwoStages(maps: 1);
        var results = new List<object?>();
        var waiter = harness.Submit(result, results);
        harness.Backend.Succeed(harness.Backend.Find(0, 0), null, Update(10));
        harness.Run();
        Assert.Equal(10, counter.Value);
        // The map is lost; while it runs again, the first attempt's other reduce task ends late but well.
        var late = harness.Backend.Find(1, 1);
        harness.Backend.Fail(harness.Backend.Find(1, 0), LostMap(harness, shuffle, 0));
        harness.Run();
        harness.Time.Advance(TimeSpan.FromMilliseconds(200));
        harness.Run();
        harness.Backend.Succeed(harness.Backend.Find(0, 0), null, Update(10));
        harness.Run();
        Assert.Equal(10, counter.Value);
        harness.Backend.Succeed(late, "b", Update(5));
        harness.Run();
        foreach (var task in harness.Backend.Running.ToList()) harness.Backend.Succeed(task, task.PartitionId == 1 ? "again" : "a", Update(5));
        harness.Run();
        Assert.True(waiter.Completion.IsCompletedSuccessfully);
        Assert.Equal(["a", "b"], results);
        Assert.Equal(20, counter.Value);
    }

    [Fact]
    public void MapStageJobGivesStatistics()
    {
        var harness = new SchedulerHarness();
        var (shuffle, _) = TwoStages();
        var waiter = harness.Scheduler.SubmitMapStage(shuffle, new CallSite("test"), LocalProperties.Empty);
        harness.Run();
        harness.SucceedAll(0);
        Assert.True(waiter.Completion.IsCompletedSuccessfully);
        Assert.Equal([3L, 3L], waiter.Statistics!.BytesByPartition);
        var again = harness.Scheduler.SubmitMapStage(shuffle, new CallSite("test"), LocalProperties.Empty);
        harness.Run();
        Assert.Equal(6, again.Statistics!.TotalRows);
        Assert.Empty(harness.Backend.Running);
    }

    [Fact]
    public void SharedMapStageSurvivesTheFailureOfOneJob()
    {
        var harness = new SchedulerHarness();
        var (shuffle, result) = TwoStages();
        var first = harness.Submit(result);
        var second = harness.Submit(new TestComputation(1, shuffle));
        harness.Scheduler.CancelJob(first.JobId);
        harness.Run();
        Assert.Equal("SPARK_JOB_CANCELLED", Assert.IsType<SparkException>(first.Completion.Exception!.InnerException).Condition);
        Assert.Empty(harness.Backend.Killed);
        harness.SucceedAll(0);
        harness.SucceedAll(2);
        Assert.True(second.Completion.IsCompletedSuccessfully);
    }

    [Fact]
    public void CancelledGroupLeavesNoTaskRunning()
    {
        var harness = new SchedulerHarness();
        var properties = LocalProperties.Empty.With(LocalProperties.JobGroupKey, "g").With(LocalProperties.JobTagsKey, "one,two");
        var waiter = harness.Submit(new TestComputation(10), properties: properties);
        var other = harness.Submit(new TestComputation(1));
        Assert.Equal(4, harness.Backend.Running.Count);
        harness.Scheduler.CancelJobGroup("g");
        harness.Run();
        Assert.Equal(4, harness.Backend.Killed.Count);
        Assert.True(waiter.Quiet.IsCompleted);
        Assert.Contains("part of cancelled job group g", waiter.Completion.Exception!.InnerException!.Message);
        Assert.Equal([1], harness.Backend.Running.Select(task => task.TaskSet.Stage.StageId));
        harness.Scheduler.CancelJobsWithTag("two");
        harness.Run();
        Assert.False(other.Completion.IsCompleted);
        Assert.Equal(4, harness.Events.Posted.OfType<SparkListenerTaskEnd>().Count(e => e is { Reason: TaskKilled, TaskInfo.Killed: true }));
    }

    [Fact]
    public void LongLineagesDoNotRecurse()
    {
        var harness = new SchedulerHarness();
        var shuffle = new ShuffleDependency(new TestComputation(1), 1);
        for (var i = 0; i < 20_000; i++) shuffle = new ShuffleDependency(new TestComputation(1, shuffle), 1);
        var waiter = harness.Submit(new TestComputation(1, shuffle));
        Assert.Equal(0, Assert.Single(harness.Backend.Running).TaskSet.Stage.StageId);
        harness.Scheduler.CancelJob(waiter.JobId);
        harness.Run();
        Assert.True(waiter.Quiet.IsCompleted);
    }

    [Fact]
    public void OneAttemptOfAPartitionMayCommit()
    {
        var harness = new SchedulerHarness();
        var (shuffle, result) = TwoStages(maps: 1);
        harness.Submit(result);
        harness.SucceedAll(0);
        bool Ask(TaskDescription task)
        {
            bool? answer = null;
            harness.Tasks.AskToCommit(task.TaskSet.Stage, task.PartitionId, task.TaskId, granted => answer = granted);
            harness.Run();
            return answer!.Value;
        }

        // The stage runs again while the first attempt's task of partition 1 is still at work.
        var zombie = harness.Backend.Find(1, 1);
        harness.Backend.Fail(harness.Backend.Find(1, 0), LostMap(harness, shuffle, 0));
        harness.Run();
        harness.Time.Advance(TimeSpan.FromMilliseconds(200));
        harness.Run();
        harness.SucceedAll(0);
        var second = harness.Backend.Running.Single(task => task.PartitionId == 1 && task != zombie);
        Assert.True(Ask(zombie));
        Assert.True(Ask(zombie));
        Assert.False(Ask(second));
        harness.Backend.Fail(zombie, ExceptionFailure.From(new IOException("commit failed")));
        harness.Run();
        Assert.True(Ask(second));
        harness.Succeed(second);
        harness.Succeed(harness.Backend.Find(1, 0));
        Assert.False(Ask(zombie));
        Assert.Empty(harness.Scheduler.ActiveJobs);
    }

    [Fact]
    public void SpoiltSharedStateDiscardsTheWholeAttempt()
    {
        var disposed = new List<StageAttemptId>();
        var map = new TestComputation(3) { SharedState = attempt => new Disposal(() => disposed.Add(attempt)) };
        var shuffle = new ShuffleDependency(map, 2);
        var harness = new SchedulerHarness();
        var waiter = harness.Submit(new TestComputation(2, shuffle));
        _ = harness.Backend.Running[0].TaskSet.SharedState;
        harness.Succeed(harness.Backend.Find(0, 0));
        harness.Backend.Fail(harness.Backend.Find(0, 1), ExceptionFailure.From(new InvalidOperationException("boom")));
        harness.Run();
        Assert.Equal([new StageAttemptId(0, 0)], disposed);
        Assert.Equal([0, 1, 2], harness.Backend.Running.Select(task => task.PartitionId).Order());
        harness.SucceedAll(0);
        harness.SucceedAll(1);
        Assert.True(waiter.Completion.IsCompletedSuccessfully);
    }

    private sealed class Disposal(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}
