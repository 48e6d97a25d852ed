using Firesteel.Core.Rpc;
using Firesteel.Deploy.Standalone.Protocol;
using Firesteel.Deploy.Standalone.Worker;

namespace Firesteel.Deploy.Tests.Simulation;

/// <summary>A Worker's process, and the machine's executors.</summary>
sealed class SimulatedWorker : Node, IProcessLauncher
{
    // With pauses that double up to five seconds there are far fewer, even if Masters come and go; without them a hundred times as many.
    private const int MostStarts = 100;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private readonly Worker _worker;
    private readonly Queue<(TimeSpan At, string AppId)> _failedStarts = [];
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

    /// <summary>Whether executors end as soon as they are started, as where their program is gone.</summary>
    public bool IsBroken { get; set; }

    /// <summary>Executors that were started in vain.</summary>
    public int FailedStarts { get; private set; }

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
        if (IsBroken) FailStart(process);
        return process;
    }

    private void FailStart(SimulatedExecutor process)
    {
        process.After(3, () => process.Exit(1));
        FailedStarts++;
        _failedStarts.Enqueue((Cluster.Time.Elapsed, process.AppId));
        while (Cluster.Time.Elapsed - _failedStarts.Peek().At > Window) _failedStarts.Dequeue();
        var starts = _failedStarts.Count(start => start.AppId == process.AppId);
        Cluster.Check(starts <= MostStarts, $"{Name} was told to start {starts} executors of {process.AppId} in {Window.TotalSeconds} s, all of which ended at once");
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
