using System.Collections.Concurrent;
using Xunit;

namespace Firesteel.Tests.Listeners;

/// <summary>Listeners of the program: what they hear, and that they hold nothing up.</summary>
public class SparkListenerTests
{
    private static SparkContext Context => Support.Sessions.Shared.SparkContext;

    [Fact]
    public void A_listener_hears_of_jobs_stages_tasks_and_blocks()
    {
        var recorder = new Recorder();
        Context.AddSparkListener(recorder);
        Context.SetJobGroup("listened", "a job that is listened to");
        var kept = Context.Parallelize(Enumerable.Range(0, 100), 4).Map(n => (n % 3, n)).ReduceByKey((a, b) => a + b, 2).Cache();
        Assert.Equal(3, kept.Count());
        kept.Unpersist();
        Assert.ThrowsAny<Exception>(() => Context.Parallelize([1], 1).Map(n => n == 1 ? throw new InvalidOperationException("on purpose") : n).Collect());
        Context.ClearJobGroup();
        Context.Engine.Runtime.Bus.WaitUntilEmpty();
        Context.RemoveSparkListener(recorder);
        Context.Parallelize([1], 1).Count();
        Context.Engine.Runtime.Bus.WaitUntilEmpty();
        var starts = recorder.Of<SparkListenerJobStart>().Where(s => s.Properties.GetValueOrDefault("spark.jobGroup.id") == "listened").ToList();
        Assert.Equal(2, starts.Count);
        Assert.Equal([null, "failed"], starts.Select(s => recorder.Of<SparkListenerJobEnd>().Single(e => e.JobId == s.JobId).Failure is null ? null : "failed"));
        var stages = starts[0].StageInfos.Select(s => s.StageId).ToHashSet();
        Assert.Equal(stages, recorder.Of<SparkListenerStageCompleted>().Select(s => s.StageInfo.StageId).Where(stages.Contains).ToHashSet());
        var tasks = recorder.Of<SparkListenerTaskEnd>().Where(t => stages.Contains(t.StageId)).ToList();
        Assert.Equal(6, tasks.Count);
        Assert.All(tasks, t => Assert.True(t.Reason is TaskSuccess && t.TaskMetrics!.ExecutorRunTime >= 0 && t.TaskInfo.FinishTime >= t.TaskInfo.LaunchTime));
        Assert.Equal(4 * 3, tasks.Sum(t => t.TaskMetrics!.ShuffleRecordsWritten));
        Assert.Contains(recorder.Of<SparkListenerTaskEnd>(), t => t.Reason is ExceptionFailure { Description: "on purpose" });
        Assert.Equal(2, recorder.Of<SparkListenerBlockUpdated>().Count(b => b.BlockUpdatedInfo is { MemSize: > 0 } info && info.BlockId.StartsWith($"rdd_{kept.Id}_", StringComparison.Ordinal)));
        Assert.Contains(recorder.Of<SparkListenerUnpersistRdd>(), u => u.RddId == kept.Id);
    }

    [Fact]
    public void A_listener_that_is_slow_or_throws_holds_nothing_up()
    {
        using var release = new ManualResetEventSlim();
        var (slow, throwing) = (new Slow(release), new Throwing());
        Context.AddSparkListener(throwing);
        Context.AddSparkListener(slow);
        Assert.Equal(20_000, Context.Parallelize(Enumerable.Range(0, 20_000), 20).Count());
        Assert.InRange(slow.Heard, 0, 1);
        release.Set();
        Context.Engine.Runtime.Bus.WaitUntilEmpty();
        Assert.InRange(slow.Heard, 40, int.MaxValue);
        Assert.InRange(throwing.Heard, 40, int.MaxValue);
        Context.RemoveSparkListener(slow);
        Context.RemoveSparkListener(throwing);
    }

    [Fact]
    public void There_are_no_pages_yet() => Assert.Null(Context.UiWebUrl);

    [Fact]
    public void The_status_tracker_knows_tags_and_executors()
    {
        var tracker = Context.StatusTracker;
        Context.AddJobTag("tracked");
        Context.Parallelize([1, 2, 3], 3).Count();
        Context.RemoveJobTag("tracked");
        Context.Engine.Runtime.Bus.WaitUntilEmpty();
        var job = Assert.Single(tracker.GetJobIdsForTag("tracked"));
        Assert.Equal("SUCCEEDED", tracker.GetJobInfo(job)!.Status);
        Assert.Equal(3, tracker.GetStageInfo(tracker.GetJobInfo(job)!.StageIds[0])!.NumCompletedTasks);
        Assert.Equal("localhost", Assert.Single(tracker.GetExecutorInfos()).Host);
    }

    private sealed class Recorder : SparkListener
    {
        private readonly ConcurrentQueue<SparkListenerEvent> _events = new();

        public IReadOnlyList<T> Of<T>() => [.. _events.OfType<T>()];

        public override void OnJobStart(SparkListenerJobStart jobStart) => _events.Enqueue(jobStart);
        public override void OnJobEnd(SparkListenerJobEnd jobEnd) => _events.Enqueue(jobEnd);
        public override void OnStageCompleted(SparkListenerStageCompleted stageCompleted) => _events.Enqueue(stageCompleted);
        public override void OnTaskEnd(SparkListenerTaskEnd taskEnd) => _events.Enqueue(taskEnd);
        public override void OnBlockUpdated(SparkListenerBlockUpdated blockUpdated) => _events.Enqueue(blockUpdated);
        public override void OnUnpersistRdd(SparkListenerUnpersistRdd unpersistRdd) => _events.Enqueue(unpersistRdd);
    }

    private sealed class Slow(ManualResetEventSlim release) : SparkListener
    {
        private int _heard;

        public int Heard => Volatile.Read(ref _heard);

        public override void OnTaskStart(SparkListenerTaskStart taskStart) => Wait();
        public override void OnTaskEnd(SparkListenerTaskEnd taskEnd) => Wait();

        private void Wait()
        {
            Interlocked.Increment(ref _heard);
            release.Wait(TimeSpan.FromMinutes(1));
        }
    }

    private sealed class Throwing : SparkListener
    {
        private int _heard;

        public int Heard => Volatile.Read(ref _heard);

        public override void OnTaskStart(SparkListenerTaskStart taskStart) => Throw();
        public override void OnTaskEnd(SparkListenerTaskEnd taskEnd) => Throw();

        private void Throw()
        {
            Interlocked.Increment(ref _heard);
            throw new InvalidOperationException("a listener that throws");
        }
    }
}
