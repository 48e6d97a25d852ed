using Firesteel.Deploy.Standalone.Master;
using Firesteel.Deploy.Standalone.Protocol;

namespace Firesteel.Deploy.Tests.Simulation;

/// <summary>A Master's process.</summary>
sealed class SimulatedMaster : Node
{
    private readonly Master _master;

    public SimulatedMaster(SimulatedCluster cluster, int number, IRecoveryStore? store) : base(cluster, "master")
    {
        Number = number;
        _master = new Master(new MasterOptions { Url = SimulatedCluster.Address.Url, RecoveryTimeout = TimeSpan.FromSeconds(60), MaxExecutorRetries = cluster.MaxExecutorRetries }, store ?? new NoRecovery(Time), this, Time);
        _master.Post(new MasterMessage.Look(state => State = state));
    }

    /// <summary>Counts the Masters by their start.</summary>
    public int Number { get; }

    /// <summary>The Master's own state, for checks between two events; there once its loop has run.</summary>
    public MasterState State { get; private set; } = null!;

    public IPeer Accept(Link link) => new DeployEnd(link.Second, (peer, message) => _master.Post(new MasterMessage.Received(peer, message)), peer => _master.Post(new MasterMessage.Disconnected(peer)));

    public void Kill()
    {
        Die();
        foreach (var link in Cluster.Links.Where(link => link.Second.Owner == this).ToList()) link.Break();
    }
}

/// <summary>The memory of a disk that outlives Masters.</summary>
sealed class SimulatedStore : IRecoveryStore
{
    private readonly Dictionary<string, PersistedApplication> _apps = [];
    private readonly Dictionary<string, PersistedDriver> _drivers = [];
    private readonly Dictionary<string, PersistedWorker> _workers = [];
    private long _epoch;

    public long NextEpoch() => ++_epoch;
    public void Save(PersistedApplication application) => _apps[application.Id] = application;
    public void Save(PersistedDriver driver) => _drivers[driver.Id] = driver;
    public void Save(PersistedWorker worker) => _workers[worker.Id] = worker;
    public void RemoveApplication(string id) => _apps.Remove(id);
    public void RemoveDriver(string id) => _drivers.Remove(id);
    public void RemoveWorker(string id) => _workers.Remove(id);
    public (IReadOnlyList<PersistedApplication>, IReadOnlyList<PersistedDriver>, IReadOnlyList<PersistedWorker>) Load() => ([.. _apps.Values], [.. _drivers.Values], [.. _workers.Values]);
}
