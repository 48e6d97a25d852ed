using Firesteel.Core.Rpc;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Tests.Support;
using Firesteel.Deploy.Standalone;
using Firesteel.Deploy.Standalone.Client;
using Firesteel.Deploy.Standalone.Master;
using Firesteel.Deploy.Standalone.Protocol;
using Firesteel.Deploy.Standalone.Worker;

namespace Firesteel.Deploy.Tests.Standalone;

/// <summary>
/// A whole cluster on one thread in virtual time: the real Master, Workers and application clients over connections
/// that delay, break and hang, and processes that are only counted. Everything follows from the seed.
/// </summary>
sealed class ClusterSimulation
{
    public static readonly MasterAddress Address = new("master", 7077);
    private readonly FakeTime _time = new();
    private readonly Random _random;
    private readonly MemoryStore _store = new();
    private readonly List<Link> _links = [];
    private readonly List<(DateTimeOffset At, Action Do)> _later = [];
    private readonly bool _recovery;
    private int _nextWorker;

    public ClusterSimulation(int seed, int workers, int cores, int memoryMb, bool recovery = true)
    {
        _random = new Random(seed);
        _recovery = recovery;
        StartMaster();
        for (var i = 0; i < workers; i++) AddWorker(cores, memoryMb);
    }

    public MasterNode? Master { get; private set; }
    public List<WorkerNode> Workers { get; } = [];
    public List<AppNode> Apps { get; } = [];
    public Random Random => _random;

    public void StartMaster() => Master = new MasterNode(new Master(new MasterOptions { Url = Address.Url, RecoveryTimeout = TimeSpan.FromSeconds(60) }, _recovery ? _store : new NoRecovery(_time), NewHost(out var host), _time), host);

    public void KillMaster()
    {
        var dead = Master;
        Master = null;
        foreach (var link in _links.Where(l => l.Master == dead).ToList()) link.Break();
    }

    public WorkerNode AddWorker(int cores, int memoryMb)
    {
        var node = new WorkerNode(this);
        var options = new WorkerOptions($"worker-{_nextWorker}", $"host-{_nextWorker++}", 1000, cores, memoryMb, Address) { Attempts = (int.MaxValue / 2, 0) };
        node.Worker = new Worker(options, node, worker => new Connector(this, node, worker), NewHost(out var host), _time, reason => throw new InvalidOperationException(reason));
        node.Host = host;
        node.Options = options;
        Workers.Add(node);
        return node;
    }

    /// <summary>The Worker's process and all that it started are gone at once.</summary>
    public void KillWorker(WorkerNode node)
    {
        node.IsDead = true;
        node.Processes.Clear();
        Workers.Remove(node);
        foreach (var link in _links.Where(l => l.Node == node).ToList()) link.Break();
    }

    public AppNode AddApp(int maxCores, int? coresPerExecutor, int memoryMb)
    {
        var node = new AppNode();
        var description = new ApplicationDescription($"app {Apps.Count}", maxCores, memoryMb, coresPerExecutor, "user", "driver", 1, "salt", 10_000, new Dictionary<string, string>());
        node.Client = new AppClient(description, Address, client => Attempt<AppClientMessage>(node, () => new AppClientMessage.ConnectFailed("refused", false), client.Post, peer => new AppClientMessage.Connected(peer),
            (peer, m) => new AppClientMessage.Received(peer, m), peer => new AppClientMessage.Disconnected(peer)), node, NewHost(out var host), _time, TimeSpan.FromDays(1));
        node.Host = host;
        Apps.Add(node);
        return node;
    }

    /// <summary>The driver's process is gone without a word; its executors end with their connections to it.</summary>
    public void KillApp(AppNode node)
    {
        node.IsDead = true;
        Apps.Remove(node);
        foreach (var link in _links.Where(l => l.Node == node).ToList()) link.Break();
        foreach (var process in Workers.SelectMany(w => w.Processes).Where(p => p.AppId == node.AppId && p.AppId is not null).ToList()) process.Exit(1);
    }

