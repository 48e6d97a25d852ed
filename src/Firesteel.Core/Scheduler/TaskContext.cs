using System.Runtime.ExceptionServices;
using Firesteel.Core.Metrics;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Shuffle;
using Firesteel.Core.Storage;
using Firesteel.Foundation.Logging;

namespace Firesteel;

/// <summary>
/// What a running task knows of itself and leaves behind: its place, properties, metrics, accumulators, and the
/// listeners that run once, last added first, when it ends.
/// </summary>
public sealed class TaskContext
{
    private static readonly Logger Log = Logger.For("TaskContext");

    [ThreadStatic]
    private static TaskContext? _current;

    private readonly TaskSet _taskSet;
    private readonly ShuffleReader _shuffle;
    private readonly ICommitPermission _commit;
    private readonly IBarrierPoint? _barrier;
    private int _barrierRound;
    private readonly IHelperPool? _helpers;
    private readonly Lock _gate = new();
    private Dictionary<long, AccumulatorUpdate>? _accumulators;
    private Stack<Action<TaskContext>>? _completionListeners;
    private Stack<Action<TaskContext, Exception>>? _failureListeners;
    private CancellationTokenSource? _cancellation;
    private volatile string? _killReason;
    private Exception? _failure;
    private bool _completed;

    internal TaskContext(TaskDescription task, ShuffleReader shuffle, ICommitPermission commit, IHelperPool? helpers, TimeProvider time, IBarrierPoint? barrier = null)
    {
        _taskSet = task.TaskSet;
        _shuffle = shuffle;
        _commit = commit;
        _barrier = barrier;
        BarrierHosts = task.BarrierHosts;
        _helpers = helpers;
        Time = time;
        Partition = task.PartitionId;
        AttemptNumber = task.AttemptNumber;
        TaskAttemptId = task.TaskId;
    }

    /// <summary>The task that this thread runs, null outside of tasks. Helpers of a task set it to the task's.</summary>
    internal static TaskContext? Current
    {
        get => _current;
        set => _current = value;
    }

    internal int Partition { get; }

    /// <summary>The context of the task that this thread runs; null on the driver.</summary>
    public static TaskContext? Get() => _current;

    /// <summary>The partition that this task computes.</summary>
    public int PartitionId => Partition;

    /// <summary>Partitions of the stage.</summary>
    public int NumPartitions => PartitionCount;

    /// <summary>Whether the task was told to end.</summary>
    public bool IsInterrupted => IsKilled;

    public bool IsCompleted => _completed;
    public bool IsFailed => _failure is not null;

    /// <summary>A property that the driver set before it started the job.</summary>
    public string? GetLocalProperty(string key) => Properties[key];

    /// <summary>Runs when the task ends, however it ends; at once if it has ended.</summary>
    public void AddTaskCompletionListener(Action<TaskContext> listener) => AddCompletionListener(listener);

    /// <summary>Runs when the task fails, before the completion listeners.</summary>
    public void AddTaskFailureListener(Action<TaskContext, Exception> listener) => AddFailureListener(listener);

    /// <summary>The blocks of the process that runs the task; null where it keeps none.</summary>
    internal BlockManager? Blocks { get; init; }

    public int AttemptNumber { get; }

    /// <summary>Number of this attempt, unique in the application.</summary>
    public long TaskAttemptId { get; }

    public int StageId => _taskSet.Stage.StageId;
    public int StageAttemptNumber => _taskSet.Stage.Attempt;
    internal int PartitionCount => _taskSet.Computation.PartitionCount;
    internal LocalProperties Properties => _taskSet.Properties;
    internal TimeProvider Time { get; }
    internal TaskMetrics Metrics { get; } = new();

    /// <summary>What <see cref="StageComputation.CreateSharedState"/> made for this attempt in this process.</summary>
    internal IDisposable? SharedState => _taskSet.SharedState;

    internal bool IsKilled => _killReason is not null;

