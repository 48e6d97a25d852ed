using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Storage;
using Firesteel.Foundation.Logging;

namespace Firesteel.Core.Rpc;

/// <summary>Executors as processes of this machine, started by the driver itself; those that are lost are replaced.</summary>
sealed class ProcessSchedulerBackend(ProcessBackendOptions options, ITaskPayloadCodec codec, TimeProvider time)
    : CoarseGrainedSchedulerBackend(codec, time, RandomNumberGenerator.GetBytes(32), IPAddress.Parse(options.Host), 0, options.HeartbeatTimeout)
{
    private static readonly Logger Log = Logger.For("ProcessSchedulerBackend");

    private readonly ConcurrentDictionary<string, Process> _processes = new();
    private readonly ConcurrentDictionary<string, bool> _registered = new();
    private int _nextExecutorId = -1;
    private int _lost;

    public override int DefaultParallelism => options.Executors * options.CoresPerExecutor;

    /// <summary>Process ids of the executors by their ids.</summary>
    public IReadOnlyDictionary<string, int> ProcessIds => _processes.ToDictionary(pair => pair.Key, pair => pair.Value.Id);

    public override void Start(TaskSchedulerImpl scheduler)
    {
        base.Start(scheduler);
        for (var i = 0; i < options.Executors; i++) StartExecutor();
    }

    public override void Dispose()
    {
        base.Dispose();
        foreach (var (id, process) in _processes)
        {
            if (!_registered.ContainsKey(id) || !process.WaitForExit(TimeSpan.FromSeconds(5))) Kill(process);
            process.Dispose();
        }
    }

    public override void KillExecutor(string executorId, string reason)
    {
        if (_processes.TryGetValue(executorId, out var process)) Kill(process);
    }

    protected override bool Admit(string executorId) => _processes.ContainsKey(executorId) && _registered.TryAdd(executorId, true);

    protected override string? Explain(string executorId, string reason)
    {
        if (!_processes.TryGetValue(executorId, out var process)) return reason;
        // A process on its way out is worth a moment's wait: how it ended says more than the closed connection.
        if (process.WaitForExit(TimeSpan.FromMilliseconds(200))) return ExitStatus.Describe(process.ExitCode);
        Kill(process);
        return reason;
    }

    protected override void OnLost(string executorId, string reason) => Replace(executorId, reason);

    private void StartExecutor()
    {
        var id = Interlocked.Increment(ref _nextExecutorId).ToString();
        var start = options.Command();
        new ExecutorEnvironment(options.Host, Port, id, options.CoresPerExecutor, Secret).WriteTo(start);
        start.UseShellExecute = false;
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.Exited += (_, _) => OnExited(id, process);
        _processes[id] = process;
        if (!process.Start()) throw new InvalidOperationException($"Could not start {start.FileName}");
        if (Log.IsEnabled(LogLevel.Info)) Log.Info($"Executor {id} is process {process.Id}");
    }

    private void OnExited(string id, Process process)
    {
        LocalDirectories.RemoveOf(process.Id, LocalDirectories.RootsOfEnvironment());
        var reason = ExitStatus.Describe(process.ExitCode);
        if (_registered.ContainsKey(id)) Lose(id, reason, true);
        // One that never came to register is nothing that tasks were lost with.
        else Replace(id, reason);
    }

    private void Replace(string executorId, string reason)
    {
        if (IsStopping || !_processes.TryRemove(executorId, out _)) return;
        if (Interlocked.Increment(ref _lost) <= options.MaxReplacements) StartReplacement();
        else if (_processes.IsEmpty) Scheduler.Post(new TaskSchedulerMessage.BackendGaveUp($"All executors are lost, and {options.MaxReplacements} were replaced before; the last one: {reason}"));
    }

    private void StartReplacement()
    {
        try { StartExecutor(); }
        catch (Exception e)
        {
            Log.Error("Could not start an executor", e);
            if (!HasExecutors) Scheduler.Post(new TaskSchedulerMessage.BackendGaveUp($"No executor could be started: {e.Message}"));
        }
    }

    private static void Kill(Process process)
    {
        try { process.Kill(entireProcessTree: true); }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            Log.Warn($"Could not end process of a lost executor: {e.Message}");
        }
    }
}
