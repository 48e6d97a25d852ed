using Firesteel.Core.Scheduler;
using Firesteel.Deploy.Standalone.Protocol;
using Firesteel.Foundation.Logging;

namespace Firesteel.Deploy.Standalone.Client;

/// <summary>What an application hears from its Master; called on the client's loop.</summary>
interface IAppClientListener
{
    void Connected(string appId);
    void Disconnected();

    /// <summary>The Master will not run the application, or no more.</summary>
    void Dead(string reason);

    void ExecutorAdded(ExecutorAdded executor);

    /// <summary>An executor has ended.</summary>
    void ExecutorRemoved(ExecutorUpdated end);
}

abstract record AppClientMessage
{
    public sealed record Connect : AppClientMessage;
    public sealed record Connected(IPeer Master) : AppClientMessage;
    public sealed record ConnectFailed(string Reason, bool Hopeless) : AppClientMessage;
    public sealed record Received(IPeer From, DeployMessage Message) : AppClientMessage;
    public sealed record Disconnected(IPeer Peer) : AppClientMessage;
    public sealed record RequestTotal(int Executors) : AppClientMessage;
    public sealed record Kill(int ExecutorId) : AppClientMessage;
    public sealed record Stop : AppClientMessage;
}

/// <summary>An application's side of its Master: registers it, comes back to a Master that was away, and hears of executors.</summary>
sealed class AppClient : EventLoop<AppClientMessage>
{
    private static readonly Logger Log = Logger.For("StandaloneAppClient$ClientEndpoint");
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly ApplicationDescription _application;
    private readonly MasterAddress _address;
    private readonly Action<AppClient> _connect;
    private readonly IAppClientListener _listener;
    private readonly TimeProvider _time;
    private readonly TimeSpan _patience;
    private readonly ITimer _retry;
    private readonly HashSet<int> _executors = [];
    private IPeer? _master;
    private string? _appId;
    private long _epoch;
    private int _lastExecutorId = -1;
    private DateTimeOffset _waitingSince;
    private bool _ended;

    /// <param name="connect">Starts an attempt to connect, whose outcome is posted to this loop.</param>
    /// <param name="patience">How long a Master may be away before the application is given up.</param>
    public AppClient(
        ApplicationDescription application, MasterAddress address, Action<AppClient> connect, IAppClientListener listener, IEventLoopHost host, TimeProvider time, TimeSpan patience)
        : base("app-client-event-loop")
    {
        (_application, _address, _connect, _listener, _time, _patience) = (application, address, connect, listener, time, patience);
        _waitingSince = time.GetUtcNow();
        _retry = time.CreateTimer(_ => Post(new AppClientMessage.Connect()), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        host.Attach(this);
        Post(new AppClientMessage.Connect());
    }

    protected override void OnMessage(AppClientMessage message)
    {
        if (_ended) return;
        switch (message)
        {
            case AppClientMessage.Connect:
                _connect(this);
                break;
            case AppClientMessage.Connected connected:
                _master = connected.Master;
                _master.Send(new RegisterApplication(_application, _appId, _epoch, _lastExecutorId));
                break;
            case AppClientMessage.ConnectFailed failed: OnConnectFailed(failed); break;
            case AppClientMessage.Received received when received.From == _master: OnReceived(received.Message); break;
            case AppClientMessage.Disconnected gone when gone.Peer == _master: OnDisconnected(); break;
            case AppClientMessage.RequestTotal request when _appId is { } id: _master?.Send(new RequestExecutors(id, request.Executors)); break;
            case AppClientMessage.Kill kill when _appId is { } id: _master?.Send(new KillExecutors(id, [kill.ExecutorId])); break;
            case AppClientMessage.Stop: OnStop(); break;
        }
    }

    private void OnConnectFailed(AppClientMessage.ConnectFailed failed)
    {
        // Executors go on without a Master: one that ran is waited for without end.
        if (failed.Hopeless && _appId is null) Die(failed.Reason);
        else if (_appId is null && _time.GetUtcNow() - _waitingSince >= _patience) Die($"All masters are unresponsive! Giving up. The last attempt at {_address.Url} ended with: {failed.Reason}");
        else _retry.Change(RetryPause, Timeout.InfiniteTimeSpan);
    }

    private void OnDisconnected()
    {
        _master = null;
        if (_appId is not null)
        {
            Log.Warn("Connection to the master failed; waiting for master to reconnect...");
            _listener.Disconnected();
        }
        _retry.Change(RetryPause, Timeout.InfiniteTimeSpan);
    }

    private void OnReceived(DeployMessage message)
    {
        switch (message)
        {
            case RegisteredApplication registered when registered.Epoch < _epoch:
                Log.Warn($"{registered.MasterUrl} is of an epoch before the last one: not following it");
                _master!.Close();
                OnDisconnected();
                break;
            case RegisteredApplication registered:
                _epoch = registered.Epoch;
                _appId = registered.AppId;
                _listener.Connected(registered.AppId);
                break;
            case ExecutorAdded added when _appId is not null:
                _lastExecutorId = Math.Max(_lastExecutorId, added.ExecutorId);
                if (!_executors.Add(added.ExecutorId)) break;
                Log.Info($"Executor added: {_appId}/{added.ExecutorId} on {added.WorkerId} ({added.HostPort}) with {added.Cores} core(s)");
                _listener.ExecutorAdded(added);
                break;
            case ExecutorUpdated updated:
                Log.Info($"Executor updated: {_appId}/{updated.ExecutorId} is now {updated.State}{(updated.Message is null ? "" : $" ({updated.Message})")}");
                if (updated.State.IsFinished() && _executors.Remove(updated.ExecutorId)) _listener.ExecutorRemoved(updated);
                break;
            case ExecutorsInForce inForce:
                foreach (var missed in _executors.Except(inForce.ExecutorIds).ToList())
                {
                    _executors.Remove(missed);
                    _listener.ExecutorRemoved(new ExecutorUpdated(missed, ExecutorState.LOST, "It ended while the Master was away", null, WorkerLost: true));
                }
                break;
            case ApplicationRemoved removed: Die($"Master removed our application: {removed.Reason}"); break;
            case ApplicationWaits waits: Log.Warn(waits.Reason); break;
            case RegistrationRefused refused: Die(refused.Reason); break;
        }
    }

    private void OnStop()
    {
        if (_appId is { } id) _master?.Send(new UnregisterApplication(id));
        End();
    }

    private void Die(string reason)
    {
        Log.Error(reason);
        End();
        _listener.Dead(reason);
    }

    private void End()
    {
        _ended = true;
        _retry.Dispose();
        _master?.Close();
        Complete();
    }
}