    /// <summary>Cancelled when the task is killed.</summary>
    internal CancellationToken CancellationToken
    {
        get
        {
            lock (_gate)
            {
                if (_cancellation is null)
                {
                    _cancellation = new CancellationTokenSource();
                    if (_killReason is not null) _cancellation.Cancel();
                }
                return _cancellation.Token;
            }
        }
    }

    /// <summary>Ends the task here if it was killed; operators call it once a batch.</summary>
    internal void ThrowIfKilled()
    {
        if (_killReason is { } reason) throw new TaskKilledException(reason);
    }

    /// <summary>
    /// Runs <paramref name="body"/> on this worker and, at the same time, on up to <paramref name="most"/> that are idle:
    /// the body takes morsels from a queue that it shares until there are none, or until its token says to leave.
    /// Returns when all have returned. A computation of one worker a partition gets no helpers.
    /// </summary>
    internal void RunWithHelpers(int most, Action<HelperToken> body)
    {
        var pool = _helpers ?? NoHelpers.Instance;
        var group = new HelperGroup(this, pool, body);
        if (!_taskSet.Computation.OneWorkerPerPartition) pool.Offer(group, most);
        group.RunAsOwner();
    }

    /// <summary>Whether the task has the right to publish its output, and may have done so.</summary>
    public bool HasCommitted { get; private set; }

    /// <summary>Claims the right to publish this partition's output; throws if another attempt has it. A task that writes calls it just before it commits.</summary>
    internal void ClaimCommit()
    {
        if (!_commit.Ask(_taskSet.Stage, Partition, TaskAttemptId)) throw new CommitDeniedException();
        ThrowIfKilled();
        HasCommitted = true;
    }

    /// <summary>Whether all tasks of the stage run at the same time and may wait for each other.</summary>
    public bool IsBarrier => _taskSet.Computation.IsBarrier;

    /// <summary>Hosts of all tasks of a barrier stage, by partition (<c>getTaskInfos</c>).</summary>
    public IReadOnlyList<string> BarrierHosts { get; }

    /// <summary>Waits until every task of this barrier stage has come to the same call.</summary>
    public void Barrier() => Sync("", gathers: false);

    /// <summary>Waits until every task of this barrier stage has come to the same call, and returns what each brought, by partition.</summary>
    public IReadOnlyList<string> AllGather(string message) => Sync(message, gathers: true);

    private IReadOnlyList<string> Sync(string message, bool gathers)
    {
        if (!IsBarrier || _barrier is null) throw new InvalidOperationException("Only the tasks of a barrier stage can wait for each other: use RDD.Barrier().MapPartitions");
        ThrowIfKilled();
        var stage = _taskSet.Stage;
        Log.Info($"Task {TaskAttemptId} from Stage {stage} has entered the global sync, current barrier epoch is {_barrierRound}.");
        var request = new BarrierRequest(stage, _taskSet.Partitions.Count, Partition, TaskAttemptId, _barrierRound, gathers, message);
        BarrierAnswer answer;
        try { answer = _barrier.Sync(request, CancellationToken); }
        catch (OperationCanceledException)
        {
            ThrowIfKilled();
            throw;
        }
        if (answer.Error is { } error) throw SparkException.WithoutCondition($"Barrier sync of task {TaskAttemptId} of stage {stage} failed: {error}");
        _barrierRound++;
        Log.Info($"Task {TaskAttemptId} from Stage {stage} finished global sync successfully, current barrier epoch is {_barrierRound}.");
        return answer.Messages;
    }

    /// <summary>Where the maps of a shuffle that this stage reads are.</summary>
    internal IReadOnlyList<MapStatus?> ShuffleInput(int shuffleId) => _taskSet.ShuffleInputs[shuffleId];

    /// <summary>All blocks for a reduce partition, in map order.</summary>
    internal IEnumerable<ShuffleBlock> ReadShuffle(int shuffleId, int reducePartition) => _shuffle.Read(this, shuffleId, [reducePartition], keep: true);

