using System.Globalization;
using Firesteel.Core.Metrics;
using Firesteel.Core.Rpc;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Shuffle;
using Firesteel.Core.Storage;
using Firesteel.Deploy.Standalone.Protocol;
using Firesteel.Deploy.Standalone.Worker;

namespace Firesteel.Deploy.Tests.Simulation;

/// <summary>An executor's process: it speaks the real protocol with its driver, and its tasks end after a while, one way or another.</summary>
sealed class SimulatedExecutor : Node, IChildProcess
{
    private readonly SimulatedWorker _worker;
    private readonly LaunchExecutor _launch;
    private readonly Action<int> _exited;
    private readonly SimulatedDriver? _driver;
    private readonly Dictionary<StageAttemptId, TaskSet> _stages = [];
    private readonly Dictionary<long, RunningTask> _running = [];
    private readonly HashSet<(int ShuffleId, long MapId)> _outputs = [];
    private readonly BlockManagerId _here;
    private Link.End? _connection;
    private ITimer? _heartbeat;

    public SimulatedExecutor(SimulatedWorker worker, LaunchExecutor launch, Action<int> exited) : base(worker.Cluster, $"{launch.AppId}/{launch.ExecutorId}")
    {
        (_worker, _launch, _exited) = (worker, launch, exited);
        _driver = Cluster.Drivers.Find(driver => driver.Number == launch.Application.DriverPort);
        _here = new BlockManagerId(launch.ExecutorId.ToString(CultureInfo.InvariantCulture), worker.Options.Host, 7000);
        After(Faults.Any ? Faults.Random.Next(50, 1_000) : 50, Connect);
    }

    public int Id => 1;
    public string AppId => _launch.AppId;
    public int ExecutorId => _launch.ExecutorId;
    public int Cores => _launch.Cores;
    public int OpenStages => _stages.Count;
    public IReadOnlyCollection<(int ShuffleId, long MapId)> Outputs => _outputs;
    public int RunningTasks => _running.Count;

    /// <summary>Whether its driver cannot reach it, though neither may know.</summary>
    public bool IsCutOff => _connection is null || _connection.Link.IsBroken || _connection.Link.Hangs;

    private Faults Faults => Cluster.Faults;

    public void Terminate() => After(Faults.Any ? Faults.Random.Next(1, 500) : 1, () => Exit(143));

    // The kernel ends also what stands still.
    public void Kill() => Cluster.Time.After(TimeSpan.FromMilliseconds(1), () => Exit(137));

    public void Exit(int code)
    {
        if (IsDead) return;
        Die();
        _heartbeat?.Dispose();
        _worker.Processes.Remove(this);
        _connection?.Link.Break();
        _exited(code);
    }

    /// <summary>An output is lost or corrupt.</summary>
    public void LoseOutput()
    {
        if (_outputs.Count > 0) _outputs.Remove(_outputs.ElementAt(Faults.Random.Next(_outputs.Count)));
    }

    private void Connect()
    {
        if (_driver is null or { IsDead: true } or { IsStopped: true })
        {
            Exit(1);
            return;
        }
        var link = new Link(Cluster, this, _driver);
        _connection = link.First;
        _connection.Received = OnFrame;
        _connection.Closed = () => Exit(1);
        _driver.Backend.Connected(link.Second);
        _driver.Executors[_here.ExecutorId] = this;
        Send(ExecutorMessage.Register, writer =>
        {
            writer.Write(_here.ExecutorId);
            writer.Write(_here.Host);
            writer.Write(_here.Port);
            writer.Write(Cores);
        });
        var interval = TimeSpan.FromSeconds(10);
        _heartbeat = Time.CreateTimer(_ => Send(ExecutorMessage.Heartbeat, _ => { }), null, interval, interval);
    }

    private void Send(ExecutorMessage kind, Action<FrameWriter> write)
    {
        using var writer = FrameWriter.Start(kind);
        write(writer);
        if (Cluster.Seams.FromExecutor(writer.Finish()) is not { } frame) return;
        // What a task says of itself may come twice, and later than what was said after it.
        if (kind == ExecutorMessage.Status && Faults.Chance(3)) _connection!.SendUnordered(frame);
        else _connection!.Send(frame, mayRepeat: kind is ExecutorMessage.Status or ExecutorMessage.Heartbeat or ExecutorMessage.AskToCommit);
    }

