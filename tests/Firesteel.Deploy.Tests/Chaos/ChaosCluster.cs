using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Firesteel.Deploy.Tests.Support;

namespace Firesteel.Deploy.Tests.Chaos;

/// <summary>A Master that remembers and some Workers as real processes, and ways to hurt them. What is killed is started again.</summary>
/// <remarks>Each Worker has a scratch disk of its own; a full disk needs one that is small, a mounted tmpfs.</remarks>
sealed partial class ChaosCluster : IDisposable
{
    private const long DiskBytes = 512L << 20;
    private const int StopSignal = 19;
    private const int ContinueSignal = 18;
    private readonly string _engine;
    private readonly string _folder = Directory.CreateTempSubdirectory("firesteel-chaos-").FullName;
    private readonly Dictionary<string, string> _environment;
    private readonly TestProcess[] _workers;
    private readonly ScratchDisk[] _disks;
    private readonly Random _random;
    private readonly int _port = FreePort();
    private TestProcess _master;

    /// <param name="engine">The executable that knows the verbs master and worker.</param>
    /// <param name="smallDisks">Whether the scratch disks are small ones, which can be filled.</param>
    public ChaosCluster(string engine, int workers, Random random, bool smallDisks = false)
    {
        (_engine, _random) = (engine, random);
        _disks = [.. Enumerable.Range(0, workers).Select(n => new ScratchDisk(Path.Combine(_folder, $"disk-{n}"), smallDisks ? DiskBytes : null))];
        _environment = new() { ["SPARK_AUTH"] = Guid.NewGuid().ToString("N"), ["SPARK_LOCAL_DIRS"] = Directory.CreateDirectory(Path.Combine(_folder, "local")).FullName };
        File.WriteAllLines(Path.Combine(_folder, "master.conf"), ["spark.deploy.recoveryMode FILESYSTEM", $"spark.deploy.recoveryDirectory {Path.Combine(_folder, "recovery")}", "spark.deploy.maxExecutorRetries -1"]);
        _master = StartMaster();
        _master.WaitFor("New state: ALIVE");
        _workers = [.. Enumerable.Range(0, workers).Select(StartWorker)];
        foreach (var worker in _workers) worker.WaitFor("Successfully registered");
    }

    public string Url => $"spark://127.0.0.1:{_port}";
    public string Folder => _folder;
    public IReadOnlyDictionary<string, string> Environment => _environment;

    /// <summary>Scratch folders of executors and drivers that are still there.</summary>
    public IReadOnlyList<string> ScratchFolders => [.. _disks.Select(disk => disk.Folder).Append(Path.Combine(_folder, "local")).SelectMany(Directory.GetFileSystemEntries)];

    public string HurtOne(IReadOnlyList<string> ways)
    {
        var way = ways[_random.Next(ways.Count)];
        switch (way)
        {
            case "executor": return RandomExecutor() is { } executor ? $"kill -9 of executor process {Signal(executor, 9)}" : "no executor to kill";
            case "stop": return RandomExecutor() is { } stopped ? $"SIGSTOP of executor process {Signal(stopped, StopSignal)}" : "no executor to stop";
            case "worker":
                var number = _random.Next(_workers.Length);
                _workers[number].Dispose();
                _workers[number] = StartWorker(number);
                return $"kill -9 of worker {number}";
            case "disk":
                var full = Array.FindIndex(_disks, disk => disk.IsFull);
                if (full >= 0)
                {
                    _disks[full].Free();
                    return $"the disk of worker {full} has room again";
                }
                var filled = _random.Next(_disks.Length);
                return $"the disk of worker {filled} is full: {_disks[filled].Fill() >> 20} MiB of ballast";
            case "corrupt": return BlockDamage.Do(Executors(), _disks.Select(disk => disk.Folder), _random);
            case "master":
                _master.Dispose();
                _master = StartMaster();
                return "kill -9 of the master";
            default: throw new ArgumentException($"No such fault: {way}");
        }
    }

    /// <summary>Process ids of all executors and drivers that the Workers run.</summary>
    public List<int> Executors()
    {
        var parents = _workers.Select(w => w.Id).ToHashSet();
        var children = new List<int>();
        foreach (var folder in Directory.GetDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var id)) continue;
            try
            {
                // The name in parentheses may hold anything.
                var stat = File.ReadAllText(Path.Combine(folder, "stat"));
                var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                if (fields[0] != "Z" && parents.Contains(int.Parse(fields[1]))) children.Add(id);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It ended while it was looked at.
            }
        }
        return children;
    }

    public string Logs() => $"{_master.Output}\n{string.Join('\n', _workers.Select(w => w.Output))}";

    public void Dispose()
    {
        foreach (var executor in Executors()) kill(executor, ContinueSignal);
        foreach (var worker in _workers) worker.Dispose();
        _master.Dispose();
        foreach (var disk in _disks) disk.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private TestProcess StartMaster() => new(_engine, _environment, "master", "-h", "127.0.0.1", "-p", $"{_port}", "--webui-port", "0", "--properties-file", Path.Combine(_folder, "master.conf"));

    private TestProcess StartWorker(int number) =>
        new(_engine, new Dictionary<string, string>(_environment) { ["SPARK_LOCAL_DIRS"] = _disks[number].Folder }, "worker", "-h", "127.0.0.1", "-c", "2", "-m", "2g", "-d", Path.Combine(_disks[number].Folder, "work"), "--webui-port", "0", Url);

    private int? RandomExecutor() => Executors() is { Count: > 0 } all ? all[_random.Next(all.Count)] : null;

    private static int Signal(int process, int signal)
    {
        kill(process, signal);
        return process;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [LibraryImport("libc")]
    private static partial int kill(int process, int signal);
}
