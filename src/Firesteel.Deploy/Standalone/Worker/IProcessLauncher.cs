using Firesteel.Deploy.Standalone.Protocol;

namespace Firesteel.Deploy.Standalone.Worker;

/// <summary>A process that the Worker started.</summary>
interface IChildProcess
{
    int Id { get; }

    /// <summary>Asks it to end.</summary>
    void Terminate();

    /// <summary>Ends it, with its own children.</summary>
    void Kill();
}

/// <summary>Starts executors and drivers, each in a folder of its own.</summary>
interface IProcessLauncher
{
    /// <param name="exited">Told once, from any thread, when the process has ended.</param>
    IChildProcess StartExecutor(LaunchExecutor launch, Action<ProcessEnd> exited);

    IChildProcess StartDriver(string driverId, DriverDescription driver, string masterUrl, Action<ProcessEnd> exited);

    /// <summary>Deletes folders of applications and drivers that have ended and were not written to since a time.</summary>
    void DeleteFolders(IReadOnlyCollection<string> inUse, DateTimeOffset unusedSince);
}

/// <summary>Connects to the Master; the outcome is posted to the Worker's loop.</summary>
interface IMasterConnector
{
    void Connect();
}
