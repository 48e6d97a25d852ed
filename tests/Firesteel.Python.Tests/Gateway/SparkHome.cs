using System.Diagnostics;
using Firesteel.Python.Tests.Workers;
using Firesteel.Testing;

namespace Firesteel.Python.Tests.Gateway;

/// <summary>A folder that PySpark takes for Spark's: its spark-submit starts the engine as it has been built beside the tests.</summary>
public sealed class SparkHome : IDisposable
{
    private const int MostSeconds = 300;

    private static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    public SparkHome()
    {
        Folder = Directory.CreateTempSubdirectory("spark-home").FullName;
        Directory.CreateDirectory(Path.Combine(Folder, "bin"));
        Script("spark-submit", "");
        // Pip's scripts come by way of the class.
        Script("spark-class", "[ \"$1\" = org.apache.spark.deploy.SparkSubmit ] && shift\n");
        File.CreateSymbolicLink(Path.Combine(Folder, "bin", "load-spark-env.sh"), Path.Combine(Workspace.Root, "bin", "load-spark-env.sh"));
        foreach (var name in (string[])["examples", "python", "conf"]) File.CreateSymbolicLink(Path.Combine(Folder, name), Path.Combine(Workspace.Root, name));
    }

    public string Folder { get; }

    /// <summary>Lets the user run a script.</summary>
    public static void MakeExecutable(string path)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    /// <summary>The engine's executable; skips the test where it has not been built.</summary>
    public static string Engine => Path.Combine(Workspace.Root, "src", "Firesteel.Cli", "bin", Configuration, "net10.0", "Firesteel.Cli");

    /// <summary>Runs spark-submit.</summary>
    public (int Code, string Output, string Error) Submit(params string[] arguments) => Run(Path.Combine(Folder, "bin", "spark-submit"), arguments);

    /// <summary>Runs a command with this Spark as SPARK_HOME and the tests' Python for workers and drivers.</summary>
    public (int Code, string Output, string Error) Run(string command, string[] arguments, Dictionary<string, string?>? environment = null, string input = "")
    {
        using var process = Start(command, arguments, environment);
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(TimeSpan.FromSeconds(MostSeconds)))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{command} {string.Join(' ', arguments)} has not ended after {MostSeconds} s.");
        }
        return (process.ExitCode, output.Result, error.Result);
    }

    /// <summary>Starts a command as <see cref="Run"/> does; the caller reads what it says and disposes it.</summary>
    public Process Start(string command, string[] arguments, Dictionary<string, string?>? environment = null)
    {
        if (!File.Exists(Engine)) Assert.Skip("The engine's executable has not been built.");
        var start = new ProcessStartInfo(command, arguments) { WorkingDirectory = Folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SPARK_HOME"] = Folder;
        start.Environment["PYSPARK_PYTHON"] = PythonInterpreter.Require();
        start.Environment["SPARK_CONF_DIR"] = Folder;
        foreach (var (name, value) in environment ?? []) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private void Script(string name, string first)
    {
        var path = Path.Combine(Folder, "bin", name);
        File.WriteAllText(path, $"#!/bin/bash\n{first}export FIRESTEEL_HOME='{Workspace.Root}'\nexec '{Engine}' submit \"$@\"\n");
        MakeExecutable(path);
    }
}
