using Firesteel.Deploy.Standalone;
using Firesteel.Deploy.Standalone.Master;

namespace Firesteel.Deploy.Pages;

/// <summary>The Master's pages. Called on the Master's loop, over its state.</summary>
/// <param name="killEnabled">Whether the pages can end applications and drivers (<c>spark.ui.killEnabled</c>).</param>
sealed class MasterPages(string url, TimeProvider time, bool killEnabled)
{
    private static readonly string[] ApplicationHead = ["Application ID", "Name", "Cores", "Memory per Executor", "Submitted Time", "User", "State", "Duration"];
    private static readonly string[] DriverHead = ["Submission ID", "Submitted Time", "Worker", "State", "Cores", "Memory", "Main Class", "Logs"];
    private static readonly string[] ExecutorHead = ["ExecutorID", "Worker", "Cores", "Memory", "State", "Logs"];

    public PageAnswer Overview(MasterState state, PageViewer viewer)
    {
        var alive = state.Workers.Values.Where(w => w.State == WorkerState.ALIVE).ToList();
        return new HtmlPage($"Spark Master at {url}").Facts(
                ("URL", url, null), ("Status", state.Status.ToString(), null), ("Workers", state.Workers.Count == alive.Count ? $"{alive.Count} Alive" : $"{alive.Count} Alive, {state.Workers.Count - alive.Count} Dead or Unknown", null),
                ("Cores in use", $"{alive.Sum(w => w.Description.Cores)} Total, {alive.Sum(w => w.CoresUsed)} Used", null),
                ("Memory in use", $"{MemoryText.Of(alive.Sum(w => w.Description.MemoryMb))} Total, {MemoryText.Of(alive.Sum(w => w.MemoryUsedMb))} Used", null),
                ("Applications", $"{state.Applications.Count} Running, {state.CompletedApplications.Count} Completed", null),
                ("Drivers", $"{state.Drivers.Count} Running, {state.CompletedDrivers.Count} Completed", null))
            .Table("Workers", ["Worker Id", "Address", "State", "Cores", "Memory"], [.. state.Workers.Values.Select(w => WorkerRow(w, viewer))], "No Worker has registered: sbin/start-worker.sh " + url)
            .Table("Running Applications", ApplicationHead, [.. state.Applications.Select(a => ApplicationRow(a, viewer, running: true))], "None")
            .Table("Running Drivers", DriverHead, [.. state.Drivers.Select(d => DriverRow(d, viewer, running: true))], null)
            .Table("Completed Applications", ApplicationHead, [.. Enumerable.Reverse(state.CompletedApplications).Select(a => ApplicationRow(a, viewer, running: false))], null)
            .Table("Completed Drivers", DriverHead, [.. Enumerable.Reverse(state.CompletedDrivers).Select(d => DriverRow(d, viewer, running: false))], null)
            .Finish();
    }

    /// <summary>One application and its executors.</summary>
    public PageAnswer Application(MasterState state, string id, PageViewer viewer)
    {
        if (Find(state, id) is not { } app) return PageAnswer.Plain(404, $"No running or completed application has the ID {id}.\n");
        var description = app.Description;
        return new HtmlPage($"Application: {description.Name}").Facts(
                ("ID", app.Id, null), ("Name", description.Name, description.UiUrl.Length > 0 ? viewer.To(description.UiUrl) : null), ("User", description.User, null),
                ("Cores", app.MaxCores == int.MaxValue ? $"Unlimited ({app.CoresGranted} granted)" : $"{app.MaxCores} ({app.CoresGranted} granted, {app.CoresLeft} left)", null),
                ("Executor Limit", app.ExecutorLimit is { } limit ? $"{limit} ({app.Executors.Count} granted)" : $"Unlimited ({app.Executors.Count} granted)", null),
                ("Executor Memory", MemoryText.Of(description.MemoryPerExecutorMb), null), ("Submit Date", PageText.Time(app.Submitted), null), ("State", app.State.ToString(), null))
            .Table("Executor Summary", ExecutorHead, [.. app.Executors.Values.OrderBy(e => e.Id).Select(e => ExecutorRow(e, viewer))], "No executor runs.")
            .Table("Removed Executors", ExecutorHead, [.. app.RemovedExecutors.OrderBy(e => e.Id).Select(e => ExecutorRow(e, viewer))], null)
            .Finish();
    }