    /// <summary>A connection breaks, seen at both ends at times of their own.</summary>
    public void BreakOne()
    {
        if (_links.Count > 0) _links[_random.Next(_links.Count)].Break();
    }

    /// <summary>A connection loses everything from now on, and breaks a good while later.</summary>
    public void HangOne()
    {
        if (_links.Count == 0) return;
        var link = _links[_random.Next(_links.Count)];
        link.Hangs = true;
        Later(_random.Next(1_000, 100_000), link.Break);
    }

    public void Advance(TimeSpan by, Action? afterEach = null)
    {
        var end = _time.GetUtcNow() + by;
        while (_time.GetUtcNow() < end)
        {
            RunLoops();
            var step = TimeSpan.FromMilliseconds(20);
            _time.Advance(step);
            foreach (var due in _later.Where(l => l.At <= _time.GetUtcNow()).OrderBy(l => l.At).ToList())
            {
                _later.Remove(due);
                due.Do();
            }
            RunLoops();
            afterEach?.Invoke();
        }
    }

    public MasterState StateOfMaster()
    {
        MasterState? seen = null;
        Master!.Loop.Post(new MasterMessage.Look(state => seen = state));
        RunLoops();
        return seen!;
    }

    private void RunLoops()
    {
        Master?.Host.RunUntilIdle();
        foreach (var worker in Workers.ToList()) worker.Host.RunUntilIdle();
        foreach (var app in Apps.ToList()) app.Host.RunUntilIdle();
    }

    private void Later(int milliseconds, Action action) => _later.Add((_time.GetUtcNow() + TimeSpan.FromMilliseconds(milliseconds), action));

    private static IEventLoopHost NewHost(out ManualEventLoopHost host) => host = new ManualEventLoopHost();

    private void Attempt<T>(Node node, Func<T> failed, Action<T> post, Func<IPeer, T> connected, Func<IPeer, DeployMessage, T> received, Func<IPeer, T> disconnected) => Later(_random.Next(1, 30), () =>
    {
        if (node.IsDead) return;
        if (Master is not { } master)
        {
            post(failed());
            return;
        }
        var link = new Link(this, master, node);
        link.ClientReceives = message => post(received(link.ClientEnd, message));
        link.ClientLoses = () => post(disconnected(link.ClientEnd));
        _links.Add(link);
        post(connected(link.ClientEnd));
    });

    public abstract class Node
    {
        public bool IsDead { get; set; }
        public ManualEventLoopHost Host { get; set; } = null!;
    }

    public sealed record MasterNode(Master Loop, ManualEventLoopHost Host);

    public sealed class AppNode : Node, IAppClientListener
    {
        public AppClient Client { get; set; } = null!;
        public string? AppId { get; private set; }
        public string? DeadReason { get; private set; }
        public HashSet<int> Executors { get; } = [];
        public void Connected(string appId) => AppId ??= appId;
        public void Disconnected() { }
        public void Dead(string reason) => DeadReason = reason;
        public void ExecutorAdded(ExecutorAdded executor) => Assert.True(Executors.Add(executor.ExecutorId));
        public void ExecutorRemoved(ExecutorUpdated end) => Assert.True(Executors.Remove(end.ExecutorId));
    }

    /// <summary>A Worker whose processes are entries of a list.</summary>
    public sealed class WorkerNode(ClusterSimulation simulation) : Node, IProcessLauncher
    {
        public Worker Worker { get; set; } = null!;
        public WorkerOptions Options { get; set; } = null!;
        public List<SimulatedProcess> Processes { get; } = [];

        public IChildProcess StartExecutor(LaunchExecutor launch, Action<ProcessEnd> exited)
        {
            var process = new SimulatedProcess(simulation, this, launch.AppId, launch.ExecutorId, launch.Cores, launch.MemoryMb, exited);
            Processes.Add(process);
            return process;
        }