    /// <summary>For each range in turn the blocks of maps [<paramref name="mapStart"/>, <paramref name="mapEnd"/>); the bytes of a block are valid until the next.</summary>
    internal IEnumerable<ShuffleBlock> ReadShuffle(int shuffleId, IReadOnlyList<ReduceRange> ranges, int mapStart, int mapEnd) => _shuffle.Read(this, shuffleId, ranges, keep: false, mapStart, mapEnd);

    /// <inheritdoc cref="ShuffleReader.Share"/>
    internal T ShareOfShuffle<T>(int shuffleId, Func<T> make) where T : class, IDisposable => _shuffle.Share(this, shuffleId, make);

    /// <summary>This task's own copy of an accumulator.</summary>
    internal T TaskLocal<T>(T accumulator) where T : AccumulatorV2
    {
        lock (_gate)
        {
            _accumulators ??= [];
            if (_accumulators.TryGetValue(accumulator.Id, out var known)) return (T)known.Update;
            var local = (T)accumulator.NewTaskLocal();
            _accumulators.Add(accumulator.Id, new AccumulatorUpdate(accumulator, local));
            return local;
        }
    }

    /// <summary>Runs when the task ends, however it ends; at once if it has ended.</summary>
    internal void AddCompletionListener(Action<TaskContext> listener)
    {
        lock (_gate)
        {
            if (!_completed)
            {
                (_completionListeners ??= new()).Push(listener);
                return;
            }
        }
        listener(this);
    }

    /// <summary>Runs when the task fails, before the completion listeners; at once if it has failed.</summary>
    internal void AddFailureListener(Action<TaskContext, Exception> listener)
    {
        Exception failure;
        lock (_gate)
        {
            if (_failure is null)
            {
                (_failureListeners ??= new()).Push(listener);
                return;
            }
            failure = _failure;
        }
        listener(this, failure);
    }

    /// <summary>Tells the task to end; the first reason stays.</summary>
    internal void Kill(string reason)
    {
        CancellationTokenSource? cancellation;
        lock (_gate)
        {
            _killReason ??= reason;
            cancellation = _cancellation;
        }
        cancellation?.Cancel();
    }

    internal string? KillReason => _killReason;

    /// <summary>Runs the failure listeners, once.</summary>
    internal void MarkFailed(Exception failure)
    {
        lock (_gate)
        {
            if (_failure is not null) return;
            _failure = failure;
        }
        var errors = new List<Exception>();
        while (Pop(ref _failureListeners, out var listener)) Run(errors, () => listener(this, failure));
        foreach (var error in errors) Log.Error("Error in TaskFailureListener", error);
    }

    /// <summary>Runs the completion listeners, once; their first error is thrown when all have run.</summary>
    internal void MarkCompleted()
    {
        lock (_gate)
        {
            if (_completed) return;
            _completed = true;
        }
        if (_completionListeners is null) return;
        var errors = new List<Exception>();
        while (Pop(ref _completionListeners, out var listener)) Run(errors, () => listener(this));
        foreach (var error in errors) Log.Error("Error in TaskCompletionListener", error);
        if (errors.Count > 0) ExceptionDispatchInfo.Throw(errors[0]);
    }

    /// <summary>The copies that this task added to.</summary>
    internal IReadOnlyList<AccumulatorUpdate> AccumulatorUpdates()
    {
        lock (_gate)
        {
            return _accumulators is null ? [] : [.. _accumulators.Values.Where(accumulator => !accumulator.Update.IsZero)];
        }
    }

    private bool Pop<T>(ref Stack<T>? stack, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T listener)
    {
        lock (_gate)
        {
            if (stack is not null) return stack.TryPop(out listener);
            listener = default;
            return false;
        }
    }

    private sealed class NoHelpers : IHelperPool
    {
        public static readonly NoHelpers Instance = new();
        public bool TasksWait => false;
        public void Offer(HelperGroup group, int most) { }
    }

    private static void Run(List<Exception> errors, Action listener)
    {
        try { listener(); }
        catch (Exception e) { errors.Add(e); }
    }
}
