using Firesteel.Core.Events;
using Firesteel.Core.Shuffle;
using Firesteel.Foundation.Logging;

namespace Firesteel.Core.Scheduler;

/// <summary>
/// Runs jobs: cuts them into stages at shuffles, submits each stage when its parents' outputs are there, and answers
/// lost outputs by running the missing maps again. All state belongs to its event loop.
/// </summary>
sealed class DAGScheduler : EventLoop<DAGSchedulerMessage>, ITaskSetListener, IDisposable
{
    private static readonly Logger Log = Logger.For("DAGScheduler");

    private const string ShutDown = "because SparkContext was shut down";

    private readonly MapOutputTracker _tracker;
    private readonly SchedulerOptions _options;
    private readonly ITaskScheduler _tasks;
    private readonly BarrierCoordinator _barriers;
    private readonly IEventLoopHost _host;
    private readonly IListenerBus _bus;
    private readonly TimeProvider _time;
    private readonly StageGraph _graph;
    private readonly StageSubmission _submission;
    private readonly TaskEndHandler _taskEnds;
    private readonly Dictionary<int, ActiveJob> _jobs = [];
    private readonly Dictionary<StageAttemptId, TaskSet> _liveTaskSets = [];
    private readonly List<(JobWaiter Waiter, HashSet<StageAttemptId> Attempts)> _unquiet = [];
    private readonly HashSet<string> _cancelledGroups = [];
    private readonly Dictionary<string, SparkListenerExecutorAdded> _unannounced = [];
    private int _nextJobId = -1;
    private bool _stopped;

    public DAGScheduler(SchedulerOptions options, ITaskScheduler tasks, MapOutputTracker tracker, IListenerBus bus, IEventLoopHost host, TimeProvider time)
        : base("dag-scheduler-event-loop")
    {
        _tracker = tracker;
        _options = options;
        _tasks = tasks;
        _barriers = new BarrierCoordinator(options.Barrier, time, (stage, round) => Post(new DAGSchedulerMessage.BarrierTimedOut(stage, round)));
        _bus = bus;
        _time = time;
        _graph = new StageGraph(tracker);
        _submission = new StageSubmission(this, _graph, tasks, tracker, bus, time);
        _taskEnds = new TaskEndHandler(this, _graph, _submission, options, tasks, tracker, bus);
        _host = host;
        host.Attach(this);
    }

    /// <summary>Jobs that run now; for the loop and for tests that run it.</summary>
    public IReadOnlyDictionary<int, ActiveJob> ActiveJobs => _jobs;

    /// <summary>Attempts of which tasks may still run.</summary>
    public IReadOnlyCollection<StageAttemptId> LiveAttempts => _liveTaskSets.Keys;

    /// <summary>Stages, rights to publish and barriers that are kept; for tests that run the loop.</summary>
    public int HeldStages => _graph.Stages.Count + _taskEnds.HeldCommits + _barriers.Count;

    /// <summary>Submits a job over some partitions of a computation; results come to <paramref name="handler"/> by place in <paramref name="partitions"/>.</summary>
    /// <param name="ended">Called on the scheduler's loop when the job has succeeded or failed.</param>
    public JobWaiter SubmitJob(StageComputation computation, IReadOnlyList<int> partitions, Action<int, object?> handler, CallSite callSite, LocalProperties properties, Action? ended = null)
    {
        foreach (var partition in partitions)
        {
            if ((uint)partition >= (uint)computation.PartitionCount)
            {
                throw new ArgumentException($"Attempting to access a non-existent partition: {partition}. Total number of partitions: {computation.PartitionCount}");
            }
        }
        var waiter = new JobWaiter(Interlocked.Increment(ref _nextJobId), partitions.Count, handler, ended);
        ThreadEventLoopHost.Lend(Post, new DAGSchedulerMessage.JobSubmitted(computation, partitions, waiter, callSite, properties));
        return waiter;
    }

    /// <summary>Runs the map side of a shuffle alone, for adaptive execution; the waiter has its statistics at the end.</summary>
    public JobWaiter SubmitMapStage(ShuffleDependency dependency, CallSite callSite, LocalProperties properties)
    {
        var waiter = new JobWaiter(Interlocked.Increment(ref _nextJobId), 0, null, null);
        ThreadEventLoopHost.Lend(Post, new DAGSchedulerMessage.MapStageSubmitted(dependency, waiter, callSite, properties));
        return waiter;
    }

    public void CancelJob(int jobId, string? reason = null) => Post(new DAGSchedulerMessage.CancelJob(jobId, reason));

