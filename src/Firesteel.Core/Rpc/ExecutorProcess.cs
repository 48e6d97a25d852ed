using System.Collections.Concurrent;
using System.Net;
using Firesteel.Core.Files;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Shuffle;
using Firesteel.Core.Storage;
using Firesteel.Foundation.Logging;

namespace Firesteel.Core.Rpc;

/// <summary>
/// The body of an executor process: connects to its driver, runs what it is sent, serves its map outputs, and ends with
/// the connection.
/// </summary>
sealed class ExecutorProcess : ICommitPermission
{
    private static readonly Logger Log = Logger.For("CoarseGrainedExecutorBackend");

    // Spark's exit code of an executor that ends because of an error of its own.
    private const int UncaughtException = 50;

    private readonly ITaskPayloadCodec _codec;
    private readonly FrameConnection _driver;
    private readonly ShuffleStore _store;
    private readonly ExecutorSlots _slots;
    private readonly BarrierQuestions _barriers;
    private readonly TaskRunner _runner;
    private readonly BlockManagerId _here;
    private readonly BlockClient _client;
    private readonly BlockServer _server;
    private readonly string _driverHost;
    private BlockManager? _blocks;

    private readonly Dictionary<StageAttemptId, StageEntry> _stages = [];
    private readonly ConcurrentDictionary<long, TaskCompletionSource<bool>> _commitQuestions = new();

    private ExecutorProcess(ITaskPayloadCodec codec, FrameConnection driver, ShuffleStore store, ExecutorOptions options, BlockManagerId here, BlockClient client, BlockServer server, string driverHost)
    {
        _codec = codec;
        _driver = driver;
        _store = store;
        _barriers = new BarrierQuestions(AskBarrier);
        (_here, _client, _server, _driverHost) = (here, client, server, driverHost);
        _runner = new TaskRunner(here, store, client, this, TimeProvider.System, _barriers);
        _slots = new ExecutorSlots(options, _runner, store, TimeProvider.System, Report);
    }

    // A stage that could not be decoded fails its tasks, not the process.
    private sealed record StageEntry(TaskSet? TaskSet, Exception? Error);

    /// <summary>Runs until the driver ends the executor or is gone.</summary>
    public static void Run(ExecutorEnvironment environment, ITaskPayloadCodec codec)
    {
        ProcessGroup.Lead();
        if (environment.WorkerUrl.Length > 0) ProcessGroup.EndWithStarter();
        // A Worker gave this process a folder of its own.
        if (environment.WorkerUrl.Length > 0) FilesFolder.Path = Directory.GetCurrentDirectory();
        FetchedFiles.Current = new FetchedFiles(environment.DriverHost, environment.DriverPort, environment.Secret);
        using var store = new ShuffleStore();
        using var client = new BlockClient(environment.Secret);
        using var driver = FrameConnection.Connect(environment.DriverHost, environment.DriverPort, environment.Secret);
        using var blocks = new BlockServer(HostAddress.Of(environment.Host), environment.Secret, store, environment.BlockPort, environment.PortRetries);
        var here = new BlockManagerId(environment.ExecutorId, environment.Host, blocks.Port);
        var process = new ExecutorProcess(codec, driver, store, new ExecutorOptions(environment.Cores) { Host = environment.Host, EndProcess = EndProcess }, here, client, blocks, environment.DriverHost);

        using var register = FrameWriter.Start(ExecutorMessage.Register);
        register.Write(here.ExecutorId);
        register.Write(here.Host);
        register.Write(here.Port);
        register.Write(environment.Cores);
        driver.Post(register.Finish());
        byte[] heartbeat = [(byte)ExecutorMessage.Heartbeat];
        using var timer = new Timer(_ => driver.Post(heartbeat), null, environment.HeartbeatInterval, environment.HeartbeatInterval);
        process._slots.Start();
        try { process.Serve(); }
        catch (IOException e)
        {
            Log.Warn($"The driver is gone: {e.Message}");
        }
        process._slots.Dispose();
        process._blocks?.Dispose();
    }

    bool ICommitPermission.Ask(StageAttemptId stage, int partition, long taskId)
    {
        var answer = _commitQuestions[taskId] = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var question = FrameWriter.Start(ExecutorMessage.AskToCommit);
        StageCodec.WriteAttempt(question, stage);
        question.Write(partition);
        question.Write(taskId);
        _driver.Post(question.Finish());
        return answer.Task.GetAwaiter().GetResult();
    }

    private void OnKill(FrameReader reader)
    {
        var (taskId, reason, interrupt, polling, limit) = (reader.ReadInt64(), reader.ReadString(), reader.ReadBoolean(), reader.ReadInt64(), reader.ReadInt64());
        var reaper = polling > 0 ? new TaskReaperOptions(TimeSpan.FromMilliseconds(polling), limit > 0 ? TimeSpan.FromMilliseconds(limit) : null) : null;
        _slots.Kill(taskId, reason, new TaskKillOptions(interrupt, reaper));
    }

    // A task that will not end cannot be taken out of its process.
    private static void EndProcess(string reason)
    {
        Log.Error(reason);
        Environment.Exit(UncaughtException);
    }

