using System.Globalization;
using Firesteel.Core.Scheduler;
using Firesteel.Deploy.Standalone.Protocol;
using Firesteel.Foundation.Logging;

namespace Firesteel.Deploy.Standalone.Master;

/// <summary>
/// Takes in workers and applications and gives the one to the other, first come first served. Workers and applications
/// connect to it and tell what they have, so that it needs to remember only that they exist.
/// </summary>
sealed class Master : EventLoop<MasterMessage>
{
    private static readonly Logger Log = Logger.For("Master");

    private readonly MasterOptions _options;
    private readonly IRecoveryStore _store;
    private readonly TimeProvider _time;
    private readonly MasterState _state = new();
    private readonly DriverDesk _drivers;
    private readonly DateTimeOffset _started;
    private readonly ITimer _timer;
    private readonly ITimer _pauseTimer;
    private readonly Dictionary<IPeer, WorkerInfo> _workersByPeer = [];
    private int _nextAppNumber;

    public Master(MasterOptions options, IRecoveryStore store, IEventLoopHost host, TimeProvider time) : base("master-event-loop")
    {
        (_options, _store, _time) = (options, store, time);
        _drivers = new DriverDesk(_state, store, time, options.BundleUnused);
        _started = time.GetUtcNow();
        _pauseTimer = time.CreateTimer(_ => Post(new MasterMessage.PauseOver()), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Recover();
        host.Attach(this);
        var often = TimeSpan.FromSeconds(1);
        _timer = time.CreateTimer(_ => Post(new MasterMessage.CheckTimeouts()), null, often, often);
    }

    protected override void OnMessage(MasterMessage message)
    {
        switch (message)
        {
            case MasterMessage.Received received: OnReceived(received.From, received.Message); break;
            case MasterMessage.Disconnected gone: OnDisconnected(gone.Peer); break;
            case MasterMessage.CheckTimeouts: OnCheckTimeouts(); break;
            case MasterMessage.PauseOver:
                Schedule();
                AwaitPause();
                break;
            case MasterMessage.KillApplication kill when _state.Application(kill.AppId) is { } app:
                Log.Info($"Asked by the pages to kill application {app.Id}");
                RemoveApplication(app, ApplicationState.KILLED, "it was killed from the Master's pages");
                Schedule();
                break;
            case MasterMessage.KillDriver kill: _drivers.Kill(kill.DriverId); break;
            case MasterMessage.Look look: look.Viewer(_state); break;
            case MasterMessage.Stop stop:
                _timer.Dispose();
                _pauseTimer.Dispose();
                Complete();
                stop.Done();
                break;
        }
    }

    private void OnReceived(IPeer from, DeployMessage message)
    {
        switch (message)
        {
            case RegisterWorker register: OnRegisterWorker(from, register); break;
            case WorkerHeartbeat beat: OnHeartbeat(from, beat.WorkerId); break;
            case ExecutorStateChanged changed: OnExecutorState(from, changed); break;
            case DriverStateChanged changed:
                if (WorkerOf(from) is { } runs) _drivers.OnState(runs, changed);
                Schedule();
                break;
            case RegisterApplication register: OnRegisterApplication(from, register); break;
            case UnregisterApplication unregister when OwnApplication(from, unregister.AppId) is { } app:
                Log.Info($"Received unregister request from application {app.Id}");
                RemoveApplication(app, ApplicationState.FINISHED, null);
                Schedule();
                break;
            case RequestExecutors request when OwnApplication(from, request.AppId) is { } app:
                Log.Info($"Application {app.Id} requested executors: {request.Total}.");
                app.ExecutorLimit = request.Total;
                Schedule();
                break;
            case KillExecutors kill when OwnApplication(from, kill.AppId) is { } app:
                OnKillExecutors(app, kill.ExecutorIds);
                break;
            case SubmitDriver submit:
                from.Send(_drivers.Submit(submit.Driver));
                Schedule();
                break;
            case RequestKillDriver kill: from.Send(_drivers.Kill(kill.DriverId)); break;
            case RequestDriverStatus status: from.Send(_drivers.StatusOf(status.DriverId)); break;
        }
    }

    private void Recover()
    {
        _state.Epoch = _store.NextEpoch();
        var (apps, drivers, workers) = _store.Load();
        foreach (var app in apps)
        {
            _state.Applications.Add(new ApplicationInfo(app.Id, app.Description, DateTimeOffset.FromUnixTimeMilliseconds(app.SubmittedMs), _options.DefaultCores, _time) { State = ApplicationState.UNKNOWN, LastHeard = _started });
        }
        foreach (var worker in workers) _state.Workers.Add(worker.Id, new WorkerInfo(worker) { LastHeard = _started });
        foreach (var driver in drivers) _drivers.Recover(driver);
        if (apps.Count + drivers.Count + workers.Count > 0) Log.Info($"I have been elected leader! New state: RECOVERING");
        CompleteRecoveryIfAllAreBack();
    }

    private void CompleteRecoveryIfAllAreBack(bool inAnyCase = false)
    {
        if (_state.Status == MasterStatus.ALIVE) return;
        var missing = _state.Workers.Values.Any(w => w.State == WorkerState.UNKNOWN) || _state.Applications.Exists(a => a.State == ApplicationState.UNKNOWN);
        if (missing && !inAnyCase) return;
        foreach (var worker in _state.Workers.Values.Where(w => w.State == WorkerState.UNKNOWN).ToList()) RemoveWorker(worker, "it did not come back after the Master's restart");
        foreach (var app in _state.Applications.Where(a => a.State == ApplicationState.UNKNOWN).ToList()) RemoveApplication(app, ApplicationState.FAILED, "it did not come back after the Master's restart");
        var recovered = _state.Applications.Count + _state.Workers.Count > 0;
        _state.Status = MasterStatus.ALIVE;
        foreach (var app in _state.Applications) TellAll(app);
        _drivers.AfterRecovery();
        Log.Info(recovered ? "Recovery complete - resuming operations!" : "I have been elected leader! New state: ALIVE");
        Schedule();
    }

    private void OnRegisterWorker(IPeer from, RegisterWorker register)
    {
        if (register.Epoch > _state.Epoch)
        {
            // The worker has seen a later Master than this one: this one is a left-over.
            Log.Error($"Worker {register.WorkerId} knows of a Master of epoch {register.Epoch}, this one has {_state.Epoch}: not taking it");
            from.Close();
            return;
        }
        Log.Info($"Registering worker {register.Host}:{register.Port} with {register.Cores} cores, {MemoryText.Of(register.MemoryMb)} RAM");
        var description = new PersistedWorker(register.WorkerId, register.Host, register.Port, register.Cores, register.MemoryMb, register.WebUiUrl);
        if (!_state.Workers.TryGetValue(register.WorkerId, out var worker) || worker.State == WorkerState.DEAD || worker.Description != description)
        {
            if (worker is { State: not WorkerState.DEAD }) RemoveWorker(worker, "it registered anew");
            // Another one at the same address, or in the same work folder, is the one before this.
            foreach (var older in _state.Workers.Values.Where(w => w.State != WorkerState.DEAD && (w.Description.Port == register.Port && w.Description.Host == register.Host || register.Replaces.Contains(w.Id))).ToList()) RemoveWorker(older, $"{register.WorkerId} took its place");
            worker = _state.Workers[register.WorkerId] = new WorkerInfo(description);
            _store.Save(description);
        }
        worker.Peer = from;
        _workersByPeer[from] = worker;
        worker.State = WorkerState.ALIVE;
        worker.LastHeard = _time.GetUtcNow();
        from.Send(new RegisteredWorker(_options.Url, _options.WebUiUrl, _state.Epoch, (long)(_options.WorkerTimeout / 4).TotalMilliseconds));
        Adopt(worker, register.Executors);
        _drivers.Adopt(worker, register.Drivers);
        CompleteRecoveryIfAllAreBack();
        Schedule();
    }

    // What a worker says that it runs is the truth: what the Master does not want is killed, what is missing is lost.
    private void Adopt(WorkerInfo worker, IReadOnlyList<ExecutorReport> reports)
    {
        foreach (var report in reports)
        {
            if (worker.Executors.TryGetValue((report.AppId, report.ExecutorId), out var known))
            {
                known.State = report.State;
                continue;
            }
            if (report.State.IsFinished()) continue;
            var app = _state.Application(report.AppId);
            var fits = worker.CoresFree >= report.Cores && worker.MemoryFreeMb >= report.MemoryMb;
            if (app is null || !fits || app.Executors.ContainsKey(report.ExecutorId) || (_state.Status == MasterStatus.ALIVE && report.ExecutorId < app.NextExecutorId))
            {
                worker.Peer!.Send(new KillExecutor(_state.Epoch, report.AppId, report.ExecutorId));
                continue;
            }
            Enter(new ExecutorInfo(report.ExecutorId, app, worker, report.Cores, report.MemoryMb, _time.GetTimestamp()) { State = report.State });
        }
        var told = reports.Select(r => (r.AppId, r.ExecutorId)).ToHashSet();
        foreach (var executor in worker.Executors.Where(e => !told.Contains(e.Key)).Select(e => e.Value).ToList()) Drop(executor, ExecutorState.LOST, "The worker does not run it", null, false);
    }

    private void OnHeartbeat(IPeer from, string workerId)
    {
        if (_state.Workers.TryGetValue(workerId, out var worker) && worker.Peer == from) worker.LastHeard = _time.GetUtcNow();
        else from.Send(new ReconnectWorker(_state.Epoch));
    }

    private void OnExecutorState(IPeer from, ExecutorStateChanged changed)
    {
        // A worker's word counts for its own executors only.
        if (WorkerOf(from) is not { } worker) return;
        if (!worker.Executors.TryGetValue((changed.AppId, changed.ExecutorId), out var executor))
        {
            Log.Warn($"Got status update for unknown executor {changed.AppId}/{changed.ExecutorId}");
            if (!changed.State.IsFinished()) from.Send(new KillExecutor(_state.Epoch, changed.AppId, changed.ExecutorId));
            return;
        }
        var app = executor.Application;
        if (!changed.State.IsFinished())
        {
            executor.State = changed.State;
            app.Peer?.Send(new ExecutorUpdated(executor.Id, changed.State, changed.Message, null, false));
            return;
        }
        Log.Info($"Removing executor {executor.FullId} because it is {changed.State}");
        Drop(executor, changed.State, changed.Message, changed.ExitStatus, false);
        if (HasLasted(executor)) app.Pauses.Forget(worker.Id);
        else if (changed.State is not ExecutorState.KILLED)
        {
            var pause = app.Pauses.Add(worker.Id);
            Log.Info($"Executor {executor.FullId} ended at once: application {app.Id} gets no other one on worker {worker.Id} for {(long)pause.TotalMilliseconds} ms");
            AwaitPause();
        }
        // What lasts, on whichever worker, shows that the application itself is in order.
        if (HasLasted(executor) || app.Executors.Values.Any(HasLasted)) app.FailuresInARow = 0;
        var failed = changed.ExitStatus is not 0 && changed.State is not ExecutorState.KILLED;
        if (failed && ++app.FailuresInARow >= _options.MaxExecutorRetries && _options.MaxExecutorRetries >= 0 && !app.Executors.Values.Any(e => e.State == ExecutorState.RUNNING))
        {
            Log.Error($"Application {app.Description.Name} with ID {app.Id} failed {app.FailuresInARow} times; removing it");
            RemoveApplication(app, ApplicationState.FAILED, $"Its executors failed {app.FailuresInARow} times in a row; the last one: {changed.Message}");
        }
        Schedule();
    }

    private void OnRegisterApplication(IPeer from, RegisterApplication register)
    {
        if (register.Epoch > _state.Epoch)
        {
            Log.Error($"Application {register.AppId} knows of a Master of epoch {register.Epoch}, this one has {_state.Epoch}: not taking it");
            from.Close();
            return;
        }
        if (register.AppId is { } known) OnApplicationBack(from, known, register);
        else OnNewApplication(from, register.Application);
    }

    private void OnNewApplication(IPeer from, ApplicationDescription description)
    {
        Log.Info($"Registering app {description.Name}");
        var now = _time.GetUtcNow();
        var app = new ApplicationInfo(NewApplicationId(now), description, now, _options.DefaultCores, _time) { Peer = from, LastHeard = now };
        _store.Save(new PersistedApplication(app.Id, description, now.ToUnixTimeMilliseconds()));
        _state.Applications.Add(app);
        Log.Info($"Registered app {description.Name} with ID {app.Id}");
        from.Send(new RegisteredApplication(app.Id, _options.Url, _state.Epoch));
        Schedule();
    }

    private void OnApplicationBack(IPeer from, string id, RegisterApplication register)
    {
        if (_state.Application(id) is not { } app)
        {
            from.Send(new ApplicationRemoved($"The Master does not know application {id}: it was removed, or the Master was started again without spark.deploy.recoveryMode"));
            from.Close();
            return;
        }
        Log.Info($"Application {id} is back");
        app.Peer = from;
        app.LastHeard = _time.GetUtcNow();
        app.NextExecutorId = Math.Max(app.NextExecutorId, register.LastExecutorId + 1);
        if (app.State == ApplicationState.UNKNOWN) app.State = app.Executors.Count > 0 ? ApplicationState.RUNNING : ApplicationState.WAITING;
        from.Send(new RegisteredApplication(id, _options.Url, _state.Epoch));
        // It may have missed some of these.
        foreach (var executor in app.Executors.Values) Tell(executor);
        // While workers still report it is not known yet.
        if (_state.Status == MasterStatus.ALIVE) TellAll(app);
        CompleteRecoveryIfAllAreBack();
        Schedule();
    }

    private static void TellAll(ApplicationInfo app) => app.Peer?.Send(new ExecutorsInForce([.. app.Executors.Keys]));

    private void OnKillExecutors(ApplicationInfo app, IReadOnlyList<int> ids)
    {
        Log.Info($"Application {app.Id} requests to kill executors: {string.Join(", ", ids)}");
        foreach (var id in ids)
            if (app.Executors.TryGetValue(id, out var executor)) executor.Worker.Peer?.Send(new KillExecutor(_state.Epoch, app.Id, id));
    }

    private void OnDisconnected(IPeer peer)
    {
        // Those whose connection broke may come back; in the mean time they get no work.
        if (WorkerOf(peer) is { } worker)
        {
            Log.Info($"{worker.HostPort} got disassociated");
            worker.Peer = null;
            worker.LastHeard = _time.GetUtcNow();
        }
        _workersByPeer.Remove(peer);
        if (_state.Applications.Find(a => a.Peer == peer) is { } app)
        {
            Log.Info($"{peer.Address} got disassociated, the driver of {app.Id}");
            app.Peer = null;
            app.LastHeard = _time.GetUtcNow();
        }
    }

    private void OnCheckTimeouts()
    {
        var now = _time.GetUtcNow();
        if (_state.Status == MasterStatus.RECOVERING)
        {
            if (now - _started >= _options.RecoveryTimeout) CompleteRecoveryIfAllAreBack(inAnyCase: true);
            return;
        }
        var any = false;
        foreach (var worker in _state.Workers.Values.ToList())
        {
            var silent = now - worker.LastHeard;
            if (worker.State == WorkerState.DEAD)
            {
                // The pages show it a while longer.
                if (silent > _options.WorkerTimeout * 16) _state.Workers.Remove(worker.Id);
                continue;
            }
            if (worker.Peer is null ? silent < _options.ReconnectGrace : silent < _options.WorkerTimeout) continue;
            var reason = worker.Peer is null ? "its connection broke and it did not come back" : $"we got no heartbeat in {(long)_options.WorkerTimeout.TotalSeconds} seconds";
            RemoveWorker(worker, reason);
            any = true;
        }
        foreach (var app in _state.Applications.Where(a => a.Peer is null && now - a.LastHeard >= _options.ReconnectGrace).ToList())
        {
            RemoveApplication(app, ApplicationState.FINISHED, null);
            any = true;
        }
        if (any) Schedule();
    }

    private void RemoveWorker(WorkerInfo worker, string reason)
    {
        Log.Warn($"Removing worker {worker.Id} on {worker.HostPort} because {reason}");
        worker.State = WorkerState.DEAD;
        worker.Peer?.Close();
        worker.Peer = null;
        Log.Info($"Telling app of lost worker: {worker.Id}");
        foreach (var executor in worker.Executors.Values.ToList()) Drop(executor, ExecutorState.LOST, "worker lost: " + reason, null, true);
        _drivers.WorkerRemoved(worker);
        _store.RemoveWorker(worker.Id);
    }

    private void RemoveApplication(ApplicationInfo app, ApplicationState state, string? reason)
    {
        Log.Info($"Removing app {app.Id}");
        _state.Applications.Remove(app);
        app.State = state;
        app.Ended = _time.GetUtcNow();
        app.CoresAtEnd = app.CoresGranted;
        foreach (var executor in app.Executors.Values.ToList())
        {
            executor.Worker.Peer?.Send(new KillExecutor(_state.Epoch, app.Id, executor.Id));
            executor.Leave(ExecutorState.KILLED);
        }
        _store.RemoveApplication(app.Id);
        if (state != ApplicationState.FINISHED) app.Peer?.Send(new ApplicationRemoved(reason ?? state.ToString()));
        app.Peer?.Close();
        app.Peer = null;
        _state.CompletedApplications.Add(app);
        if (_state.CompletedApplications.Count > _options.Retained) _state.CompletedApplications.RemoveAt(0);
        foreach (var worker in _state.Workers.Values) worker.Peer?.Send(new ApplicationFinished(_state.Epoch, app.Id));
    }

    // An executor is gone: its worker's cores are free and its application knows.
    private static void Drop(ExecutorInfo executor, ExecutorState state, string? message, int? exitStatus, bool workerLost)
    {
        executor.Leave(state);
        executor.Application.Peer?.Send(new ExecutorUpdated(executor.Id, state, message, exitStatus, workerLost));
    }

    private static void Enter(ExecutorInfo executor)
    {
        executor.Enter();
        Tell(executor);
    }

    private static void Tell(ExecutorInfo executor)
    {
        if (executor.Application.Peer is not { } driver) return;
        driver.Send(new ExecutorAdded(executor.Id, executor.Worker.Id, executor.Worker.HostPort, executor.Cores, executor.MemoryMb));
        if (executor.State != ExecutorState.LAUNCHING) driver.Send(new ExecutorUpdated(executor.Id, executor.State, null, null, false));
    }

    private void Schedule()
    {
        if (_state.Status != MasterStatus.ALIVE) return;
        _drivers.Place();
        foreach (var app in _state.Applications)
        {
            if (app.Peer is null || !app.IsActive || app.CoresLeft <= 0) continue;
            if (Log.IsEnabled(LogLevel.Info)) Log.Info($"Start scheduling for app {app.Id} with rpId: 0");
            foreach (var (worker, cores) in ExecutorPlacement.Place(app, _state.Workers.Values.Where(w => w.TakesWork && !app.Pauses.Holds(w.Id)), _options.SpreadOut))
            {
                var executor = new ExecutorInfo(app.NextExecutorId, app, worker, cores, app.Description.MemoryPerExecutorMb, _time.GetTimestamp());
                Log.Info($"Launching executor {executor.FullId} on worker {worker.Id}");
                worker.Peer!.Send(new LaunchExecutor(_state.Epoch, app.Id, executor.Id, app.Description, cores, executor.MemoryMb));
                Enter(executor);
                app.State = ApplicationState.RUNNING;
            }
            if (app.Executors.Count > 0 || app.KnowsOfNoWorker || ExecutorPlacement.WhyNever(app, _state.Workers.Values) is not { } why) continue;
            Log.Warn($"App {app.Id} requires more resource than any of Workers could have.");
            app.KnowsOfNoWorker = true;
            app.Peer.Send(new ApplicationWaits(why));
        }
    }

    private bool HasLasted(ExecutorInfo executor) => _time.GetElapsedTime(executor.Started) >= RelaunchPauses.Lasting;

    private void AwaitPause()
    {
        if (_state.Applications.Min(app => app.Pauses.Next) is { } next) _pauseTimer.Change(next, Timeout.InfiniteTimeSpan);
    }

    private WorkerInfo? WorkerOf(IPeer peer) => _workersByPeer.TryGetValue(peer, out var worker) && worker.Peer == peer ? worker : null;

    private ApplicationInfo? OwnApplication(IPeer peer, string id) => _state.Application(id) is { } app && app.Peer == peer ? app : null;

    // An application of a Master before this one may have come in the same second, or in what a wrong clock takes for it.
    private string NewApplicationId(DateTimeOffset now)
    {
        while (true)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"app-{now.ToOffset(_time.LocalTimeZone.GetUtcOffset(now)):yyyyMMddHHmmss}-{_nextAppNumber++:D4}");
            if (_state.Application(id) is null) return id;
        }
    }
}
