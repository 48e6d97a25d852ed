using System.Collections.Concurrent;
using System.Globalization;
using Firesteel.Core.Rpc;
using Firesteel.Core.Scheduler;
using Firesteel.Deploy.Standalone.Protocol;
using Firesteel.Foundation.Logging;

namespace Firesteel.Deploy.Standalone.Client;

/// <summary>How an application runs on a standalone cluster.</summary>
/// <param name="Masters">Those that may run it: the first that answers does.</param>
/// <param name="DriverHost">What the driver is known by.</param>
sealed record StandaloneOptions(IReadOnlyList<MasterAddress> Masters, ClusterSecret Secret, string AppName, string DriverHost)
{
    /// <summary>What the driver listens on, where that is another address than the one it is known by.</summary>
    public string? BindAddress { get; init; }

    public int DriverPort { get; init; }
    public int PortRetries { get; init; } = 16;

    /// <summary>Where processes serve their blocks; 0 for any free port.</summary>
    public int BlockPort { get; init; }

    /// <summary>The driver's own, where it is another.</summary>
    public int? DriverBlockPort { get; init; }
    public int? MaxCores { get; init; }
    public int? CoresPerExecutor { get; init; }
    public int MemoryPerExecutorMb { get; init; } = 1024;
    public int? Executors { get; init; }
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(10);
    public TimeSpan HeartbeatTimeout { get; init; } = TimeSpan.FromSeconds(120);
    public TimeSpan RegistrationTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Partitions of data that says nothing of its own, while fewer cores have registered.</summary>
    public int DefaultParallelism { get; init; } = 2;
}

/// <summary>Executors that a Master's workers run.</summary>
sealed class StandaloneSchedulerBackend : CoarseGrainedSchedulerBackend, IAppClientListener
{
    private static readonly Logger Log = Logger.For("StandaloneSchedulerBackend");

    // The worker says how an executor ended; a broken connection alone is waited on for that long.
    private static readonly TimeSpan ExplanationWait = TimeSpan.FromSeconds(2);

    private readonly StandaloneOptions _options;
    private readonly string _salt;
    private readonly ConcurrentDictionary<string, ExecutorAdded> _granted = new();
    private readonly TaskCompletionSource<string> _appId = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ThreadEventLoopHost _clientHost = new();
    private AppClient? _client;

    public StandaloneSchedulerBackend(StandaloneOptions options, ITaskPayloadCodec codec, TimeProvider time) : this(options, codec, time, Guid.NewGuid().ToString("N")) { }

    private StandaloneSchedulerBackend(StandaloneOptions options, ITaskPayloadCodec codec, TimeProvider time, string salt)
        : base(codec, time, ClusterSecret.ForApplication(options.Secret.Bytes, salt), HostAddress.Of(options.BindAddress ?? options.DriverHost), options.DriverPort, options.HeartbeatTimeout, options.PortRetries, options.DriverBlockPort ?? options.BlockPort)
    {
        _options = options;
        _salt = salt;
    }

    public override int DefaultParallelism => Math.Max(_options.DefaultParallelism, RegisteredCores);

    /// <summary>The id that the Master gave; there when <see cref="Start"/> has returned.</summary>
    public string ApplicationId => _appId.Task.Result;

    /// <summary>Registers the application and returns when the Master has taken it.</summary>
    /// <exception cref="SparkException">No Master answers, or it does not take the application.</exception>
    public override void Start(TaskSchedulerImpl scheduler)
    {
        base.Start(scheduler);
        var description = new ApplicationDescription(
            _options.AppName, _options.MaxCores, _options.MemoryPerExecutorMb, _options.CoresPerExecutor, Environment.UserName, _options.DriverHost, Port, _salt,
            (long)_options.HeartbeatInterval.TotalMilliseconds, _options.Environment) { ExecutorLimit = _options.Executors };
        var transport = new DeployClient(_options.Masters, _options.Secret, Logger.For("StandaloneAppClient$ClientEndpoint"), namesMayCome: false);
        _client = new AppClient(description, _options.Masters[0], client => transport.Connect(
            peer => client.Post(new AppClientMessage.Connected(peer)),
            (reason, hopeless) => client.Post(new AppClientMessage.ConnectFailed(reason, hopeless)),
            (peer, message) => client.Post(new AppClientMessage.Received(peer, message)),
            peer => client.Post(new AppClientMessage.Disconnected(peer))), this, _clientHost, Time, _options.RegistrationTimeout);
        _appId.Task.GetAwaiter().GetResult();
        Log.Info("SchedulerBackend is ready for scheduling beginning after reached minRegisteredResourcesRatio: 0.0");
    }

    public override void KillExecutor(string executorId, string reason) => _client?.Post(new AppClientMessage.Kill(int.Parse(executorId, CultureInfo.InvariantCulture)));

    public override void Dispose()
    {
        Log.Info("Shutting down all executors");
        // First, so that the Master does not replace the executors that end below.
        _client?.Post(new AppClientMessage.Stop());
        base.Dispose();
        if (_client is not null) _clientHost.Join(_client);
    }

    void IAppClientListener.Connected(string appId)
    {
        if (!_appId.TrySetResult(appId)) return;
        Log.Info($"Connected to Spark cluster with app ID {appId}");
    }

    void IAppClientListener.Disconnected() => Log.Warn("Disconnected from Spark cluster! Waiting for reconnection...");

    void IAppClientListener.Dead(string reason)
    {
        if (IsStopping) return;
        if (_appId.TrySetException(SparkException.WithoutCondition(reason))) return;
        Log.Error($"Application has been killed. Reason: {reason}");
        Scheduler.Post(new TaskSchedulerMessage.BackendGaveUp(reason));
    }

    void IAppClientListener.ExecutorAdded(ExecutorAdded executor)
    {
        _granted[executor.ExecutorId.ToString()] = executor;
        Log.Info($"Granted executor ID {_appId.Task.Result}/{executor.ExecutorId} on hostPort {executor.HostPort} with {executor.Cores} core(s), {MemoryText.Of(executor.MemoryMb)} RAM");
    }

    void IAppClientListener.ExecutorRemoved(ExecutorUpdated end)
    {
        var id = end.ExecutorId.ToString();
        _granted.TryRemove(id, out _);
        var reason = end.Message ?? end.State.ToString();
        Log.Info($"Executor {_appId.Task.Result}/{id} removed: {reason}");
        // Tasks are not to blame for a worker that is gone or an executor that was taken away.
        Lose(id, reason, causedByApp: !end.WorkerLost && end.State != ExecutorState.KILLED);
    }

    protected override bool Admit(string executorId)
    {
        // An executor can be quicker than the Master's word of it.
        for (var tries = 0; tries < 50 && !_granted.ContainsKey(executorId); tries++) Thread.Sleep(20);
        return _granted.ContainsKey(executorId);
    }

    protected override string? Explain(string executorId, string reason)
    {
        // The worker's word follows; where it does not, the connection's end is all there is to say, and what may still run is ended.
        Time.CreateTimer(_ =>
        {
            if (!_granted.ContainsKey(executorId)) return;
            Lose(executorId, reason, causedByApp: true);
            _client!.Post(new AppClientMessage.Kill(int.Parse(executorId, CultureInfo.InvariantCulture)));
        }, null, ExplanationWait, Timeout.InfiniteTimeSpan);
        return null;
    }
}
