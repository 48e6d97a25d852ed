using System.Globalization;
using System.Text.Json;
using Firesteel.Deploy.Standalone.Master;

namespace Firesteel.Deploy.Pages;

/// <summary>The Master's state as JSON and as metrics, with Spark's names. Called on the Master's loop.</summary>
sealed class MasterJson(string url, TimeProvider time)
{
    /// <param name="field">The one field that is wanted; null for all.</param>
    public PageAnswer State(MasterState state, string? field)
    {
        if (field == "clusterutilization") return Utilization(state);
        var all = JsonPage.Write(json => Write(json, state));
        if (field is null) return all;
        using var parsed = JsonDocument.Parse(all.Body);
        return parsed.RootElement.TryGetProperty(field, out var wanted)
            ? JsonPage.Write(json =>
            {
                json.WritePropertyName(field);
                wanted.WriteTo(json);
            })
            : JsonPage.Write(_ => { });
    }

    public PageAnswer Application(MasterState state, string id) =>
        MasterPages.Find(state, id) is { } app ? JsonPage.Write(json => Write(json, app)) : PageAnswer.NotFound;

    public static IReadOnlyList<(string Name, long Value)> Metrics(MasterState state) =>
    [
        ("master.aliveWorkers", state.Workers.Values.Count(w => w.State == WorkerState.ALIVE)), ("master.apps", state.Applications.Count),
        ("master.waitingApps", state.Applications.Count(a => a.State == ApplicationState.WAITING)), ("master.workers", state.Workers.Count),
    ];

    private static PageAnswer Utilization(MasterState state) => JsonPage.Write(json =>
    {
        var alive = state.Workers.Values.Where(w => w.State == WorkerState.ALIVE).ToList();
        var (cores, coresUsed, memory, memoryUsed) = (alive.Sum(w => w.Description.Cores), alive.Sum(w => w.CoresUsed), alive.Sum(w => w.Description.MemoryMb), alive.Sum(w => w.MemoryUsedMb));
        json.WriteNumber("waitingDrivers", state.Drivers.Count(d => d.Worker is null));
        json.WriteNumber("cores", cores);
        json.WriteNumber("coresused", coresUsed);
        json.WriteNumber("coresutilization", cores == 0 ? 100 : 100 * coresUsed / cores);
        json.WriteNumber("memory", memory);
        json.WriteNumber("memoryused", memoryUsed);
        json.WriteNumber("memoryutilization", memory == 0 ? 100 : 100 * memoryUsed / memory);
    });

    private void Write(Utf8JsonWriter json, MasterState state)
    {
        var alive = state.Workers.Values.Where(w => w.State == WorkerState.ALIVE).ToList();
        json.WriteString("url", url);
        json.Array("workers", state.Workers.Values, worker => Write(json, worker));
        json.WriteNumber("aliveworkers", alive.Count);
        json.WriteNumber("cores", alive.Sum(w => w.Description.Cores));
        json.WriteNumber("coresused", alive.Sum(w => w.CoresUsed));
        json.WriteNumber("memory", alive.Sum(w => w.Description.MemoryMb));
        json.WriteNumber("memoryused", alive.Sum(w => w.MemoryUsedMb));
        json.Array("resources", alive, _ => { });
        json.Array("resourcesused", alive, _ => { });
        json.Array("activeapps", state.Applications, app => Write(json, app));
        json.Array("completedapps", state.CompletedApplications, app => Write(json, app));
        json.Array("activedrivers", state.Drivers, driver => Write(json, driver));
        json.Array("completeddrivers", state.CompletedDrivers, driver => Write(json, driver));
        json.WriteString("status", state.Status.ToString());
    }

    private static void Write(Utf8JsonWriter json, WorkerInfo worker)
    {
        json.WriteString("id", worker.Id);
        json.WriteString("host", worker.Description.Host);
        json.WriteNumber("port", worker.Description.Port);
        json.WriteString("webuiaddress", worker.Description.WebUiUrl);
        json.WriteNumber("cores", worker.Description.Cores);
        json.WriteNumber("coresused", worker.CoresUsed);
        json.WriteNumber("coresfree", worker.CoresFree);
        json.WriteNumber("memory", worker.Description.MemoryMb);
        json.WriteNumber("memoryused", worker.MemoryUsedMb);
        json.WriteNumber("memoryfree", worker.MemoryFreeMb);
        json.Empty(["resources", "resourcesused", "resourcesfree"], []);
        json.WriteString("state", worker.State.ToString());
        json.WriteNumber("lastheartbeat", worker.LastHeard.ToUnixTimeMilliseconds());
    }

    private void Write(Utf8JsonWriter json, ApplicationInfo app)
    {
        json.WriteString("id", app.Id);
        json.WriteNumber("starttime", app.Submitted.ToUnixTimeMilliseconds());
        json.WriteString("name", app.Description.Name);
        json.WriteNumber("cores", app.CoresShown);
        json.WriteString("user", app.Description.User);
        json.WriteNumber("memoryperexecutor", app.Description.MemoryPerExecutorMb);
        json.WriteNumber("memoryperslave", app.Description.MemoryPerExecutorMb);
        json.Empty([], ["resourcesperexecutor", "resourcesperslave"]);
        json.WriteString("submitdate", PageText.Date(app.Submitted));
        json.WriteString("state", app.State.ToString());
        json.WriteNumber("duration", (long)((app.Ended ?? time.GetUtcNow()) - app.Submitted).TotalMilliseconds);
    }

    private static void Write(Utf8JsonWriter json, DriverInfo driver)
    {
        json.WriteString("id", driver.Id);
        json.WriteString("starttime", driver.Submitted.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        json.WriteString("state", driver.State.ToString());
        json.WriteNumber("cores", driver.Description.Cores);
        json.WriteNumber("memory", driver.Description.MemoryMb);
        json.Empty(["resources"], []);
        json.WriteString("submitdate", PageText.Date(driver.Submitted));
        json.WriteString("worker", driver.Worker?.Id ?? "None");
        json.WriteString("mainclass", driver.Description.Program);
    }
}
