using System.Buffers;
using System.Collections.Concurrent;
using Firesteel.Core.Metrics;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Shuffle;
using Firesteel.Core.Tests.Support;
using Xunit;

namespace Firesteel.Core.Tests.Scheduler;

public sealed class LocalRuntimeTests
{
    private static readonly CallSite Here = new("test at LocalRuntimeTests.cs:1");

    [Fact]
    public void TwoStagesRunEndToEnd()
    {
        using var runtime = DriverRuntime.Local(4);
        var rows = new LongAccumulator("rows");
        var map = new TestComputation(8, (partition, _) =>
        {
            rows.Add(3);
            return new Numbers([[partition, partition + 100], [partition * 2]]);
        });
        var shuffle = new ShuffleDependency(map, 2);
        var reduce = new TestComputation(2, (partition, context) =>
            context.ReadShuffle(shuffle.ShuffleId, partition).SelectMany(block => ((Numbers)block.Local!).Parts[block.Partitions.First]).ToList(), shuffle);
        var results = runtime.RunJob(reduce, Here);
        // Blocks come in map order, whatever the order in which the maps ran.
        Assert.Equal(Enumerable.Range(0, 8).SelectMany(map => new[] { map, map + 100 }), (List<int>)results[0]!);
        Assert.Equal(Enumerable.Range(0, 8).Select(map => map * 2), (List<int>)results[1]!);
        Assert.Equal(24, rows.Value);
        Assert.Equal(8, runtime.Store.OutputCount);
        runtime.RemoveShuffle(shuffle.ShuffleId);
        Assert.Equal(0, runtime.Store.OutputCount);
    }

    [Fact]
    public void GoneMapOutputsAreMadeAgain()
    {
        using var runtime = DriverRuntime.Local(2);
        var runs = new ConcurrentBag<int>();
        var map = new TestComputation(3, (partition, _) =>
        {
            runs.Add(partition);
            return new Numbers([[partition]]);
        });
        var shuffle = new ShuffleDependency(map, 1);
        Assert.Equal(3, runtime.RunMapStage(shuffle, Here).TotalRows);
        var lost = runtime.Tracker.Statuses(shuffle.ShuffleId)[1]!;
        runtime.Store.Remove(shuffle.ShuffleId, lost.MapId);
        var reduce = new TestComputation(1, (partition, context) =>
        {
            var sum = context.ReadShuffle(shuffle.ShuffleId, partition).Sum(block => ((Numbers)block.Local!).Parts[0][0]);
            context.ClaimCommit();
            return sum;
        }, shuffle);
        Assert.Equal([3], runtime.RunJob(reduce, Here));
        Assert.Equal([0, 1, 1, 2], runs.Order());
    }

    [Fact]
    public void UserErrorsReachTheCallerAndNothingRunsAfter()
    {
        using var runtime = DriverRuntime.Local(4, maxFailures: 2);
        var running = 0;
        var computation = new TestComputation(16, (partition, context) =>
        {
            Interlocked.Increment(ref running);
            try
            {
                if (partition == 3) throw new FormatException("no number");
                context.CancellationToken.WaitHandle.WaitOne(TimeSpan.FromMinutes(1));
                context.ThrowIfKilled();
                return null;
            }
            finally
            {
                Interlocked.Decrement(ref running);
            }
        });
        var error = Assert.Throws<SparkException>(() => runtime.RunJob(computation, Here));
        Assert.Equal(0, running);
        Assert.StartsWith("Job aborted due to stage failure: Task 3 in stage 0.0 failed 2 times", error.Message);
        Assert.IsType<FormatException>(error.InnerException);
    }

