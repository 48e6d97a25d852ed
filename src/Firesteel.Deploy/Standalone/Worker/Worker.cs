using Firesteel.Core.Scheduler;
using Firesteel.Deploy.Standalone.Protocol;
using Firesteel.Foundation.Logging;

namespace Firesteel.Deploy.Standalone.Worker;

/// <summary>
/// Starts and watches the executors and drivers that a Master asks for. It outlives Masters: when its connection breaks
/// it goes on with what it runs, and tells whoever answers next.
/// </summary>
sealed class Worker : EventLoop<WorkerMessage>
{
    private static readonly Logger Log = Logger.For("Worker");

    // A supervised driver that ran this long is started again at once.
    private static readonly TimeSpan LongRun = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    private readonly WorkerOptions _options;
    private readonly IProcessLauncher _launcher;
    private readonly IMasterConnector _connector;
    private readonly TimeProvider _time;
    private readonly Action<string> _giveUp;
    private readonly WorkerState _state = new();
    private readonly ITimer _beat;
    private readonly ITimer _retry;
    private readonly ITimer _cleanup;
    private IPeer? _master;
    private bool _registered;
    private int _attempts;
    private Action? _stopped;

    /// <param name="connector">Given this Worker, to post to.</param>
    /// <param name="giveUp">Called, with the reason, when no Master takes this Worker.</param>
    public Worker(WorkerOptions options, IProcessLauncher launcher, Func<Worker, IMasterConnector> connector, IEventLoopHost host, TimeProvider time, Action<string> giveUp)
        : base("worker-event-loop")
    {
        (_options, _launcher, _time, _giveUp) = (options, launcher, time, giveUp);
        _connector = connector(this);
        _beat = time.CreateTimer(_ => Post(new WorkerMessage.Beat()), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _retry = time.CreateTimer(_ => Post(new WorkerMessage.Connect()), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _cleanup = time.CreateTimer(_ => Post(new WorkerMessage.CleanUp()), null, options.CleanupInterval, options.CleanupInterval);
        host.Attach(this);
        Post(new WorkerMessage.Connect());
    }

    protected override void OnMessage(WorkerMessage message)
    {
        switch (message)
        {
            case WorkerMessage.Connect: Connect(); break;
            case WorkerMessage.Connected connected: OnConnected(connected.Master); break;
            case WorkerMessage.ConnectFailed failed: OnConnectFailed(failed); break;
            case WorkerMessage.Received received when received.From == _master: OnReceived(received.Message); break;
            case WorkerMessage.Disconnected gone when gone.Peer == _master: OnDisconnected(); break;
            case WorkerMessage.Beat when _registered: _master!.Send(new WorkerHeartbeat(_options.Id)); break;
            case WorkerMessage.ExecutorExited exited: OnExecutorExited(exited); break;
            case WorkerMessage.DriverExited exited: OnDriverExited(exited); break;
            case WorkerMessage.RestartDriver restart when _state.Drivers.TryGetValue(restart.DriverId, out var driver): StartDriver(driver); break;
            case WorkerMessage.GraceOver over: over.Process.Kill(); break;
            case WorkerMessage.CleanUp: CleanUp(); break;
            case WorkerMessage.Look look: look.Viewer(_state); break;
            case WorkerMessage.Stop stop: OnStop(stop.Done); break;
        }
    }

    private void Connect()
    {
        if (_stopped is not null) return;
        _connector.Connect();
    }

    private void OnConnected(IPeer master)
    {
        if (_stopped is not null)
        {
            master.Close();
            return;
        }
        _master = master;
        Register();
    }

    private void Register() => _master!.Send(new RegisterWorker(
        _options.Id, _options.Host, _options.Port, _options.Cores, _options.MemoryMb, _options.WebUiUrl, _state.Epoch,
        [.. _state.Executors.Values.Select(e => new ExecutorReport(e.Launch.AppId, e.Launch.ExecutorId, e.Launch.Cores, e.Launch.MemoryMb, e.State))], [.. _state.Drivers.Keys]) { Replaces = _options.Replaces });

    private void OnConnectFailed(WorkerMessage.ConnectFailed failed)
    {
        if (failed.Hopeless) GiveUp(failed.Reason);
        else Retry();
    }

    private void Retry()
    {
        if (_stopped is not null) return;
        if (++_attempts > _options.Attempts.Quick + _options.Attempts.Slow)
        {
            GiveUp($"All masters are unresponsive! Giving up. ({_options.Master.Url})");
            return;
        }
        _retry.Change(_attempts <= _options.Attempts.Quick ? _options.QuickRetry : _options.SlowRetry, Timeout.InfiniteTimeSpan);
    }

    private void GiveUp(string reason)
    {
        Log.Error(reason);
        _giveUp(reason);
    }

    private void OnDisconnected()
    {
        if (_stopped is null) Log.Error("Connection to master failed! Waiting for master to reconnect...");
        _master = null;
        _registered = false;
        _beat.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Retry();
    }

    private void OnReceived(DeployMessage message)
    {
        switch (message)
        {
            case RegisteredWorker registered: OnRegistered(registered); break;
            case RegistrationRefused refused: GiveUp($"Worker registration failed: {refused.Reason}"); break;
            case LaunchExecutor launch when IsCurrent(launch.Epoch): OnLaunchExecutor(launch); break;
            case KillExecutor kill when IsCurrent(kill.Epoch): OnKillExecutor(kill); break;
            case LaunchDriver launch when IsCurrent(launch.Epoch): OnLaunchDriver(launch); break;
            case KillDriver kill when IsCurrent(kill.Epoch) && _state.Drivers.TryGetValue(kill.DriverId, out var driver): KillDriver(driver); break;
            case ReconnectWorker: Register(); break;
            case ApplicationFinished finished: Log.Info($"Cleaning up local directories for application {finished.AppId}"); break;
        }
    }

    private void OnRegistered(RegisteredWorker registered)
    {
        if (registered.Epoch < _state.Epoch)
        {
            Log.Warn($"{registered.MasterUrl} is of epoch {registered.Epoch}, and a Master of epoch {_state.Epoch} has been heard: not following it");
            var stale = _master!;
            OnDisconnected();
            stale.Close();
            return;
        }
        Log.Info($"Successfully registered with master {registered.MasterUrl}");
        if (_options.FolderTtl is not null) Log.Info($"Worker cleanup enabled; old application directories will be deleted in: {_options.WorkFolder}");
        (_state.MasterUrl, _state.MasterWebUiUrl, _state.Epoch) = (registered.MasterUrl, registered.MasterWebUiUrl, registered.Epoch);
        _registered = true;
        _attempts = 0;
        var interval = TimeSpan.FromMilliseconds(registered.HeartbeatIntervalMs);
        _beat.Change(interval, interval);
        // What ended while nobody listened.
        foreach (var executor in _state.Executors.Values.Where(e => e.State.IsFinished()).ToList()) Report(executor);
        foreach (var driver in _state.Drivers.Values.Where(d => d.State.IsFinished()).ToList()) Report(driver);
    }

    private bool IsCurrent(long epoch)
    {
        if (epoch == _state.Epoch && _registered) return true;
        Log.Warn($"Ignored an order of a Master of epoch {epoch}; the current one has {_state.Epoch}");
        return false;
    }

    private void OnLaunchExecutor(LaunchExecutor launch)
    {
        var key = (launch.AppId, launch.ExecutorId);
        if (_state.Executors.ContainsKey(key)) return;
        Log.Info($"Asked to launch executor {launch.AppId}/{launch.ExecutorId} for {launch.Application.Name}");
        var executor = _state.Executors[key] = new ExecutorEntry(launch);
        try
        {
            executor.Process = _launcher.StartExecutor(launch, end => Post(new WorkerMessage.ExecutorExited(launch.AppId, launch.ExecutorId, end)));
            executor.State = ExecutorState.RUNNING;
            _master!.Send(new ExecutorStateChanged(launch.AppId, launch.ExecutorId, ExecutorState.RUNNING, null, null));
        }
        catch (Exception e)
        {
            Log.Error($"Failed to launch executor {executor.FullId} for {launch.Application.Name}.", e);
            End(executor, ExecutorState.FAILED, e.Message, null);
        }
    }

    private void OnKillExecutor(KillExecutor kill)
    {
        if (!_state.Executors.TryGetValue((kill.AppId, kill.ExecutorId), out var executor) || executor.KillAsked) return;
        Log.Info($"Asked to kill executor {executor.FullId}");
        executor.KillAsked = true;
        if (executor.Process is { } process) EndProcess(process);
    }

    private void EndProcess(IChildProcess process)
    {
        process.Terminate();
        ITimer? grace = null;
        grace = _time.CreateTimer(_ =>
        {
            Post(new WorkerMessage.GraceOver(process));
            grace?.Dispose();
        }, null, _options.TerminationGrace, Timeout.InfiniteTimeSpan);
    }

    private void OnExecutorExited(WorkerMessage.ExecutorExited exited)
    {
        if (!_state.Executors.TryGetValue((exited.AppId, exited.ExecutorId), out var executor)) return;
        End(executor, executor.KillAsked ? ExecutorState.KILLED : ExecutorState.EXITED, exited.End.Description, exited.End.ExitCode);
        CompleteStop();
    }

    private void End(ExecutorEntry executor, ExecutorState state, string? message, int? exitStatus)
    {
        (executor.State, executor.Message, executor.ExitStatus) = (state, message, exitStatus);
        Log.Info($"Executor {executor.FullId} finished with state {state}{(message is null ? "" : $" message {message}")}{(exitStatus is null ? "" : $" exitStatus {exitStatus}")}");
        // Until a Master has heard of it, it stays among those that are reported.
        if (_registered) Report(executor);
    }

    private void Report(ExecutorEntry executor)
    {
        _master!.Send(new ExecutorStateChanged(executor.Launch.AppId, executor.Launch.ExecutorId, executor.State, executor.Message, executor.ExitStatus));
        _state.Retire(executor);
    }

    private void OnLaunchDriver(LaunchDriver launch)
    {
        if (_state.Drivers.ContainsKey(launch.DriverId)) return;
        Log.Info($"Asked to launch driver {launch.DriverId}");
        StartDriver(_state.Drivers[launch.DriverId] = new DriverEntry(launch.DriverId, launch.Driver));
    }

    private void StartDriver(DriverEntry driver)
    {
        if (driver.KillAsked) return;
        driver.Started = _time.GetUtcNow();
        try { driver.Process = _launcher.StartDriver(driver.Id, driver.Description, _state.MasterUrl, end => Post(new WorkerMessage.DriverExited(driver.Id, end))); }
        catch (Exception e)
        {
            Log.Error($"Failed to launch driver {driver.Id}", e);
            End(driver, DriverState.ERROR, e.Message);
        }
    }

    private void KillDriver(DriverEntry driver)
    {
        if (driver.KillAsked) return;
        Log.Info($"Asked to kill driver {driver.Id}");
        driver.KillAsked = true;
        if (driver.Process is { } process) EndProcess(process);
        // It waits between two runs.
        else End(driver, DriverState.KILLED, null);
    }

    private void OnDriverExited(WorkerMessage.DriverExited exited)
    {
        if (!_state.Drivers.TryGetValue(exited.DriverId, out var driver)) return;
        driver.Process = null;
        if (driver.KillAsked) End(driver, DriverState.KILLED, null);
        else if (exited.End.ExitCode == 0) End(driver, DriverState.FINISHED, null, 0);
        else if (driver.Description.Supervise && _stopped is null) Supervise(driver, exited.End);
        else End(driver, DriverState.FAILED, exited.End.Description, exited.End.ExitCode);
        CompleteStop();
    }

    private void Supervise(DriverEntry driver, ProcessEnd end)
    {
        if (_time.GetUtcNow() - driver.Started >= LongRun) driver.NextPause = TimeSpan.FromSeconds(1);
        var pause = driver.NextPause;
        driver.NextPause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        Log.Info($"{end.Description}, re-launching driver {driver.Id} after {(long)pause.TotalSeconds} s.");
        ITimer? timer = null;
        timer = _time.CreateTimer(_ =>
        {
            Post(new WorkerMessage.RestartDriver(driver.Id));
            timer?.Dispose();
        }, null, pause, Timeout.InfiniteTimeSpan);
    }

    private void End(DriverEntry driver, DriverState state, string? message, int? exitCode = null)
    {
        (driver.State, driver.Message, driver.ExitCode) = (state, message, exitCode);
        Log.Info(state switch
        {
            DriverState.FINISHED => $"Driver {driver.Id} exited successfully",
            DriverState.KILLED => $"Driver {driver.Id} was killed by user",
            DriverState.FAILED => $"Driver {driver.Id} exited with failure: {message}",
            _ => $"Driver {driver.Id} failed with unrecoverable exception: {message}",
        });
        if (_registered) Report(driver);
    }

    private void Report(DriverEntry driver)
    {
        _master!.Send(new DriverStateChanged(driver.Id, driver.State, driver.Message, driver.ExitCode));
        _state.Retire(driver);
    }

    private void CleanUp()
    {
        if (_options.FolderTtl is not { } ttl) return;
        var inUse = _state.Executors.Keys.Select(key => key.AppId).Concat(_state.Drivers.Keys).ToHashSet();
        _launcher.DeleteFolders(inUse, _time.GetUtcNow() - ttl);
    }

    // Ends when everything that was started has ended.
    private void OnStop(Action done)
    {
        if (_stopped is not null) return;
        _stopped = done;
        _beat.Dispose();
        _retry.Dispose();
        _cleanup.Dispose();
        foreach (var executor in _state.Executors.Values)
        {
            executor.KillAsked = true;
            if (!executor.State.IsFinished()) executor.Process?.Kill();
        }
        foreach (var driver in _state.Drivers.Values.ToList())
        {
            driver.KillAsked = true;
            if (driver.Process is { } process) EndProcess(process);
        }
        CompleteStop();
    }

    private void CompleteStop()
    {
        if (_stopped is not { } done || _state.Executors.Values.Any(e => e is { Process: not null } && !e.State.IsFinished()) || _state.Drivers.Values.Any(d => d.Process is not null)) return;
        _master?.Close();
        Complete();
        done();
    }
}
