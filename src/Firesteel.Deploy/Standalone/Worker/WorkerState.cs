using Firesteel.Deploy.Standalone.Protocol;

namespace Firesteel.Deploy.Standalone.Worker;

/// <summary>What runs on a Worker. It belongs to the Worker's loop.</summary>
sealed class WorkerState
{
    private const int Retained = 1000;

    public Dictionary<(string AppId, int ExecutorId), ExecutorEntry> Executors { get; } = [];
    public Dictionary<string, DriverEntry> Drivers { get; } = [];
    public List<ExecutorEntry> FinishedExecutors { get; } = [];
    public List<DriverEntry> FinishedDrivers { get; } = [];

    public string MasterUrl { get; set; } = "";
    public string MasterWebUiUrl { get; set; } = "";

    /// <summary>Of the last Master that took this Worker.</summary>
    public long Epoch { get; set; }

    public int CoresUsed => Executors.Values.Sum(e => e.Launch.Cores) + Drivers.Values.Sum(d => d.Description.Cores);
    public int MemoryUsedMb => Executors.Values.Sum(e => e.Launch.MemoryMb) + Drivers.Values.Sum(d => d.Description.MemoryMb);

    public void Retire(ExecutorEntry executor)
    {
        Executors.Remove((executor.Launch.AppId, executor.Launch.ExecutorId));
        FinishedExecutors.Add(executor);
        if (FinishedExecutors.Count > Retained) FinishedExecutors.RemoveAt(0);
    }

    public void Retire(DriverEntry driver)
    {
        Drivers.Remove(driver.Id);
        FinishedDrivers.Add(driver);
        if (FinishedDrivers.Count > Retained) FinishedDrivers.RemoveAt(0);
    }
}

/// <summary>An executor of this Worker.</summary>
sealed class ExecutorEntry(LaunchExecutor launch)
{
    public LaunchExecutor Launch => launch;
    public IChildProcess? Process { get; set; }
    public ExecutorState State { get; set; } = ExecutorState.LAUNCHING;
    public string? Message { get; set; }
    public int? ExitStatus { get; set; }
    public bool KillAsked { get; set; }
    public string FullId => $"{launch.AppId}/{launch.ExecutorId}";
}

/// <summary>A driver of cluster mode on this Worker.</summary>
sealed class DriverEntry(string id, DriverDescription description)
{
    public string Id => id;
    public DriverDescription Description => description;
    public IChildProcess? Process { get; set; }
    public DriverState State { get; set; } = DriverState.RUNNING;
    public string? Message { get; set; }
    public int? ExitCode { get; set; }
    public bool KillAsked { get; set; }
    public DateTimeOffset Started { get; set; }
    public TimeSpan NextPause { get; set; } = TimeSpan.FromSeconds(1);
}
