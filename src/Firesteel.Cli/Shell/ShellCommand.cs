using System.Text;
using Firesteel.Cli.Submit;
using Firesteel.Foundation.Configuration;
using Firesteel.Foundation.Logging;

namespace Firesteel.Cli.Shell;

/// <summary><c>spark-sql</c>: statements from the command line, from files, from a pipe or from a person.</summary>
static class ShellCommand
{
    public static int Run(string[] args)
    {
        var options = ShellOptions.Parse(args);
        if (options.Submit.Version)
        {
            EngineVersion.PrintBanner(Console.Out);
            return 0;
        }
        if (options.Submit.Help)
        {
            Console.Out.WriteLine(ShellOptions.Usage);
            foreach (var option in SubmitOption.All) Console.Out.WriteLine(option.Describe());
            return 0;
        }
        using var signals = new TerminationSignals();
        LogConfiguration.Apply(LogLevel.Warn);
        var settings = SubmitSettings.Resolve(options.Submit);
        settings.TryAdd("spark.app.name", "SparkSQL");
        foreach (var (name, value) in options.Variables) settings[name] = value;
        SubmittedProperties.Install(settings);
        foreach (var sentence in ConfigRegistry.ReportUnused(settings.Keys)) Logger.For("SparkSQL").Warn(sentence);

        using var session = ShellSessions.Open();
        using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), 64 << 10);
        var runner = new StatementRunner(session, output, Console.Error, TimeProvider.System) { Silent = options.Silent, Echo = options.Echo };
        Console.CancelKeyPress += (_, e) => e.Cancel = runner.Cancel();
        return RunWith(options, runner, session) ? 0 : 1;
    }

    private static bool RunWith(ShellOptions options, StatementRunner runner, IShellSession session)
    {
        if (options.Database is { } database && !runner.Run($"USE `{database.Replace("`", "``", StringComparison.Ordinal)}`")) return false;
        foreach (var file in options.InitFiles)
            if (!runner.RunFile(file)) return false;
        if (options.Query is { } query) return runner.RunAll(StatementSplitter.Split(query));
        if (options.File is { } named) return runner.RunFile(named);
        if (!Console.IsInputRedirected)
        {
            new InteractiveLoop(runner, session).Run();
            return true;
        }
        // A pipe: no prompt, and statements run as they come.
        var splitter = new StatementSplitter();
        while (!runner.HasEnded && Console.In.ReadLine() is { } line)
            if (!runner.RunAll(splitter.Add(line + "\n"))) return false;
        return runner.HasEnded || splitter.Finish() is not { } last || runner.Run(last);
    }
}
