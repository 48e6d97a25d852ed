using System.Globalization;
using System.Net;
using Firesteel.Core.Rpc;
using Firesteel.Core.Scheduler;
using Firesteel.Deploy.Standalone.Client;
using Firesteel.Deploy.Standalone.Protocol;

namespace Firesteel.Deploy.Tests.Simulation;

/// <summary>The driver's backend over simulated connections: executors come from the Master, and are given up as on a real cluster.</summary>
sealed class SimulatedBackend(SimulatedDriver driver, ITaskPayloadCodec codec) : CoarseGrainedSchedulerBackend(codec, driver.Time, [], IPAddress.Loopback, 0, TimeSpan.FromSeconds(30)), IAppClientListener
{
    private static readonly TimeSpan ExplanationWait = TimeSpan.FromSeconds(2);

    private readonly HashSet<string> _granted = [];

    public override int DefaultParallelism => 2;
    public string? AppId { get; private set; }
    public string? DeadReason { get; private set; }
    public AppClient? Client { get; set; }

    protected override FrameServer? Listen() => null;

    public override void KillExecutor(string executorId, string reason) => Client!.Post(new AppClientMessage.Kill(int.Parse(executorId, CultureInfo.InvariantCulture)));

    /// <summary>An executor's connection has come.</summary>
    public void Connected(Link.End end)
    {
        RemoteExecutor? executor = null;
        var connection = new Connection(driver.Cluster, end);
        end.Received = frame =>
        {
            if (executor is not null) OnFrame(executor, frame);
            else TakeIn(frame, 50);
        };
        end.Closed = () =>
        {
            if (executor is not null) OnClosed(executor, null);
        };

        void TakeIn(byte[] first, int tries)
        {
            using var reader = new FrameReader(first);
            if (reader.ReadKind() != ExecutorMessage.Register) return;
            // An executor can be quicker than the Master's word of it.
            if (!_granted.Contains(reader.ReadString()) && tries > 0) driver.After(20, () => TakeIn(first, tries - 1));
            else if ((executor = Register(connection, first)) is null) connection.Dispose();
        }
    }

    protected override bool Admit(string executorId) => _granted.Contains(executorId) && !IsStopping;

    protected override string? Explain(string executorId, string reason)
    {
        Time.CreateTimer(_ =>
        {
            if (!_granted.Contains(executorId)) return;
            Lose(executorId, reason, causedByApp: true);
            Client!.Post(new AppClientMessage.Kill(int.Parse(executorId, CultureInfo.InvariantCulture)));
        }, null, ExplanationWait, Timeout.InfiniteTimeSpan);
        return null;
    }

    void IAppClientListener.Connected(string appId) => AppId ??= appId;
    void IAppClientListener.Disconnected() { }

    void IAppClientListener.Dead(string reason)
    {
        DeadReason = reason;
        if (!IsStopping) Scheduler.Post(new TaskSchedulerMessage.BackendGaveUp(reason));
    }

    void IAppClientListener.ExecutorAdded(ExecutorAdded executor) => driver.Cluster.Check(_granted.Add($"{executor.ExecutorId}"), $"Executor {executor.ExecutorId} was granted twice");

    void IAppClientListener.ExecutorRemoved(ExecutorUpdated end)
    {
        var id = $"{end.ExecutorId}";
        _granted.Remove(id);
        Lose(id, end.Message ?? end.State.ToString(), causedByApp: !end.WorkerLost && end.State != ExecutorState.KILLED);
    }

    private sealed class Connection(SimulatedCluster cluster, Link.End end) : IExecutorConnection
    {
        public string Peer => end.Other.Owner.Name;

        public void Post(byte[] frame)
        {
            var kind = (ExecutorMessage)frame[0];
            if (cluster.Seams.ToExecutor(frame) is { } sent) end.Send(sent, mayRepeat: kind is not (ExecutorMessage.Launch or ExecutorMessage.Stage));
        }

        public void CloseAfterSending() => end.Owner.After(250, end.Link.Break);
        public void Dispose() => end.Link.Break();
    }
}
