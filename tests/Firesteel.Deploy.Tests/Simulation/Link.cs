namespace Firesteel.Deploy.Tests.Simulation;

/// <summary>
/// A connection between two processes: what is sent arrives later, in order, and not at all after the connection's end,
/// which both ends see at times of their own.
/// </summary>
sealed class Link
{
    public Link(SimulatedCluster cluster, Node first, Node second)
    {
        Cluster = cluster;
        First = new End(this, first);
        Second = new End(this, second);
        cluster.Links.Add(this);
    }

    public SimulatedCluster Cluster { get; }
    public End First { get; }
    public End Second { get; }
    public bool IsBroken { get; private set; }

    /// <summary>Whether it loses everything from now on, without anybody noticing.</summary>
    public bool Hangs { get; set; }

    public void Break()
    {
        if (IsBroken) return;
        IsBroken = true;
        Cluster.Links.Remove(this);
        foreach (var end in (ReadOnlySpan<End>)[First, Second]) Cluster.Time.After(Cluster.Faults.BreakDelay(), end.Lose);
    }

    /// <summary>One side of a connection.</summary>
    public sealed class End(Link link, Node owner)
    {
        private long _last;

        public Link Link => link;
        public Node Owner => owner;
        public End Other => link.First == this ? link.Second : link.First;

        /// <summary>Takes what the other side sent.</summary>
        public Action<byte[]>? Received { get; set; }

        public Action? Closed { get; set; }

        public void Send(byte[] message, bool mayRepeat = false)
        {
            if (link.IsBroken || link.Hangs || owner.IsDead) return;
            Deliver(message);
            if (mayRepeat && link.Cluster.Faults.Repeats()) Deliver(message);
        }

        /// <summary>Sends past what was sent before: it may arrive out of order.</summary>
        public void SendUnordered(byte[] message)
        {
            if (link.IsBroken || link.Hangs || owner.IsDead) return;
            link.Cluster.Time.After(link.Cluster.Faults.MessageDelay(), () => Other.Arrive(message));
        }

        public void Lose() => owner.Run(() => Closed?.Invoke());

        private void Deliver(byte[] message)
        {
            var cluster = link.Cluster;
            var at = Math.Max(cluster.Time.GetTimestamp() + cluster.Faults.MessageDelay().Ticks, _last + 1);
            _last = at;
            cluster.Time.At(at, () => Other.Arrive(message));
        }

        private void Arrive(byte[] message)
        {
            if (!link.IsBroken) owner.Run(() => Received?.Invoke(message));
        }
    }
}
