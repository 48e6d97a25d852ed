using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Firesteel.Testing;

/// <summary>A Master and a Worker of two cores, processes of the engine that end with the test.</summary>
sealed partial class ClusterDaemons : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly List<Process> _daemons = [];
    private readonly string _engine;
    private readonly string _folder;
    private readonly Dictionary<string, string?> _environment;

    /// <param name="engine">The engine's executable.</param>
    /// <param name="folder">For what they write.</param>
    /// <param name="environment">For them, and for whoever submits to them.</param>
    public ClusterDaemons(string engine, string folder, Dictionary<string, string?> environment)
    {
        (_engine, _folder, _environment) = (engine, folder, environment);
        try
        {
            Master = Start(Address(), "master", "-h", "127.0.0.1", "-p", "0", "--webui-port", "0");
            Start(Registered(), "worker", "-h", "127.0.0.1", "-c", "2", "-m", "2g", "-d", Work, "--webui-port", "0", Master);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string Master { get; }

    /// <summary>What drivers have printed.</summary>
    public string DriverOutput => string.Concat(Directory.GetDirectories(Work, "driver-*").Select(driver => File.ReadAllText(Path.Combine(driver, "stdout"))));

    /// <summary>The Worker's folder.</summary>
    public string Work => Path.Combine(_folder, "work");

    public void Dispose()
    {
        foreach (var daemon in _daemons)
        {
            daemon.Kill(entireProcessTree: true);
            daemon.WaitForExit();
            daemon.Dispose();
        }
    }

    private string Start(Regex pattern, params string[] arguments)
    {
        var start = new ProcessStartInfo(_engine, arguments) { WorkingDirectory = _folder, RedirectStandardError = true };
        foreach (var (name, value) in _environment) start.Environment[name] = value;
        var process = Process.Start(start)!;
        _daemons.Add(process);
        var lines = new BlockingCollection<string>();
        process.ErrorDataReceived += (_, e) => lines.Add(e.Data ?? "(ended)");
        process.BeginErrorReadLine();
        while (lines.TryTake(out var line, Patience))
            if (pattern.Match(line) is { Success: true } match) return match.Groups[1].Value;
        throw new TimeoutException($"No {pattern}");
    }

    [GeneratedRegex("Starting Spark master at (spark://\\S+)")]
    private static partial Regex Address();

    [GeneratedRegex("(Successfully registered)")]
    private static partial Regex Registered();
}
