using System.Text.Json;
using Firesteel.Deploy.Standalone;
using Firesteel.Deploy.Standalone.Worker;
using Microsoft.AspNetCore.Http;

namespace Firesteel.Deploy.Pages;

/// <summary>The Worker's pages, its <c>/json/</c> and the output files of what it runs.</summary>
sealed class WorkerPages(WorkerOptions options, string workFolder)
{
    private const int TailBytes = 100 * 1024;

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

    public PageAnswer Html(WorkerState state) => new HtmlPage($"Spark Worker at {options.Host}:{options.Port}")
        .Facts(("ID", options.Id), ("Master URL", state.MasterUrl), ("Cores", $"{options.Cores} ({state.CoresUsed} Used)"), ("Memory", $"{MemoryText.Of(options.MemoryMb)} ({MemoryText.Of(state.MemoryUsedMb)} Used)"))
        .Table("Running Executors", ExecutorHead, [.. state.Executors.Values.Select(ExecutorRow)])
        .Table("Running Drivers", DriverHead, [.. state.Drivers.Values.Select(DriverRow)])
        .Table("Finished Executors", ExecutorHead, [.. state.FinishedExecutors.Select(ExecutorRow)])
        .Table("Finished Drivers", DriverHead, [.. state.FinishedDrivers.Select(DriverRow)])
        .Finish();

    /// <summary>The end of an output file: <c>/log?appId=…&amp;executorId=…&amp;logType=stderr</c>, or with <c>driverId</c>.</summary>
    public PageAnswer Log(IQueryCollection query)
    {
        var type = query["logType"].ToString();
        if (type is not ("stdout" or "stderr")) return PageAnswer.NotFound;
        var folder = query["driverId"].ToString() is { Length: > 0 } driver ? (string[])[driver] : [query["appId"].ToString(), query["executorId"].ToString()];
        // Names of folders in the work folder and nothing else.
        if (Array.Exists(folder, name => name.Length == 0 || name[0] == '.' || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))) return PageAnswer.NotFound;
        var path = Path.Combine([workFolder, .. folder, type]);
        if (!File.Exists(path) || new FileInfo(path).LinkTarget is not null) return PageAnswer.NotFound;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Seek(Math.Max(0, file.Length - TailBytes), SeekOrigin.Begin);
        using var reader = new StreamReader(file);
        return PageAnswer.Text(reader.ReadToEnd());
    }

    private static string[] ExecutorHead => ["ExecutorID", "State", "Cores", "Memory", "Job", "stdout", "stderr"];
    private static string[] DriverHead => ["DriverID", "Program", "State", "Cores", "Memory", "stdout", "stderr", "Notes"];

    private static (string, string?)[] ExecutorRow(ExecutorEntry executor) =>
    [
        ($"{executor.Launch.ExecutorId}", null), (executor.State.ToString(), null), ($"{executor.Launch.Cores}", null), (MemoryText.Of(executor.Launch.MemoryMb), null),
        ($"{executor.Launch.AppId} ({executor.Launch.Application.Name})", null),
        ("stdout", $"/log?appId={executor.Launch.AppId}&executorId={executor.Launch.ExecutorId}&logType=stdout"),
        ("stderr", $"/log?appId={executor.Launch.AppId}&executorId={executor.Launch.ExecutorId}&logType=stderr"),
    ];

    private static (string, string?)[] DriverRow(DriverEntry driver) =>
    [
        (driver.Id, null), (driver.Description.Program, null), (driver.State.ToString(), null), ($"{driver.Description.Cores}", null), (MemoryText.Of(driver.Description.MemoryMb), null),
        ("stdout", $"/log?driverId={driver.Id}&logType=stdout"), ("stderr", $"/log?driverId={driver.Id}&logType=stderr"), (driver.Message ?? "", null),
    ];

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
