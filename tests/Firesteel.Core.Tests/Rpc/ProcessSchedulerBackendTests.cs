using System.Diagnostics;
using Firesteel.Core.Events;
using Firesteel.Core.Metrics;
using Firesteel.Core.Rpc;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Shuffle;
using Firesteel.Core.Tests.Support;
using Xunit;

namespace Firesteel.Core.Tests.Rpc;

public sealed class ProcessSchedulerBackendTests
{
    private static readonly CallSite Here = new("test");

    [Fact]
    public void TwoStagesRunAcrossProcesses()
    {
        using var cluster = new Cluster(executors: 2, cores: 2);
        var rows = new LongAccumulator("rows");
        var shuffle = new ShuffleDependency(new SquaresMap(8, 4, rows), 4);
        var results = cluster.Runtime.RunJob(new SumReduce(4, shuffle, "commit"), Here);
        Assert.Equal([140L, 148L, 156L, 164L], results);
        Assert.Equal(32, rows.Value);
        cluster.Runtime.Bus.WaitUntilEmpty();
        var reduces = cluster.Events.Of<SparkListenerTaskEnd>().Where(e => e.StageId == 1).ToList();
        Assert.All(reduces, e => Assert.Equal(8, e.TaskMetrics![TaskMetric.ShuffleReadRecordsRead]));
        Assert.All(reduces, e => Assert.True(e.TaskMetrics![TaskMetric.ShuffleReadRemoteBlocksFetched] > 0));
    }

    [Fact]
    public void ExecutorKilledInMidJobCostsOnlyWhatItHeld()
    {
        using var cluster = new Cluster(executors: 2, cores: 1);
        var rows = new LongAccumulator("rows");
        var shuffle = new ShuffleDependency(new SquaresMap(8, 2, rows), 2);
        cluster.Events.OnTaskStart = e =>
        {
            if (e is not { StageId: 1, TaskInfo: { ExecutorId: "0", AttemptNumber: 0 } }) return;
            cluster.Events.OnTaskStart = null;
            using var process = Process.GetProcessById(cluster.Backend.ProcessIds["0"]);
            process.Kill();
        };
        var results = cluster.Runtime.RunJob(new SumReduce(2, shuffle, "hang"), Here);
        Assert.Equal([140L, 148L], results);
        Assert.Equal(16, rows.Value);
        cluster.Runtime.Bus.WaitUntilEmpty();
        var maps = cluster.Events.Of<SparkListenerTaskEnd>().Where(e => e is { StageId: 0, Reason: TaskSuccess }).ToList();
        var lost = maps.Where(e => e is { StageAttemptId: 0, TaskInfo.ExecutorId: "0" }).Select(e => e.TaskInfo.PartitionId).Order().ToList();
        var rerun = maps.Where(e => e.StageAttemptId > 0).Select(e => e.TaskInfo.PartitionId).Order().ToList();
        Assert.NotEmpty(lost);
        Assert.Equal(lost, rerun);
        Assert.Single(cluster.Events.Of<SparkListenerExecutorRemoved>());
    }

    [Fact]
    public void SilentExecutorIsReplaced()
    {
        var time = new FakeTime();
        using var cluster = new Cluster(executors: 1, cores: 1, time: time);
        var silent = cluster.Backend.ProcessIds["0"];
        time.Advance(TimeSpan.FromSeconds(240));
        var shuffle = new ShuffleDependency(new SquaresMap(2, 1, new LongAccumulator("rows")), 1);
        Assert.Equal([1L], cluster.Runtime.RunJob(new SumReduce(1, shuffle), Here));
        cluster.Runtime.Bus.WaitUntilEmpty();
        Assert.Contains("heartbeat timed out", Assert.Single(cluster.Events.Of<SparkListenerExecutorRemoved>()).Reason);
        Assert.DoesNotContain(silent, cluster.Backend.ProcessIds.Values);
    }

    [Fact]
    public void ErrorsKeepTheirConditionAndPosition()
    {
        using var cluster = new Cluster(executors: 1, cores: 2);
        var shuffle = new ShuffleDependency(new SquaresMap(1, 2, new LongAccumulator("rows")), 2);
        var error = Assert.Throws<SparkRuntimeException>(() => cluster.Runtime.RunJob(new SumReduce(2, shuffle, "fail"), Here));
        Assert.Equal(("DIVIDE_BY_ZERO", "c", "1/0"), (error.Condition, error.Parameters["config"], error.Context!.Fragment));
        var unsendable = Assert.Throws<SparkException>(() => cluster.Runtime.RunJob(new TestComputation(1), Here));
        Assert.Contains("Task not serializable", unsendable.Message);
        Assert.Contains("cannot travel", unsendable.Message);
        cluster.Runtime.Bus.WaitUntilEmpty();
        Assert.Equal(1, cluster.Events.Of<SparkListenerTaskStart>().Count(e => e.StageId == 2));
    }

    [Fact]
    public void ExecutorsThatCannotStartEndTheJob()
    {
        using var cluster = new Cluster(executors: 1, cores: 1, "--no-such-option");
        var error = Assert.Throws<SparkException>(() => cluster.Runtime.RunJob(new SquaresMap(1, 1, new LongAccumulator()), Here));
        Assert.Contains("All executors are lost", error.Message);
    }

    private sealed class Cluster : IDisposable
    {
        public Cluster(int executors, int cores, string argument = "--executor", TimeProvider? time = null)
        {
            time ??= TimeProvider.System;
            var options = new ProcessBackendOptions(executors, cores, () => new ProcessStartInfo(Environment.ProcessPath!, [argument]) { RedirectStandardOutput = true }) { MaxReplacements = 2 };
            Backend = new ProcessSchedulerBackend(options, new TestCodec(), time);
            Events = new EventRecorder(executors);
            Runtime = new DriverRuntime(new SchedulerOptions(), Backend, new ShuffleStore(), listeners: [Events], time: time);
            if (argument == "--executor") Events.AllAdded.Wait(TimeSpan.FromMinutes(1));
        }

        public ProcessSchedulerBackend Backend { get; }
        public EventRecorder Events { get; }
        public DriverRuntime Runtime { get; }

        public void Dispose() => Runtime.Dispose();
    }

    private sealed class EventRecorder(int executors) : EventListener
    {
        private readonly List<SparkListenerEvent> _events = [];

        public CountdownEvent AllAdded { get; } = new(executors);
        public Action<SparkListenerTaskStart>? OnTaskStart { get; set; }

        public List<T> Of<T>() where T : SparkListenerEvent
        {
            lock (_events) return [.. _events.OfType<T>()];
        }

        public override void OnEvent(SparkListenerEvent e)
        {
            lock (_events) _events.Add(e);
            if (e is SparkListenerExecutorAdded && !AllAdded.IsSet) AllAdded.Signal();
            if (e is SparkListenerTaskStart start) OnTaskStart?.Invoke(start);
        }
    }
}
