using Firesteel.Columnar.Blocks;
using Firesteel.Core.Metrics;
using Firesteel.Core.Shuffle;
using Firesteel.Core.Storage;
using Firesteel.Foundation.Logging;

namespace Firesteel.Core.Scheduler;

/// <summary>Runs one task on the calling thread of an executor, from its context to its outcome.</summary>
sealed class TaskRunner(BlockManagerId here, ShuffleStore store, IShuffleClient? client, ICommitPermission commit, TimeProvider time, IBarrierPoint? barrier = null)
{
    private static readonly Logger Log = Logger.For("Executor");

    private readonly ShuffleReader _reader = new(here, store, client);

    /// <summary>The blocks of this process; null where it keeps none.</summary>
    public BlockManager? Blocks { get; set; }

    /// <param name="helpers">Where the task finds workers that help it; null if there are none.</param>
    public TaskContext NewContext(TaskDescription task, IHelperPool? helpers = null) => new(task, _reader, commit, helpers, time, barrier) { Blocks = Blocks };

    /// <summary>Runs a task to its end; never throws.</summary>
    public TaskOutcome Run(TaskDescription task, TaskContext context)
    {
        if (Log.IsEnabled(LogLevel.Info)) Log.Info($"Running {task.Name}");
        var started = time.GetTimestamp();
        var cpu = ThreadClock.CpuNanoseconds();
        var pauses = GC.GetTotalPauseDuration();
        object? value = null;
        TaskEndReason reason = TaskSuccess.Instance;
        TaskContext.Current = context;
        try
        {
            value = Compute(task, context);
        }
        catch (Exception e)
        {
            reason = ReasonFor(e, task, context);
            LogFailure(task, reason, e);
        }
        finally
        {
            TaskContext.Current = null;
        }
        var metrics = context.Metrics;
        metrics.Add(TaskMetric.ExecutorRunTime, (long)time.GetElapsedTime(started).TotalMilliseconds);
        metrics.Add(TaskMetric.ExecutorCpuTime, ThreadClock.CpuNanoseconds() - cpu);
        metrics.Add(TaskMetric.JvmGcTime, (long)(GC.GetTotalPauseDuration() - pauses).TotalMilliseconds);
        return new TaskOutcome(reason, value, metrics, context.AccumulatorUpdates());
    }

    private object? Compute(TaskDescription task, TaskContext context)
    {
        object? value = null;
        try
        {
            try
            {
                context.ThrowIfKilled();
                Files.FetchedFiles.Current?.Ensure();
                value = task.TaskSet.Computation.RunTask(context.Partition, context);
            }
            catch (Exception e)
            {
                context.MarkFailed(e);
                throw;
            }
            finally
            {
                context.MarkCompleted();
            }
            // A task that was told to end counts as killed even if it got to its end; what it has published cannot be taken back.
            if (!context.HasCommitted) context.ThrowIfKilled();
            return task.TaskSet.ShuffleId is { } shuffleId ? Publish(shuffleId, context, value) : value;
        }
        catch
        {
            if (task.TaskSet.ShuffleId is not null) (value as IMapOutput)?.Dispose();
            throw;
        }
    }

    private MapStatus Publish(int shuffleId, TaskContext context, object? value)
    {
        var output = value as IMapOutput ?? throw new InvalidOperationException($"The map side of shuffle {shuffleId} returned {value?.GetType().Name ?? "nothing"} in place of a map output");
        var status = new MapStatus(here, context.TaskAttemptId, output.PartitionSizes, output.PartitionRows);
        store.Put(shuffleId, context.TaskAttemptId, output);
        context.Metrics.Add(TaskMetric.ShuffleWriteBytesWritten, Sum(status.PartitionSizes));
        context.Metrics.Add(TaskMetric.ShuffleWriteRecordsWritten, Sum(status.PartitionRows));
        return status;
    }

    private static long Sum(IReadOnlyList<long> values)
    {
        var sum = 0L;
        for (var i = 0; i < values.Count; i++) sum += values[i];
        return sum;
    }

    // A killed task may fail in many ways on its way out: all of them are the kill.
    private TaskEndReason ReasonFor(Exception e, TaskDescription task, TaskContext context) => e switch
    {
        _ when context.KillReason is { } reason => new TaskKilled(reason),
        TaskKilledException killed => new TaskKilled(killed.Reason),
        CommitDeniedException => new TaskCommitDenied(task.TaskSet.Priority, context.Partition, context.AttemptNumber),
        _ when Inner<FetchFailedException>(e) is { } fetch => FetchFailed.From(fetch),
        _ when Inner<DamagedBlockException>(e) is { Contents: IMapOutput output } damaged && LostOutput(output, damaged, task) is { } lost => lost,
        _ => ExceptionFailure.From(e),
    };

    // An output of this process that is damaged on disk is made again, as one of another process would be.
    private FetchFailed? LostOutput(IMapOutput output, DamagedBlockException damaged, TaskDescription task)
    {
        if (store.Find(output) is not { } place || !task.TaskSet.ShuffleInputs.TryGetValue(place.ShuffleId, out var statuses)) return null;
        for (var map = 0; map < statuses.Count; map++)
        {
            if (statuses[map] is { } status && status.MapId == place.MapId) return new FetchFailed(here, place.ShuffleId, place.MapId, map, -1, damaged.Message);
        }
        return null;
    }

    // User code may wrap what the shuffle reader threw.
    private static T? Inner<T>(Exception? e) where T : Exception
    {
        for (; e is not null; e = e.InnerException)
        {
            if (e is T found) return found;
        }
        return null;
    }

    private static void LogFailure(TaskDescription task, TaskEndReason reason, Exception e)
    {
        if (reason is TaskKilled killed)
        {
            if (Log.IsEnabled(LogLevel.Info)) Log.Info($"Executor killed {task.Name}, reason: {killed.KillReason}");
        }
        // An error of the query or its data is told by its message; a stack belongs to what nobody foresaw.
        else if (reason is ExceptionFailure)
        {
            if (e is SparkException { Condition.Length: > 0 } known) Log.Error($"Exception in {task.Name}: {known.Message.Split('\n')[0]}");
            else Log.Error($"Exception in {task.Name}", e);
        }
    }
}
