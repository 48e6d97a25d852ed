using Firesteel.Core.Scheduler;
using Firesteel.Deploy.Standalone;
using Firesteel.Deploy.Standalone.Master;

namespace Firesteel.Deploy.Tests.Simulation;

/// <summary>
/// A whole cluster on one thread in virtual time: the real Master, Workers, application clients, schedulers, map output
/// trackers and driver backends, over connections that delay, repeat, hang and break; of processes and tasks there is
/// only the time that they take. Everything follows from the seed.
/// </summary>
sealed class SimulatedCluster
{
    public static readonly MasterAddress Address = new("master", 7077);

    private readonly List<(Node Node, IEventLoop Loop)> _ready = [];
    private readonly HashSet<IEventLoop> _isReady = [];
    private readonly IRecoveryStore? _store;
    private SimulatedMaster? _stale;
    private int _nextWorker;
    private int _nextMaster;

    public SimulatedCluster(Faults faults, Seams? seams = null, bool recovery = true, int maxExecutorRetries = -1)
    {
        Faults = faults;
        MaxExecutorRetries = maxExecutorRetries;
        Seams = seams ?? new Seams();
        _store = recovery ? Seams.Store(new SimulatedStore()) : null;
        StartMaster();
    }

    public VirtualTime Time { get; } = new();
    public Faults Faults { get; }
    public int MaxExecutorRetries { get; }
    public Seams Seams { get; }
    public List<Link> Links { get; } = [];
    public SimulatedMaster? Master { get; private set; }
    public List<SimulatedWorker> Workers { get; } = [];
    public List<SimulatedDriver> Drivers { get; } = [];

    /// <summary>The message of what must never happen and has happened; the run ends with it.</summary>
    public string? Violation { get; private set; }

    public void Fail(string what) => Violation ??= what;

    public void Check(bool holds, string what)
    {
        if (!holds) Fail(what);
    }

    public SimulatedMaster StartMaster() => Master = new SimulatedMaster(this, _nextMaster++, _store);

    /// <summary>The Master's process is gone.</summary>
    public void KillMaster()
    {
        Master?.Kill();
        Master = null;
    }

    /// <summary>Another Master takes over while this one goes on for a while, cut off from whoever connects from now on.</summary>
    public void ReplaceMaster()
    {
        if (Master is not { } old) return;
        StartMaster();
        _stale = old;
        Time.After(TimeSpan.FromMilliseconds(Faults.Random.Next(100, 60_000)), old.Kill);
        // Some change over now, and some of those back again.
        for (var round = 0; round < 3; round++)
        {
            Time.After(TimeSpan.FromMilliseconds(Faults.Random.Next(1, 20_000)), () =>
            {
                foreach (var link in Links.Where(link => link.Second.Owner is SimulatedMaster && Faults.Random.Next(2) == 0).ToList()) link.Break();
            });
        }
    }

    public SimulatedWorker AddWorker(int cores, int memoryMb, int hosts = int.MaxValue)
    {
        var number = _nextWorker++;
        var worker = new SimulatedWorker(this, number, $"host-{number % hosts}", cores, memoryMb);
        Workers.Add(worker);
        return worker;
    }

    public SimulatedDriver AddDriver(int maxCores, int? coresPerExecutor, int memoryMb, SchedulerOptions options)
    {
        var driver = new SimulatedDriver(this, Drivers.Count, maxCores, coresPerExecutor, memoryMb, options);
        Drivers.Add(driver);
        return driver;
    }

    public void Ready(Node node, IEventLoop loop)
    {
        if (_isReady.Add(loop)) _ready.Add((node, loop));
    }

    /// <summary>Lets everything happen up to a moment.</summary>
    /// <param name="until">Ends earlier when this holds.</param>
    public void Run(TimeSpan duration, Func<bool>? until = null)
    {
        var end = Time.Elapsed + duration;
        RunLoops();
        while (Violation is null && until?.Invoke() != true && Time.RunNext(end)) RunLoops();
        if (Violation is { } violation) throw new SimulationException($"{violation} (at {Time.Elapsed}, event {Time.Events})");
    }

    // In any order: no result may depend on which thread is quicker.
    private void RunLoops()
    {
        while (_ready.Count > 0)
        {
            var next = _ready.Count == 1 ? 0 : Faults.Random.Next(_ready.Count);
            var (node, loop) = _ready[next];
            _ready[next] = _ready[^1];
            _ready.RemoveAt(_ready.Count - 1);
            _isReady.Remove(loop);
            if (node.IsDead) continue;
            if (node.IsFrozen) node.Run(() => Ready(node, loop));
            else loop.RunPending();
        }
    }

    /// <summary>Connects a process to the Master that answers at this moment, which may be one that was replaced.</summary>
    public void Connect(Node from, Action<SimulatedMaster, Link> connected, Action refused) => from.After(Faults.Any ? Faults.Random.Next(1, 30) : 1, () =>
    {
        var answers = _stale is { IsDead: false } stale && Faults.Random.Next(2) == 0 ? stale : Master;
        if (answers is { } master) connected(master, new Link(this, from, master));
        else refused();
    });
}
