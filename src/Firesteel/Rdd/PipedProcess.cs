using System.Diagnostics;

namespace Firesteel;

/// <summary>A command that reads lines and prints lines.</summary>
static class PipedProcess
{
    public static IEnumerable<string> Run(string[] command, Dictionary<string, string> environment, IEnumerable<string> lines)
    {
        var start = new ProcessStartInfo(command[0]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in command.AsSpan(1)) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} could not be started");
        Exception? failure = null;
        var context = TaskContext.Get();
        var writer = new Thread(() =>
        {
            TaskContext.Current = context;
            try
            {
                foreach (var line in lines) process.StandardInput.WriteLine(line);
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // The command reads no further; what it prints counts all the same.
            }
            catch (Exception e)
            {
                failure = e;
                process.Kill();
            }
        })
        { IsBackground = true, Name = $"stdin writer for {command[0]}" };
        writer.Start();
        try
        {
            while (process.StandardOutput.ReadLine() is { } line) yield return line;
            process.WaitForExit();
            writer.Join();
            if (failure is not null) throw SparkException.WithoutCondition($"The items for the command {command[0]} could not be computed: {failure.Message}", failure);
            if (process.ExitCode != 0) throw new InvalidOperationException($"Subprocess exited with status {process.ExitCode}. Command ran: {string.Join(' ', command)}");
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }
}
