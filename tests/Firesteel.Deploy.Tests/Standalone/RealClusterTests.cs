using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Firesteel.Deploy.Tests.Support;

namespace Firesteel.Deploy.Tests.Standalone;

/// <summary>Masters, Workers, executors and drivers as processes of this machine.</summary>
public sealed class RealClusterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("firesteel-cluster-").FullName;
    private readonly Dictionary<string, string> _environment;
    private readonly List<TestProcess> _processes = [];

    public RealClusterTests() => _environment = new() { ["SPARK_AUTH"] = Guid.NewGuid().ToString("N"), ["SPARK_LOCAL_DIRS"] = _folder };

    [Fact]
    public void AnExecutorKilledInMidJobCostsNothingButTime()
    {
        var master = StartMaster();
        var worker = StartWorker(Url(master));
        using var job = Start("job", Url(master), "2", "8", "1", "hang", Path.Combine(_folder, "go"));
        job.WaitFor(@"Starting task \d+.0 in stage 1.0 \(TID \d+\) \(127.0.0.1,executor 0");
        var executor = int.Parse(File.ReadAllText(Directory.GetFiles(_folder, "stderr", SearchOption.AllDirectories).Single(f => f.Contains("/0/"))) is var log
            ? System.Text.RegularExpressions.Regex.Match(log, @"as process (\d+)").Groups[1].Value : "");
        using (var process = Process.GetProcessById(executor)) process.Kill();
        job.WaitFor("140,148 in");
        job.WaitFor("Command exited with code 137: killed by SIGKILL");
        worker.WaitFor("Executor app-.*/0 finished with state EXITED");
        // The application stays for that: an executor that ended within its first seconds is replaced after a pause.
        master.WaitFor("Launching executor app-.*/2 on worker");
        File.WriteAllText(Path.Combine(_folder, "go"), "");
        Assert.True(job.WaitForExit() == 0, job.Output);
    }

    [Fact]
    public void AnExecutorThatStandsStillIsGivenUpAndNotHeardAgain()
    {
        var master = StartMaster();
        var worker = StartWorker(Url(master));
        using var job = Start("job", Url(master), "2", "8", "1", "impatient");
        job.WaitFor(@"Starting task \d+.0 in stage 1.0 \(TID \d+\) \(127.0.0.1,executor 0");
        var executor = System.Text.RegularExpressions.Regex.Match(
            File.ReadAllText(Directory.GetFiles(_folder, "stderr", SearchOption.AllDirectories).Single(f => f.Contains("/0/"))), @"as process (\d+)").Groups[1].Value;
        Signal("-STOP", executor);
        job.WaitFor("Lost executor 0 on 127.0.0.1: Executor heartbeat timed out after");
        Signal("-CONT", executor);
        Assert.True(job.WaitForExit() == 0, job.Output);
        Assert.Contains("140,148 in", job.Output);
        worker.WaitFor("Executor app-.*/0 finished with state (KILLED|EXITED)");
    }

    private static void Signal(string signal, string process)
    {
        using var kill = Process.Start("kill", [signal, process]);
        kill.WaitForExit();
    }

    [Fact]
    public void AMasterKilledAndStartedAgainKeepsItsApplications()
    {
        var port = FreePort();
        string[] recovery = ["-p", $"{port}", "--properties-file", Properties(("spark.deploy.recoveryMode", "FILESYSTEM"), ("spark.deploy.recoveryDirectory", Path.Combine(_folder, "recovery")))];
        var master = StartMaster(recovery);
        var worker = StartWorker(Url(master));
        using var job = Start("job", Url(master), "2", "4", "1", "wait", Path.Combine(_folder, "go"));
        job.WaitFor("first done");
        job.WaitFor("Registered executor[\\s\\S]*Registered executor");
        var id = job.WaitFor("app ID (app-\\S+)");
        master.Kill();
        worker.WaitFor("Waiting for master to reconnect");
        job.WaitFor("Disconnected from Spark cluster");
        var second = StartMaster(recovery);
        second.WaitFor("Recovery complete");
        second.WaitFor($"Application {id} is back");
        Assert.Equal(2, Json(second).GetProperty("coresused").GetInt32());
        File.WriteAllText(Path.Combine(_folder, "go"), "");
        Assert.True(job.WaitForExit() == 0, job.Output);
        Assert.DoesNotContain("removed:", job.Output[..job.Output.IndexOf("second done", StringComparison.Ordinal)]);
        second.WaitFor($"Received unregister request from application {id}");
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder, "recovery"), "app_*"));
    }

    [Fact]
    public void NothingOutlivesItsWorker()
    {
        var master = StartMaster();
        var worker = StartWorker(Url(master));
        using var job = Start("job", Url(master), "2", "4", "1", "wait", Path.Combine(_folder, "never"));
        job.WaitFor("first done");
        job.WaitFor("Registered executor[\\s\\S]*Registered executor");
        var executors = Directory.GetFiles(_folder, "stderr", SearchOption.AllDirectories)
            .Select(f => Process.GetProcessById(int.Parse(System.Text.RegularExpressions.Regex.Match(File.ReadAllText(f), @"as process (\d+)").Groups[1].Value))).ToList();
        Assert.Equal(2, executors.Count);
        worker.Kill();
        foreach (var executor in executors) Assert.True(executor.WaitForExit(TimeSpan.FromSeconds(30)));
        job.WaitFor("removed: worker lost");
    }

    [Fact]
    public void StrangersAreTurnedAway()
    {
        var master = StartMaster();
        using var other = new TestProcess(new Dictionary<string, string> { ["SPARK_AUTH"] = "another" }, "job", Url(master), "1", "1", "1");
        Assert.Equal(1, other.WaitForExit());
        Assert.Contains("refused this process: the secret of this side is that of the environment's SPARK_AUTH, and the other side's is another: copy the file", other.Output);
        using (var browser = new TcpClient("127.0.0.1", new Uri(Url(master)).Port))
        {
            var stream = browser.GetStream();
            stream.Write("GET / HTTP/1.0\r\n\r\n"u8);
            stream.CopyTo(Stream.Null);
        }
        master.WaitFor("refused the connection from 127.0.0.1:\\d+: The peer speaks another protocol");
        using var nobody = Start("job", $"spark://127.0.0.1/x", "1", "1", "1");
        Assert.Equal(1, nobody.WaitForExit());
        Assert.Contains("Invalid master URL", nobody.Output);
        master.Terminate();
        Assert.Equal(143, master.WaitForExit());
    }

    public void Dispose()
    {
        foreach (var process in _processes) process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private TestProcess StartMaster(params string[] options)
    {
        var port = options.Contains("-p") ? (string[])[] : ["-p", "0"];
        var master = Start(["master", "-h", "127.0.0.1", "--webui-port", "0", .. port, .. options]);
        master.WaitFor("New state: |Recovery complete");
        return master;
    }

    private TestProcess StartWorker(string url)
    {
        var worker = Start("worker", "-h", "127.0.0.1", "-c", "2", "-m", "2g", "-d", _folder, "--webui-port", "0", url);
        worker.WaitFor("Successfully registered with master");
        return worker;
    }

    private TestProcess Start(params string[] arguments)
    {
        var process = new TestProcess(_environment, arguments);
        _processes.Add(process);
        return process;
    }

    private string Properties(params (string Key, string Value)[] settings)
    {
        var file = Path.Combine(_folder, "master.conf");
        File.WriteAllLines(file, settings.Select(s => $"{s.Key} {s.Value}"));
        return file;
    }

    private static string Url(TestProcess master) => master.WaitFor(@"Starting Spark master at (spark://\S+)");

    private static JsonElement Json(TestProcess master)
    {
        using var client = new HttpClient();
        return JsonDocument.Parse(client.GetStringAsync(master.WaitFor(@"started at (http://\S+)") + "/json/").GetAwaiter().GetResult()).RootElement;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