    [Fact]
    public void CancellationInTheMiddleLeavesNoTaskRunning()
    {
        using var runtime = DriverRuntime.Local(2);
        using var cancellation = new CancellationTokenSource();
        using var started = new CountdownEvent(2);
        var completed = 0;
        var computation = new TestComputation(10, (_, context) =>
        {
            context.AddCompletionListener(_ => Interlocked.Increment(ref completed));
            started.Signal();
            context.CancellationToken.WaitHandle.WaitOne(TimeSpan.FromMinutes(1));
            context.ThrowIfKilled();
            return null;
        });
        var job = Task.Run(() => runtime.RunJob(computation, Here, cancellation: cancellation.Token), TestContext.Current.CancellationToken);
        started.Wait(TestContext.Current.CancellationToken);
        cancellation.Cancel();
        var error = Assert.Throws<SparkException>(() => job.GetAwaiter().GetResult());
        Assert.Equal("SPARK_JOB_CANCELLED", error.Condition);
        Assert.Equal(2, completed);
        // The slots are free again.
        Assert.Equal([0, 1, 2], runtime.RunJob(new TestComputation(3), Here));
    }

    [Fact]
    public void TaskThatWillNotEndIsLeftBehind()
    {
        var time = new FakeTime();
        var store = new ShuffleStore();
        var backend = new LocalSchedulerBackend(new ExecutorOptions(1) { KillTimeout = TimeSpan.FromSeconds(30) }, store, time);
        using var runtime = new DriverRuntime(new SchedulerOptions(), backend, store, time: time);
        using var started = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var stuck = new TestComputation(1, (_, context) =>
        {
            // Runs on the task's own thread, as soon as the kill has been asked for.
            started.Set();
            release.Wait(TimeSpan.FromMinutes(1));
            return null;
        });
        var waiter = runtime.Scheduler.SubmitJob(stuck, [0], (_, _) => { }, Here, LocalProperties.Empty);
        started.Wait(TestContext.Current.CancellationToken);
        runtime.Scheduler.CancelJob(waiter.JobId);
        Assert.ThrowsAny<SparkException>(() => waiter.Completion.GetAwaiter().GetResult());
        while (!waiter.Quiet.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(30));
            Thread.Yield();
        }
        Assert.Equal(1, backend.AbandonedThreads);
        Assert.Equal([0], runtime.RunJob(new TestComputation(1), Here));
        release.Set();
    }

    [Fact]
    public void ShutdownFailsWhatRunsAndPostsItsEvents()
    {
        var events = new ConcurrentQueue<string>();
        var store = new ShuffleStore();
        using var started = new ManualResetEventSlim();
        var runtime = new DriverRuntime(
            new SchedulerOptions(), new LocalSchedulerBackend(new ExecutorOptions(1), store, TimeProvider.System), store, [new Names(events)]);
        var waiter = runtime.Scheduler.SubmitJob(
            new TestComputation(1, (_, context) =>
            {
                started.Set();
                return context.CancellationToken.WaitHandle.WaitOne(TimeSpan.FromMinutes(1));
            }), [0], (_, _) => { }, Here, LocalProperties.Empty);
        started.Wait(TestContext.Current.CancellationToken);
        runtime.Dispose();
        Assert.Contains("shut down", Assert.Throws<SparkException>(waiter.Wait).Message);
        // The task that is being ended may say so before or after.
        Assert.Contains("SparkListenerJobEnd", events);
    }

    private sealed class Names(ConcurrentQueue<string> names) : Firesteel.Core.Events.EventListener
    {
        public override void OnEvent(SparkListenerEvent e) => names.Enqueue(e.GetType().Name);
    }

    [Fact]
    public void IdleWorkersHelpATask()
    {
        using var runtime = DriverRuntime.Local(3);
        var rows = new LongAccumulator("rows");
        using var all = new Barrier(3);
        var computation = new TestComputation(1, (_, context) =>
        {
            var morsels = 100;
            var helpers = 0;
            context.RunWithHelpers(8, token =>
            {
                if (token.IsHelper) Interlocked.Increment(ref helpers);
                // Nobody starts before all three are here.
                all.SignalAndWait(TimeSpan.FromMinutes(1));
                Assert.Same(context, TaskContext.Current);
                while (Interlocked.Decrement(ref morsels) >= 0 && !token.ShouldLeave) rows.Add(1);
            });
            return helpers;
        });
        Assert.Equal([2], runtime.RunJob(computation, Here));
        Assert.Equal(100, rows.Value);
        var failing = new TestComputation(1, (_, context) =>
        {
            context.RunWithHelpers(8, token =>
            {
                all.SignalAndWait(TimeSpan.FromMinutes(1));
                if (token.IsHelper) throw new FormatException("bad morsel");
                while (!token.ShouldLeave) Thread.Yield();
            });
            return null;
        });
        Assert.IsType<FormatException>(Assert.Throws<SparkException>(() => runtime.RunJob(failing, Here)).InnerException);
    }

    [Fact]
    public void HandlerRunsOnTheCallersThreadInOrder()
    {
        using var runtime = DriverRuntime.Local(4);
        var caller = Environment.CurrentManagedThreadId;
        var seen = new List<int>();
        runtime.RunJob(new TestComputation(100), [5, 3, 99, 0], (index, value) =>
        {
            Assert.Equal(caller, Environment.CurrentManagedThreadId);
            seen.Add((int)value!);
        }, Here);
        Assert.Equal([5, 3, 99, 0], seen);
        Assert.Throws<InvalidTimeZoneException>(() => runtime.RunJob(new TestComputation(100), null, (_, _) => throw new InvalidTimeZoneException(), Here));
        Assert.Empty(runtime.RunJob(new TestComputation(0), Here));
    }

    /// <summary>A map output of plain numbers.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ACancelledJobWakesItsTasksWhereItAsksForThat(bool sleeps)
    {
        using var runtime = DriverRuntime.Local(1);
        using var started = new ManualResetEventSlim();
        var waits = new TestComputation(1, (_, context) =>
        {
            started.Set();
            if (sleeps) Thread.Sleep(Timeout.Infinite);
            // Too busy to be woken: the interrupt is still to come when the task has ended.
            while (!context.IsKilled) Thread.SpinWait(10);
            Thread.SpinWait(100_000);
            return null;
        });
        var waiter = runtime.Scheduler.SubmitJob(waits, [0], (_, _) => { }, Here, LocalProperties.Empty.With(LocalProperties.InterruptOnCancelKey, "true"));
        started.Wait();
        runtime.Scheduler.CancelJob(waiter.JobId, "enough");
        Assert.Contains("enough", Assert.Throws<SparkException>(waiter.Wait).Message);
        // The thread is as good as new.
        Assert.Equal([7], runtime.RunJob(new TestComputation(1, (_, _) =>
        {
            Thread.Sleep(1);
            return 7;
        }), Here));
    }

    [Fact]
    public void AReaperEndsTheProcessOfATaskThatWillNotEnd()
    {
        using var store = new ShuffleStore();
        var time = new FakeTime();
        using var go = new ManualResetEventSlim();
        using var started = new ManualResetEventSlim();
        var ended = new List<string>();
        var options = new ExecutorOptions(1) { EndProcess = ended.Add };
        var backend = new LocalSchedulerBackend(options, store, time);
        using var runtime = new DriverRuntime(new SchedulerOptions { Reaper = new TaskReaperOptions(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30)) }, backend, store, time: time);
        var waiter = runtime.Scheduler.SubmitJob(new TestComputation(1, (_, _) =>
        {
            started.Set();
            go.Wait();
            return null;
        }), [0], (_, _) => { }, Here, LocalProperties.Empty);
        started.Wait();
        runtime.Scheduler.CancelJob(waiter.JobId);
        // The kill comes by way of both loops.
        while (ended.Count == 0 && !waiter.Quiet.IsCompleted) time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("Killing executor because killed task 0 could not be stopped within 30000 ms.", ended[0]);
        go.Set();
        waiter.Quiet.Wait();
    }

    private sealed class Numbers(int[][] parts) : IMapOutput
    {
        public int[][] Parts => parts;
        public IReadOnlyList<long> PartitionSizes => [.. parts.Select(part => part.Length * 4L)];
        public IReadOnlyList<long> PartitionRows => [.. parts.Select(part => (long)part.Length)];
        public void WriteBlock(int reducePartition, IBufferWriter<byte> output) => throw new NotSupportedException();
        public void Dispose() { }
    }
}