    private void OnFrame(byte[] frame)
    {
        using var reader = new FrameReader(frame);
        switch (reader.ReadKind())
        {
            case ExecutorMessage.Stage:
                var attempt = StageCodec.ReadAttempt(reader);
                _stages[attempt] = _driver!.Decode(frame, reader, attempt);
                break;
            case ExecutorMessage.Launch: OnLaunch(reader); break;
            case ExecutorMessage.Kill: OnKill(reader.ReadInt64(), reader.ReadString()); break;
            case ExecutorMessage.StageEnded: _stages.Remove(StageCodec.ReadAttempt(reader)); break;
            case ExecutorMessage.DiscardMapOutput: _outputs.Remove((reader.ReadInt32(), reader.ReadInt64())); break;
            case ExecutorMessage.RemoveShuffle:
                var shuffle = reader.ReadInt32();
                _outputs.RemoveWhere(output => output.ShuffleId == shuffle);
                break;
            case ExecutorMessage.CommitAnswer: OnCommitAnswer(reader.ReadInt64(), reader.ReadBoolean()); break;
            case ExecutorMessage.BarrierAnswer: OnBarrierAnswer(reader); break;
            case ExecutorMessage.Shutdown: Exit(0); break;
        }
    }

    private void OnLaunch(FrameReader reader)
    {
        var attempt = StageCodec.ReadAttempt(reader);
        var (taskId, attemptNumber, index) = (reader.ReadInt64(), reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt());
        if (!_stages.TryGetValue(attempt, out var taskSet))
        {
            Cluster.Fail($"{Name} was sent task {taskId} of stage {attempt}, and nothing of the stage");
            return;
        }
        var hosts = new string[reader.ReadCount()];
        for (var i = 0; i < hosts.Length; i++) hosts[i] = reader.ReadString();
        var task = new RunningTask(new TaskDescription(taskId, attemptNumber, _here.ExecutorId, index, taskSet) { BarrierHosts = hosts });
        Cluster.Check(_running.TryAdd(taskId, task), $"Task {taskId} was launched twice");
        Cluster.Check(_running.Count <= Cores, $"{Name} runs {_running.Count} tasks on {Cores} cores");
        After(Duration(), () => Finish(task));
    }

    private int Duration()
    {
        var time = Faults.Random.Next(50, 1_000);
        return Faults.Chance(3) ? time * 30 : time;
    }

    private void OnKill(long taskId, string reason)
    {
        if (!_running.TryGetValue(taskId, out var task)) return;
        task.KillReason ??= reason;
        // Some look only at their end whether they should go on.
        if (Faults.Random.Next(5) > 0) After(Faults.Random.Next(1, 100), () => End(task, TaskOutcome.Lost(new TaskKilled(reason))));
    }

    private void Finish(RunningTask task)
    {
        if (!_running.ContainsKey(task.Description.TaskId)) return;
        var computation = (SimulatedComputation)task.Description.TaskSet.Computation;
        if (task.KillReason is { } reason) End(task, TaskOutcome.Lost(new TaskKilled(reason)));
        else if (Faults.Chance(5)) End(task, TaskOutcome.Lost(new ExceptionFailure("System.InvalidOperationException", "chaos", "", null)));
        else if (_worker.IsDiskFull && task.Description.TaskSet.ShuffleId is not null) End(task, TaskOutcome.Lost(new ExceptionFailure("System.IO.IOException", "No space left on device", "", null)));
        else if (LostInput(task.Description.TaskSet) is { } lost) End(task, TaskOutcome.Lost(lost));
        else if (computation.Barrier && !task.HasPassedBarrier) AskBarrier(task);
        else if (computation.Publishes) AskToCommit(task);
        else Succeed(task);
    }

    private FetchFailed? LostInput(TaskSet taskSet)
    {
        if (!Faults.Any) return null;
        foreach (var (shuffleId, statuses) in taskSet.ShuffleInputs)
        {
            for (var map = 0; map < statuses.Count; map++)
            {
                if (statuses[map] is not { } status) return new FetchFailed(null, shuffleId, -1, map, 0, "missing");
                // It may have read this before it was lost.
                if (Faults.Random.Next(3) == 0) continue;
                var holder = _driver!.Executors.GetValueOrDefault(status.Location.ExecutorId);
                var reachable = holder is { IsDead: false, IsFrozen: false };
                if (!reachable || !holder!._outputs.Contains((shuffleId, status.MapId))) return new FetchFailed(status.Location, shuffleId, status.MapId, map, 0, "gone", !reachable);
            }
        }
        return null;
    }

