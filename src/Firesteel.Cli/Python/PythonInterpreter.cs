using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Firesteel.Cli.Python;

/// <summary>The Python that a driver runs in, and the PySpark that it finds.</summary>
sealed partial class PythonInterpreter
{
    private const int OldestMinor = 10;
    private const int AnswerMilliseconds = 20_000;

    // Finds PySpark without importing it, which costs half a second.
    private const string Question = """
        import sys
        print(sys.version_info[0], sys.version_info[1])
        from importlib.util import find_spec
        found = find_spec("pyspark")
        print(found.origin if found and found.origin else "")
        """;

    // The gateway and the workers' protocol change from one minor version to the next; others have not been tried.
    private static readonly Version TestedPySpark = new(4, 3);

    private readonly Process _probe;

    private PythonInterpreter(string command, IReadOnlyDictionary<string, string> environment)
    {
        Command = command;
        var start = new ProcessStartInfo(command, ["-c", Question]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        try
        {
            _probe = Process.Start(start)!;
            _probe.StandardInput.Close();
        }
        catch (Win32Exception e)
        {
            throw new UsageException($"Python cannot be started: {command}: {e.Message}.", "Name it by PYSPARK_PYTHON, PYSPARK_DRIVER_PYTHON or --conf spark.pyspark.python=PATH.");
        }
    }

    public string Command { get; }

    /// <summary>The Python of the settings and the environment, asked what it is while the caller goes on.</summary>
    /// <exception cref="UsageException">It cannot be started.</exception>
    public static PythonInterpreter Start(Dictionary<string, string> settings, IReadOnlyDictionary<string, string> environment) => new(Choose(settings), environment);

    /// <summary>By Spark's rules: settings before the environment, the driver's own before the one for all.</summary>
    public static string Choose(Dictionary<string, string> settings)
    {
        string?[] named = [settings.GetValueOrDefault("spark.pyspark.driver.python"), settings.GetValueOrDefault("spark.pyspark.python"), Environment.GetEnvironmentVariable("PYSPARK_DRIVER_PYTHON"), Environment.GetEnvironmentVariable("PYSPARK_PYTHON")];
        return Array.Find(named, n => !string.IsNullOrEmpty(n)) ?? "python3";
    }

    /// <exception cref="UsageException">It is too old, or has no PySpark, or one of a version that we do not know.</exception>
    public void Check()
    {
        using (_probe)
        {
            var text = _probe.StandardOutput.ReadToEndAsync();
            var error = _probe.StandardError.ReadToEndAsync();
            if (!_probe.WaitForExit(AnswerMilliseconds))
            {
                _probe.Kill(entireProcessTree: true);
                throw new UsageException($"{Command} does not answer: it is no Python.");
            }
            var lines = text.GetAwaiter().GetResult().Split('\n');
            if (_probe.ExitCode != 0 && lines[0].Length == 0) throw new UsageException($"{Command} is no Python that can be used: {error.GetAwaiter().GetResult().Trim().Split('\n')[^1]}");
            CheckPython(lines[0]);
            CheckPySpark(lines.Length > 1 ? lines[1].Trim() : "");
        }
    }

    private void CheckPython(string line)
    {
        var parts = line.Split(' ');
        if (parts.Length != 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major) || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minor))
            throw new UsageException($"{Command} is no Python that can be used.");
        if (major != 3 || minor < OldestMinor) throw new UsageException($"{Command} is Python {major}.{minor}, which is too old: PySpark needs 3.{OldestMinor} or later.");
    }

    private void CheckPySpark(string origin)
    {
        if (origin.Length == 0) throw new UsageException($"{Command} has no PySpark: install it with `{Command} -m pip install pyspark=={EngineVersion.Spark}`.");
        var file = Path.Combine(Path.GetDirectoryName(origin)!, "version.py");
        if (!File.Exists(file) || !Version.TryParse(VersionLine().Match(File.ReadAllText(file)).Groups[1].Value, out var version)) return;
        if (new Version(version.Major, version.Minor) != TestedPySpark)
            throw new UsageException($"PySpark {version} of {Command} is not supported: use {TestedPySpark}, as in `{Command} -m pip install pyspark=={EngineVersion.Spark}`.");
    }

    [GeneratedRegex("""__version__[^"']*["'](\d+\.\d+)""")]
    private static partial Regex VersionLine();
}
