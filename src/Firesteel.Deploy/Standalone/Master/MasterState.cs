using Firesteel.Deploy.Standalone.Protocol;

namespace Firesteel.Deploy.Standalone.Master;

/// <summary>What the Master knows of workers, applications and drivers. It belongs to the Master's loop.</summary>
sealed class MasterState
{
    public MasterStatus Status { get; set; } = MasterStatus.RECOVERING;

    /// <summary>Every start of a Master over the same memory has a higher one: what an older one says is not heeded.</summary>
    public long Epoch { get; set; }

    public Dictionary<string, WorkerInfo> Workers { get; } = [];

    /// <summary>By arrival: the order in which they get executors.</summary>
    public List<ApplicationInfo> Applications { get; } = [];

    public List<ApplicationInfo> CompletedApplications { get; } = [];
    public List<DriverInfo> Drivers { get; } = [];
    public List<DriverInfo> CompletedDrivers { get; } = [];

    public ApplicationInfo? Application(string id) => Applications.Find(app => app.Id == id);
    public DriverInfo? Driver(string id) => Drivers.Find(driver => driver.Id == id);
}

/// <summary>Where a Master is in its life; the names are Spark's.</summary>
enum MasterStatus { RECOVERING, ALIVE }

enum WorkerState { ALIVE, DEAD, UNKNOWN }

enum ApplicationState { WAITING, RUNNING, FINISHED, FAILED, KILLED, UNKNOWN }

/// <summary>A worker, and what runs on it.</summary>
sealed class WorkerInfo(PersistedWorker description)
{
    public PersistedWorker Description => description;
    public string Id => description.Id;
    public string HostPort => $"{description.Host}:{description.Port}";

    /// <summary>Its connection; null while it has none.</summary>
    public IPeer? Peer { get; set; }

    /// <summary>Cores and memory of its executors: of thousands of workers only these are looked at each time.</summary>
    public (int Cores, int MemoryMb) Taken { get; set; }

    public WorkerState State { get; set; } = WorkerState.UNKNOWN;

    /// <summary>When it was last heard of, or lost its connection.</summary>
    public DateTimeOffset LastHeard { get; set; }

    public Dictionary<(string AppId, int ExecutorId), ExecutorInfo> Executors { get; } = [];
    public Dictionary<string, DriverInfo> Drivers { get; } = [];

    public int CoresUsed => Taken.Cores + (Drivers.Count == 0 ? 0 : Drivers.Values.Sum(d => d.Description.Cores));
    public int MemoryUsedMb => Taken.MemoryMb + (Drivers.Count == 0 ? 0 : Drivers.Values.Sum(d => d.Description.MemoryMb));
    public int CoresFree => description.Cores - CoresUsed;
    public int MemoryFreeMb => description.MemoryMb - MemoryUsedMb;
    public bool TakesWork => State == WorkerState.ALIVE && Peer is not null;
}

/// <summary>An executor of an application on a worker.</summary>
sealed class ExecutorInfo(int id, ApplicationInfo application, WorkerInfo worker, int cores, int memoryMb, long started)
{
    private const int Retained = 200;

    public int Id => id;
    public ApplicationInfo Application => application;
    public WorkerInfo Worker => worker;
    public int Cores => cores;
    public int MemoryMb => memoryMb;

    /// <summary>When it was launched or first heard of, as a time stamp of the Master's clock.</summary>
    public long Started => started;

    public ExecutorState State { get; set; } = ExecutorState.LAUNCHING;
    public string FullId => $"{application.Id}/{id}";

    /// <summary>It takes its worker's cores.</summary>
    public void Enter()
    {
        application.Executors.Add(id, this);
        application.NextExecutorId = Math.Max(application.NextExecutorId, id + 1);
        worker.Executors.Add((application.Id, id), this);
        Count(1);
    }

    /// <summary>It no longer runs: its worker's cores are free.</summary>
    public void Leave(ExecutorState state)
    {
        State = state;
        if (worker.Executors.Remove((application.Id, id))) Count(-1);
        application.Executors.Remove(id);
        application.RemovedExecutors.Add(this);
        if (application.RemovedExecutors.Count > Retained) application.RemovedExecutors.RemoveAt(0);
    }

    private void Count(int sign)
    {
        worker.Taken = (worker.Taken.Cores + sign * cores, worker.Taken.MemoryMb + sign * memoryMb);
        application.CoresGranted += sign * cores;
    }
}

/// <summary>An application and its executors.</summary>
sealed class ApplicationInfo(string id, ApplicationDescription description, DateTimeOffset submitted, int defaultCores, TimeProvider time)
{
    public string Id => id;
    public ApplicationDescription Description => description;
    public DateTimeOffset Submitted => submitted;
    public DateTimeOffset? Ended { get; set; }
    public ApplicationState State { get; set; } = ApplicationState.WAITING;

    /// <summary>The driver's connection; null while it has none.</summary>
    public IPeer? Peer { get; set; }

    public DateTimeOffset LastHeard { get; set; }
    public Dictionary<int, ExecutorInfo> Executors { get; } = [];

    /// <summary>Executors that have ended, the last of them, for the pages.</summary>
    public List<ExecutorInfo> RemovedExecutors { get; } = [];

    public int NextExecutorId { get; set; }

    /// <summary>Executors that ended at once, since one has lasted.</summary>
    public int FailuresInARow { get; set; }

    public RelaunchPauses Pauses { get; } = new(time);
    /// <summary>Whether it was told that no worker is large enough for its executors.</summary>
    public bool KnowsOfNoWorker { get; set; }

    public int? ExecutorLimit { get; set; } = description.ExecutorLimit;
    public int MaxCores => description.MaxCores ?? defaultCores;

    /// <summary>Cores of its executors.</summary>
    public int CoresGranted { get; set; }

    public int CoresLeft => MaxCores - CoresGranted;

    /// <summary>What it had when it ended; null while it runs.</summary>
    public int? CoresAtEnd { get; set; }

    public int CoresShown => CoresAtEnd ?? CoresGranted;
    public bool IsActive => State is ApplicationState.WAITING or ApplicationState.RUNNING;
}

/// <summary>A driver of cluster mode.</summary>
sealed class DriverInfo(string id, DriverDescription description, DateTimeOffset submitted)
{
    public string Id => id;
    public DriverDescription Description => description;
    public DateTimeOffset Submitted => submitted;
    public DriverState State { get; set; } = DriverState.SUBMITTED;
    public string? Message { get; set; }
    public int? ExitCode { get; set; }
    public WorkerInfo? Worker { get; set; }
}
