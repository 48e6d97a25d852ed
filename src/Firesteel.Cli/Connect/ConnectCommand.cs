using Firesteel.Cli.Submit;
using Firesteel.Connect;
using Firesteel.Foundation.Configuration;
using Firesteel.Foundation.Logging;

namespace Firesteel.Cli.Connect;

/// <summary><c>connect</c>: a Spark Connect server in this process, until it is told to end.</summary>
static class ConnectCommand
{
    public static int Run(string[] args)
    {
        var arguments = SubmitArguments.Parse(args);
        if (arguments.Help)
        {
            Console.Out.WriteLine("Usage: start-connect-server.sh [spark-submit options]");
            foreach (var option in SubmitOption.All) Console.Out.WriteLine(option.Describe());
            return 0;
        }
        LogConfiguration.Apply(LogLevel.Info);
        var settings = SubmitSettings.Resolve(arguments);
        settings.TryAdd("spark.app.name", "Spark Connect server");
        SubmittedProperties.Install(settings);
        return Serve(settings).GetAwaiter().GetResult();
    }

    private static async Task<int> Serve(Dictionary<string, string> settings)
    {
        var conf = new SparkConf().SetAll(settings);
        using var context = new SparkContext(conf);
        await using var server = new ConnectServer(new SparkSession(context, new Dictionary<string, string>()), conf);
        await server.Start().ConfigureAwait(false);
        server.WarmUp();
        var end = new TaskCompletionSource();
        using var interrupt = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGINT, s => { s.Cancel = true; end.TrySetResult(); });
        using var terminate = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGTERM, s => { s.Cancel = true; end.TrySetResult(); });
        await end.Task.ConfigureAwait(false);
        EndOfProcess.Within(EndOfProcess.Regular, 1);
        return 0;
    }
}
