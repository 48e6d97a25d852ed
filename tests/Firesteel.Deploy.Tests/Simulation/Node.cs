using Firesteel.Core.Scheduler;

namespace Firesteel.Deploy.Tests.Simulation;

/// <summary>A process of the simulation: its loops and timers end with it, and stand still while it is stopped. Its clock may be wrong.</summary>
class Node : IEventLoopHost
{
    private readonly Queue<Action> _deferred = new();

    public Node(SimulatedCluster cluster, string name)
    {
        Cluster = cluster;
        Name = name;
        Time = new NodeTime(this, cluster.Faults.ClockSkew());
    }

    public SimulatedCluster Cluster { get; }
    public string Name { get; }
    public TimeProvider Time { get; }
    public bool IsDead { get; private set; }

    /// <summary>Whether the process stands still (SIGSTOP).</summary>
    public bool IsFrozen { get; private set; }

    /// <summary>Lets something happen inside this process: now, when it goes on, or never.</summary>
    public void Run(Action action)
    {
        if (IsDead) return;
        if (IsFrozen) _deferred.Enqueue(action);
        else action();
    }

    public void Freeze() => IsFrozen = true;

    public void Thaw()
    {
        IsFrozen = false;
        while (!IsFrozen && !IsDead && _deferred.TryDequeue(out var action)) action();
    }

    public void After(int milliseconds, Action action) => Cluster.Time.After(TimeSpan.FromMilliseconds(milliseconds), () => Run(action));

    protected void Die()
    {
        IsDead = true;
        _deferred.Clear();
    }

    public void Attach(IEventLoop loop)
    {
        loop.Posted = () => Cluster.Ready(this, loop);
        Cluster.Ready(this, loop);
    }

    public void Join(IEventLoop loop)
    {
        while (loop.RunPending()) { }
    }

    private sealed class NodeTime(Node node, TimeSpan skew) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => node.Cluster.Time.GetUtcNow() + skew;
        public override long TimestampFrequency => TimeSpan.TicksPerSecond;
        public override long GetTimestamp() => node.Cluster.Time.GetTimestamp();
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            ITimer? timer = null;
            timer = node.Cluster.Time.CreateTimer(_ =>
            {
                if (node.IsDead) timer?.Dispose();
                else node.Run(() => callback(state));
            }, null, dueTime, period);
            return timer;
        }
    }
}
