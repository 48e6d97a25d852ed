using System.Diagnostics;
using Firesteel.Foundation.Configuration;
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
        if (settings.GetValueOrDefault("spark.api.mode") is { Length: > 0 } mode) environment["SPARK_API_MODE"] = mode;
        if (settings.GetValueOrDefault("spark.pyspark.python") is { Length: > 0 } named) environment["PYSPARK_PYTHON"] = named;
        DriverPython.Interpreter = python.Command;
        FirstWorkers.Prepare(new SparkConf());
        using var signals = new ChildSignals(endsOnInterrupt: true);
        var code = RunChild(python.Command, [file, .. arguments], environment, signals);
        EndOfProcess.Within(signals.WasToldToEnd || code > 128 ? EndOfProcess.Killed : EndOfProcess.Regular, code);
        SparkSession.GetDefaultSession()?.Stop();
        return code;
    }

    /// <summary>Runs a command with our terminal, from which it hears of Ctrl-C by itself.</summary>
    internal static int RunChild(string command, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, ChildSignals signals)
    {
        var start = new ProcessStartInfo(command, arguments);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var child = Process.Start(start) ?? throw new UsageException($"{command} cannot be started.");
        signals.Follow(child);
        child.WaitForExit();
        return child.ExitCode;
    }
}
