using System.Globalization;
using System.Net;
using Firesteel.Core.Rpc;
using Firesteel.Core.Scheduler;
using Firesteel.Deploy.Pages;
using Firesteel.Deploy.Standalone;
using Firesteel.Deploy.Standalone.Worker;
using Firesteel.Foundation.Configuration;
using Firesteel.Foundation.Logging;

namespace Firesteel.Deploy.Commands;

/// <summary><c>org.apache.spark.deploy.worker.Worker</c>: runs a Worker until it is told to end.</summary>
static class WorkerCommand
{
    private const string Usage = """
        Usage: Worker [options] <master>

        Master must be a URL of the form spark://hostname:port

        Options:
          -c CORES, --cores CORES  Number of cores to use
          -m MEM, --memory MEM     Amount of memory to use (e.g. 1000M, 2G)
          -d DIR, --work-dir DIR   Directory to run apps in (default: SPARK_HOME/work)
          -i HOST, --ip HOST       Hostname to listen on (deprecated, please use --host or -h)
          -h HOST, --host HOST     Hostname to listen on
          -p PORT, --port PORT     Port to listen on (default: random)
          --webui-port PORT        Port for web UI (default: 8081)
          --properties-file FILE   Path to a custom Spark properties file.
                                   Default is conf/spark-defaults.conf.
        """;

    private static readonly Logger Log = Logger.For("Worker");

    /// <param name="home">The folder that holds <c>work</c> where nobody names another.</param>
    public static int Run(string[] args, string home, Func<string?, IReadOnlyDictionary<string, string>> readProperties)
    {
        DaemonArguments arguments;
        IReadOnlyList<MasterAddress> masters;
        int cores, memory, port, webPort;
        try
        {
            arguments = new DaemonArguments(
                args,
                [["--host", "-h", "--ip", "-i"], ["--port", "-p"], ["--cores", "-c"], ["--memory", "-m"], ["--work-dir", "-d"], ["--webui-port"], ["--properties-file"]],
                ["SPARK_DAEMON_JAVA_OPTS", "SPARK_WORKER_OPTS"], readProperties);
            if (arguments.Rest.Count != 1) throw new DaemonUsageException("The Worker needs the address of a Master.");
            masters = MasterAddress.ParseAll(arguments.Rest[0]);
            cores = arguments.Number("--cores", "SPARK_WORKER_CORES", Environment.ProcessorCount);
            memory = Memory(arguments.Option("--memory", "SPARK_WORKER_MEMORY"));
            port = arguments.Port("--port", "SPARK_WORKER_PORT", 0);
            webPort = arguments.Port("--webui-port", "SPARK_WORKER_WEBUI_PORT", arguments.NumberSetting("spark.worker.ui.port", 8081));
            if (cores == 0 || memory <= 0) throw new DaemonUsageException("A Worker needs at least one core and some memory.");
        }
        catch (DaemonUsageException e)
        {
            return DaemonUsage.Print(e, Usage);
        }

        using var daemon = new Daemon(Log);
        var host = DaemonHost.From(arguments.Option("--host", "SPARK_WORKER_HOST") ?? (masters.All(m => IsLoopback(m.Host)) ? "127.0.0.1" : HostAddress.Local()), Log);
        var secret = ClusterSecret.Find(arguments.Setting, create: false);
        var work = WorkFolder(arguments.Option("--work-dir", "SPARK_WORKER_DIR") ?? Path.Combine(home, "work"));
        using var server = new FrameServer("sparkWorker", host.Bind, secret.Bytes, connection => connection.Receive(), port, arguments.PortRetries);
        Logger.For("Utils").Info($"Successfully started service 'sparkWorker' on port {server.Port}.");
        Log.Info("Worker decommissioning not enabled.");
        Log.Info($"Starting Spark worker {host.Name}:{server.Port} with {cores} cores, {MemoryText.Of(memory)} RAM");
        Log.Info($"Running Spark version {DaemonUsage.SparkVersion}");
        Log.Info($"Spark home: {home}");
        var id = string.Create(CultureInfo.InvariantCulture, $"worker-{DateTime.Now:yyyyMMddHHmmss}-{host.Name}-{server.Port}");
        using var identity = WorkerIdentity.Take(work, id);
        var options = new WorkerOptions(id, host.Name, server.Port, cores, memory, masters[0])
        {
            Replaces = identity.Before,
            WorkFolder = work,
            FolderTtl = arguments.FlagSetting("spark.worker.cleanup.enabled", true) ? arguments.SecondsSetting("spark.worker.cleanup.appDataTtl", 7 * 24 * 3600) : null,
            CleanupInterval = arguments.SecondsSetting("spark.worker.cleanup.interval", 1800),
        };
        var site = new WorkerSite(new WorkerPages(options, work));
        Worker? worker = null;
        using var web = WebServer.Start("WorkerUI", host.PagesBind, webPort, arguments.PortRetries, host.Guard(secret), request => site.Answer(worker, request));
        options.WebUiUrl = host.AnnouncePages(web.Port, secret);
        Logger.For("WorkerWebUI").Info($"Bound WorkerWebUI to {host.PagesBind}, and started at {options.WebUiUrl}");
        var scratch = new ScratchFolders(LocalFolders(arguments), identity.Place);
        var launcher = new ProcessLauncher(EngineCommand.Find(), work, host.Name, $"spark://Worker@{host.Name}:{server.Port}", secret, scratch, LogRolling.From(arguments));
        worker = new Worker(options, launcher, own => new MasterConnector(own, masters, secret), new ThreadEventLoopHost(), TimeProvider.System, _ => daemon.End(1));
        var code = daemon.Wait();
        using var stopped = new ManualResetEventSlim();
        worker.Post(new WorkerMessage.Stop(stopped.Set));
        if (stopped.Wait(TimeSpan.FromSeconds(15))) scratch.Dispose();
        return code;
    }

    private static string[] LocalFolders(DaemonArguments arguments) =>
        (Environment.GetEnvironmentVariable("SPARK_LOCAL_DIRS") is { Length: > 0 } named ? named : arguments.Setting("spark.local.dir") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <exception cref="SparkException">It cannot be made.</exception>
    private static string WorkFolder(string named)
    {
        try { return PrivateFolder.Create(Path.GetFullPath(named)); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SparkException.WithoutCondition($"The work folder {named} cannot be made: {e.Message}. Name another by --work-dir or SPARK_WORKER_DIR.", e);
        }
    }

    // What the machine has, less what the system itself needs.
    private static int Memory(string? text)
    {
        if (text is null) return (int)Math.Max(512, (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20) - 1024);
        try { return (int)(ConfigText.Bytes("--memory", text, ByteUnit.MiB) >> 20); }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new DaemonUsageException($"--memory (or SPARK_WORKER_MEMORY) should be a size such as 1000m or 2g, and is \"{text}\".");
        }
    }

    private static bool IsLoopback(string host) => host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
