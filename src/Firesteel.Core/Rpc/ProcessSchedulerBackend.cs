using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Storage;
using Firesteel.Foundation.Logging;

namespace Firesteel.Core.Rpc;

/// <summary>
/// Executors as processes of this machine: starts them, sends them serialised tasks, receives their outcomes, and
/// replaces those that are lost.
/// </summary>
sealed class ProcessSchedulerBackend : ISchedulerBackend
{
    private static readonly Logger Log = Logger.For("ProcessSchedulerBackend");

    private readonly ProcessBackendOptions _options;
    private readonly ITaskPayloadCodec _codec;
    private readonly TimeProvider _time;
    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, RemoteExecutor> _executors = new();
    private readonly ConcurrentDictionary<long, TaskDescription> _tasks = new();

    // Encoded once for all executors; used by the TaskScheduler's loop only.
    private readonly Dictionary<StageAttemptId, byte[]> _stages = [];
    private TaskSchedulerImpl? _scheduler;
    private FrameServer? _server;
    private ITimer? _heartbeatCheck;
    private int _nextExecutorId = -1;
    private int _lost;
    private volatile bool _stopping;

    public ProcessSchedulerBackend(ProcessBackendOptions options, ITaskPayloadCodec codec, TimeProvider time)
    {
        _options = options;
        _codec = codec;
        _time = time;
    }

    public int DefaultParallelism => _options.Executors * _options.CoresPerExecutor;

    /// <summary>Process ids of the executors by their ids.</summary>
    public IReadOnlyDictionary<string, int> ProcessIds => _executors.ToDictionary(pair => pair.Key, pair => pair.Value.Process.Id);

    public void Start(TaskSchedulerImpl scheduler)
    {
        _scheduler = scheduler;
        _server = new FrameServer("driver-rpc", IPAddress.Parse(_options.Host), _secret, ServeExecutor);
        _heartbeatCheck = _time.CreateTimer(_ => CheckHeartbeats(), null, _options.HeartbeatTimeout / 2, _options.HeartbeatTimeout / 2);
        for (var i = 0; i < _options.Executors; i++) StartExecutor();
    }

    public void LaunchTasks(IReadOnlyList<TaskDescription> tasks)
    {
        foreach (var task in tasks)
        {
            // An executor that is gone has its loss reported, and its tasks with it.
            if (!_executors.TryGetValue(task.ExecutorId, out var executor) || executor.Connection is not { } connection) continue;
            _tasks[task.TaskId] = task;
            try
            {
                if (executor.StagesSent.Add(task.TaskSet.Stage)) connection.Post(EncodedStage(task.TaskSet));
            }
            catch (Exception e)
            {
                executor.StagesSent.Remove(task.TaskSet.Stage);
                _tasks.TryRemove(task.TaskId, out _);
                _scheduler!.Post(new TaskSchedulerMessage.StatusUpdate(task.TaskId, TaskOutcome.Lost(NotSerializable(e))));
                continue;
            }
            using var launch = FrameWriter.Start(ExecutorMessage.Launch);
            StageCodec.WriteAttempt(launch, task.TaskSet.Stage);
            launch.Write(task.TaskId);
            launch.Write7BitEncodedInt(task.AttemptNumber);
            launch.Write7BitEncodedInt(task.Index);
            connection.Post(launch.Finish());
        }
    }

    public void KillTask(long taskId, string executorId, string reason) => Post(executorId, ExecutorMessage.Kill, writer =>
    {
        writer.Write(taskId);
        writer.Write(reason);
    });

    public void TaskSetEnded(TaskSet taskSet)
    {
        _stages.Remove(taskSet.Stage);
        foreach (var executor in _executors.Values)
        {
            if (executor.StagesSent.Remove(taskSet.Stage)) Post(executor.Id, ExecutorMessage.StageEnded, writer => StageCodec.WriteAttempt(writer, taskSet.Stage));
        }
    }

    public void DiscardMapOutput(BlockManagerId location, int shuffleId, long mapId) => Post(location.ExecutorId, ExecutorMessage.DiscardMapOutput, writer =>
    {
        writer.Write(shuffleId);
        writer.Write(mapId);
    });

    public void RemoveShuffle(int shuffleId)
    {
        foreach (var executorId in _executors.Keys) Post(executorId, ExecutorMessage.RemoveShuffle, writer => writer.Write(shuffleId));
    }

    public void Dispose()
    {
        _stopping = true;
        _heartbeatCheck?.Dispose();
        _server?.Dispose();
        foreach (var executor in _executors.Values)
        {
            executor.Connection?.Post([(byte)ExecutorMessage.Shutdown]);
            executor.Connection?.CloseAfterSending();
        }
        foreach (var executor in _executors.Values)
        {
            if (executor.Connection is null || !executor.Process.WaitForExit(TimeSpan.FromSeconds(5))) Kill(executor.Process);
            executor.Process.Dispose();
        }
    }

    private byte[] EncodedStage(TaskSet taskSet)
    {
        if (!_stages.TryGetValue(taskSet.Stage, out var encoded)) _stages.Add(taskSet.Stage, encoded = StageCodec.Encode(taskSet, _codec));
        return encoded;
    }

    private static ExceptionFailure NotSerializable(Exception e) => ExceptionFailure.From(e) with { Description = "Task not serializable: " + e.Message };

