namespace Firesteel.Core.Rpc;

/// <summary>What the exit code of a process says.</summary>
static class ExitStatus
{
    private const int SignalBase = 128;

    private static readonly Dictionary<int, string> Signals = new()
    {
        [1] = "SIGHUP", [2] = "SIGINT", [3] = "SIGQUIT", [4] = "SIGILL", [6] = "SIGABRT", [7] = "SIGBUS", [8] = "SIGFPE", [9] = "SIGKILL", [11] = "SIGSEGV", [13] = "SIGPIPE", [15] = "SIGTERM",
    };

    /// <summary>The code, and the signal that stands behind it.</summary>
    /// <param name="outOfMemory">Whether the kernel ended processes for want of memory while this one ran.</param>
    public static string Describe(int code, bool outOfMemory = false)
    {
        var text = $"Command exited with code {code}";
        if (!Signals.TryGetValue(code - SignalBase, out var signal)) return text;
        return outOfMemory && code == SignalBase + 9
            ? $"{text}: killed by {signal} when the system ran out of memory; give it more (spark.executor.memory, spark.executor.memoryOverhead)"
            : $"{text}: killed by {signal}";
    }

    /// <summary>How many processes the kernel has ended for want of memory, here and in this container; 0 where it does not say.</summary>
    public static long OutOfMemoryKills() => Counter("/proc/vmstat") + Counter("/sys/fs/cgroup/memory.events");

    private static long Counter(string file)
    {
        try
        {
            foreach (var line in File.ReadLines(file))
                if (line.StartsWith("oom_kill ", StringComparison.Ordinal)) return long.Parse(line.AsSpan("oom_kill ".Length));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            // Not every system counts.
        }
        return 0;
    }
}