    /// <param name="cancelFutureJobs">Whether jobs of the group that are submitted later fail too.</param>
    public void CancelJobGroup(string groupId, bool cancelFutureJobs = false, string? reason = null) =>
        Post(new DAGSchedulerMessage.CancelJobGroup(groupId, cancelFutureJobs, reason));

    public void CancelJobsWithTag(string tag, string? reason = null) => Post(new DAGSchedulerMessage.CancelJobsWithTag(tag, reason));
    public void CancelAllJobs(string? reason = null) => Post(new DAGSchedulerMessage.CancelAllJobs(reason));
    public void CancelStage(int stageId, string? reason = null) => Post(new DAGSchedulerMessage.CancelStage(stageId, reason));

    public void TaskStarted(TaskSet taskSet, TaskInfo task)
    {
        if (_bus.HasListeners) Post(new DAGSchedulerMessage.TaskStarted(taskSet, task));
    }

    public void TaskEnded(TaskSet taskSet, int index, TaskOutcome outcome, TaskInfo task) => Post(new DAGSchedulerMessage.TaskEnded(taskSet, index, outcome, task));
    public void TaskSetFailed(TaskSet taskSet, string message, Exception? cause) => Post(new DAGSchedulerMessage.TaskSetFailed(taskSet, message, cause));
    public void TaskSetSpoiled(TaskSet taskSet, string message, Exception? cause, bool counts) => Post(new DAGSchedulerMessage.TaskSetSpoiled(taskSet, message, cause, counts));
    public void TaskSetQuiet(TaskSet taskSet) => Post(new DAGSchedulerMessage.TaskSetQuiet(taskSet));
    public void AskToCommit(StageAttemptId stage, int partition, long taskId, Action<bool> answer)
    {
        // Nobody answers after the end: then no task may publish.
        if (!TryPost(new DAGSchedulerMessage.AskToCommit(stage, partition, taskId, answer))) answer(false);
    }

    public void SyncBarrier(BarrierRequest request, Action<BarrierAnswer> answer)
    {
        if (!TryPost(new DAGSchedulerMessage.SyncBarrier(request, answer))) answer(new BarrierAnswer([], ShutDown));
    }

    /// <summary>Tells listeners of the executors that came before them.</summary>
    public void AnnounceExecutors() => Post(new DAGSchedulerMessage.AnnounceExecutors());

    public void ExecutorAdded(ExecutorDescription executor) => Post(new DAGSchedulerMessage.ExecutorAdded(executor));
    public void ExecutorLost(string executorId, string reason) => Post(new DAGSchedulerMessage.ExecutorLost(executorId, reason));

    /// <summary>Fails what still runs, and returns when all of its events are posted.</summary>
    public void Dispose()
    {
        Post(new DAGSchedulerMessage.Stop());
        Complete();
        _host.Join(this);
    }

    protected override void OnMessage(DAGSchedulerMessage message)
    {
        switch (message)
        {
            case DAGSchedulerMessage.TaskEnded ended: _taskEnds.OnTaskEnded(ended); break;
            case DAGSchedulerMessage.TaskStarted started: _taskEnds.OnTaskStarted(started); break;
            case DAGSchedulerMessage.JobSubmitted job: OnJobSubmitted(job); break;
            case DAGSchedulerMessage.MapStageSubmitted stage: OnMapStageSubmitted(stage); break;
            case DAGSchedulerMessage.TaskSetFailed failed: OnTaskSetFailed(failed); break;
            case DAGSchedulerMessage.TaskSetSpoiled spoiled: _taskEnds.OnTaskSetSpoiled(spoiled); break;
            case DAGSchedulerMessage.TaskSetQuiet quiet: OnTaskSetQuiet(quiet.TaskSet); break;
            case DAGSchedulerMessage.AskToCommit ask: _taskEnds.OnAskToCommit(ask); break;
            case DAGSchedulerMessage.SyncBarrier sync: OnSyncBarrier(sync); break;
            case DAGSchedulerMessage.BarrierTimedOut timeout: _barriers.OnTimeout(timeout.Stage, timeout.Round); break;
            case DAGSchedulerMessage.AnnounceExecutors: OnAnnounceExecutors(); break;
            case DAGSchedulerMessage.ExecutorAdded added: OnExecutorAdded(added.Executor); break;
            case DAGSchedulerMessage.ExecutorLost lost: OnExecutorLost(lost); break;
            case DAGSchedulerMessage.ResubmitFailedStages: _submission.ResubmitFailed(); break;
            case DAGSchedulerMessage.Stop: OnStop(id => Cancelled(id, ShutDown)); break;
            case DAGSchedulerMessage.CancelJob cancel: OnCancelJob(cancel.JobId, cancel.Reason ?? ""); break;
            case DAGSchedulerMessage.CancelJobGroup cancel: OnCancelGroup(cancel); break;
            case DAGSchedulerMessage.CancelJobsWithTag cancel: OnCancelTag(cancel); break;
            case DAGSchedulerMessage.CancelAllJobs cancel: CancelJobs(_ => true, cancel.Reason ?? "as part of cancellation of all jobs"); break;
            case DAGSchedulerMessage.CancelStage cancel: OnCancelStage(cancel); break;
        }
    }

