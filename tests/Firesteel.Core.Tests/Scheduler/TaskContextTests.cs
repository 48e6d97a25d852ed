using Firesteel.Core.Metrics;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Shuffle;
using Firesteel.Core.Storage;
using Firesteel.Core.Tests.Support;
using Xunit;

namespace Firesteel.Core.Tests.Scheduler;

public sealed class TaskContextTests
{
    private readonly ShuffleStore _store = new();

    private TaskOutcome Run(Func<int, TaskContext, object?> task, Action<TaskContext>? before = null)
    {
        var runner = new TaskRunner(new BlockManagerId("driver", "localhost", 0), _store, null, new Never(), TimeProvider.System);
        var set = new TaskSet(new StageAttemptId(4, 1), new TestComputation(3, task), [2], null, 0, LocalProperties.Empty.With("k", "v"));
        var description = new TaskDescription(17, 2, "driver", 0, set);
        var context = runner.NewContext(description);
        before?.Invoke(context);
        return runner.Run(description, context);
    }

    [Fact]
    public void TaskKnowsItsPlace()
    {
        var outcome = Run((partition, context) =>
        {
            Assert.Same(context, TaskContext.Current);
            Assert.Equal((2, 2, 17L, 4, 1, "v"), (partition, context.AttemptNumber, context.TaskAttemptId, context.StageId, context.StageAttemptNumber, context.Properties["k"]));
            return "done";
        });
        Assert.Equal((TaskSuccess.Instance, "done"), (outcome.Reason, outcome.Value));
        Assert.Null(TaskContext.Current);
    }

    [Fact]
    public void ListenersRunOnceLastFirstAndFailureListenersBefore()
    {
        var calls = new List<string>();
        TaskContext? kept = null;
        var outcome = Run((_, context) =>
        {
            kept = context;
            context.AddCompletionListener(_ => calls.Add("completed 1"));
            context.AddFailureListener((_, e) => calls.Add("failed " + e.Message));
            context.AddCompletionListener(_ => calls.Add("completed 2"));
            throw new InvalidOperationException("x");
        });
        Assert.IsType<ExceptionFailure>(outcome.Reason);
        Assert.Equal(["failed x", "completed 2", "completed 1"], calls);
        kept!.AddCompletionListener(_ => calls.Add("late"));
        kept.MarkCompleted();
        Assert.Equal("late", calls[^1]);
        Assert.Equal(4, calls.Count);
    }

    [Fact]
    public void FailingCompletionListenerFailsTheTaskAfterTheOthersRan()
    {
        var ran = false;
        var outcome = Run((_, context) =>
        {
            context.AddCompletionListener(_ => ran = true);
            context.AddCompletionListener(_ => throw new FormatException("close failed"));
            return 1;
        });
        Assert.True(ran);
        Assert.Equal("close failed", Assert.IsType<ExceptionFailure>(outcome.Reason).Description);
    }

    [Fact]
    public void KilledTaskIsKilledHoweverItEnds()
    {
        Assert.Equal(new TaskKilled("stop"), Run((_, _) => 1, context => context.Kill("stop")).Reason);
        Assert.Equal(new TaskKilled("stop"), Run((_, context) =>
        {
            context.Kill("stop");
            context.Kill("later reason");
            context.CancellationToken.ThrowIfCancellationRequested();
            return 1;
        }).Reason);
        Assert.Equal(new TaskKilled("stop"), Run((_, context) =>
        {
            context.Kill("stop");
            throw new IOException("stream closed");
        }).Reason);
    }

    [Fact]
    public void WrappedFetchFailuresAreFetchFailures()
    {
        var outcome = Run((_, _) => throw new InvalidOperationException("user code", new FetchFailedException(null, 3, 9, 1, 0, "gone")));
        Assert.Equal(new FetchFailed(null, 3, 9, 1, 0, "gone"), outcome.Reason);
    }

    [Fact]
    public void AccumulatorsOfATaskAreItsOwn()
    {
        var total = new LongAccumulator("total");
        var metric = new SqlMetric("number of output rows", "sum");
        var words = new CollectionAccumulator<string>("words");
        total.Add(1);
        var outcome = Run((_, context) =>
        {
            total.Add(5);
            context.TaskLocal(metric).Add(7);
            words.Add("a");
            return null;
        });
        Assert.Equal((1, 0, 0), (total.Value, metric.Value, words.Value.Count));
        foreach (var (target, update) in outcome.Accumulators) target.Merge(update);
        Assert.Equal((6, 7, 1), (total.Value, metric.Value, words.Value.Count));
    }

    [Fact]
    public void DeniedCommitIsNoFailureOfTheTask()
    {
        var outcome = Run((_, context) =>
        {
            context.ClaimCommit();
            return 1;
        });
        Assert.False(Assert.IsType<TaskCommitDenied>(outcome.Reason).CountsTowardsTaskFailures);
    }

    private sealed class Never : ICommitPermission
    {
        public bool Ask(StageAttemptId stage, int partition, long taskId) => false;
    }
}
