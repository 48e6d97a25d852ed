using Firesteel.Core.Rpc;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Shuffle;
using Firesteel.Deploy.Standalone.Client;
using Firesteel.Deploy.Standalone.Protocol;

namespace Firesteel.Deploy.Tests.Simulation;

/// <summary>A driver's process: both schedulers, the map output tracker, the backend and the client of the Master.</summary>
sealed class SimulatedDriver : Node
{
    private readonly AppClient _client;
    private readonly Dictionary<StageAttemptId, (byte[] Frame, TaskSet TaskSet)> _decoded = [];

    public SimulatedDriver(SimulatedCluster cluster, int number, int maxCores, int? coresPerExecutor, int memoryMb, SchedulerOptions options) : base(cluster, $"driver-{number}")
    {
        Number = number;
        Events = new EventChecks(cluster);
        Storage = new Storage(this);
        Generations = new Generations(this);
        Backend = new SimulatedBackend(this, Codec);
        Tasks = new TaskSchedulerImpl(options, cluster.Seams.Backend(Backend), this, Time, cluster.Faults.Random, Events);
        Scheduler = new DAGScheduler(options, Tasks, Tracker, Events, this, Time);
        Tasks.Start(cluster.Seams.Listener(Scheduler));
        var description = new ApplicationDescription(Name, maxCores, memoryMb, coresPerExecutor, "user", "driver", number, "salt", 10_000, new Dictionary<string, string>());
        _client = new AppClient(description, SimulatedCluster.Address, client => cluster.Connect(this, (master, link) =>
        {
            master.Accept(link);
            client.Post(new AppClientMessage.Connected(new DeployEnd(link.First,
                (peer, message) => client.Post(new AppClientMessage.Received(peer, message)), peer => client.Post(new AppClientMessage.Disconnected(peer)))));
        }, () => client.Post(new AppClientMessage.ConnectFailed("refused", false))), Backend, this, Time, TimeSpan.FromDays(1));
        Backend.Client = _client;
    }

    public int Number { get; }
    public EventChecks Events { get; }
    public Storage Storage { get; }
    public Generations Generations { get; }
    public SimulatedCodec Codec { get; } = new();
    public MapOutputTracker Tracker { get; } = new();
    public SimulatedBackend Backend { get; }
    public TaskSchedulerImpl Tasks { get; }
    public DAGScheduler Scheduler { get; }
    public bool IsStopped { get; private set; }

    /// <summary>The process that registered last under each id.</summary>
    public Dictionary<string, SimulatedExecutor> Executors { get; } = [];

    public List<SimulatedJob> Jobs { get; } = [];

    /// <summary>Jobs that the program submits in its life.</summary>
    public int ExpectedJobs { get; set; }

    public bool AllQuiet => Jobs.Count >= ExpectedJobs && Jobs.TrueForAll(job => job.Waiter.Quiet.IsCompleted);

    public SimulatedJob Submit(SimulatedComputation computation, LocalProperties? properties = null)
    {
        var job = new SimulatedJob(this, computation, properties ?? LocalProperties.Empty);
        Jobs.Add(job);
        return job;
    }

    public SimulatedJob Submit(ShuffleDependency shuffle, LocalProperties properties)
    {
        var job = new SimulatedJob(this, shuffle, properties);
        Jobs.Add(job);
        return job;
    }

    /// <summary>What a stage's frame says; one frame goes to many executors.</summary>
    public TaskSet Decode(byte[] frame, FrameReader reader, StageAttemptId attempt)
    {
        if (_decoded.TryGetValue(attempt, out var known) && known.Frame == frame) return known.TaskSet;
        var taskSet = StageCodec.Decode(reader, attempt, Codec);
        _decoded[attempt] = (frame, taskSet);
        return taskSet;
    }

    public void RemoveShuffle(int shuffleId)
    {
        Tracker.UnregisterShuffle(shuffleId);
        Backend.RemoveShuffle(shuffleId);
    }

    /// <summary>The program ends as it should.</summary>
    public void Stop()
    {
        if (IsStopped || IsDead) return;
        IsStopped = true;
        Scheduler.Dispose();
        _client.Post(new AppClientMessage.Stop());
        Tasks.Dispose();
    }

    /// <summary>The process is gone without a word.</summary>
    public void Kill()
    {
        Die();
        foreach (var link in Cluster.Links.Where(link => link.First.Owner == this || link.Second.Owner == this).ToList()) link.Break();
    }

    /// <summary>Nothing may be left of jobs that have ended.</summary>
    public void CheckEmpty()
    {
        if (IsDead) return;
        Cluster.Check(Scheduler.ActiveJobs.Count == 0, $"{Name} has active jobs left");
        Cluster.Check(Scheduler.LiveAttempts.Count == 0, $"{Name} has live stage attempts left");
        Cluster.Check(Scheduler.HeldStages == 0, $"{Name} holds {Scheduler.HeldStages} stages, commits or barriers of jobs that have ended");
        Cluster.Check(Tasks.LiveTaskSets.Count == 0, $"{Name} has task sets left");
        Cluster.Check(Tasks.RunningTasks == 0, $"{Name} has running tasks left");
        Cluster.Check(Backend.OpenTasks == 0, $"{Name}'s backend has {Backend.OpenTasks} open tasks left");
        Events.CheckEmpty();
        foreach (var job in Jobs) job.CheckEnded();
    }
}
