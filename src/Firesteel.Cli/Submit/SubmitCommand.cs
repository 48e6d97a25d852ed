using Firesteel.Cli.Programs;
using Firesteel.Cli.Python;
using Firesteel.Core.Files;
using Firesteel.Foundation.Configuration;
using Firesteel.Foundation.Logging;

namespace Firesteel.Cli.Submit;

/// <summary><c>spark-submit</c>: reads options and settings, builds the program where it must, and runs it in this process.</summary>
static class SubmitCommand
{
    private static readonly Logger Log = Logger.For("SparkSubmit");

    /// <returns>The program's exit code.</returns>
    public static int Run(string[] args)
    {
        // Options follow the shell's name and are passed on to the gateway that it starts.
        var shell = args is ["pyspark-shell-main", ..];
        if (shell) args = args[1..];
        var arguments = SubmitArguments.Parse(args);
        if (arguments.Version)
        {
            EngineVersion.PrintBanner(Console.Out);
            return 0;
        }
        if (arguments.Help || args.Length == 0 && !shell)
        {
            PrintUsage(arguments.Help ? Console.Out : Console.Error);
            return arguments.Help ? 0 : 1;
        }
        ClusterSubmission.BecomeDriver();
        if (arguments.Kill is not null || arguments.Status is not null)
        {
            LogConfiguration.Apply(LogLevel.Info);
            return ClusterSubmission.Ask(arguments, SubmitSettings.Resolve(arguments));
        }
        if (shell) return PySparkShell.Run(args, SubmitSettings.Resolve(arguments));
        if (arguments.Program is not { } named) throw new UsageException("Missing application resource: name a C# file, an assembly, a project folder or a Python file.");

        using var signals = new TerminationSignals();
        // A shell's user wants no progress reports between the lines.
        LogConfiguration.Apply(named == "pyspark-shell" ? LogLevel.Warn : LogLevel.Info);
        var settings = SubmitSettings.Resolve(arguments);
        if (arguments.Verbose) PrintSettings(arguments, settings);
        JavaSettings.Apply(settings);
        if (settings.ContainsKey("spark.jars") || settings.ContainsKey("spark.jars.packages")) Dependencies.Resolve(settings);
        if (settings["spark.submit.deployMode"] == "cluster") return ClusterSubmission.Submit(arguments, settings);
        if (named == "pyspark-shell") return PySparkGateway.Run(settings);
        if (PythonProgram.Is(named)) return PythonProgram.Run(FileSource.Obtain(named, FilesFolder.Path), arguments.ProgramArguments, settings);
        using var downloads = new DownloadFolder();
        var program = ProgramSource.Resolve(FileSource.Obtain(named, downloads.Path));
        SubmittedProperties.Install(settings);
        if (settings.Count > 3) foreach (var sentence in ConfigRegistry.ReportUnused(settings.Keys.Where(key => !JavaSettings.Answers(key)))) Log.Warn(sentence);
        return ProgramRunner.Run(program.Build(), arguments.MainClass, arguments.ProgramArguments, ConfigText.List(settings.GetValueOrDefault("spark.jars", "")));
    }

    /// <summary><c>run-example NAME</c>: the program of that name in the examples folder.</summary>
    public static int RunExample(string[] args)
    {
        var name = Array.FindIndex(args, a => !a.StartsWith('-') && (a.EndsWith(".cs", StringComparison.Ordinal) || File.Exists(ExamplePath(a))));
        if (name < 0) throw new UsageException("Usage: run-example [spark-submit options] NAME [arguments], where NAME is a program in the examples folder.");
        return Run([.. args[..name], ExamplePath(args[name]), .. args[(name + 1)..]]);
    }

    private static string ExamplePath(string name) => Path.Combine(Installation.Home, "examples", Path.ChangeExtension(Path.GetFileName(name), ".cs"));

    private static void PrintUsage(TextWriter output)
    {
        output.WriteLine("""
            Usage: spark-submit [options] PROGRAM [arguments of the program]
            PROGRAM is a C# file (app.cs), an assembly (app.dll), a folder with a C# project or a Python program (app.py).

            Options:
            """);
        foreach (var option in SubmitOption.All) output.WriteLine(option.Describe());
    }

    private static void PrintSettings(SubmitArguments arguments, Dictionary<string, string> settings)
    {
        Console.Error.WriteLine($"Program: {arguments.Program}");
        Console.Error.WriteLine($"Arguments: {string.Join(' ', arguments.ProgramArguments)}");
        Console.Error.WriteLine("Settings:");
        foreach (var (key, value) in settings.OrderBy(s => s.Key, StringComparer.Ordinal)) Console.Error.WriteLine($"  {key}={Redaction.Value(key, value)}");
    }
}
