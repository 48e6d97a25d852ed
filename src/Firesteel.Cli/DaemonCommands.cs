using System.Runtime.CompilerServices;
using Firesteel.Cli.Submit;
using Firesteel.Deploy.Commands;
using Firesteel.Deploy.Standalone;
using Firesteel.Execution;
using Firesteel.Foundation.Logging;

namespace Firesteel.Cli;

/// <summary>The processes of a standalone cluster.</summary>
static class DaemonCommands
{
    // Apart from the entry point, so that other commands load nothing of this.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Run(string verb, string[] args)
    {
        LogConfiguration.Apply(LogLevel.Info);
        return verb switch
        {
            "master" => MasterCommand.Run(args, Properties),
            "worker" => WorkerCommand.Run(args, Home, Properties),
            "pages-token" => PrintToken(),
            _ => ExecutorCommand.Run(ClusterCodec.Create(), PropertiesFile.Read),
        };
    }

    private static int PrintToken()
    {
        var settings = Properties(null);
        Console.Out.WriteLine(ClusterSecret.Find(key => settings.GetValueOrDefault(key), create: false).PagesToken);
        return 0;
    }

    // Where work folders lie: beside the scripts that the user calls.
    private static string Home => Environment.GetEnvironmentVariable("SPARK_HOME") is { Length: > 0 } spark ? spark : Installation.Home;

    private static Dictionary<string, string> Properties(string? file)
    {
        var defaults = Path.Combine(Installation.ConfFolder, "spark-defaults.conf");
        return file is not null ? PropertiesFile.Read(file) : File.Exists(defaults) ? PropertiesFile.Read(defaults) : [];
    }
}
