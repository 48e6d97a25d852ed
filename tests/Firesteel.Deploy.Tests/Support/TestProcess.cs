using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Firesteel.Deploy.Tests.Support;

/// <summary>One real process of a test's cluster: this very program under another verb. It ends with the test.</summary>
sealed class TestProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly StringBuilder _output = new();
    private readonly Process _process;
    private bool _disposed;

    public TestProcess(IReadOnlyDictionary<string, string> environment, params string[] arguments) : this(Environment.ProcessPath!, environment, arguments) { }

    public TestProcess(string program, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => Take(e.Data);
        _process.ErrorDataReceived += (_, e) => Take(e.Data);
        _process.Start();
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    public int Id => _process.Id;

    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    /// <summary>Blocks until the output has a match, and returns its first group.</summary>
    public string WaitFor(string pattern)
    {
        var deadline = Stopwatch.StartNew();
        lock (_output)
        {
            while (true)
            {
                if (Regex.Match(_output.ToString(), pattern) is { Success: true } match) return match.Groups[match.Groups.Count > 1 ? 1 : 0].Value;
                if (deadline.Elapsed > Patience) throw new TimeoutException($"No \"{pattern}\" in:\n{_output}");
                Monitor.Wait(_output, TimeSpan.FromSeconds(1));
            }
        }
    }

    public bool HasEndedWithin(TimeSpan time)
    {
        if (!_process.WaitForExit(time)) return false;
        // The rest of its output.
        _process.WaitForExit();
        return true;
    }

    public int WaitForExit()
    {
        Assert.True(_process.WaitForExit(Patience), Output);
        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <summary>As <c>kill -9</c>.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>As <c>kill</c>.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", $"{Id}");
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        if (!_process.HasExited) Kill();
        _process.Dispose();
    }

    private void Take(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
            Monitor.PulseAll(_output);
        }
    }
}