    public static ApplicationInfo? Find(MasterState state, string id) => state.Application(id) ?? state.CompletedApplications.Find(a => a.Id == id);

    private static Cell[] WorkerRow(WorkerInfo worker, PageViewer viewer) =>
    [
        Cell.Link(worker.Id, worker.State == WorkerState.ALIVE ? viewer.To(worker.Description.WebUiUrl) : null), worker.HostPort, Cell.State(worker.State.ToString()),
        Cell.Number(worker.Description.Cores, $"{worker.Description.Cores} ({worker.CoresUsed} Used)"),
        Cell.Number(worker.Description.MemoryMb, $"{MemoryText.Of(worker.Description.MemoryMb)} ({MemoryText.Of(worker.MemoryUsedMb)} Used)"),
    ];

    private Cell[] ApplicationRow(ApplicationInfo app, PageViewer viewer, bool running)
    {
        var id = Cell.Link(app.Id, $"/app/?appId={Uri.EscapeDataString(app.Id)}");
        var duration = (long)((app.Ended ?? time.GetUtcNow()) - app.Submitted).TotalMilliseconds;
        return
        [
            running && killEnabled ? Cell.WithKill(id, "/app/kill/", app.Id, viewer.FormKey) : id,
            Cell.Link(app.Description.Name, running && app.Description.UiUrl.Length > 0 ? viewer.To(app.Description.UiUrl) : null), Cell.Number(app.CoresShown),
            Cell.Number(app.Description.MemoryPerExecutorMb, MemoryText.Of(app.Description.MemoryPerExecutorMb)), PageText.Time(app.Submitted), app.Description.User,
            Cell.State(app.State.ToString()), Cell.Number(duration, PageText.Duration(duration)),
        ];
    }

    private Cell[] DriverRow(DriverInfo driver, PageViewer viewer, bool running) =>
    [
        running && killEnabled ? Cell.WithKill(driver.Id, "/driver/kill/", driver.Id, viewer.FormKey) : driver.Id, PageText.Time(driver.Submitted),
        driver.Worker is { } worker ? Cell.Link(worker.Id, viewer.To(worker.Description.WebUiUrl)) : "None", Cell.State(driver.State.ToString()), Cell.Number(driver.Description.Cores),
        Cell.Number(driver.Description.MemoryMb, MemoryText.Of(driver.Description.MemoryMb)), driver.Description.Program,
        Logs(driver.Worker, $"driverId={Uri.EscapeDataString(driver.Id)}", viewer),
    ];

    private static Cell[] ExecutorRow(ExecutorInfo executor, PageViewer viewer) =>
    [
        Cell.Number(executor.Id), Cell.Link(executor.Worker.Id, viewer.To(executor.Worker.Description.WebUiUrl)), Cell.Number(executor.Cores),
        Cell.Number(executor.MemoryMb, MemoryText.Of(executor.MemoryMb)), Cell.State(executor.State.ToString()),
        Logs(executor.Worker, $"appId={Uri.EscapeDataString(executor.Application.Id)}&executorId={executor.Id}", viewer),
    ];

    private static Cell Logs(WorkerInfo? worker, string query, PageViewer viewer) => worker is null ? "" : Cell.Links(
        ("stdout", viewer.To($"{worker.Description.WebUiUrl}/logPage/?{query}&logType=stdout")), ("stderr", viewer.To($"{worker.Description.WebUiUrl}/logPage/?{query}&logType=stderr")));
}
