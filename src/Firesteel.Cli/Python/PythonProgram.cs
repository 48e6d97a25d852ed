using System.Diagnostics;
using System.Runtime.InteropServices;
using Firesteel.Foundation.Configuration;
using Firesteel.Foundation.Logging;
using Firesteel.Python.Gateway;
using Firesteel.Python.Gateway.Core;
using Firesteel.Python.Gateway.Protocol;
using Firesteel.Python.Launch;
using Firesteel.Python.Workers;

namespace Firesteel.Cli.Python;

/// <summary>Runs a Python program: its interpreter is our child and drives us through the gateway.</summary>
static class PythonProgram
{
    public static bool Is(string program) => program.EndsWith(".py", StringComparison.OrdinalIgnoreCase);

    /// <returns>The program's exit code.</returns>
    public static int Run(string program, string[] arguments, Dictionary<string, string> settings)
    {
        var file = Path.GetFullPath(program.StartsWith("file:", StringComparison.Ordinal) ? new Uri(program).LocalPath : program);
        if (!File.Exists(file)) throw new UsageException($"The program {program} does not exist.");
        settings.TryAdd("spark.submit.pyFiles", "");
        settings.TryAdd("spark.app.submitTime", $"{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}");
        var modules = PyFiles.PathEntries(settings, Path.Combine(WorkFolder.Path, "py-files"));
        PyFiles.AddToFiles(settings);
        var environment = PythonEnvironment.Of(modules);
        // Python says what it is while we get ready.
        var python = PythonInterpreter.Start(settings, environment);
        SubmittedProperties.Install(settings);
        using var gateway = new PythonGateway(Rooms.Table);
        gateway.Start();
        python.Check();
        environment["PYSPARK_GATEWAY_PORT"] = $"{gateway.Port}";
        environment["PYSPARK_GATEWAY_SECRET"] = gateway.Secret;
        if (settings.GetValueOrDefault("spark.pyspark.python") is { Length: > 0 } named) environment["PYSPARK_PYTHON"] = named;
        DriverPython.Interpreter = python.Command;
        FirstWorkers.Prepare(new SparkConf());
        var code = RunChild(python.Command, [file, .. arguments], environment);
        SparkSession.GetDefaultSession()?.Stop();
        return code;
    }

    /// <summary>Runs a command with our terminal. Ctrl-C is its to handle; a request to end is passed on.</summary>
    internal static int RunChild(string command, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(command, arguments);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        using var child = Process.Start(start) ?? throw new UsageException($"{command} cannot be started.");
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            End(child);
        });
        child.WaitForExit();
        return child.ExitCode;
    }

    private static void End(Process child)
    {
        try
        {
            _ = Kill(child.Id, SigTerm);
        }
        catch (InvalidOperationException e)
        {
            Logger.For("PythonProgram").Debug($"The program has ended: {e.Message}");
        }
    }

    private const int SigTerm = 15;

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int process, int signal);
}
