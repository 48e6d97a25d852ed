using System.Globalization;
using System.Text.Json;
using Firesteel.Deploy.Standalone;
using Firesteel.Deploy.Standalone.Worker;

namespace Firesteel.Deploy.Pages;

/// <summary>The Worker's pages, its <c>/json/</c> and the output files of what it runs.</summary>
sealed class WorkerPages(WorkerOptions options, string workFolder)
{
    private const int DefaultBytes = 100 * 1024;
    private const int MostBytes = 1 << 20;
    private static readonly string[] ExecutorHead = ["ExecutorID", "State", "Cores", "Memory", "Application", "User", "Logs", "Notes"];
    private static readonly string[] DriverHead = ["DriverID", "Main Class", "State", "Cores", "Memory", "Logs", "Notes"];

    public PageAnswer Json(WorkerState state) => JsonPage.Write(json =>
    {
        json.WriteString("id", options.Id);
        json.WriteString("masterurl", state.MasterUrl);
        json.WriteString("masterwebuiurl", state.MasterWebUiUrl);
        json.WriteNumber("cores", options.Cores);
        json.WriteNumber("coresused", state.CoresUsed);
        json.WriteNumber("memory", options.MemoryMb);
        json.WriteNumber("memoryused", state.MemoryUsedMb);
        json.Empty(["resources", "resourcesused"], []);
        json.Array("executors", state.Executors.Values, executor => Executor(json, executor));
        json.Array("finishedexecutors", state.FinishedExecutors, executor => Executor(json, executor));
    });

    public PageAnswer Overview(WorkerState state, PageViewer viewer) => new HtmlPage($"Spark Worker at {options.Host}:{options.Port}")
        .Facts(("ID", options.Id, null), ("Master URL", state.MasterUrl.Length > 0 ? state.MasterUrl : "not registered", viewer.To(state.MasterWebUiUrl)),
            ("Cores", $"{options.Cores} ({state.CoresUsed} Used)", null), ("Memory", $"{MemoryText.Of(options.MemoryMb)} ({MemoryText.Of(state.MemoryUsedMb)} Used)", null))
        .Table("Running Executors", ExecutorHead, [.. state.Executors.Values.Select(ExecutorRow)], "None")
        .Table("Running Drivers", DriverHead, [.. state.Drivers.Values.Select(DriverRow)], null)
        .Table("Finished Executors", ExecutorHead, [.. Enumerable.Reverse(state.FinishedExecutors).Select(ExecutorRow)], null)
        .Table("Finished Drivers", DriverHead, [.. Enumerable.Reverse(state.FinishedDrivers).Select(DriverRow)], null)
        .Finish();

    public IReadOnlyList<(string Name, long Value)> Metrics(WorkerState state) =>
    [
        ("worker.coresFree", options.Cores - state.CoresUsed), ("worker.coresUsed", state.CoresUsed), ("worker.executors", state.Executors.Count),
        ("worker.memFree_MB", options.MemoryMb - state.MemoryUsedMb), ("worker.memUsed_MB", state.MemoryUsedMb),
    ];

    /// <summary>A page with a part of an output file: <c>appId</c> and <c>executorId</c>, or <c>driverId</c>, and <c>logType</c>.</summary>
    public PageAnswer LogPage(PageRequest request, WorkerState state)
    {
        if (Find(request, out var names, out var query) is not { } log) return PageAnswer.NotFound;
        var length = Length(request);
        return new HtmlPage($"{request.Query("logType")} log page for {string.Join('/', names)}")
            .Facts(("Worker", options.Id, "/"), ("Master", state.MasterUrl, request.Viewer.To(state.MasterWebUiUrl)))
            .Log(query, log.Read(Offset(request), length), length).Finish();
    }

    /// <summary>The same as text behind a line that tells which bytes it is.</summary>
    public PageAnswer LogText(PageRequest request)
    {
        if (Find(request, out _, out _) is not { } log) return PageAnswer.NotFound;
        var slice = log.Read(Offset(request), Length(request));
        return PageAnswer.Text($"==== Bytes {slice.Start}-{slice.End} of {slice.Total} of {log.Path} ====\n{slice.Text}");
    }

    private LogFiles? Find(PageRequest request, out string[] names, out string query)
    {
        var type = request.Query("logType");
        (names, query) = request.Query("driverId") is { Length: > 0 } driver
            ? ([driver], $"driverId={Uri.EscapeDataString(driver)}&logType={Uri.EscapeDataString(type)}")
            : ((string[])[request.Query("appId"), request.Query("executorId")],
                $"appId={Uri.EscapeDataString(request.Query("appId"))}&executorId={Uri.EscapeDataString(request.Query("executorId"))}&logType={Uri.EscapeDataString(type)}");
        return LogFiles.Find(workFolder, names, type);
    }

    private static long? Offset(PageRequest request) => long.TryParse(request.Query("offset"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var offset) ? Math.Max(0, offset) : null;

    private static int Length(PageRequest request) =>
        int.TryParse(request.Query("byteLength"), NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? Math.Clamp(length, 1, MostBytes) : DefaultBytes;

    private static Cell[] ExecutorRow(ExecutorEntry executor) =>
    [
        Cell.Number(executor.Launch.ExecutorId), Cell.State(executor.State.ToString()), Cell.Number(executor.Launch.Cores), Cell.Number(executor.Launch.MemoryMb, MemoryText.Of(executor.Launch.MemoryMb)),
        $"{executor.Launch.AppId} ({executor.Launch.Application.Name})", executor.Launch.Application.User,
        Logs($"appId={Uri.EscapeDataString(executor.Launch.AppId)}&executorId={executor.Launch.ExecutorId}"), executor.Message ?? "",
    ];

    private static Cell[] DriverRow(DriverEntry driver) =>
    [
        driver.Id, driver.Description.Program, Cell.State(driver.State.ToString()), Cell.Number(driver.Description.Cores), Cell.Number(driver.Description.MemoryMb, MemoryText.Of(driver.Description.MemoryMb)),
        Logs($"driverId={Uri.EscapeDataString(driver.Id)}"), driver.Message ?? "",
    ];

    private static Cell Logs(string query) => Cell.Links(("stdout", $"/logPage/?{query}&logType=stdout"), ("stderr", $"/logPage/?{query}&logType=stderr"));

    private static void Executor(Utf8JsonWriter json, ExecutorEntry executor)
    {
        json.WriteNumber("id", executor.Launch.ExecutorId);
        json.WriteNumber("memory", executor.Launch.MemoryMb);
        json.Empty(["resources"], []);
        json.WriteString("appid", executor.Launch.AppId);
        json.WriteStartObject("appdesc");
        json.Application(executor.Launch.Application);
        json.WriteString("command", "Command(executor)");
        json.WriteEndObject();
    }
}
