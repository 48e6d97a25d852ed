using System.Globalization;
using Firesteel.Deploy.Standalone.Protocol;
using Firesteel.Foundation.Logging;

namespace Firesteel.Deploy.Standalone.Master;

/// <summary>The Master's part that deals with drivers of cluster mode. It runs on the Master's loop.</summary>
sealed class DriverDesk(MasterState state, IRecoveryStore store, TimeProvider time, Action<string>? bundleUnused)
{
    private const int Retained = 200;
    private static readonly Logger Log = Logger.For("Master");
    private int _nextNumber;
    private int _nextWorker;

    public DriverResponse Submit(DriverDescription description)
    {
        if (state.Status != MasterStatus.ALIVE) return new DriverResponse(false, $"The Master is {state.Status} and takes no drivers yet.");
        Log.Info($"Driver submitted {description.Program}");
        var now = time.GetUtcNow();
        var id = NewId(now);
        var driver = new DriverInfo(id, description, now);
        state.Drivers.Add(driver);
        Save(driver);
        return new DriverResponse(true, $"Driver successfully submitted as {id}{Waiting(driver)}", id, DriverState.SUBMITTED);
    }

    // That all are busy is a matter of time; that all are too small is not.
    private string Waiting(DriverInfo driver)
    {
        var (cores, memory) = (driver.Description.Cores, driver.Description.MemoryMb);
        var workers = state.Workers.Values.Where(w => w.TakesWork).Select(w => w.Description).ToList();
        if (workers.Count == 0) return "; it waits for a worker, as there is none";
        if (workers.Exists(w => w.Cores >= cores && w.MemoryMb >= memory)) return "";
        Log.Warn($"Driver {driver.Id} requires more resource than any of Workers could have.");
        return $"; no worker is large enough for its {cores} core(s) and {MemoryText.Of(memory)}, so it waits for one that is";
    }

    public DriverResponse Kill(string id)
    {
        if (state.Driver(id) is not { } driver)
            return new DriverResponse(false, $"Driver {id} has already finished or does not exist", id);
        Log.Info($"Asked to kill driver {id}");
        if (driver.Worker is { } worker) worker.Peer?.Send(new KillDriver(state.Epoch, id));
        else Remove(driver, DriverState.KILLED, null);
        return new DriverResponse(true, $"Kill request for {id} submitted", id);
    }

    public DriverResponse StatusOf(string id) =>
        (state.Driver(id) ?? state.CompletedDrivers.Find(d => d.Id == id)) is { } driver
            ? new DriverResponse(true, "", id, driver.State, driver.Worker?.Id, driver.Worker?.HostPort, driver.State is DriverState.FAILED or DriverState.ERROR ? driver.Message : null, driver.ExitCode)
            : new DriverResponse(false, $"The Master knows no driver {id}", id);

    public void OnState(WorkerInfo from, DriverStateChanged changed)
    {
        if (state.Driver(changed.DriverId) is not { } driver || driver.Worker != from) return;
        if (!changed.State.IsFinished())
        {
            driver.State = changed.State;
            return;
        }
        // Its worker has started it again as often as it is to be.
        driver.ExitCode = changed.ExitCode;
        Remove(driver, changed.State, changed.Message);
    }

    public void Recover(PersistedDriver driver)
    {
        var info = new DriverInfo(driver.Id, driver.Description, DateTimeOffset.FromUnixTimeMilliseconds(driver.SubmittedMs));
        state.Drivers.Add(info);
        if (driver.WorkerId is null) return;
        // Where it runs is known when its worker reports.
        info.State = DriverState.UNKNOWN;
    }

    /// <summary>A worker says which drivers it runs.</summary>
    public void Adopt(WorkerInfo worker, IReadOnlyList<string> running)
    {
        foreach (var id in running)
        {
            if (worker.Drivers.ContainsKey(id)) continue;
            if (state.Driver(id) is not { Worker: null } driver || driver.State != DriverState.UNKNOWN)
            {
                worker.Peer!.Send(new KillDriver(state.Epoch, id));
                continue;
            }
            Assign(driver, worker);
            driver.State = DriverState.RUNNING;
        }
        foreach (var driver in worker.Drivers.Values.Where(d => !running.Contains(d.Id)).ToList()) Lost(driver);
    }

    /// <summary>Everybody that lives has reported: a driver that nobody runs is lost.</summary>
    public void AfterRecovery()
    {
        foreach (var driver in state.Drivers.Where(d => d.State == DriverState.UNKNOWN).ToList()) Lost(driver);
    }

    public void WorkerRemoved(WorkerInfo worker)
    {
        foreach (var driver in worker.Drivers.Values.ToList()) Lost(driver);
    }

    /// <summary>Gives waiting drivers to workers that have room, one worker after the other.</summary>
    public void Place()
    {
        foreach (var driver in state.Drivers)
        {
            if (driver.Worker is not null || driver.State != DriverState.SUBMITTED) continue;
            var workers = state.Workers.Values.Where(w => w.TakesWork && w.CoresFree >= driver.Description.Cores && w.MemoryFreeMb >= driver.Description.MemoryMb).ToList();
            if (workers.Count == 0) continue;
            var worker = workers[_nextWorker++ % workers.Count];
            Log.Info($"Launching driver {driver.Id} on worker {worker.Id}");
            Assign(driver, worker);
            driver.State = DriverState.RUNNING;
            worker.Peer!.Send(new LaunchDriver(state.Epoch, driver.Id, driver.Description));
        }
    }

    private void Assign(DriverInfo driver, WorkerInfo worker)
    {
        driver.Worker = worker;
        worker.Drivers[driver.Id] = driver;
        Save(driver);
    }

    private void Lost(DriverInfo driver)
    {
        if (driver.Description.Supervise) Relaunch(driver);
        else Remove(driver, DriverState.ERROR, "The worker that ran it is gone");
    }

    private void Relaunch(DriverInfo driver)
    {
        Log.Info($"Re-launching {driver.Id}");
        // Under another id: the one before may still run on a worker that nobody hears.
        Remove(driver, DriverState.RELAUNCHING, null);
        var now = time.GetUtcNow();
        var again = new DriverInfo(NewId(now), driver.Description, now);
        state.Drivers.Add(again);
        Save(again);
    }

    private void Remove(DriverInfo driver, DriverState end, string? message)
    {
        Log.Info($"Removing driver: {driver.Id}");
        state.Drivers.Remove(driver);
        driver.Worker?.Drivers.Remove(driver.Id);
        (driver.State, driver.Message) = (end, message);
        store.RemoveDriver(driver.Id);
        // One that is started again has entered before this.
        if (driver.Description.Bundle is { } bundle && end != DriverState.RELAUNCHING && !state.Drivers.Exists(d => d.Description.Bundle == bundle)) bundleUnused?.Invoke(bundle);
        state.CompletedDrivers.Add(driver);
        if (state.CompletedDrivers.Count > Retained) state.CompletedDrivers.RemoveAt(0);
    }

    private string NewId(DateTimeOffset now) =>
        string.Create(CultureInfo.InvariantCulture, $"driver-{now.ToOffset(time.LocalTimeZone.GetUtcOffset(now)):yyyyMMddHHmmss}-{_nextNumber++:D4}");

    private void Save(DriverInfo driver) => store.Save(new PersistedDriver(driver.Id, driver.Description, driver.Submitted.ToUnixTimeMilliseconds(), driver.Worker?.Id));
}