    private void AskBarrier(BarrierRequest request)
    {
        using var question = FrameWriter.Start(ExecutorMessage.SyncBarrier);
        StageCodec.WriteAttempt(question, request.Stage);
        question.Write(request.Tasks);
        question.Write(request.Partition);
        question.Write(request.TaskId);
        question.Write(request.Round);
        question.Write(request.Gathers);
        question.Write(request.Message);
        _driver.Post(question.Finish());
    }

    private void OnBarrierAnswer(FrameReader reader)
    {
        var (taskId, error) = (reader.ReadInt64(), reader.ReadString());
        var messages = new string[reader.ReadCount()];
        for (var i = 0; i < messages.Length; i++) messages[i] = reader.ReadString();
        _barriers.Answer(taskId, new BarrierAnswer(messages, error.Length > 0 ? error : null));
    }

    private void OnCommitAnswer(long taskId, bool granted)
    {
        if (_commitQuestions.TryRemove(taskId, out var answer)) answer.SetResult(granted);
    }

    private void Serve()
    {
        while (_driver.Receive() is { } frame)
        {
            using var reader = new FrameReader(frame);
            switch (reader.ReadKind())
            {
                case ExecutorMessage.Stage: OnStage(reader); break;
                case ExecutorMessage.Launch: OnLaunch(reader); break;
                case ExecutorMessage.Kill: OnKill(reader); break;
                case ExecutorMessage.StageEnded: OnStageEnded(StageCodec.ReadAttempt(reader)); break;
                case ExecutorMessage.DiscardMapOutput: _store.Remove(reader.ReadInt32(), reader.ReadInt64()); break;
                case ExecutorMessage.RemoveShuffle: _store.RemoveShuffle(reader.ReadInt32()); break;
                case ExecutorMessage.CommitAnswer: OnCommitAnswer(reader.ReadInt64(), reader.ReadBoolean()); break;
                case ExecutorMessage.BarrierAnswer: OnBarrierAnswer(reader); break;
                case ExecutorMessage.Files: OnFiles(reader); break;
                case ExecutorMessage.RemoveBlocks: _blocks?.Remove(reader.ReadString()); break;
                case ExecutorMessage.Configure: OnConfigure(BlockServer.ReadManager(reader) with { Host = _driverHost }); break;
                case ExecutorMessage.Shutdown: return;
                case var kind: throw new InvalidDataException($"A driver does not send messages of kind {kind}");
            }
        }
    }

    private static void OnFiles(FrameReader reader)
    {
        var files = new List<SharedFile>();
        for (var left = reader.ReadCount(); left > 0; left--) files.Add(new SharedFile(reader.ReadString(), reader.ReadString(), reader.ReadInt64(), reader.ReadBoolean() ? reader.ReadString() : null));
        FetchedFiles.Current!.Want(files);
    }

    private void OnConfigure(BlockManagerId driver)
    {
        var folders = new LocalDirectories(LocalDirectories.RootsOfEnvironment());
        _blocks = new BlockManager(_here, new RemoteBlockDirectory(_client, driver), _client, folders) { Driver = driver };
        _blocks.OfferParts("shuffle_", _store.ReadPart);
        _server.Blocks = _blocks;
        _runner.Blocks = _blocks;
        _codec.UseBlocks(_blocks);
    }

    private void OnStage(FrameReader reader)
    {
        var attempt = StageCodec.ReadAttempt(reader);
        try { _stages[attempt] = new StageEntry(StageCodec.Decode(reader, attempt, _codec), null); }
        catch (Exception e) { _stages[attempt] = new StageEntry(null, e); }
    }

    private void OnLaunch(FrameReader reader)
    {
        var attempt = StageCodec.ReadAttempt(reader);
        var (taskId, attemptNumber, index) = (reader.ReadInt64(), reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt());
        var stage = _stages[attempt];
        var hosts = new string[reader.ReadCount()];
        for (var i = 0; i < hosts.Length; i++) hosts[i] = reader.ReadString();
        if (stage.TaskSet is { } taskSet) _slots.Launch(new TaskDescription(taskId, attemptNumber, "", index, taskSet) { BarrierHosts = hosts });
        else Post(taskId, TaskOutcome.Lost(ExceptionFailure.From(stage.Error!)));
    }

    private void OnStageEnded(StageAttemptId attempt)
    {
        if (_stages.Remove(attempt, out var stage)) stage.TaskSet?.DisposeSharedState();
    }

    private void Report(TaskDescription task, TaskOutcome outcome) => Post(task.TaskId, outcome);

    private void Post(long taskId, TaskOutcome outcome)
    {
        byte[] frame;
        try { frame = Encode(taskId, outcome); }
        catch (Exception e)
        {
            frame = Encode(taskId, TaskOutcome.Lost(ExceptionFailure.From(e)));
        }
        _driver.Post(frame);
    }

    private byte[] Encode(long taskId, TaskOutcome outcome)
    {
        using var writer = FrameWriter.Start(ExecutorMessage.Status);
        writer.Write(taskId);
        OutcomeCodec.Write(writer, outcome, _codec, _blocks is null ? null : bytes =>
        {
            var block = $"taskresult_{taskId}_";
            _blocks.PutBytes(block, bytes, StorageLevel.MemoryAndDiskSer, tell: false);
            return block;
        });
        return writer.Finish();
    }
}
