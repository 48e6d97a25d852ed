using System.Diagnostics;

namespace Firesteel.Cli.Tests;

/// <summary>Runs a command and waits for its end.</summary>
static class Command
{
    /// <returns>The exit code, and standard output followed by standard error.</returns>
    public static (int Code, string Output) Run(string file, string[] arguments, string folder, Dictionary<string, string>? environment = null)
    {
        var (code, output, error) = RunApart(file, arguments, folder, environment);
        return (code, output + error);
    }

    /// <returns>The exit code, standard output and standard error.</returns>
    public static (int Code, string Output, string Error) RunApart(string file, string[] arguments, string folder, Dictionary<string, string>? environment = null, string input = "")
    {
        var start = new ProcessStartInfo(file, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var (name, value) in environment ?? []) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
