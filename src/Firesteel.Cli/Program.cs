using Firesteel.Cli.Submit;
using Firesteel.Foundation.Logging;

namespace Firesteel.Cli;

/// <summary>The one executable behind the commands in <c>bin/</c>: the first argument names the command.</summary>
static class Program
{
    private const string Usage = """
        Usage: firesteel COMMAND [arguments]

          submit       run a program (bin/spark-submit)
          sql          SQL shell (bin/spark-sql)
          connect      serve Spark Connect clients (sbin/start-connect-server.sh)
          run-example  run a program of the examples folder (bin/run-example)
          master       run the Master of a standalone cluster (sbin/start-master.sh)
          worker       run a Worker of a standalone cluster (sbin/start-worker.sh)
          executor     run an executor; started by Workers and drivers
          pages-token  print the token that the cluster's pages ask other hosts for
          version      print the version
        """;

    public static int Main(string[] args)
    {
        var rest = args.Length > 0 ? args[1..] : args;
        try
        {
            switch (args.Length > 0 ? args[0] : "")
            {
                case "submit": return SubmitCommand.Run(rest);
                case "sql": return Shell.ShellCommand.Run(rest);
                case "connect": return Connect.ConnectCommand.Run(rest);
                case "run-example": return SubmitCommand.RunExample(rest);
                case "master" or "worker" or "executor" or "pages-token": return DaemonCommands.Run(args[0], rest);
                case "version" or "--version":
                    EngineVersion.PrintBanner(Console.Out);
                    return 0;
                case "help" or "--help" or "-h":
                    Console.Out.WriteLine(Usage);
                    return 0;
                default:
                    Console.Error.WriteLine(Usage);
                    return 1;
            }
        }
        catch (UsageException e)
        {
            Console.Error.WriteLine($"Error: {e.Message}");
            if (e.Hint is { } hint) Console.Error.WriteLine(hint);
            return 1;
        }
        catch (Programs.BuildFailedException)
        {
            return 1;
        }
        catch (SparkException e)
        {
            Logger.For("Firesteel").Error(e.Message);
            return 1;
        }
    }
}