    private void AskToCommit(RunningTask task) => Send(ExecutorMessage.AskToCommit, writer =>
    {
        StageCodec.WriteAttempt(writer, task.Description.TaskSet.Stage);
        writer.Write(task.Description.PartitionId);
        writer.Write(task.Description.TaskId);
    });

    private void OnCommitAnswer(long taskId, bool granted)
    {
        // A question that came twice is answered twice.
        if (!_running.TryGetValue(taskId, out var task) || task.HasCommitted) return;
        if (!granted) End(task, TaskOutcome.Lost(new TaskCommitDenied(0, task.Description.PartitionId, task.Description.AttemptNumber)));
        else if (task.KillReason is { } reason) End(task, TaskOutcome.Lost(new TaskKilled(reason)));
        else
        {
            task.HasCommitted = true;
            _driver!.Storage.Publish(task.Description, this);
            Succeed(task);
        }
    }

    private void AskBarrier(RunningTask task)
    {
        var (description, taskSet) = (task.Description, task.Description.TaskSet);
        Cluster.Check(description.BarrierHosts.Count == taskSet.Partitions.Count, $"Task {description.TaskId} of barrier stage {taskSet.Stage} was told of {description.BarrierHosts.Count} tasks");
        Send(ExecutorMessage.SyncBarrier, writer =>
        {
            StageCodec.WriteAttempt(writer, taskSet.Stage);
            writer.Write(taskSet.Partitions.Count);
            writer.Write(description.PartitionId);
            writer.Write(description.TaskId);
            writer.Write(0);
            writer.Write(true);
            writer.Write($"{description.PartitionId}");
        });
    }

    private void OnBarrierAnswer(FrameReader reader)
    {
        var (taskId, error) = (reader.ReadInt64(), reader.ReadString());
        var messages = new string[reader.ReadCount()];
        for (var i = 0; i < messages.Length; i++) messages[i] = reader.ReadString();
        if (!_running.TryGetValue(taskId, out var task)) return;
        if (error.Length > 0)
        {
            End(task, TaskOutcome.Lost(new ExceptionFailure("Firesteel.SparkException", error, "", null)));
            return;
        }
        Cluster.Check(messages.SequenceEqual(Enumerable.Range(0, messages.Length).Select(partition => $"{partition}")), "allGather gave messages out of order");
        task.HasPassedBarrier = true;
        After(Faults.Random.Next(1, 50), () => Finish(task));
    }

    private void Succeed(RunningTask task)
    {
        var (description, taskSet) = (task.Description, task.Description.TaskSet);
        var computation = (SimulatedComputation)taskSet.Computation;
        _driver!.Generations.Made(description);
        if (taskSet.ShuffleId is { } shuffleId)
        {
            _outputs.Add((shuffleId, description.TaskId));
            End(task, new TaskOutcome(TaskSuccess.Instance, new MapStatus(_here, description.TaskId, computation.Sizes, computation.Sizes), new TaskMetrics(), []));
            return;
        }
        var update = (LongAccumulator)computation.Rows.NewTaskLocal();
        update.Add(1);
        End(task, new TaskOutcome(TaskSuccess.Instance, new SimulatedResult(description.PartitionId, description.TaskId), new TaskMetrics(), [new AccumulatorUpdate(computation.Rows, update)]));
    }

    private void End(RunningTask task, TaskOutcome outcome)
    {
        if (!_running.Remove(task.Description.TaskId)) return;
        Send(ExecutorMessage.Status, writer =>
        {
            writer.Write(task.Description.TaskId);
            OutcomeCodec.Write(writer, outcome, _driver!.Codec);
        });
    }

    private sealed class RunningTask(TaskDescription description)
    {
        public TaskDescription Description => description;
        public string? KillReason { get; set; }
        public bool HasCommitted { get; set; }
        public bool HasPassedBarrier { get; set; }
    }
}
