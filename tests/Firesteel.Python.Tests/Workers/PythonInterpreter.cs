using System.Diagnostics;
using Firesteel.Testing;

namespace Firesteel.Python.Tests.Workers;

/// <summary>The Python with PySpark that tests use, where there is one.</summary>
static class PythonInterpreter
{
    private static readonly Lazy<string?> Found = new(Find);

    /// <summary>Its version, major.minor.</summary>
    public static string Version { get; } = Found.Value is null ? "" : Run("import sys; print('%d.%d' % sys.version_info[:2])").Trim();

    /// <summary>Path of the interpreter; skips the test where there is none.</summary>
    public static string Require()
    {
        if (Found.Value is null) Xunit.Assert.Skip("There is no Python with PySpark here.");
        return Found.Value;
    }

    /// <summary>What a program prints.</summary>
    public static string Run(string program)
    {
        var start = new ProcessStartInfo(Require()) { RedirectStandardOutput = true, ArgumentList = { "-c", program } };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }

    private static string? Find()
    {
        if (Workspace.Shared is not { } shared || !File.Exists(Path.Combine(shared, "python", "setup"))) return null;
        var start = new ProcessStartInfo(Path.Combine(shared, "python", "setup")) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var folder = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        var path = Path.Combine(folder, "bin", "python");
        return process.ExitCode == 0 && File.Exists(path) ? path : null;
    }
}
