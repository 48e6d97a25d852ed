using Firesteel.Core.Rpc;
using Firesteel.Deploy.Standalone.Protocol;
using Firesteel.Deploy.Standalone.Worker;

namespace Firesteel.Deploy.Tests.Simulation;

/// <summary>A Worker's process, and the machine's executors.</summary>
sealed class SimulatedWorker : Node, IProcessLauncher
{
    private readonly Worker _worker;
    private int _newestMaster;

    public SimulatedWorker(SimulatedCluster cluster, int number, string host, int cores, int memoryMb) : base(cluster, $"worker-{number}")
    {
        Options = new WorkerOptions(Name, host, 1000 + number, cores, memoryMb, SimulatedCluster.Address) { Attempts = (int.MaxValue / 2, 0) };
        _worker = new Worker(Options, this, worker => new Connector(this, worker), this, Time, cluster.Fail);
    }

    public WorkerOptions Options { get; }
    public List<SimulatedExecutor> Processes { get; } = [];

    /// <summary>Whether the machine's disk is full.</summary>
    public bool IsDiskFull { get; set; }

    /// <summary>The machine is gone at once, with all that it runs.</summary>
    public void Kill()
    {
        Die();
        foreach (var process in Processes.ToList()) process.Exit(137);
        foreach (var link in Cluster.Links.Where(link => link.First.Owner == this).ToList()) link.Break();
        Cluster.Workers.Remove(this);
    }

    public IChildProcess StartExecutor(LaunchExecutor launch, Action<ProcessEnd> exited)
    {
        Cluster.Check(!Processes.Exists(p => p.AppId == launch.AppId && p.ExecutorId == launch.ExecutorId), $"{Name} runs executor {launch.AppId}/{launch.ExecutorId} twice");
        var process = new SimulatedExecutor(this, launch, code =>
        {
            if (!IsDead) exited(new ProcessEnd(code, ExitStatus.Describe(code)));
        });
        Processes.Add(process);
        return process;
    }

    public IChildProcess StartDriver(string driverId, DriverDescription driver, string masterUrl, Action<ProcessEnd> exited) => throw new NotSupportedException("Simulated drivers run by themselves");

    public void DeleteFolders(IReadOnlyCollection<string> inUse, DateTimeOffset unusedSince) { }

    // Whoever reports to a Master has accepted it.
    private void OnSending(SimulatedMaster master, DeployMessage message)
    {
        if (message is RegisterWorker) return;
        Cluster.Check(master.Number >= _newestMaster, $"{Name} obeys Master {master.Number} after it had obeyed Master {_newestMaster}");
        _newestMaster = Math.Max(_newestMaster, master.Number);
    }

    private sealed class Connector(SimulatedWorker node, Worker worker) : IMasterConnector
    {
        public void Connect() => node.Cluster.Connect(node, (master, link) =>
        {
            master.Accept(link);
            worker.Post(new WorkerMessage.Connected(new DeployEnd(link.First,
                (from, message) => worker.Post(new WorkerMessage.Received(from, message)), peer => worker.Post(new WorkerMessage.Disconnected(peer))) { Sending = message => node.OnSending(master, message) }));
        }, () => worker.Post(new WorkerMessage.ConnectFailed("refused", false)));
    }
}
