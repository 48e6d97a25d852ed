using System.Diagnostics;
using System.Text;
using Firesteel.Core.Rpc;
using Firesteel.Deploy.Standalone.Bundles;
using Firesteel.Deploy.Standalone.Protocol;
using Firesteel.Foundation.Logging;

namespace Firesteel.Deploy.Standalone.Worker;

/// <summary>Real processes, their output in files of <c>work/APP/EXECUTOR</c> and <c>work/DRIVER</c>.</summary>
/// <param name="command">The program and first arguments that start the engine.</param>
/// <param name="rolling">Null where output files only grow.</param>
sealed class ProcessLauncher(IReadOnlyList<string> command, string workFolder, string host, string workerUrl, ClusterSecret secret, ScratchFolders scratch, LogRolling? rolling) : IProcessLauncher
{
    private static readonly Logger Log = Logger.For("ExecutorRunner");

    public IChildProcess StartExecutor(LaunchExecutor launch, Action<ProcessEnd> exited)
    {
        var app = launch.Application;
        var folder = NewFolder(launch.AppId, launch.ExecutorId.ToString());
        var start = Command(folder, ["executor"]);
        foreach (var (name, value) in app.Environment) start.Environment[name] = value;
        new ExecutorEnvironment(app.DriverHost, app.DriverPort, launch.ExecutorId.ToString(), launch.Cores, ClusterSecret.ForApplication(secret.Bytes, app.SecretSalt))
        {
            Host = host,
            ApplicationId = launch.AppId,
            WorkerUrl = workerUrl,
            HeartbeatInterval = TimeSpan.FromMilliseconds(app.HeartbeatIntervalMs),
        }.WriteTo(start);
        start.Environment[ExecutorMemory.Variable] = launch.MemoryMb.ToString();
        if (Log.IsEnabled(LogLevel.Info)) Log.Info($"Launch command: \"{string.Join("\" \"", command)}\" \"executor\"");
        return new ChildProcess(start, exited, Scratch(start, $"{launch.AppId}-{launch.ExecutorId}"), folder, rolling);
    }

    public IChildProcess StartDriver(string driverId, DriverDescription driver, string masterUrl, Action<ProcessEnd> exited)
    {
        var folder = NewFolder(driverId);
        var start = Command(folder, ["submit", .. driver.Arguments]);
        foreach (var (name, value) in driver.Environment) start.Environment[name] = value;
        if (!secret.IsOpen) start.Environment["SPARK_AUTH"] = Encoding.UTF8.GetString(secret.Bytes);
        start.Environment["FIRESTEEL_DRIVER_ID"] = driverId;
        start.Environment["SPARK_LOCAL_IP"] = host;
        if (driver.Bundle is { } bundle)
        {
            start.Environment[DriverBundle.HashVariable] = bundle;
            start.Environment[DriverBundle.MasterVariable] = masterUrl;
        }
        return new ChildProcess(start, exited, Scratch(start, driverId), folder, rolling);
    }

    public void DeleteFolders(IReadOnlyCollection<string> inUse, DateTimeOffset unusedSince)
    {
        if (!Directory.Exists(workFolder)) return;
        foreach (var folder in new DirectoryInfo(workFolder).EnumerateDirectories())
        {
            var ours = folder.Name.StartsWith("app-", StringComparison.Ordinal) || folder.Name.StartsWith("driver-", StringComparison.Ordinal);
            if (!ours || inUse.Contains(folder.Name) || LastWrite(folder) > unusedSince) continue;
            Log.Info($"Removing directory: {folder.FullName}");
            try { folder.Delete(recursive: true); }
            catch (IOException e)
            {
                Log.Warn($"{folder.FullName} could not be removed: {e.Message}");
            }
        }
    }

    private static DateTime LastWrite(DirectoryInfo folder) =>
        folder.EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Select(f => f.LastWriteTimeUtc).Append(folder.LastWriteTimeUtc).Max();

    // Ids come over the network: they name a folder in the work folder and nothing else.
    private string NewFolder(params ReadOnlySpan<string> names)
    {
        var path = workFolder;
        foreach (var name in names)
        {
            if (name.Length == 0 || name[0] == '.' || name.AsSpan().IndexOfAny('/', '\\') >= 0) throw new InvalidDataException($"{name} is no id of an application or a driver");
            path = Path.Combine(path, name);
        }
        return PrivateFolder.Create(path);
    }

    private IReadOnlyList<string> Scratch(ProcessStartInfo start, string name)
    {
        var folders = scratch.New(name);
        start.Environment["SPARK_LOCAL_DIRS"] = string.Join(',', folders);
        return folders;
    }

    // The shell connects the files and makes room for the engine: no thread of this process has to copy output.
    private ProcessStartInfo Command(string folder, ReadOnlySpan<string> arguments)
    {
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = folder, UseShellExecute = false };
        // What lets this process into the cluster is not for those that it starts.
        foreach (var variable in ClusterSecret.Variables) start.Environment.Remove(variable);
        var redirection = rolling is null ? ">>stdout 2>>stderr" : "";
        (start.RedirectStandardOutput, start.RedirectStandardError) = (rolling is not null, rolling is not null);
        foreach (var argument in (ReadOnlySpan<string>)["-c", $"exec \"$@\" </dev/null {redirection}", "sh", .. command, .. arguments]) start.ArgumentList.Add(argument);
        return start;
    }

    private sealed class ChildProcess : IChildProcess
    {
        private readonly Process _process;
        private readonly long _memoryKills = ExitStatus.OutOfMemoryKills();
        private volatile bool _ended;

        public ChildProcess(ProcessStartInfo start, Action<ProcessEnd> exited, IReadOnlyList<string> scratch, string folder, LogRolling? rolling)
        {
            _process = new Process { StartInfo = start, EnableRaisingEvents = true };
            _process.Exited += (_, _) =>
            {
                _ended = true;
                var code = _process.ExitCode;
                ScratchFolders.Remove(scratch);
                var described = ExitStatus.Describe(code, ExitStatus.OutOfMemoryKills() > _memoryKills);
                exited(new ProcessEnd(code, code is > 0 and < 128 && LastWords.In(folder) is { } words ? $"{described}; its last error: {words}" : described));
            };
            _process.Start();
            Id = _process.Id;
            if (rolling is null) return;
            new RollingFile(_process.StandardOutput.BaseStream, Path.Combine(folder, "stdout"), rolling, TimeProvider.System).Start();
            new RollingFile(_process.StandardError.BaseStream, Path.Combine(folder, "stderr"), rolling, TimeProvider.System).Start();
        }

        public int Id { get; }

        public void Terminate()
        {
            if (_ended) return;
            Log.Info("Killing process!");
            ProcessGroup.SignalToEnd(_process);
        }

        public void Kill()
        {
            if (_ended) return;
            Log.Info("Killing process!");
            ProcessGroup.Kill(_process);
        }
    }
}
