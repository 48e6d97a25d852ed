using System.Collections.Concurrent;
using System.Net;
using Firesteel.Core.Files;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Storage;
using Firesteel.Foundation.Logging;

namespace Firesteel.Core.Rpc;

/// <summary>
/// The driver's side of executors in other processes: takes their registrations, sends them serialised tasks, receives
/// the outcomes, and notices when one is gone. Where executors come from is for those who derive from it.
/// </summary>
/// <param name="bind">The address that executors connect to.</param>
/// <param name="heartbeatTimeout">How long an executor may be silent before it counts as lost (<c>spark.network.timeout</c>).</param>
/// <param name="portRetries">How many ports after the one asked for are tried where it is taken.</param>
/// <param name="blockPort">Where the driver serves its own blocks; 0 for any free port.</param>
abstract class CoarseGrainedSchedulerBackend(ITaskPayloadCodec codec, TimeProvider time, byte[] secret, IPAddress bind, int port, TimeSpan heartbeatTimeout, int portRetries = 0, int blockPort = 0) : ISchedulerBackend
{
    private static readonly Logger Log = Logger.For("CoarseGrainedSchedulerBackend");

    // By this name people look for what executors say to the driver.
    private static readonly Logger Endpoint = Logger.For("StandaloneSchedulerBackend$StandaloneDriverEndpoint");

    private readonly ITaskPayloadCodec _codec = codec;
    private readonly ConcurrentDictionary<string, RemoteExecutor> _executors = new();

    // Encoded once for all executors; used by the TaskScheduler's loop only.
    private readonly Dictionary<StageAttemptId, byte[]> _stages = [];
    private TaskSchedulerImpl? _scheduler;
    private FrameServer? _server;
    private ITimer? _heartbeatCheck;
    private SharedFiles _files = new();
    private readonly ResultSizes _results = new();
    private BlockDirectory? _directory;
    private BlockServer? _blockServer;
    private BlockClient? _blockClient;
    private BlockManagerId? _here;
    private volatile bool _stopping;

    public abstract int DefaultParallelism { get; }

    /// <summary>Bytes of results that one stage may bring to the driver; 0 for no limit.</summary>
    public long MaxResultSize
    {
        set => _results.Limit = value;
    }

    protected byte[] Secret => secret;
    protected TimeProvider Time => time;
    protected bool IsStopping => _stopping;
    protected int Port => _server?.Port ?? 0;
    protected TaskSchedulerImpl Scheduler => _scheduler!;
    protected bool HasExecutors => !_executors.IsEmpty;
    protected int RegisteredCores => _executors.Values.Sum(executor => executor.Cores);

    public virtual void Start(TaskSchedulerImpl scheduler)
    {
        _scheduler = scheduler;
        _server = Listen();
        if (_server is not null && Log.IsEnabled(LogLevel.Info)) Logger.For("Utils").Info($"Successfully started service 'sparkDriver' on port {_server.Port}.");
        _heartbeatCheck = time.CreateTimer(_ => CheckHeartbeats(), null, heartbeatTimeout / 2, heartbeatTimeout / 2);
    }

    public void UseFiles(SharedFiles files)
    {
        _files = files;
        files.Changed += all =>
        {
            var message = Encode(all);
            foreach (var executor in _executors.Values) executor.Connection.Post(message);
        };
    }

    public BlockManager CreateBlocks(BlockDirectory directory, LocalDirectories folders)
    {
        _directory = directory;
        _blockClient = new BlockClient(secret);
        _blockServer = new BlockServer(bind, secret, new Shuffle.ShuffleStore(), blockPort, portRetries) { Directory = directory };
        _here = new BlockManagerId(BlockManagerId.DriverId, bind.ToString(), _blockServer.Port);
        directory.Register(_here);
        var blocks = new BlockManager(_here, directory, _blockClient, folders);
        _blockServer.Blocks = blocks;
        _codec.UseBlocks(blocks);
        return blocks;
    }