    // A bug in the scheduler must not leave callers waiting for ever.
    protected override void OnError(Exception error) => OnStop(_ => error);

    private void OnStop(Func<int, Exception> reason)
    {
        if (_stopped) return;
        _stopped = true;
        foreach (var job in _jobs.Values.ToList()) Fail(job, reason(job.JobId));
        foreach (var (waiter, _) in _unquiet) waiter.SetQuiet();
        _unquiet.Clear();
    }

    internal ActiveJob? FindJob(int jobId) => _jobs.GetValueOrDefault(jobId);

    internal void TaskSetSubmitted(TaskSet taskSet) => _liveTaskSets.Add(taskSet.Stage, taskSet);

    /// <summary>Ends a job whose outputs are all there.</summary>
    internal void Succeed(ActiveJob job, MapOutputStatistics? statistics = null)
    {
        if (Log.IsEnabled(LogLevel.Info)) Log.Info($"Job {job.JobId} is finished. Cancelling potential speculative or zombie tasks for this job");
        End(job, null, "Stage finished");
        job.Waiter.Succeed(statistics);
    }

    /// <summary>Ends a job that cannot go on, and the stages that only it needs.</summary>
    internal void Fail(ActiveJob job, Exception reason)
    {
        if (!_jobs.ContainsKey(job.JobId)) return;
        End(job, reason, reason.Message);
        job.Waiter.Fail(reason);
    }

    /// <summary>Fails every job that needs a stage.</summary>
    internal void AbortStage(Stage stage, string reason, Exception? cause)
    {
        var jobs = stage.JobIds.Order().Select(FindJob).OfType<ActiveJob>().ToList();
        if (jobs.Count == 0 && Log.IsEnabled(LogLevel.Info)) Log.Info($"Ignoring failure of {stage} because all jobs depending on it are done");
        // An error that a user can act on, with a condition of its own, is shown as it is.
        var error = cause is SparkException { Condition.Length: > 0 } ? cause : SparkException.WithoutCondition($"Job aborted due to stage failure: {reason}", cause);
        foreach (var job in jobs) Fail(job, error);
    }

    private void OnJobSubmitted(DAGSchedulerMessage.JobSubmitted submitted)
    {
        var waiter = submitted.Waiter;
        if (Refuse(waiter, submitted.Properties)) return;
        if (submitted.Partitions.Count == 0)
        {
            var now = Now();
            if (_bus.HasListeners)
            {
                _bus.Post(new SparkListenerJobStart(waiter.JobId, now, [], submitted.Properties.Values));
                _bus.Post(new SparkListenerJobEnd(waiter.JobId, now, null));
            }
            waiter.Succeed();
            waiter.SetQuiet();
            return;
        }
        if (WaitForBarrierSlots(submitted)) return;
        ResultStage stage;
        try { stage = _graph.CreateResultStage(submitted.Computation, submitted.Partitions, waiter.JobId, submitted.CallSite); }
        catch (Exception e) { Reject(waiter, e); return; }
        var job = new ActiveJob(waiter.JobId, stage, submitted.CallSite, submitted.Properties, waiter, submitted.Partitions.Count);
        stage.Job = job;
        Begin(job, submitted.Partitions.Count);
        _submission.Submit(stage);
    }

    private void OnMapStageSubmitted(DAGSchedulerMessage.MapStageSubmitted submitted)
    {
        var waiter = submitted.Waiter;
        if (Refuse(waiter, submitted.Properties)) return;
        ShuffleMapStage stage;
        try { stage = _graph.GetOrCreate(submitted.Dependency, waiter.JobId, submitted.CallSite); }
        catch (Exception e) { Reject(waiter, e); return; }
        var job = new ActiveJob(waiter.JobId, stage, submitted.CallSite, submitted.Properties, waiter, 0);
        stage.MapStageJobs.Add(job);
        Begin(job, stage.TaskCount);
        _submission.Submit(stage);
        // The outputs may be there already: then nothing was submitted that could end the job.
        if (stage.IsAvailable) _submission.FinishMapStageJobs(stage);
    }