    private void StartExecutor()
    {
        var id = Interlocked.Increment(ref _nextExecutorId).ToString();
        var start = _options.Command();
        new ExecutorEnvironment(_options.Host, _server!.Port, id, _options.CoresPerExecutor, _secret).WriteTo(start);
        start.UseShellExecute = false;
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.Exited += (_, _) => Lose(id, null);
        if (!process.Start()) throw new InvalidOperationException($"Could not start {start.FileName}");
        if (Log.IsEnabled(LogLevel.Info)) Log.Info($"Executor {id} is process {process.Id}");
        _executors[id] = new RemoteExecutor(id, process) { LastSeen = _time.GetTimestamp() };
        // It may have ended before it was entered above.
        if (process.HasExited) Lose(id, null);
    }

    private void ServeExecutor(FrameConnection connection)
    {
        if (connection.Receive() is not { } first) return;
        using var registration = new FrameReader(first);
        if (registration.ReadKind() != ExecutorMessage.Register) throw new InvalidDataException("An executor has to register first");
        var (id, host, _, cores) = (registration.ReadString(), registration.ReadString(), registration.ReadInt32(), registration.ReadInt32());
        if (!_executors.TryGetValue(id, out var executor) || executor.Connection is not null)
        {
            Log.Warn($"Refused executor {id}, which was not started here or has registered before");
            return;
        }
        executor.LastSeen = _time.GetTimestamp();
        executor.Connection = connection;
        _scheduler!.Post(new TaskSchedulerMessage.ExecutorRegistered(new ExecutorDescription(id, host, cores)));
        try
        {
            while (connection.Receive() is { } frame)
            {
                executor.LastSeen = _time.GetTimestamp();
                using var reader = new FrameReader(frame);
                switch (reader.ReadKind())
                {
                    case ExecutorMessage.Status: OnStatus(reader); break;
                    case ExecutorMessage.AskToCommit: OnAskToCommit(reader, connection); break;
                }
            }
            Lose(id, "Remote RPC client disassociated");
        }
        catch (Exception e)
        {
            Lose(id, $"Remote RPC client disassociated: {e.Message}");
        }
    }

    private void OnAskToCommit(FrameReader reader, FrameConnection connection)
    {
        var (stage, partition, taskId) = (StageCodec.ReadAttempt(reader), reader.ReadInt32(), reader.ReadInt64());
        _scheduler!.AskToCommit(stage, partition, taskId, granted =>
        {
            using var answer = FrameWriter.Start(ExecutorMessage.CommitAnswer);
            answer.Write(taskId);
            answer.Write(granted);
            connection.Post(answer.Finish());
        });
    }

    private void OnStatus(FrameReader reader)
    {
        var taskId = reader.ReadInt64();
        if (!_tasks.TryRemove(taskId, out var task)) return;
        TaskOutcome outcome;
        try { outcome = OutcomeCodec.Read(reader, task.TaskSet.Computation.Accumulators, _codec); }
        catch (Exception e)
        {
            // The task may have ended well, but what it said cannot be read.
            Log.Error($"The outcome of {task.Name} could not be decoded", e);
            outcome = TaskOutcome.Lost(new TaskResultLost());
        }
        _scheduler!.Post(new TaskSchedulerMessage.StatusUpdate(taskId, outcome));
    }

    private void CheckHeartbeats()
    {
        foreach (var executor in _executors.Values)
        {
            var silent = _time.GetElapsedTime(executor.LastSeen);
            if (silent > _options.HeartbeatTimeout) Lose(executor.Id, $"Executor heartbeat timed out after {(long)silent.TotalMilliseconds} ms");
        }
    }

    private void Lose(string executorId, string? reason)
    {
        if (_stopping || !_executors.TryRemove(executorId, out var executor)) return;
        // A process on its way out is worth a moment's wait: its exit code says more than the closed connection.
        if (executor.Process.WaitForExit(TimeSpan.FromMilliseconds(200))) reason = $"Command exited with code {executor.Process.ExitCode}";
        else Kill(executor.Process);
        executor.Connection?.Dispose();
        foreach (var (taskId, task) in _tasks)
        {
            if (task.ExecutorId == executorId) _tasks.TryRemove(taskId, out _);
        }
        _scheduler!.Post(new TaskSchedulerMessage.ExecutorLost(executorId, reason ?? "Executor is gone", true));
        if (Interlocked.Increment(ref _lost) <= _options.MaxReplacements) StartReplacement();
        else if (_executors.IsEmpty) _scheduler.Post(new TaskSchedulerMessage.BackendGaveUp($"All executors are lost, and {_options.MaxReplacements} were replaced before; the last one: {reason}"));
    }

    private void StartReplacement()
    {
        try { StartExecutor(); }
        catch (Exception e)
        {
            Log.Error("Could not start an executor", e);
            if (_executors.IsEmpty) _scheduler!.Post(new TaskSchedulerMessage.BackendGaveUp($"No executor could be started: {e.Message}"));
        }
    }

    private static void Kill(Process process)
    {
        try { process.Kill(entireProcessTree: true); }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            Log.Warn($"Could not end process of a lost executor: {e.Message}");
        }
    }

    private void Post(string executorId, ExecutorMessage kind, Action<FrameWriter> write)
    {
        if (!_executors.TryGetValue(executorId, out var executor) || executor.Connection is not { } connection) return;
        using var writer = FrameWriter.Start(kind);
        write(writer);
        connection.Post(writer.Finish());
    }

    private sealed class RemoteExecutor(string id, Process process)
    {
        private volatile FrameConnection? _connection;
        private long _lastSeen;

        public string Id => id;
        public Process Process => process;
        public HashSet<StageAttemptId> StagesSent { get; } = [];

        public FrameConnection? Connection
        {
            get => _connection;
            set => _connection = value;
        }

        public long LastSeen
        {
            get => Volatile.Read(ref _lastSeen);
            set => Volatile.Write(ref _lastSeen, value);
        }
    }
}