    public virtual void LaunchTasks(IReadOnlyList<TaskDescription> tasks)
    {
        foreach (var task in tasks)
        {
            // An executor that is gone has its loss reported, and its tasks with it.
            if (!_executors.TryGetValue(task.ExecutorId, out var executor)) continue;
            var connection = executor.Connection;
            executor.Add(task);
            try
            {
                if (executor.StagesSent.Add(task.TaskSet.Stage)) connection.Post(EncodedStage(task.TaskSet));
            }
            catch (Exception e)
            {
                executor.StagesSent.Remove(task.TaskSet.Stage);
                executor.Take(task.TaskId);
                // Another attempt would end in the same way.
                _scheduler!.Post(new TaskSchedulerMessage.AbortTaskSet(task.TaskSet.Stage, "Task not serializable: " + e.Message, e));
                _scheduler.Post(new TaskSchedulerMessage.StatusUpdate(task.TaskId, TaskOutcome.Lost(new TaskKilled("Task not serializable"))));
                continue;
            }
            using var launch = FrameWriter.Start(ExecutorMessage.Launch);
            StageCodec.WriteAttempt(launch, task.TaskSet.Stage);
            launch.Write(task.TaskId);
            launch.Write7BitEncodedInt(task.AttemptNumber);
            launch.Write7BitEncodedInt(task.Index);
            launch.Write7BitEncodedInt(task.BarrierHosts.Count);
            foreach (var host in task.BarrierHosts) launch.Write(host);
            connection.Post(launch.Finish());
        }
    }

    public void KillTask(long taskId, string executorId, string reason, TaskKillOptions how) => Post(executorId, ExecutorMessage.Kill, writer =>
    {
        writer.Write(taskId);
        writer.Write(reason);
        writer.Write(how.Interrupt);
        writer.Write((long)(how.Reaper?.PollingInterval.TotalMilliseconds ?? 0));
        writer.Write((long)(how.Reaper?.KillTimeout?.TotalMilliseconds ?? 0));
    });

    public virtual void KillExecutor(string executorId, string reason) { }

