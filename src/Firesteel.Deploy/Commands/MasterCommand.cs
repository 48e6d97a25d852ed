using Firesteel.Core.Rpc;
using Firesteel.Core.Scheduler;
using Firesteel.Deploy.Pages;
using Firesteel.Deploy.Standalone;
using Firesteel.Deploy.Standalone.Bundles;
using Firesteel.Deploy.Standalone.Master;
using Firesteel.Deploy.Standalone.Protocol;
using Firesteel.Foundation.Logging;

namespace Firesteel.Deploy.Commands;

/// <summary><c>org.apache.spark.deploy.master.Master</c>: runs a Master until it is told to end.</summary>
static class MasterCommand
{
    private const string Usage = """
        Usage: Master [options]

        Options:
          -i HOST, --ip HOST     Hostname to listen on (deprecated, please use --host or -h)
          -h HOST, --host HOST   Hostname to listen on
          -p PORT, --port PORT   Port to listen on (default: 7077)
          --webui-port PORT      Port for web UI (default: 8080)
          --properties-file FILE Path to a custom Spark properties file.
                                 Default is conf/spark-defaults.conf.
        """;

    private static readonly Logger Log = Logger.For("Master");

    public static int Run(string[] args, Func<string?, IReadOnlyDictionary<string, string>> readProperties)
    {
        DaemonArguments arguments;
        int port, webPort;
        try
        {
            arguments = new DaemonArguments(
                args, [["--host", "-h", "--ip", "-i"], ["--port", "-p"], ["--webui-port"], ["--properties-file"]], ["SPARK_DAEMON_JAVA_OPTS", "SPARK_MASTER_OPTS"], readProperties);
            if (arguments.Rest.Count > 0) throw new DaemonUsageException($"Unrecognized argument: {arguments.Rest[0]}");
            port = arguments.Port("--port", "SPARK_MASTER_PORT", MasterAddress.DefaultPort);
            webPort = arguments.Port("--webui-port", "SPARK_MASTER_WEBUI_PORT", arguments.NumberSetting("spark.master.ui.port", 8080));
        }
        catch (DaemonUsageException e)
        {
            return DaemonUsage.Print(e, Usage);
        }

        using var daemon = new Daemon(Log);
        var host = DaemonHost.From(arguments.Option("--host", "SPARK_MASTER_HOST") ?? HostAddress.Local(), Log);
        var secret = ClusterSecret.Find(arguments.Setting, create: true);
        var store = Store(arguments, out var bundleFolder);
        using var bundles = new BundleStore(bundleFolder, store.Load().Drivers.Select(d => d.Description.Bundle).OfType<string>());
        Master? master = null;
        var ready = new ManualResetEventSlim();
        using var server = new FrameServer("sparkMaster", host.Bind, secret.Bytes, connection =>
        {
            ready.Wait();
            var peer = new DeployPeer(connection);
            peer.Listen(message =>
            {
                if (bundles.Answer(message) is { } answer) peer.Send(answer);
                else master!.Post(new MasterMessage.Received(peer, message));
            });
            master!.Post(new MasterMessage.Disconnected(peer));
        }, port, arguments.PortRetries);
        var address = new MasterAddress(host.Name, server.Port);
        Logger.For("Utils").Info($"Successfully started service 'sparkMaster' on port {server.Port}.");
        Log.Info($"Starting Spark master at {address.Url}");
        Log.Info($"Running Spark version {DaemonUsage.SparkVersion}");
        var options = Options(arguments, address, bundles);
        var site = new MasterSite(address.Url, TimeProvider.System, arguments.FlagSetting("spark.ui.killEnabled", true));
        using var web = WebServer.Start("MasterUI", host.PagesBind, webPort, arguments.PortRetries, host.Guard(secret), request => site.Answer(master, request));
        options.WebUiUrl = host.AnnouncePages(web.Port, secret);
        master = new Master(options, store, new ThreadEventLoopHost(), TimeProvider.System);
        ready.Set();
        Logger.For("MasterWebUI").Info($"Bound MasterWebUI to {host.PagesBind}, and started at {options.WebUiUrl}");
        var code = daemon.Wait();
        using var stopped = new ManualResetEventSlim();
        master.Post(new MasterMessage.Stop(stopped.Set));
        stopped.Wait(TimeSpan.FromSeconds(5));
        return code;
    }

    private static IRecoveryStore Store(DaemonArguments arguments, out string? bundleFolder)
    {
        bundleFolder = null;
        switch (arguments.Setting("spark.deploy.recoveryMode")?.ToUpperInvariant() ?? "NONE")
        {
            case "NONE": return new NoRecovery(TimeProvider.System);
            case "FILESYSTEM":
                var folder = arguments.Setting("spark.deploy.recoveryDirectory") is { Length: > 0 } named ? named : throw SparkException.WithoutCondition("spark.deploy.recoveryMode=FILESYSTEM needs a folder: set spark.deploy.recoveryDirectory.");
                Log.Info($"Persisting recovery state to directory: {folder}");
                bundleFolder = Path.Combine(folder, "bundles");
                return new FileRecoveryStore(folder);
            case var other: throw SparkException.WithoutCondition($"spark.deploy.recoveryMode={other} is not supported: NONE and FILESYSTEM are.");
        }
    }

    private static MasterOptions Options(DaemonArguments arguments, MasterAddress address, BundleStore bundles)
    {
        var workerTimeout = arguments.SecondsSetting("spark.worker.timeout", 60);
        return new MasterOptions
        {
            Url = address.Url,
            BundleUnused = bundles.Remove,
            WorkerTimeout = workerTimeout,
            RecoveryTimeout = arguments.SecondsSetting("spark.deploy.recoveryTimeout", (int)workerTimeout.TotalSeconds),
            DefaultCores = arguments.NumberSetting("spark.deploy.defaultCores", int.MaxValue),
            MaxExecutorRetries = arguments.NumberSetting("spark.deploy.maxExecutorRetries", 10),
            SpreadOut = arguments.FlagSetting("spark.deploy.spreadOutApps", arguments.FlagSetting("spark.deploy.spreadOut", true)),
            Retained = arguments.NumberSetting("spark.deploy.retainedApplications", 200),
        };
    }
}