    // A barrier stage that is larger than the cluster would wait for ever: the cluster is given some time to grow.
    private bool WaitForBarrierSlots(DAGSchedulerMessage.JobSubmitted submitted)
    {
        var slots = _tasks.MaxConcurrentTasks;
        if (Tasks(submitted.Computation, submitted.Partitions.Count).All(tasks => tasks <= slots)) return false;
        var checks = submitted.FailedChecks + 1;
        if (checks > _options.Barrier.MaxCheckFailures)
        {
            Reject(submitted.Waiter, SparkException.WithoutCondition(
                "[SPARK-24819]: Barrier execution mode does not allow run a barrier stage that requires more slots than the total number of slots in the cluster currently. "
                    + "Give the application more cores, or repartition the input RDD(s) to fewer partitions."));
            return true;
        }
        Log.Warn($"Barrier stage in job {submitted.Waiter.JobId} requires more slots than the total number of slots in the cluster currently ({slots}); looking again in {_options.Barrier.CheckInterval.TotalSeconds} s, {checks} of {_options.Barrier.MaxCheckFailures} times");
        ITimer? timer = null;
        timer = _time.CreateTimer(_ =>
        {
            timer?.Dispose();
            if (!TryPost(submitted with { FailedChecks = checks })) Reject(submitted.Waiter, Cancelled(submitted.Waiter.JobId, ShutDown));
        }, null, _options.Barrier.CheckInterval, Timeout.InfiniteTimeSpan);
        return true;

        // Tasks of the job's barrier stages.
        static IEnumerable<int> Tasks(StageComputation computation, int partitions)
        {
            var seen = new HashSet<int>();
            var stack = new Stack<(StageComputation Computation, int Partitions)>([(computation, partitions)]);
            while (stack.TryPop(out var next))
            {
                if (next.Computation.IsBarrier) yield return next.Partitions;
                foreach (var dependency in next.Computation.ShuffleDependencies)
                {
                    if (seen.Add(dependency.ShuffleId)) stack.Push((dependency.MapSide, dependency.MapSide.PartitionCount));
                }
            }
        }
    }

    private void OnSyncBarrier(DAGSchedulerMessage.SyncBarrier sync)
    {
        // A task of an attempt that is over has nobody to wait for.
        if (_graph.Find(sync.Request.Stage.StageId) is { } stage && stage.Attempt == sync.Request.Stage && _submission.IsRunning(stage)) _barriers.OnRequest(sync.Request, sync.Answer);
        else sync.Answer(new BarrierAnswer([], $"Barrier stage {sync.Request.Stage} has ended"));
    }

    /// <summary>An attempt has ended, well or not.</summary>
    internal void AttemptEnded(StageAttemptId attempt) => _barriers.StageEnded(attempt);

    private bool Refuse(JobWaiter waiter, LocalProperties properties)
    {
        if (!_stopped && (properties.JobGroup is not { } group || !_cancelledGroups.Contains(group))) return false;
        Reject(waiter, Cancelled(waiter.JobId, _stopped ? ShutDown : $"part of cancelled job group {properties.JobGroup}"));
        return true;
    }

    private static void Reject(JobWaiter waiter, Exception reason)
    {
        waiter.Fail(reason);
        waiter.SetQuiet();
    }

    private void Begin(ActiveJob job, int outputs)
    {
        _graph.Assign(job);
        _jobs.Add(job.JobId, job);
        if (Log.IsEnabled(LogLevel.Info))
        {
            var stage = job.FinalStage;
            Log.Info(stage is ResultStage ? $"Got job {job.JobId} ({job.CallSite.ShortForm}) with {outputs} output partitions" : $"Got map stage job {job.JobId} ({job.CallSite.ShortForm}) with {outputs} output partitions");
            Log.Info($"Final stage: {stage} ({stage.Name})");
            Log.Info($"Parents of final stage: List({string.Join(", ", stage.Parents)})");
            Log.Info($"Missing parents: List({string.Join(", ", stage.Parents.Where(parent => !parent.IsAvailable))})");
        }
        if (!_bus.HasListeners) return;
        var stages = job.StageIds.Order().Select(id => _graph.Find(id)!.Info).ToList();
        _bus.Post(new SparkListenerJobStart(job.JobId, Now(), stages, job.Properties.Values));
    }