    public void TaskSetEnded(TaskSet taskSet)
    {
        _stages.Remove(taskSet.Stage);
        _results.Remove(taskSet.Stage);
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

    public void RemoveBlocks(string prefix)
    {
        foreach (var executorId in _executors.Keys) Post(executorId, ExecutorMessage.RemoveBlocks, writer => writer.Write(prefix));
    }

    public virtual void Dispose()
    {
        if (!_stopping) Endpoint.Info("Asking each executor to shut down");
        _stopping = true;
        _blockServer?.Dispose();
        _blockClient?.Dispose();
        _heartbeatCheck?.Dispose();
        _server?.Dispose();
        foreach (var executor in _executors.Values)
        {
            executor.Connection.Post([(byte)ExecutorMessage.Shutdown]);
            executor.Connection.CloseAfterSending();
        }
    }

    /// <summary>Tasks that executors were sent and have not ended; for tests.</summary>
    public int OpenTasks => _executors.Values.Sum(executor => executor.OpenTasks);

    /// <summary>Opens the door for executors.</summary>
    protected virtual FrameServer? Listen() => new("sparkDriver", bind, secret, ServeExecutor, port, portRetries);

    /// <summary>Whether an executor that asks to register is one of ours that has not done so before.</summary>
    protected abstract bool Admit(string executorId);

    /// <summary>What there is to say about an executor whose connection is gone, before its tasks are given up.</summary>
    /// <returns>The reason that users see; null to leave the end to a later <see cref="Lose"/>.</returns>
    protected abstract string? Explain(string executorId, string reason);

    /// <summary>An executor is gone and its tasks have been given up.</summary>
    protected virtual void OnLost(string executorId, string reason) { }

    protected virtual void OnRegistered(string executorId, string host, int cores) { }

    /// <summary>Gives an executor up, once; later calls do nothing.</summary>
    /// <param name="causedByApp">Whether the tasks that it ran count as failed.</param>
    protected void Lose(string executorId, string reason, bool causedByApp)
    {
        if (_stopping || !_executors.TryRemove(executorId, out var executor)) return;
        executor.Connection.Dispose();
        _directory?.RemoveExecutor(executorId);
        _scheduler!.Post(new TaskSchedulerMessage.ExecutorLost(executorId, reason, causedByApp));
        OnLost(executorId, reason);
    }

    /// <summary>An executor's connection broke, or it has been silent for too long.</summary>
    private void Disconnected(string executorId, string reason)
    {
        if (_stopping || !_executors.ContainsKey(executorId)) return;
        if (Explain(executorId, reason) is { } explained) Lose(executorId, explained, true);
    }

    private static byte[] Encode(IReadOnlyList<SharedFile> files)
    {
        using var message = FrameWriter.Start(ExecutorMessage.Files);
        message.Write7BitEncodedInt(files.Count);
        foreach (var file in files)
        {
            message.Write(file.Name);
            message.Write(file.Hash);
            message.Write(file.Length);
            message.Write(file.UnpackAs is not null);
            if (file.UnpackAs is { } folder) message.Write(folder);
        }
        return message.Finish();
    }

    private byte[] EncodedStage(TaskSet taskSet)
    {
        if (!_stages.TryGetValue(taskSet.Stage, out var encoded)) _stages.Add(taskSet.Stage, encoded = StageCodec.Encode(taskSet, _codec));
        return encoded;
    }

    private void ServeExecutor(FrameConnection connection)
    {
        if (connection.Receive() is not { } first) return;
        if (first.Length > 0 && (ExecutorMessage)first[0] == ExecutorMessage.FetchFile)
        {
            FileTransfer.Serve(connection, first, _files);
            return;
        }
        if (Register(connection, first) is not { } executor) return;
        try
        {
            while (connection.Receive() is { } frame) OnFrame(executor, frame);
            OnClosed(executor, null);
        }
        catch (Exception e)
        {
            OnClosed(executor, e.Message);
        }
    }

    /// <summary>Takes the first frame of a connection, with which an executor registers.</summary>
    /// <returns>Null for one that is none of ours.</returns>
    protected RemoteExecutor? Register(IExecutorConnection connection, byte[] first)
    {
        using var registration = new FrameReader(first);
        if (registration.ReadKind() != ExecutorMessage.Register) throw new InvalidDataException("An executor has to register first");
        var (id, host, servesBlocksAt, cores) = (registration.ReadString(), registration.ReadString(), registration.ReadInt32(), registration.ReadInt32());
        var executor = new RemoteExecutor(id, connection, cores) { LastSeen = time.GetTimestamp() };
        if (!Admit(id) || !_executors.TryAdd(id, executor))
        {
            Log.Warn($"Refused executor {id}, which was not started here or has registered before");
            return null;
        }
        if (Log.IsEnabled(LogLevel.Info)) Endpoint.Info($"Registered executor NettyRpcEndpointRef(spark-client://Executor) ({connection.Peer}) with ID {id}, ResourceProfileId 0");
        if (_files.All is { Count: > 0 } files) connection.Post(Encode(files));
        if (_here is { } here)
        {
            using var configure = FrameWriter.Start(ExecutorMessage.Configure);
            BlockServer.WriteManager(configure, here);
            connection.Post(configure.Finish());
            _directory!.Register(new BlockManagerId(id, host, servesBlocksAt));
        }
        _scheduler!.Post(new TaskSchedulerMessage.ExecutorRegistered(new ExecutorDescription(id, host, cores)));
        OnRegistered(id, host, cores);
        return executor;
    }

    /// <summary>Takes what a registered executor says.</summary>
    protected void OnFrame(RemoteExecutor executor, byte[] frame)
    {
        // One that was given up may not know it yet: nobody listens to it any more.
        if (!_executors.TryGetValue(executor.Id, out var known) || known != executor) return;
        executor.LastSeen = time.GetTimestamp();
        using var reader = new FrameReader(frame);
        switch (reader.ReadKind())
        {
            case ExecutorMessage.Status: OnStatus(executor, reader); break;
            case ExecutorMessage.AskToCommit: OnAskToCommit(reader, executor.Connection); break;
            case ExecutorMessage.SyncBarrier: OnSyncBarrier(reader, executor.Connection); break;
        }
    }

    /// <summary>An executor's connection has ended.</summary>
    protected void OnClosed(RemoteExecutor executor, string? error)
    {
        if (_executors.TryGetValue(executor.Id, out var known) && known == executor) Disconnected(executor.Id, error is null ? "Remote RPC client disassociated" : $"Remote RPC client disassociated: {error}");
    }

    private void OnSyncBarrier(FrameReader reader, IExecutorConnection connection)
    {
        var request = new BarrierRequest(
            StageCodec.ReadAttempt(reader), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt64(), reader.ReadInt32(), reader.ReadBoolean(), reader.ReadString());
        _scheduler!.SyncBarrier(request, result =>
        {
            using var answer = FrameWriter.Start(ExecutorMessage.BarrierAnswer);
            answer.Write(request.TaskId);
            answer.Write(result.Error ?? "");
            answer.Write7BitEncodedInt(result.Messages.Count);
            foreach (var message in result.Messages) answer.Write(message);
            connection.Post(answer.Finish());
        });
    }

    private void OnAskToCommit(FrameReader reader, IExecutorConnection connection)
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

    private void OnStatus(RemoteExecutor executor, FrameReader reader)
    {
        var taskId = reader.ReadInt64();
        if (executor.Take(taskId) is not { } task) return;
        TaskOutcome outcome;
        try
        {
            outcome = OutcomeCodec.Read(reader, task.TaskSet.Computation.Accumulators, _codec, (block, length) => FetchResult(executor, task, block, length));
            if (outcome.Value is not (null or Shuffle.MapStatus)) _results.Add(task.TaskSet.Stage, outcome.Metrics[Metrics.TaskMetric.ResultSize]);
        }
        catch (ResultsTooLargeException e)
        {
            _scheduler!.Post(new TaskSchedulerMessage.AbortTaskSet(task.TaskSet.Stage, e.Message, e));
            outcome = TaskOutcome.Lost(new TaskKilled("Tasks result size has exceeded maxResultSize"));
        }
        catch (Exception e)
        {
            // The task may have ended well, but what it said cannot be read.
            Log.Error($"The outcome of {task.Name} could not be decoded", e);
            outcome = TaskOutcome.Lost(new TaskResultLost());
        }
        ThreadEventLoopHost.Lend(_scheduler!.Post, new TaskSchedulerMessage.StatusUpdate(taskId, outcome));
    }

    // A result that its executor has kept: fetched only while there is room for it, and dropped there.
    private byte[] FetchResult(RemoteExecutor executor, TaskDescription task, string block, long length)
    {
        _results.Check(task.TaskSet.Stage, length);
        var holder = _directory?.Find(executor.Id) ?? throw new IOException($"Executor {executor.Id} is gone, and the result with it");
        var bytes = ((IBlockTransfer)_blockClient!).Fetch(holder, block, CancellationToken.None) ?? throw new IOException($"{holder} has no {block} any more");
        Post(executor.Id, ExecutorMessage.RemoveBlocks, writer => writer.Write(block));
        return bytes;
    }

    private void CheckHeartbeats()
    {
        foreach (var executor in _executors.Values)
        {
            var silent = time.GetElapsedTime(executor.LastSeen);
            if (silent > heartbeatTimeout) Disconnected(executor.Id, $"Executor heartbeat timed out after {(long)silent.TotalMilliseconds} ms");
        }
    }

    private void Post(string executorId, ExecutorMessage kind, Action<FrameWriter> write)
    {
        if (!_executors.TryGetValue(executorId, out var executor)) return;
        using var writer = FrameWriter.Start(kind);
        write(writer);
        executor.Connection.Post(writer.Finish());
    }

    /// <summary>An executor that has registered.</summary>
    protected sealed class RemoteExecutor(string id, IExecutorConnection connection, int cores)
    {
        private long _lastSeen;

        public string Id => id;
        public int Cores => cores;
        public IExecutorConnection Connection => connection;

        private readonly Lock _gate = new();
        private readonly Dictionary<long, TaskDescription> _tasks = [];

        /// <summary>Tasks that it was sent and has not ended.</summary>
        public int OpenTasks
        {
            get
            {
                lock (_gate) return _tasks.Count;
            }
        }

        public void Add(TaskDescription task)
        {
            lock (_gate) _tasks[task.TaskId] = task;
        }

        /// <summary>The task that has ended; null for one that it does not run.</summary>
        public TaskDescription? Take(long taskId)
        {
            lock (_gate) return _tasks.Remove(taskId, out var task) ? task : null;
        }
        public HashSet<StageAttemptId> StagesSent { get; } = [];

        public long LastSeen
        {
            get => Volatile.Read(ref _lastSeen);
            set => Volatile.Write(ref _lastSeen, value);
        }
    }
}
