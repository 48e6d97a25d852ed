namespace Firesteel.Python.Launch;

/// <summary>The interpreter that the program runs in: workers use it too where nobody has named another, for it has PySpark and the program's packages.</summary>
static class DriverPython
{
    private const string Default = "python3";

    private static readonly Lazy<string?> Parent = new(FindParent);

    /// <summary>The interpreter that runs the program, where this process has started it; else it is looked for in the process that has started this one.</summary>
    public static string? Interpreter { get; set; }

    /// <param name="named">What PySpark names: <c>PYSPARK_PYTHON</c>, or <c>python3</c> where that is not set.</param>
    public static string ForWorkers(string named)
    {
        if (named != Default || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("PYSPARK_PYTHON"))) return named;
        return Interpreter ?? Parent.Value ?? named;
    }

    private static string? FindParent()
    {
        try
        {
            var stat = File.ReadAllText("/proc/self/stat");
            // The name in parentheses may hold blanks; the parent's number is the second word after it.
            var parent = stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1];
            var command = File.ReadAllText($"/proc/{parent}/cmdline").Split('\0')[0];
            if (!Path.GetFileName(command).StartsWith("python", StringComparison.Ordinal)) return null;
            if (Path.IsPathRooted(command)) return File.Exists(command) ? command : null;
            if (command.Contains('/')) return Path.GetFullPath(command) is var full && File.Exists(full) ? full : null;
            return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, command)).FirstOrDefault(File.Exists);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or IndexOutOfRangeException)
        {
            return null;
        }
    }
}
