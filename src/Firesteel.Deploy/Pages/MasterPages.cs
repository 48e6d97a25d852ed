using System.Globalization;
using System.Text.Json;
using Firesteel.Deploy.Standalone;
using Firesteel.Deploy.Standalone.Master;

namespace Firesteel.Deploy.Pages;

/// <summary>The Master's pages and its <c>/json/</c>. Called on the Master's loop, over its state.</summary>
sealed class MasterPages(string url, TimeProvider time)
{
    public PageAnswer Json(MasterState state) => JsonPage.Write(json =>
    {
        var alive = state.Workers.Values.Where(w => w.State == WorkerState.ALIVE).ToList();
        json.WriteString("url", url);
        json.Array("workers", state.Workers.Values, worker => Worker(json, worker));
        json.WriteNumber("aliveworkers", alive.Count);
        json.WriteNumber("cores", alive.Sum(w => w.Description.Cores));
        json.WriteNumber("coresused", alive.Sum(w => w.CoresUsed));
        json.WriteNumber("memory", alive.Sum(w => w.Description.MemoryMb));
        json.WriteNumber("memoryused", alive.Sum(w => w.MemoryUsedMb));
        json.Array("resources", alive, _ => { });
        json.Empty(["resourcesused"], []);
        json.Array("activeapps", state.Applications, app => Application(json, app));
        json.Array("completedapps", state.CompletedApplications, app => Application(json, app));
        json.Array("activedrivers", state.Drivers, driver => Driver(json, driver));
        json.Array("completeddrivers", state.CompletedDrivers, driver => Driver(json, driver));
        json.WriteString("status", state.Status.ToString());
    });

    public PageAnswer Html(MasterState state)
    {
        var alive = state.Workers.Values.Where(w => w.State == WorkerState.ALIVE).ToList();
        return new HtmlPage($"Spark Master at {url}").Facts(
                ("URL", url), ("Status", state.Status.ToString()), ("Alive Workers", $"{alive.Count}"),
                ("Cores in use", $"{alive.Sum(w => w.Description.Cores)} Total, {alive.Sum(w => w.CoresUsed)} Used"),
                ("Memory in use", $"{MemoryText.Of(alive.Sum(w => w.Description.MemoryMb))} Total, {MemoryText.Of(alive.Sum(w => w.MemoryUsedMb))} Used"))
            .Table("Workers", ["Worker Id", "Address", "State", "Cores", "Memory"], [.. state.Workers.Values.Select(w => new (string, string?)[]
            {
                (w.Id, SafeLink(w.Description.WebUiUrl)), (w.HostPort, null), (w.State.ToString(), null), ($"{w.Description.Cores} ({w.CoresUsed} Used)", null),
                ($"{MemoryText.Of(w.Description.MemoryMb)} ({MemoryText.Of(w.MemoryUsedMb)} Used)", null),
            })])
            .Table("Running Applications", ApplicationHead, [.. state.Applications.Select(ApplicationRow)])
            .Table("Running Drivers", DriverHead, [.. state.Drivers.Select(DriverRow)])
            .Table("Completed Applications", ApplicationHead, [.. state.CompletedApplications.Select(ApplicationRow)])
            .Table("Completed Drivers", DriverHead, [.. state.CompletedDrivers.Select(DriverRow)])
            .Finish();
    }

    private static string[] ApplicationHead => ["Application ID", "Name", "Cores", "Memory per Executor", "Submitted Time", "User", "State", "Duration"];
    private static string[] DriverHead => ["Submission ID", "Submitted Time", "Worker", "State", "Cores", "Memory", "Program"];

    private (string, string?)[] ApplicationRow(ApplicationInfo app) =>
    [
        (app.Id, SafeLink(app.Description.UiUrl)), (app.Description.Name, null), ($"{app.CoresGranted}", null), (MemoryText.Of(app.Description.MemoryPerExecutorMb), null), (Date(app.Submitted), null),
        (app.Description.User, null), (app.State.ToString(), null), ($"{Duration(app) / 1000} s", null),
    ];

    private (string, string?)[] DriverRow(DriverInfo driver) =>
    [
        (driver.Id, null), (Date(driver.Submitted), null), (driver.Worker?.Id ?? "None", null), (driver.State.ToString(), null), ($"{driver.Description.Cores}", null),
        (MemoryText.Of(driver.Description.MemoryMb), null), (driver.Description.Program, null),
    ];

    private static void Worker(Utf8JsonWriter json, WorkerInfo worker)
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

    private void Application(Utf8JsonWriter json, ApplicationInfo app)
    {
        json.WriteString("id", app.Id);
        json.WriteNumber("starttime", app.Submitted.ToUnixTimeMilliseconds());
        json.WriteString("name", app.Description.Name);
        json.WriteNumber("cores", app.CoresGranted);
        json.WriteString("user", app.Description.User);
        json.WriteNumber("memoryperexecutor", app.Description.MemoryPerExecutorMb);
        json.WriteNumber("memoryperslave", app.Description.MemoryPerExecutorMb);
        json.Empty([], ["resourcesperexecutor", "resourcesperslave"]);
        json.WriteString("submitdate", Date(app.Submitted));
        json.WriteString("state", app.State.ToString());
        json.WriteNumber("duration", Duration(app));
    }

    private static void Driver(Utf8JsonWriter json, DriverInfo driver)
    {
        json.WriteString("id", driver.Id);
        json.WriteString("starttime", driver.Submitted.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        json.WriteString("state", driver.State.ToString());
        json.WriteNumber("cores", driver.Description.Cores);
        json.WriteNumber("memory", driver.Description.MemoryMb);
        json.Empty(["resources"], []);
        json.WriteString("submitdate", Date(driver.Submitted));
        json.WriteString("worker", driver.Worker?.Id ?? "None");
        json.WriteString("mainclass", driver.Description.Program);
    }

    private long Duration(ApplicationInfo app) => (long)((app.Ended ?? time.GetUtcNow()) - app.Submitted).TotalMilliseconds;

    private static string Date(DateTimeOffset at) => at.ToLocalTime().ToString("ddd MMM dd HH:mm:ss 'UTC' yyyy", CultureInfo.InvariantCulture).Replace("UTC", Zone(at), StringComparison.Ordinal);

    private static string Zone(DateTimeOffset at) => TimeZoneInfo.Local.GetUtcOffset(at) == TimeSpan.Zero ? "UTC" : at.ToLocalTime().ToString("zzz", CultureInfo.InvariantCulture);

    // Addresses come from peers.
    private static string? SafeLink(string url) => url.StartsWith("http://", StringComparison.Ordinal) || url.StartsWith("https://", StringComparison.Ordinal) ? url : null;
}