    // The job leaves; stages that nobody else needs are stopped; its waiter is quiet once their tasks are.
    private void End(ActiveJob job, Exception? failure, string stopReason)
    {
        _jobs.Remove(job.JobId);
        var dropped = _graph.Release(job);
        foreach (var stage in dropped) _taskEnds.Forget(stage);
        foreach (var stage in dropped) _submission.Stop(stage, failure is null ? null : failure.Message, stopReason);
        if (job.FinalStage is ShuffleMapStage map) map.MapStageJobs.Remove(job);
        var attempts = new HashSet<StageAttemptId>();
        foreach (var attempt in _liveTaskSets.Keys)
        {
            if (dropped.Exists(stage => stage.Id == attempt.StageId)) attempts.Add(attempt);
        }
        if (attempts.Count == 0) job.Waiter.SetQuiet();
        else _unquiet.Add((job.Waiter, attempts));
        if (_bus.HasListeners) _bus.Post(new SparkListenerJobEnd(job.JobId, Now(), failure));
    }

    private void OnTaskSetFailed(DAGSchedulerMessage.TaskSetFailed failed)
    {
        if (_graph.Find(failed.TaskSet.Stage.StageId) is { } stage) AbortStage(stage, failed.Message + "\n\nDriver stacktrace:", failed.Cause);
    }

    private void OnTaskSetQuiet(TaskSet taskSet)
    {
        _liveTaskSets.Remove(taskSet.Stage);
        try { taskSet.DisposeSharedState(); }
        catch (Exception e) { Log.Error($"Could not free the shared state of stage {taskSet.Stage}", e); }
        for (var i = _unquiet.Count - 1; i >= 0; i--)
        {
            var (waiter, attempts) = _unquiet[i];
            attempts.Remove(taskSet.Stage);
            if (attempts.Count > 0) continue;
            _unquiet.RemoveAt(i);
            waiter.SetQuiet();
        }
    }

    private void OnExecutorAdded(ExecutorDescription executor)
    {
        var added = new SparkListenerExecutorAdded(Now(), executor.ExecutorId, executor.Host, executor.Cores, LocalProperties.Empty.Values);
        if (_bus.HasListeners) _bus.Post(added);
        else _unannounced[executor.ExecutorId] = added;
    }

    private void OnAnnounceExecutors()
    {
        foreach (var executor in _unannounced.Values) _bus.Post(executor);
        _unannounced.Clear();
    }

    private void OnExecutorLost(DAGSchedulerMessage.ExecutorLost lost)
    {
        if (Log.IsEnabled(LogLevel.Info)) Log.Info($"Executor lost: {lost.ExecutorId}");
        _tracker.RemoveOutputsOnExecutor(lost.ExecutorId);
        if (!_unannounced.Remove(lost.ExecutorId) && _bus.HasListeners) _bus.Post(new SparkListenerExecutorRemoved(Now(), lost.ExecutorId, lost.Reason));
    }

    private void OnCancelJob(int jobId, string reason)
    {
        if (_jobs.TryGetValue(jobId, out var job)) Fail(job, Cancelled(jobId, reason));
    }

    private void OnCancelGroup(DAGSchedulerMessage.CancelJobGroup cancel)
    {
        if (cancel.CancelFutureJobs) _cancelledGroups.Add(cancel.GroupId);
        CancelJobs(job => job.Properties.JobGroup == cancel.GroupId, cancel.Reason ?? $"part of cancelled job group {cancel.GroupId}");
    }

    private void OnCancelTag(DAGSchedulerMessage.CancelJobsWithTag cancel) =>
        CancelJobs(job => job.Properties.JobTags.Contains(cancel.Tag), cancel.Reason ?? $"part of cancelled job tags {cancel.Tag}");

    private void OnCancelStage(DAGSchedulerMessage.CancelStage cancel)
    {
        if (_graph.Find(cancel.StageId) is not { } stage) return;
        var reason = cancel.Reason ?? $"because Stage {cancel.StageId} was cancelled";
        foreach (var jobId in stage.JobIds.Order().ToList()) OnCancelJob(jobId, reason);
    }

    private void CancelJobs(Func<ActiveJob, bool> chosen, string reason)
    {
        foreach (var job in _jobs.Values.Where(chosen).OrderBy(job => job.JobId).ToList()) Fail(job, Cancelled(job.JobId, reason));
    }

    private static SparkException Cancelled(int jobId, string reason) =>
        new("SPARK_JOB_CANCELLED", new Dictionary<string, string> { ["jobId"] = jobId.ToString(), ["reason"] = reason });

    private long Now() => _time.GetUtcNow().ToUnixTimeMilliseconds();
}