        public IChildProcess StartDriver(string driverId, DriverDescription driver, string masterUrl, Action<ProcessEnd> exited)
        {
            var process = new SimulatedProcess(simulation, this, null, 0, driver.Cores, driver.MemoryMb, exited) { DriverId = driverId };
            Processes.Add(process);
            return process;
        }

        public void DeleteFolders(IReadOnlyCollection<string> inUse, DateTimeOffset unusedSince) { }
    }

    public sealed class SimulatedProcess(ClusterSimulation simulation, WorkerNode node, string? appId, int executorId, int cores, int memoryMb, Action<ProcessEnd> exited) : IChildProcess
    {
        public int Id => 1;
        public string? AppId => appId;
        public string? DriverId { get; init; }
        public int ExecutorId => executorId;
        public int Cores => cores;
        public int MemoryMb => memoryMb;
        public void Terminate() => simulation.Later(simulation.Random.Next(1, 500), () => Exit(143));
        public void Kill() => simulation.Later(1, () => Exit(137));

        public void Exit(int code)
        {
            if (node.Processes.Remove(this)) exited(new ProcessEnd(code, ExitStatus.Describe(code)));
        }
    }

    private sealed class Connector(ClusterSimulation simulation, WorkerNode node, Worker worker) : IMasterConnector
    {
        public void Connect() => simulation.Attempt<WorkerMessage>(node, () => new WorkerMessage.ConnectFailed("refused", false), worker.Post, peer => new WorkerMessage.Connected(peer),
            (peer, message) => new WorkerMessage.Received(peer, message), peer => new WorkerMessage.Disconnected(peer));
    }

    /// <summary>One connection: each direction keeps its order, and after its end nothing arrives.</summary>
    private sealed class Link
    {
        private readonly ClusterSimulation _simulation;
        private bool _broken;

        public Link(ClusterSimulation simulation, MasterNode master, Node node)
        {
            (_simulation, Master, Node) = (simulation, master, node);
            ClientEnd = new End(this, message => Master.Loop.Post(new MasterMessage.Received(MasterEnd!, message)));
            MasterEnd = new End(this, message => ClientReceives!(message));
        }

        public MasterNode Master { get; }
        public Node Node { get; }
        public End ClientEnd { get; }
        public End MasterEnd { get; }
        public bool Hangs { get; set; }
        public Action<DeployMessage>? ClientReceives { get; set; }
        public Action? ClientLoses { get; set; }

        public void Break()
        {
            if (_broken) return;
            _broken = true;
            _simulation._links.Remove(this);
            _simulation.Later(_simulation.Random.Next(1, 2_000), () => Master.Loop.Post(new MasterMessage.Disconnected(MasterEnd)));
            _simulation.Later(_simulation.Random.Next(1, 2_000), () =>
            {
                if (!Node.IsDead) ClientLoses!();
            });
        }

        public sealed class End(Link link, Action<DeployMessage> deliver) : IPeer
        {
            private DateTimeOffset _last;
            public string Address => "simulated:1";

            public void Send(DeployMessage message)
            {
                if (link._broken || link.Hangs) return;
                // What is sent is what the wire carries.
                var encoded = DeployJson.Encode(message);
                var simulation = link._simulation;
                var at = simulation._time.GetUtcNow() + TimeSpan.FromMilliseconds(simulation.Random.Next(1, 200));
                if (at <= _last) at = _last + TimeSpan.FromTicks(1);
                _last = at;
                simulation._later.Add((at, () =>
                {
                    if (!link._broken && !link.Node.IsDead) deliver(DeployJson.Decode(encoded));
                }));
            }

            public void Close() => link._simulation.Later(250, link.Break);
        }
    }

    /// <summary>The recovery store of a disk that outlives Masters.</summary>
    private sealed class MemoryStore : IRecoveryStore
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
}
